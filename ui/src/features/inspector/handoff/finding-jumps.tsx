/** What the rules say about the handoff: each finding leads to the field that answers it. */
import { SEVERITIES, SeverityMark } from "../../../components/severity";
import { Words } from "../../../components/words";
import { session } from "../../../session/store";
import { showField } from "../../findings/field";
import { useEdit } from "./edit";
import { FIELDS, isField } from "./fields";

export function FindingJumps() {
  const { findings } = useEdit();
  const all = [...findings].flatMap(([name, list]) => list.map((finding) => ({ name, finding })));
  if (all.length === 0) return null;
  all.sort(
    (a, b) => SEVERITIES.indexOf(a.finding.severity) - SEVERITIES.indexOf(b.finding.severity),
  );
  return (
    <ul className="finding-jumps" aria-label="Findings">
      {all.map(({ name, finding }) => (
        <li key={finding.key}>
          <button
            type="button"
            title={finding.message}
            onClick={() => {
              session.set({ findingKey: finding.key });
              showField(finding.code);
            }}
          >
            <SeverityMark severity={finding.severity} size={12} />
            <span className="finding-jumps__code">{finding.code}</span>
            <span>{isField(name) ? FIELDS[name].label : <Words text={finding.message} />}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
