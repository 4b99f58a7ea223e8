/** The patterns that are there. A press paints one on the drawing; a supervisor and a chain can be turned into each other. */
import { ArrowRightLeft, Shapes } from "lucide-react";
import { useState } from "react";
import { selectionOf } from "../../canvas/selection";
import { Button } from "../../components/button";
import { Empty } from "../../components/empty";
import { boxKey } from "../../document/boxes";
import { nameOf, useDocument } from "../../document/store";
import { asPlatformError, platform, type Recognised } from "../../platform";
import { session, useSession } from "../../session/store";
import { currentCanvas } from "../canvas/current";
import { PATTERNS } from "../inspector/handoff/words";
import { CONFIDENCE_WORDS } from "./words";

export interface RecognisedListProps {
  readonly topology: string;
  readonly recognised: readonly Recognised[];
}

export function RecognisedList({ topology, recognised }: RecognisedListProps) {
  return (
    <section aria-label="Patterns on the drawing">
      <h3 className="patterns__title">On the drawing</h3>
      {recognised.length === 0 && (
        <Empty title="No pattern is recognised">
          <p>Two agents that hand over to each other are no pattern yet.</p>
        </Empty>
      )}
      <ul className="patterns__found">
        {recognised.map((one) => (
          <Found key={`${one.pattern} ${one.agents.join(" ")}`} topology={topology} one={one} />
        ))}
      </ul>
    </section>
  );
}

interface FoundProps {
  readonly topology: string;
  readonly one: Recognised;
}

function Found({ topology, one }: FoundProps) {
  const { pattern, agents, handoffs, because, confidence, said } = one;
  const shown = useSession(({ dock }) => dock.show === "patterns" && sameAs(dock.shown, one));
  const names = useDocument((state) => agents.map((id) => nameOf(state, "agent", id)).join(", "));
  const show = () => {
    const { dock } = session.get();
    if (dock.show !== "patterns") return;
    session.set({ dock: { ...dock, shown: shown ? null : one } });
    if (!shown) {
      const boxes = agents.map((id) => boxKey("agent", id));
      currentCanvas()?.flyToSelection(selectionOf(boxes, [...handoffs]));
    }
  };
  return (
    <li className="pattern" data-shown={shown} data-testid={`pattern-${pattern}`}>
      <button type="button" className="pattern__show" aria-pressed={shown} onClick={show}>
        <Shapes size={14} aria-hidden />
        <span className="pattern__name">{PATTERNS[pattern]}</span>
        <span className="pattern__sure" data-confidence={confidence} title={said}>
          {CONFIDENCE_WORDS[confidence]}
        </span>
      </button>
      <p>{because}.</p>
      <p className="muted">
        <bdi>{names}</bdi>
      </p>
      {shown && <p className="muted">{said}.</p>}
      <Turn topology={topology} one={one} />
    </li>
  );
}

function sameAs(shown: Recognised | null, one: Recognised): boolean {
  return shown?.pattern === one.pattern && shown.agents.join(" ") === one.agents.join(" ");
}

function Turn({ topology, one }: FoundProps) {
  const [refused, setRefused] = useState<string | null>(null);
  const into = one.turns_into;
  const [head] = one.agents;
  if (into === null || head === undefined) return null;
  const plan = async () => {
    try {
      const answer = await platform().restructurePlan(topology, head, into);
      const { dock } = session.get();
      if (dock.show === "patterns") session.set({ dock: { ...dock, plan: answer } });
    } catch (reason) {
      setRefused(asPlatformError(reason).message);
    }
  };
  return (
    <>
      <Button
        look="quiet"
        icon={ArrowRightLeft}
        data-testid={`turn-${head}-${into}`}
        onClick={() => void plan()}
      >
        Turn into a {PATTERNS[into].toLowerCase()} …
      </Button>
      {refused && (
        <p className="dock-note" role="alert">
          It cannot be turned: {refused}.
        </p>
      )}
    </>
  );
}
