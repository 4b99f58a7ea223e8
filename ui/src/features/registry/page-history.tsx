/** Who changed one record and when, with the way to the registry as it was then. */
import { Button } from "../../components/button";
import type { HistoryEntry } from "../../platform";
import { ago } from "../history/ago";
import { viewPast } from "../history/past";

export function PageHistory({ entries }: { readonly entries: readonly HistoryEntry[] }) {
  const now = Date.now();
  return (
    <section className="page__section" aria-label="History">
      <h2>History</h2>
      {entries.length === 0 && <p className="muted">No change of it is known.</p>}
      <ol className="page__history">
        {entries.map((entry) => (
          <li key={entry.revision}>
            <div>
              <p>{entry.summary}</p>
              <p className="muted">
                {entry.author} ·{" "}
                <time dateTime={entry.at} title={new Date(entry.at).toLocaleString()}>
                  {ago(Date.parse(entry.at), now)}
                </time>{" "}
                · revision {entry.revision}
              </p>
            </div>
            <Button
              look="quiet"
              title={`Show the registry as it was at revision ${entry.revision}`}
              onClick={() => void viewPast(entry.revision)}
            >
              View
            </Button>
          </li>
        ))}
      </ol>
    </section>
  );
}
