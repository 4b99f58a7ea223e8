/** What the rules found, by severity; each line leads to its place and, where there is one, to its fix. */
import { ChevronDown, ChevronRight, CircleCheck, PencilLine, Wand2 } from "lucide-react";
import { useMemo, useState } from "react";
import { Button, IconButton } from "../../components/button";
import { Empty } from "../../components/empty";
import { SEVERITIES, SEVERITY_NAMES, SeverityMark } from "../../components/severity";
import { Words } from "../../components/words";
import { kindName } from "../../document/records";
import { nameOf, useDocument } from "../../document/store";
import type { Finding, Severity } from "../../platform";
import { session, useSession } from "../../session/store";
import { showField } from "./field";
import { goToFinding } from "./go";
import "./findings.css";

export function FindingsPanel() {
  const findings = useDocument((state) => state.findings);
  const [shown, setShown] = useState<Severity | null>(null);
  const groups = useMemo(() => grouped(findings), [findings]);
  const silenced = findings.filter((finding) => finding.silenced).length;
  return (
    <section className="findings" data-testid="findings-panel" aria-label="Findings">
      <header className="panel-head">
        <h2>Findings</h2>
        <div className="findings__filters" role="toolbar" aria-label="Show by severity">
          {SEVERITIES.map((severity) => (
            <button
              key={severity}
              type="button"
              className="findings__filter"
              data-testid={`count-${severity}`}
              aria-pressed={shown === severity}
              disabled={groups[severity].length === 0}
              onClick={() => setShown(shown === severity ? null : severity)}
            >
              <SeverityMark severity={severity} />
              {groups[severity].length}{" "}
              {SEVERITY_NAMES[severity][groups[severity].length === 1 ? "one" : "many"]}
            </button>
          ))}
          {silenced > 0 && <span className="findings__silenced">{silenced} silenced</span>}
        </div>
        <IconButton
          icon={ChevronDown}
          label="Hide findings"
          shortcut="Ctrl+J"
          onClick={() => session.toggle("findings")}
        />
      </header>
      <div className="findings__list">
        {SEVERITIES.every((severity) => groups[severity].length === 0) && (
          <Empty title="No findings">
            <CircleCheck size={18} className="findings__clear" aria-hidden />
            <p>Every rule holds for what is drawn.</p>
          </Empty>
        )}
        {SEVERITIES.filter(
          (severity) => (shown === null || shown === severity) && groups[severity].length > 0,
        ).map((severity) => (
          <FindingList
            key={severity}
            label={SEVERITY_NAMES[severity].many}
            findings={groups[severity]}
          />
        ))}
      </div>
    </section>
  );
}

/** Lines shown at first; thousands would only slow the window down. */
const FIRST_LINES = 200;

interface FindingListProps {
  readonly label: string;
  readonly findings: readonly Finding[];
}

function FindingList({ label, findings }: FindingListProps) {
  const [all, setAll] = useState(false);
  const shown = all ? findings : findings.slice(0, FIRST_LINES);
  return (
    <>
      <ul aria-label={label}>
        {shown.map((finding) => (
          <FindingRow key={finding.key} finding={finding} />
        ))}
      </ul>
      {shown.length < findings.length && (
        <Button look="quiet" onClick={() => setAll(true)}>
          Show all {findings.length} {label}
        </Button>
      )}
    </>
  );
}

function FindingRow({ finding }: { readonly finding: Finding }) {
  const chosen = useSession((state) => state.findingKey === finding.key);
  const [open, setOpen] = useState(false);
  const subject = useDocument((state) => nameOf(state, finding.subject.kind, finding.subject.id));
  const path = useDocument((state) =>
    finding.path.map(({ kind, id }) => nameOf(state, kind, id)).join(" → "),
  );
  const [fix] = finding.fixes;
  return (
    <li className={`finding ${chosen ? "is-chosen" : ""}`}>
      <div className="finding__line">
        <button
          type="button"
          className="finding__more"
          aria-expanded={open}
          aria-label={`Why ${finding.code} matters`}
          onClick={() => setOpen(!open)}
        >
          {open ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
        </button>
        <button
          type="button"
          className="finding__go"
          data-testid={`finding-${finding.code}`}
          onClick={() => goToFinding(finding)}
        >
          <SeverityMark severity={finding.severity} />
          <span className="finding__code">{finding.code}</span>
          <span className="finding__message" title={finding.message}>
            <Words text={finding.message} />
          </span>
        </button>
        {fix ? (
          <Button
            look="quiet"
            icon={Wand2}
            className="finding__fix"
            data-testid={`fix-${finding.code}`}
            title={fix.title}
            onClick={() => {
              goToFinding(finding);
              session.show({ show: "fix", finding: finding.key, fix: 0 });
            }}
          >
            Fix
          </Button>
        ) : (
          <Button
            look="quiet"
            icon={PencilLine}
            className="finding__fix"
            data-testid={`open-${finding.code}`}
            title="Show the field to fill in"
            onClick={() => {
              goToFinding(finding);
              session.show({ show: "inspector" });
              showField(finding.code);
            }}
          >
            Open
          </Button>
        )}
      </div>
      {open && (
        <div className="finding__why">
          <p>
            <Words text={finding.why} />
          </p>
          {finding.path.length > 0 && <p className="finding__path">{path}</p>}
          <p className="finding__rule">
            {kindName(finding.subject.kind)} {subject} · {finding.name}
          </p>
        </div>
      )}
    </li>
  );
}

function grouped(findings: readonly Finding[]): Record<Severity, Finding[]> {
  const groups: Record<Severity, Finding[]> = { error: [], warning: [], advice: [] };
  for (const finding of findings) if (!finding.silenced) groups[finding.severity].push(finding);
  return groups;
}
