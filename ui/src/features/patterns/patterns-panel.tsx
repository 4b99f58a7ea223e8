/** Which patterns the drawing has, which would fit the nature of its work, what each costs, and the way from one to the other. */
import { useEffect } from "react";
import { DockPanel } from "../../components/dock-panel";
import { agentOfBox } from "../../document/boxes";
import { nameOf, useDocument } from "../../document/store";
import { platform } from "../../platform";
import { session, useSession } from "../../session/store";
import { hideWay } from "../gates/show";
import { useAsked } from "../review/use-asked";
import { NatureSection } from "./nature-section";
import { RecognisedList } from "./recognised";
import { Recommendation } from "./recommendation";
import { RestructurePanel } from "./restructure";
import "./patterns.css";

export interface PatternsPanelProps {
  readonly topology: string;
  /** All of the topology where there are none. */
  readonly agents: readonly string[];
}

export function PatternsPanel({ topology, agents }: PatternsPanelProps) {
  const name = useDocument((state) => nameOf(state, "topology", topology));
  const plan = useSession(({ dock }) => (dock.show === "patterns" ? dock.plan : null));
  const { answer, failure } = useAsked(`${topology} ${agents.join(" ")}`, () =>
    platform().patternAdvice(topology, [...agents]),
  );
  useEffect(() => hideWay, []);
  if (plan) return <RestructurePanel topology={topology} plan={plan} />;
  return (
    <DockPanel title={`Patterns of ${name}`} onClose={session.closeDock}>
      <Part agents={agents} />
      {!answer && !failure && <p className="muted">Looking for patterns…</p>}
      {failure && (
        <p className="dock-error" role="alert">
          Patterns cannot be told: {failure}
        </p>
      )}
      {answer && (
        <>
          <RecognisedList topology={topology} recognised={answer.recognised} />
          <NatureSection topology={topology} nature={answer.nature} />
          <Recommendation fits={answer.fits} />
        </>
      )}
    </DockPanel>
  );
}

/** All of the drawing, or what is selected on it. */
function Part({ agents }: { readonly agents: readonly string[] }) {
  const boxes = useSession((state) => state.selection.boxes);
  const selected = boxes.flatMap((box) => agentOfBox(box) ?? []);
  const choose = (part: readonly string[]) => {
    const { dock } = session.get();
    if (dock.show === "patterns")
      session.set({ dock: { ...dock, agents: part, shown: null, plan: null } });
  };
  const ofPart = agents.length > 0 ? agents : selected;
  return (
    <fieldset className="patterns__part">
      <legend className="visually-hidden">What is looked at</legend>
      <label>
        <input
          type="radio"
          name="part"
          checked={agents.length === 0}
          onChange={() => choose([])}
          data-testid="patterns-all"
        />
        All of the drawing
      </label>
      <label>
        <input
          type="radio"
          name="part"
          checked={agents.length > 0}
          disabled={ofPart.length < 2}
          onChange={() => choose(selected)}
          data-testid="patterns-selected"
        />
        {ofPart.length < 2 ? "Selected agents (select two or more)" : `${ofPart.length} agents`}
      </label>
    </fieldset>
  );
}
