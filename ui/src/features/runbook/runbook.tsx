/** The runbook of a handoff: whom to page now and next, what to check, how to replay and fall back; and its editor beside it. */
import { BookOpen, Eye, LocateFixed, PencilLine, Siren } from "lucide-react";
import { Button } from "../../components/button";
import { CopyButton } from "../../components/copy-button";
import { Empty } from "../../components/empty";
import { useLock } from "../../document/lock";
import { useDocument, useRecord } from "../../document/store";
import { platform, type RunbookPage } from "../../platform";
import { askForIncident } from "../audit/places";
import { useAnswer } from "../audit/use-answer";
import { ends } from "../impact/words";
import { AskedTime, useAskedTime } from "../on-call/asked-time";
import { CallList } from "../on-call/call-list";
import { useKept } from "../on-call/use-kept";
import { DeskFrame } from "../registry/desk-frame";
import { showDesk, showPage } from "../registry/places";
import { showOnDrawing } from "../registry/show";
import { AllRunbooks } from "./all-runbooks";
import { RunbookEditor } from "./editor";
import { HandoffPicker } from "./handoff-picker";
import { Alerts, Changes, Checks, Fallbacks, Gaps, Incidents, Owners, Replay } from "./parts";
import "./runbook.css";

export interface RunbookSurfaceProps {
  readonly handoff: string;
  /** Whether its editor stands beside it. */
  readonly writing: boolean;
}

export function RunbookSurface({ handoff, writing }: RunbookSurfaceProps) {
  const record = useRecord("handoff", handoff);
  const title = useDocument((state) => ends(state, handoff));
  if (!record)
    return (
      <DeskFrame
        title="Runbook"
        icon={BookOpen}
        testid="runbook"
        tools={<HandoffPicker value="" />}
      >
        <Empty title={handoff === "" ? "Choose a handoff" : "This handoff is gone"}>
          <p>
            A runbook is what the person on call sees of a handoff: whom to page, what to check, how
            to replay and fall back. Choose one below, type an agent's name above, or open one from
            a drawing.
          </p>
        </Empty>
        <AllRunbooks />
      </DeskFrame>
    );
  return (
    <DeskFrame
      title={`Runbook: ${title}`}
      icon={BookOpen}
      testid="runbook"
      tools={<Tools handoff={handoff} writing={writing} />}
    >
      <div className={`runbook ${writing ? "runbook--writing" : ""}`}>
        {writing && <RunbookEditor handoff={record} />}
        <Read handoff={handoff} writing={writing} />
      </div>
    </DeskFrame>
  );
}

function Tools({ handoff, writing }: RunbookSurfaceProps) {
  const locked = useLock() !== null;
  return (
    <>
      <HandoffPicker value={handoff} />
      <Button
        icon={Siren}
        disabled={locked}
        data-testid="runbook-incident"
        onClick={() => askForIncident(handoff)}
      >
        Record an incident
      </Button>
      <Button icon={LocateFixed} onClick={() => showOnDrawing({ kind: "handoff", id: handoff })}>
        Show on the drawing
      </Button>
      <Button
        look={writing ? "primary" : "plain"}
        icon={writing ? Eye : PencilLine}
        disabled={locked && !writing}
        data-testid="runbook-edit"
        onClick={() => showDesk({ show: "runbook", handoff, writing: !writing })}
      >
        {writing ? "Read it" : "Write it"}
      </Button>
    </>
  );
}

function Read({ handoff, writing }: RunbookSurfaceProps) {
  const { at, zone } = useAskedTime();
  const { answer: newest, failure } = useAnswer(`runbook ${handoff} ${at} ${zone}`, () =>
    platform().runbook(handoff, at, zone),
  );
  const answer = useKept(newest);
  const told = answer?.who.moment ?? null;
  return (
    <div className="runbook__read" aria-live={writing ? "polite" : undefined}>
      <section className="page__section runbook__call" aria-labelledby="runbook-call">
        <h2 id="runbook-call">Call</h2>
        <AskedTime told={told} failure={failure} />
        {answer && <Calls page={answer} />}
      </section>
      {answer && (
        <>
          <div className="runbook__main">
            {answer.runbook.checks.length + answer.runbook.derived_checks.length > 0 && (
              <Checks page={answer} />
            )}
            <Replay page={answer} />
            <Fallbacks page={answer} />
            <Incidents page={answer} />
          </div>
          <div className="runbook__side">
            <Gaps page={answer} onWrite={() => write(handoff)} writing={writing} />
            <Owners page={answer} />
            <Alerts page={answer} />
            <Changes page={answer} />
            <p className="runbook__file muted">
              Exported as <code>{answer.file}</code>
              <CopyButton text={answer.text} label="Copy it as Markdown" />
            </p>
          </div>
        </>
      )}
    </div>
  );
}

function write(handoff: string): void {
  showDesk({ show: "runbook", handoff, writing: true });
}

function Calls({ page: { who } }: { readonly page: RunbookPage }) {
  const calls = [...who.now, ...who.next];
  const { path } = who;
  if (calls.length === 0)
    return (
      <p className="runbook__nobody" role="alert">
        Nobody is named: no owner, no fallback owner and no escalation path. Whoever is woken has
        nobody to call.
      </p>
    );
  return (
    <>
      <CallList calls={calls} first={who.now.length} repeat={who.repeat} />
      {path && (
        <p className="muted runbook__path">
          By the escalation path{" "}
          <button type="button" className="call__link" onClick={() => showPage(path)}>
            <bdi>{who.path_name}</bdi>
          </button>
        </p>
      )}
    </>
  );
}
