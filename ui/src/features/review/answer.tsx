/** A team's word on a review. Who speaks for which team is what they say of themselves. */
import { useId, useState } from "react";
import { Button } from "../../components/button";
import { Field, Select } from "../../components/field";
import { acknowledged } from "../../document/commit";
import { useDocument } from "../../document/store";
import { type AskedRow, type Decision, platform } from "../../platform";
import { useKeptWords } from "../unsent/kept-words";
import { DECISION_ACTS, DECISIONS } from "./words";

export interface AnswerProps {
  readonly review: string;
  readonly asked: readonly AskedRow[];
}

export function Answer({ review, asked }: AnswerProps) {
  const first = asked.find(({ decision }) => decision === null) ?? asked[0];
  const [chosen, setChosen] = useState<string | null>(null);
  const [comment, setComment] = useKeptWords({
    kind: "review",
    id: review,
    field: "answer",
    label: "Answer",
  });
  const [busy, setBusy] = useState(false);
  const author = useDocument((state) => state.info?.author ?? "");
  const id = useId();
  const team = chosen ?? first?.team ?? "";
  const answer = async (decision: Decision) => {
    setBusy(true);
    const done = await acknowledged(
      () => platform().answerReview(review, team, decision, comment.trim()),
      "No answer was noted",
      [],
    );
    setBusy(false);
    if (!done) return;
    setComment("");
    setChosen(null);
  };
  return (
    <section className="review__form" aria-label="Answer">
      <Field label="Speak for">
        {(field) => (
          <Select
            id={field}
            value={team}
            options={asked.map((row) => ({ value: row.team, label: row.name }))}
            onChange={setChosen}
            data-testid="review-team"
          />
        )}
      </Field>
      <label className="visually-hidden" htmlFor={id}>
        Comment
      </label>
      <textarea
        id={id}
        className="input"
        rows={2}
        dir="auto"
        placeholder="Why, or what has to change"
        data-testid="review-comment"
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      <div className="review__buttons">
        {DECISIONS.map((decision) => (
          <Button
            key={decision}
            look={decision === "approve" ? "primary" : "plain"}
            disabled={busy || (decision !== "approve" && comment.trim() === "")}
            title={
              decision !== "approve" && comment.trim() === "" ? "Say why in the comment" : undefined
            }
            data-testid={`review-${decision}`}
            onClick={() => void answer(decision)}
          >
            {DECISION_ACTS[decision]}
          </Button>
        ))}
      </div>
      <p className="muted">
        Noted as {author || "you"}. Names are claimed, not proven: the registry asks nobody to sign
        in.
      </p>
    </section>
  );
}
