/** The findings of a record, each leading to its place in the list. */
import { useMemo } from "react";
import { SeverityMark } from "../../components/severity";
import { Words } from "../../components/words";
import { useDocument } from "../../document/store";
import { goToFinding } from "../findings/go";
import { useEdit } from "./edit";
import { usePaged } from "./head";

/** Nothing on the record's own page, which has a list of them. */
export function FindingsOf() {
  const { subject } = useEdit();
  const { kind, id } = subject;
  const paged = usePaged(subject);
  const all = useDocument((state) => state.findings);
  const findings = useMemo(
    () =>
      all.filter((finding) => {
        const about = finding.subject;
        return about.kind === kind && about.id === id && !finding.silenced;
      }),
    [all, kind, id],
  );
  if (findings.length === 0 || paged) return null;
  return (
    <ul className="inspector__findings" aria-label="Findings">
      {findings.map((finding) => (
        <li key={finding.key}>
          <button type="button" onClick={() => goToFinding(finding)}>
            <SeverityMark severity={finding.severity} />
            <span dir="auto">
              <Words text={finding.message} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
