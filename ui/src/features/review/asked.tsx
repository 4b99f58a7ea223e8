/** A team whose word is needed: why it is asked, and what it said last. */
import { CircleCheck, CircleDashed, CircleX, MessageSquareWarning } from "lucide-react";
import { Markdown } from "../../components/markdown";
import { labelOf } from "../../document/labels";
import { useDocument } from "../../document/store";
import type { AskedRow, Decision } from "../../platform";
import { When } from "./when";
import { becauseWords, DECISION_DONE } from "./words";

const SIGNS: Record<Decision, typeof CircleCheck> = {
  approve: CircleCheck,
  request_changes: MessageSquareWarning,
  reject: CircleX,
};

export function Asked({ row }: { readonly row: AskedRow }) {
  const { name, owns_subject, since, decision, by, at, comment } = row;
  const because = useDocument((state) =>
    becauseWords(row, (kind, id) => labelOf(state, { kind, id })),
  );
  const Sign = decision ? SIGNS[decision] : CircleDashed;
  const why = [owns_subject && "owns it", because && `through ${because}`].filter(Boolean);
  return (
    <div
      className={`asked asked--${decision ?? "waiting"}`}
      data-testid={`asked-${row.team}`}
      data-decision={decision ?? "none"}
    >
      <Sign size={16} aria-hidden />
      <div>
        <p>
          <b>{name}</b>{" "}
          {decision ? (
            <>
              {DECISION_DONE[decision]}{" "}
              <span className="muted">
                {by} {at && <When at={at} />}
              </span>
            </>
          ) : (
            <span className="muted">has not answered</span>
          )}
        </p>
        {comment && <Markdown text={comment} />}
        <p className="muted">
          {why.join(", ") || "asked"}
          {since && "; became an owner after the review was asked for"}
        </p>
      </div>
    </div>
  );
}
