/** What to do first, while the registry is young; put away once and for all. */
import { X } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { shortcutText } from "../../actions/action";
import { action } from "../../actions/all";
import { IconButton } from "../../components/button";
import { agentsOn } from "../../document/counts";
import { useDocument, useRecords } from "../../document/store";
import { session, useSession } from "../../session/store";
import { SAMPLE } from "../tour/tour";
import "./first-steps.css";

/** Whoever has made this many steps knows the way. */
const YOUNG_REVISIONS = 12;

export function FirstSteps() {
  // The guided sample says the same, one thing at a time.
  const wanted = useSession(
    (state) => state.firstSteps && (state.tour === null || state.topology !== SAMPLE),
  );
  const young = useDocument((state) => state.revision <= YOUNG_REVISIONS);
  const topology = useSession((state) => state.topology);
  const handoffs = useRecords("handoff");
  const placements = useRecords("placement");
  const agents = useMemo(
    () => agentsOn(handoffs, placements, topology),
    [handoffs, placements, topology],
  );
  // Those of other topologies are no way into this one.
  const findings = useDocument((state) =>
    state.findings.some(
      (finding) =>
        finding.topology === topology ||
        (finding.subject.kind === "agent" && agents.has(finding.subject.id)),
    ),
  );
  const steps = useMemo(() => stepsFor(findings, agents.size > 0), [findings, agents]);
  if (!wanted || !young) return null;
  return (
    <section className="first-steps" aria-label="Start here" data-testid="first-steps">
      <header>
        <h3>Start here</h3>
        <IconButton
          icon={X}
          label="Do not show this again"
          size={14}
          data-testid="first-steps-close"
          onClick={() => session.set({ firstSteps: false })}
        />
      </header>
      <ol>
        {steps.map(({ key, words }) => (
          <li key={key}>
            <span>{words}</span>
          </li>
        ))}
      </ol>
      <p>{shortcutText(action("undo"))} takes any step back.</p>
    </section>
  );
}

function stepsFor(findings: boolean, agents: boolean): { key: string; words: ReactNode }[] {
  const mend = [
    {
      key: "finding",
      words: (
        <>
          <b>Click a finding</b> in the list at the bottom: the drawing shows where it is.
        </>
      ),
    },
    {
      key: "fix",
      words: (
        <>
          <b>Press Fix</b>, look at what changes, and apply it.
        </>
      ),
    },
  ];
  const add = {
    key: "add",
    words: (
      <>
        <b>Double-click the drawing</b>, or press {shortcutText(action("add-ai"))}: that is an
        agent.
      </>
    ),
  };
  const draw = {
    key: "draw",
    words: (
      <>
        <b>Drag from an agent’s right edge</b> to another agent: that is a handoff.
      </>
    ),
  };
  const out = {
    key: "export",
    words: (
      <>
        <b>Export</b> contracts, runbooks and pictures into a folder.
      </>
    ),
  };
  return [...(findings ? mend : []), ...(agents ? [] : [add]), draw, out];
}
