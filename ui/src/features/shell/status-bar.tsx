/** Which registry, which revision, who, and how many findings there are. */
import { Database, GitPullRequest, History, Lock, UserRound } from "lucide-react";
import { useMemo } from "react";
import { action } from "../../actions/all";
import { SEVERITIES, SEVERITY_NAMES, SeverityMark } from "../../components/severity";
import { useDocument, useRecords } from "../../document/store";
import { session, useSession } from "../../session/store";
import { countsOf } from "../findings/list";
import { Others } from "./others";
import { BusyWords } from "./save-state";

export function StatusBar() {
  const info = useDocument((state) => state.info);
  const revision = useDocument((state) => state.revision);
  const past = useSession((state) => state.past !== null);
  if (!info) return null;
  return (
    <footer className="status-bar">
      <span className="status-bar__item" title={info.registry}>
        <Database size={12} aria-hidden />
        <span className="status-bar__path selectable">{info.registry}</span>
      </span>
      {info.read_only && (
        <span
          className="status-bar__item status-bar__item--warn"
          title={info.notice ?? "This registry is open for reading only."}
        >
          <Lock size={12} aria-hidden /> Read only
        </span>
      )}
      {past && (
        <span className="status-bar__item status-bar__item--warn">
          <History size={12} aria-hidden /> Earlier state
        </span>
      )}
      <BusyWords />
      <span className="status-bar__space" />
      <Others />
      <Waiting />
      <Counts />
      <span className="status-bar__item" title="Changes are recorded under this name">
        <UserRound size={12} aria-hidden />
        <span className="status-bar__path">{info.author}</span>
      </span>
      <span className="status-bar__item">
        Revision <span data-testid="status-revision">{revision}</span>
      </span>
    </footer>
  );
}

/** Reviews that wait for somebody's word. */
function Waiting() {
  const reviews = useRecords("review");
  const waiting = useMemo(
    () => [...reviews.values()].filter(({ record }) => (record.state ?? "open") === "open").length,
    [reviews],
  );
  if (waiting === 0) return null;
  const show = action("reviews");
  return (
    <button
      type="button"
      className="status-bar__item status-bar__button"
      title="Reviews that wait for an answer"
      data-testid="status-reviews"
      onClick={show.perform}
    >
      <GitPullRequest size={12} aria-hidden />
      Reviews {waiting}
    </button>
  );
}

function Counts() {
  const findings = useDocument((state) => state.findings);
  const counts = useMemo(() => countsOf(findings), [findings]);
  return (
    <button
      type="button"
      className="status-bar__item status-bar__button"
      title="Show or hide findings (Ctrl+J)"
      onClick={() => session.toggle("findings")}
    >
      {SEVERITIES.map((severity) => (
        <span key={severity} className="status-bar__count">
          <span className="status-bar__mark" aria-hidden>
            <SeverityMark severity={severity} size={12} />
          </span>
          {counts[severity]}
          <span className="visually-hidden">
            {` ${SEVERITY_NAMES[severity][counts[severity] === 1 ? "one" : "many"]}`}
          </span>
        </span>
      ))}
    </button>
  );
}
