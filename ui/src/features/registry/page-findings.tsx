/** What the rules found about one record, each with its way out. */
import { Wand2 } from "lucide-react";
import { useMemo } from "react";
import { Button } from "../../components/button";
import { SeverityMark } from "../../components/severity";
import { Words } from "../../components/words";
import { useDocument } from "../../document/store";
import type { RecordKey } from "../../platform";
import { session } from "../../session/store";

export function PageFindings({ subject: { kind, id } }: { readonly subject: RecordKey }) {
  const all = useDocument((state) => state.findings);
  const findings = useMemo(
    () =>
      all.filter(
        ({ subject, silenced }) => subject.kind === kind && subject.id === id && !silenced,
      ),
    [all, kind, id],
  );
  if (findings.length === 0) return null;
  return (
    <section className="page__section" aria-label="Findings">
      <h2>Findings</h2>
      <ul className="page__findings">
        {findings.map((finding) => (
          <li key={finding.key}>
            <SeverityMark severity={finding.severity} />
            <div>
              <p>
                <Words text={finding.message} />
              </p>
              <p className="muted">
                <Words text={finding.why} /> <code>{finding.code}</code>
              </p>
            </div>
            {finding.fixes.length > 0 && (
              <Button
                look="quiet"
                icon={Wand2}
                title={finding.fixes[0]?.title}
                data-testid={`page-fix-${finding.code}`}
                onClick={() => session.show({ show: "fix", finding: finding.key, fix: 0 })}
              >
                Fix
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
