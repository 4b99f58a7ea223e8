/** Who is called when: every escalation path at a time that is asked about, and every rotation over the coming weeks. */
import { CalendarClock, CircleAlert, Plus } from "lucide-react";
import { Button } from "../../components/button";
import { Empty } from "../../components/empty";
import { useLock } from "../../document/lock";
import { type OnCallLadder, platform } from "../../platform";
import { session } from "../../session/store";
import { useAnswer } from "../audit/use-answer";
import { DeskFrame } from "../registry/desk-frame";
import { showPage } from "../registry/places";
import { AskedTime, useAskedTime } from "./asked-time";
import { CallList } from "./call-list";
import { DutyCalendar } from "./duty-calendar";
import { useKept } from "./use-kept";
import "./on-call.css";

export function OnCallSurface() {
  const { at, zone } = useAskedTime();
  const { answer: newest, failure } = useAnswer(`ladders ${at} ${zone}`, () =>
    platform().escalationLadders(at, zone),
  );
  const answer = useKept(newest);
  const told = answer?.[0]?.moment ?? null;
  return (
    <DeskFrame
      title="On call"
      icon={CalendarClock}
      testid="on-call"
      about="Who is called, step by step, when something breaks at a time; and who is on call in the coming weeks."
      tools={<MakeButtons />}
    >
      <div className="desk__body">
        <section className="page__section" aria-labelledby="duty-paths">
          <h2 id="duty-paths">Who is called</h2>
          <AskedTime told={told} failure={failure} />
          {answer?.length === 0 && (
            <Empty title="No escalation path yet">
              <p>
                An escalation path says whom to call when nobody answers, and after how many
                minutes. Handoffs name one.
              </p>
              <NewPath />
            </Empty>
          )}
          {answer && answer.length > 0 && (
            <div className="duty">
              {answer.map((ladder) => (
                <Path key={ladder.path} ladder={ladder} />
              ))}
            </div>
          )}
        </section>
        <section className="page__section" aria-labelledby="duty-rotations">
          <h2 id="duty-rotations">Rotations</h2>
          <DutyCalendar rotation={null} />
        </section>
      </div>
    </DeskFrame>
  );
}

function Path({ ladder }: { readonly ladder: OnCallLadder }) {
  const { path, name, calls, repeat, holes } = ladder;
  return (
    <section className="duty__path" aria-label={name} data-testid={`path-${path}`}>
      <header className="duty__head">
        <h3>
          <button
            type="button"
            className="duty__name"
            title="Open its page, to change it"
            onClick={() => showPage({ kind: "escalation_path", id: path })}
          >
            <bdi>{name}</bdi>
          </button>
        </h3>
        {holes > 0 && (
          <span className="duty__hole">
            <CircleAlert size={12} aria-hidden />
            {holes === 1 ? "One step reaches nobody" : `${holes} steps reach nobody`}
          </span>
        )}
      </header>
      {calls.length === 0 ? (
        <p className="muted">It has no steps: nobody is called. Open it to add one.</p>
      ) : (
        <CallList calls={calls} first={firstOf(calls)} repeat={repeat} />
      )}
    </section>
  );
}

/** How many are called in the first minute. */
function firstOf(calls: OnCallLadder["calls"]): number {
  return calls.filter((call) => call.after_minutes === calls[0]?.after_minutes).length;
}

/** What an escalation path does at the time that is asked about, beside its steps. */
export function PathPreview({ path }: { readonly path: string }) {
  const { at, zone } = useAskedTime();
  const { answer: newest, failure } = useAnswer(`ladders ${at} ${zone}`, () =>
    platform().escalationLadders(at, zone),
  );
  const answer = useKept(newest);
  const ladder = answer?.find((each) => each.path === path) ?? null;
  return (
    <>
      <AskedTime told={ladder?.moment ?? null} failure={failure} />
      {ladder?.calls.length === 0 && <p className="inspector__hint">Nobody is called.</p>}
      {ladder && ladder.calls.length > 0 && (
        <CallList calls={ladder.calls} first={firstOf(ladder.calls)} repeat={ladder.repeat} />
      )}
    </>
  );
}

function MakeButtons() {
  const locked = useLock() !== null;
  return (
    <>
      <Button
        icon={Plus}
        disabled={locked}
        onClick={() => session.show({ show: "create", kind: "rotation" })}
      >
        New rotation
      </Button>
      <NewPath />
    </>
  );
}

function NewPath() {
  const locked = useLock() !== null;
  return (
    <Button
      icon={Plus}
      disabled={locked}
      onClick={() => session.show({ show: "create", kind: "escalation_path" })}
    >
      New escalation path
    </Button>
  );
}
