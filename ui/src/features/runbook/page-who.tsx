/** Who answers for a handoff or an agent, on its page: whom to page now and next. The runbook of a handoff is a step away. */
import { BookOpen, PencilLine } from "lucide-react";
import { Button } from "../../components/button";
import { useLock } from "../../document/lock";
import { platform, type RecordKey } from "../../platform";
import { useAnswer } from "../audit/use-answer";
import { AskedTime, useAskedTime } from "../on-call/asked-time";
import { CallList } from "../on-call/call-list";
import { useKept } from "../on-call/use-kept";
import { showDesk } from "../registry/places";
import "./runbook.css";

export function PageWho({ subject: { kind, id } }: { readonly subject: RecordKey }) {
  const { at, zone } = useAskedTime();
  const { answer: newest, failure } = useAnswer(`who ${kind}:${id} ${at} ${zone}`, () =>
    platform().who(`${kind}:${id}`, at, zone),
  );
  const answer = useKept(newest);
  const locked = useLock() !== null;
  const handoff = kind === "handoff";
  const calls = answer ? [...answer.now, ...answer.next] : [];
  const checks = answer?.runbook.checks ?? [];
  return (
    <section
      className="page__section"
      aria-label={handoff ? "Runbook" : "Whom to page"}
      data-testid="page-who"
    >
      <h2>{handoff ? "Runbook" : "Whom to page"}</h2>
      <AskedTime told={answer?.moment ?? null} failure={failure} />
      {answer && calls.length === 0 && <p className="runbook__nobody">Nobody is named.</p>}
      {answer && calls.length > 0 && (
        <CallList calls={calls} first={answer.now.length} repeat={answer.repeat} />
      )}
      {checks.length > 0 && (
        <ol className="runbook__checks">
          {checks.slice(0, 3).map((check, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: equal checks are told apart by their place.
            <li key={`${i} ${check}`} dir="auto">
              {check}
            </li>
          ))}
        </ol>
      )}
      {handoff && (
        <div className="runbook__open">
          <Button
            icon={BookOpen}
            data-testid="page-runbook"
            onClick={() => showDesk({ show: "runbook", handoff: id, writing: false })}
          >
            Open the runbook
          </Button>
          <Button
            look="quiet"
            icon={PencilLine}
            disabled={locked}
            onClick={() => showDesk({ show: "runbook", handoff: id, writing: true })}
          >
            Write it
          </Button>
        </div>
      )}
    </section>
  );
}
