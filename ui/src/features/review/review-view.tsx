/** One review: why it was asked for, who said what, and what can be said now. */
import { CircleCheck, CircleDashed, CircleX } from "lucide-react";
import { firstLineOf } from "../../canvas/markdown";
import { Button } from "../../components/button";
import { Markdown } from "../../components/markdown";
import { acknowledged } from "../../document/commit";
import { labelOf } from "../../document/labels";
import { useLock } from "../../document/lock";
import { useDocument } from "../../document/store";
import { type AskedRow, type Judgement, platform, type ReviewPage } from "../../platform";
import { headline } from "../contract/words";
import { Answer } from "./answer";
import { Asked } from "./asked";
import { Overrule } from "./overrule";
import { useReview } from "./use-reviews";
import { When } from "./when";
import { counts, DECISION_DONE, isStale, type ReviewTone, standing } from "./words";
import "./review.css";

const SIGNS: Record<ReviewTone, typeof CircleCheck> = {
  good: CircleCheck,
  bad: CircleX,
  waiting: CircleDashed,
};

export function ReviewView({ id }: { readonly id: string }) {
  const { page, failure } = useReview(id);
  if (failure)
    return (
      <p className="dock-error" role="alert">
        The review cannot be told: {failure}
      </p>
    );
  if (!page)
    return (
      <p className="muted" role="status">
        Asking what was said…
      </p>
    );
  return <Shown page={page} />;
}

function Shown({ page }: { readonly page: ReviewPage }) {
  const { id, message, asked_by, asked_at, asked, overridden } = page;
  const lock = useLock();
  const now = useDocument((state) => {
    const { tone, words } = standing(page, (kind, other) => labelOf(state, { kind, id: other }));
    return `${tone}|${words}`;
  });
  const [tone = "waiting", ...words] = now.split("|");
  const Sign = SIGNS[tone as ReviewTone];
  const open = counts(page) && lock === null;
  return (
    <article className="review__one" aria-label="Review" data-testid={`review-${id}`}>
      <p className={`review__state review__state--${tone}`} data-testid="review-state">
        <Sign size={16} aria-hidden />
        {words.join("|")}
      </p>
      <div className="review__why">
        {message && <Markdown text={message} />}
        <p className="muted">
          Asked by {asked_by || "somebody"} {asked_at && <When at={asked_at} />}
        </p>
      </div>
      {overridden && (
        <div className="review__why" data-testid="review-overridden">
          <p className="muted">{overridden.by || "Somebody"} went on without everybody's word:</p>
          <Markdown text={overridden.reason} />
        </div>
      )}
      <Evidence page={page} />
      {isStale(page) && (
        <p className="dock-note">
          What is there now is not what these words are about. Ask again for words on it as it is
          now.
        </p>
      )}
      {asked.length === 0 ? (
        <p className="muted">Nobody had to be asked: no other team owns a side of it.</p>
      ) : (
        <ul className="review__asked" aria-label="Who is asked">
          {asked.map((row) => (
            <li key={row.team}>
              <Asked row={row} />
            </li>
          ))}
        </ul>
      )}
      <Earlier page={page} />
      {open && asked.length > 0 && !isStale(page) && <Answer review={id} asked={asked} />}
      {open && (
        <div className="review__acts">
          <Overrule review={id} />
          <Button
            look="quiet"
            title="Ends the review without a result"
            data-testid="review-withdraw"
            onClick={() =>
              void acknowledged(
                () => platform().withdrawReview(id),
                "The review stands as it was",
                [],
              )
            }
          >
            Withdraw
          </Button>
        </div>
      )}
    </article>
  );
}

/** What was said before a team's last word. */
function Earlier({ page: { said, asked } }: { readonly page: ReviewPage }) {
  const last = (row: AskedRow) => said.filter(({ team }) => team === row.team).at(-1);
  const counting = new Set(asked.map(last));
  const names = new Map(asked.map(({ team, name }) => [team, name]));
  const earlier = said.filter((each) => !counting.has(each));
  if (earlier.length === 0) return null;
  return (
    <details className="review__earlier">
      <summary>
        {earlier.length} earlier {earlier.length === 1 ? "word" : "words"}
      </summary>
      <ul>
        {earlier.map(({ team, by, decision, at, reason }) => (
          <li key={`${team}:${at}:${decision}`} className="muted" title={reason}>
            {names.get(team) ?? team}: {by} {DECISION_DONE[decision]} {at && <When at={at} />}
            {reason && `: ${firstLineOf(reason)}`}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The verdict and who was hit when the review was asked for. */
function Evidence({ page: { verdict, impact } }: { readonly page: ReviewPage }) {
  const judged = isJudgement(verdict) ? headline(verdict).title : null;
  const hit = summaryOf(impact);
  if (!judged && !hit) return null;
  return (
    <dl className="review__evidence">
      {judged && (
        <>
          <dt>Verdict when asked</dt>
          <dd>{judged}</dd>
        </>
      )}
      {hit && (
        <>
          <dt>Who was hit when asked</dt>
          <dd>{hit}</dd>
        </>
      )}
    </dl>
  );
}

function isJudgement(kept: unknown): kept is Judgement {
  return typeof kept === "object" && kept !== null && "against" in kept && "mode" in kept;
}

function summaryOf(kept: unknown): string | null {
  if (typeof kept !== "object" || kept === null || !("summary" in kept)) return null;
  return typeof kept.summary === "string" ? kept.summary : null;
}
