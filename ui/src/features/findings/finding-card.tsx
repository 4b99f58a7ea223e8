/** What a decision is about: the finding's words and why it matters. */
import { SeverityMark } from "../../components/severity";
import { Words } from "../../components/words";
import type { Finding } from "../../platform";

export function FindingCard({ finding }: { readonly finding: Finding }) {
  return (
    <div className="finding-card">
      <SeverityMark severity={finding.severity} />
      <div className="selectable">
        <p>
          <Words text={finding.message} />
        </p>
        <p className="muted">
          <Words text={finding.why} />
        </p>
      </div>
    </div>
  );
}
