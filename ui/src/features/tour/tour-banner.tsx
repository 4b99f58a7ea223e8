/** The step of the guided sample that comes next, above the drawing: it covers nothing of what it asks for. */
import { CircleCheck, X } from "lucide-react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { action } from "../../actions/all";
import { Button, IconButton } from "../../components/button";
import { useRem } from "../../components/rem";
import { recordsOf, useDocument } from "../../document/store";
import { session, useSession } from "../../session/store";
import { after, SAMPLE, type Seen, STEPS } from "./tour";
import "./tour.css";

/** Lower windows have no room for more than the drawing itself, in rem. */
const LOWEST_WINDOW = 24;

export function TourBanner() {
  const roomy = useSyncExternalStore(onResize, windowHeight) >= LOWEST_WINDOW * useRem();
  const at = useSession((state) => state.tour);
  const here = useSession(
    (state) => state.topology === SAMPLE && state.view === "drawing" && state.past === null,
  );
  const exists = useDocument((state) => recordsOf(state, "topology").has(SAMPLE));
  const [ended, setEnded] = useState(false);
  const step = at === null ? undefined : STEPS[at];
  useDoing(here && exists ? at : null, () => {
    if (at === null) return;
    const next = after(at);
    session.announce(next === null ? "The guided sample is done." : (STEPS[next]?.title ?? ""));
    if (next === null) setEnded(true);
    session.set({ tour: next });
  });
  if (!here || !exists || !roomy) return null;
  if (ended && at === null) return <Ended onClose={() => setEnded(false)} />;
  if (at === null || !step) return null;
  const skip = () => {
    const next = after(at);
    if (next === null) setEnded(true);
    session.set({ tour: next });
  };
  return (
    <section className="tour" aria-label="Guided sample" data-testid="tour">
      <ol className="tour__dots" aria-hidden>
        {STEPS.map(({ title }, i) => (
          <li key={title} className={i < at ? "is-done" : i === at ? "is-now" : ""} />
        ))}
      </ol>
      <p className="tour__words">
        <strong>
          <span className="visually-hidden">
            Step {at + 1} of {STEPS.length}:{" "}
          </span>
          {step.title}.
        </strong>{" "}
        {step.words}
      </p>
      {step.act && (
        <Button
          icon={action(step.act.action).icon}
          data-testid="tour-act"
          onClick={action(step.act.action).perform}
        >
          {step.act.word}
        </Button>
      )}
      <Button look="quiet" data-testid="tour-skip" onClick={skip}>
        Skip
      </Button>
      <IconButton
        icon={X}
        label="Put the guide away"
        size={14}
        data-testid="tour-close"
        onClick={() => session.set({ tour: null })}
      />
    </section>
  );
}

function onResize(listener: () => void): () => void {
  window.addEventListener("resize", listener);
  return () => window.removeEventListener("resize", listener);
}

function windowHeight(): number {
  return window.innerHeight;
}

function Ended({ onClose }: { readonly onClose: () => void }) {
  return (
    <section className="tour" aria-label="Guided sample" data-testid="tour-ended">
      <CircleCheck size={16} aria-hidden className="tour__done" />
      <p className="tour__words">
        <strong>That is all.</strong> This sample is yours to change. Begin your own from the start
        page; the guide waits under Help.
      </p>
      <Button look="quiet" onClick={() => session.set({ docs: { page: "guide", heading: null } })}>
        Read more
      </Button>
      <Button onClick={() => session.set({ startOpen: true })}>Start page</Button>
      <IconButton icon={X} label="Close the guide" size={14} onClick={onClose} />
    </section>
  );
}

/** Calls `onDone` once when the step has been done since it was shown. */
function useDoing(at: number | null, onDone: () => void): void {
  const told = useRef(onDone);
  told.current = onDone;
  useEffect(() => {
    const step = at === null ? undefined : STEPS[at];
    if (!step) return;
    const seen = (): Seen => ({ session: session.get(), document: useDocument.getState() });
    let before = seen();
    let over = false;
    const look = () => {
      const now = seen();
      if (!over && step.done(now, before)) {
        over = true;
        told.current();
      }
      before = now;
    };
    const stops = [useSession.subscribe(look), useDocument.subscribe(look)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [at]);
}
