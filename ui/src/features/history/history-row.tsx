/** One edit of the history; choosing it shows the state that it made. */
import { memo } from "react";
import type { HistoryEntry } from "../../platform";
import { useSession } from "../../session/store";
import { ago, timeOf } from "./ago";
import { backToNow, viewPast } from "./past";

export interface HistoryRowProps {
  readonly entry: HistoryEntry;
  readonly now: number;
  /** The list is entered here with the keyboard. */
  readonly cursor: boolean;
  /** It made the present state. */
  readonly isNow: boolean;
}

export const HistoryRow = memo(function HistoryRow(props: HistoryRowProps) {
  const { entry, now, cursor, isNow } = props;
  const shown = useSession((state) =>
    state.past === null ? isNow : state.past === entry.revision,
  );
  const at = Date.parse(entry.at);
  return (
    <button
      type="button"
      className={`history__entry history__entry--${entry.action}`}
      tabIndex={cursor ? 0 : -1}
      aria-current={shown ? "true" : undefined}
      data-testid={`history-${entry.revision}`}
      title={isNow ? "Back to now" : "Look at this state"}
      onClick={() => void (isNow ? backToNow() : viewPast(entry.revision))}
    >
      <span className="history__summary">
        {isNow && <span className="history__now">Now</span>}
        {entry.summary}
      </span>
      <span className="history__meta">
        <span>{entry.author}</span>
        <time dateTime={entry.at} title={new Date(at).toLocaleString()}>
          {timeOf(at)}, {ago(at, now)}
        </time>
        <span>
          {entry.changes} {entry.changes === 1 ? "record" : "records"}
        </span>
        <span>Revision {entry.revision}</span>
        {entry.action !== "edit" && <span className="history__action">{entry.action}</span>}
      </span>
    </button>
  );
});
