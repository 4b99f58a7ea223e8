/** Which registry, which revision, who, and whether everything is on disk. */
import { Check, Database, LoaderCircle, Lock, UserRound } from "lucide-react";
import { SEVERITIES, SeverityMark } from "../../components/severity";
import { useDocument } from "../../document/store";
import { session, useSession } from "../../session/store";

export function StatusBar() {
  const info = useDocument((state) => state.info);
  const revision = useDocument((state) => state.revision);
  const findings = useDocument((state) => state.findings);
  const saving = useSession((state) => state.saving > 0);
  if (!info) return null;
  return (
    <footer className="status-bar">
      <span className="status-bar__item" title={info.registry}>
        <Database size={12} aria-hidden />
        <span className="status-bar__path">{info.registry}</span>
      </span>
      {info.read_only && (
        <span className="status-bar__item status-bar__item--warn">
          <Lock size={12} aria-hidden /> Read only
        </span>
      )}
      {info.notice && (
        <span className="status-bar__item status-bar__item--warn">{info.notice}</span>
      )}
      <span className="status-bar__space" />
      <button
        type="button"
        className="status-bar__item status-bar__button"
        title="Show or hide findings (Ctrl+J)"
        onClick={() => session.toggle("findings")}
      >
        {SEVERITIES.map((severity) => (
          <span key={severity} className="status-bar__count">
            <SeverityMark severity={severity} size={12} />
            {
              findings.filter((finding) => finding.severity === severity && !finding.silenced)
                .length
            }
          </span>
        ))}
      </button>
      <span className="status-bar__item" title="Changes are recorded under this name">
        <UserRound size={12} aria-hidden />
        {info.author}
      </span>
      <span className="status-bar__item">
        Revision <span data-testid="status-revision">{revision}</span>
      </span>
      <span className="status-bar__item" role="status" data-testid="status-saved">
        {saving ? <LoaderCircle size={12} aria-hidden /> : <Check size={12} aria-hidden />}
        {saving ? "Saving" : "Saved"}
      </span>
    </footer>
  );
}
