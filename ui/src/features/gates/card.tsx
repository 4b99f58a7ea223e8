/** The card that a reviewer decides on, as the registry fills it in. */
import { ArrowRight, Clock, Diamond, LockKeyhole } from "lucide-react";
import { formatDuration } from "../../components/duration";
import type { CardPart, ReviewCard } from "../../platform";

export function ReviewCardView({ card }: { readonly card: ReviewCard }) {
  const { reviewers, question, summary, proposed_action, answers, minutes, masked_because } = card;
  return (
    <article className="review-card" aria-label="The reviewer's card" data-testid="review-card">
      <header className="review-card__head">
        <Diamond size={14} aria-hidden />
        <span>{reviewers.length > 0 ? `For ${reviewers.join(", ")}` : "For nobody yet"}</span>
        <span className="review-card__time">
          <Clock size={13} aria-hidden />
          about {formatDuration(minutes, "min")}
        </span>
      </header>
      <h3 className="review-card__question" dir="auto">
        {question || <span className="review-card__gap">No question yet</span>}
      </h3>
      <p className="review-card__summary selectable" dir="auto" data-testid="review-summary">
        {summary.length > 0 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity.
          summary.map((part, i) => <Part key={i} part={part} />)
        ) : (
          <span className="review-card__gap">No summary yet: the reviewer has to guess</span>
        )}
      </p>
      <p className="review-card__action" dir="auto">
        <span className="review-card__label">If approved</span>
        {proposed_action || <span className="review-card__gap">Nobody says what will be done</span>}
      </p>
      <ul className="review-card__answers" aria-label="Answers">
        {answers.map(({ answer, leads_to, goes_on }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an answer has no identity but its place.
          <li key={i} data-goes-on={goes_on}>
            <span className="review-card__answer">{answer}</span>
            <span className="review-card__way">
              <ArrowRight size={12} aria-hidden />
              {goes_on ? "goes on to " : "goes to "}
              <bdi>{leads_to}</bdi>
            </span>
          </li>
        ))}
      </ul>
      {answers.length === 0 && <p className="review-card__gap">No answer to give yet</p>}
      {masked_because && (
        <p className="review-card__masked" data-testid="review-masked">
          <LockKeyhole size={13} aria-hidden />
          {masked_because}
        </p>
      )}
    </article>
  );
}

const TITLES = {
  words: undefined,
  value: undefined,
  masked: "Masked for these reviewers",
  missing: "This payload has nothing there",
  broken: "No field of the payload",
} as const;

function Part({ part: { kind, text, pointer } }: { readonly part: CardPart }) {
  if (kind === "words") return text;
  const place = pointer === null ? "" : pointer === "" ? "the whole payload" : pointer;
  return (
    <bdi
      className={`review-part review-part--${kind}`}
      title={[TITLES[kind], place].filter(Boolean).join(": ")}
    >
      {kind === "masked" && <LockKeyhole size={11} aria-label="masked" />}
      {text}
    </bdi>
  );
}
