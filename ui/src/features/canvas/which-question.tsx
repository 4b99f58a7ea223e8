/** Which box is meant, for people who do not drag: the other end of a handoff, or a group. */
import { useEffect, useMemo, useRef } from "react";
import { centreOf, ORIGIN, type Point } from "../../canvas/geometry";
import { isArea } from "../../canvas/hit";
import type { BoxShape } from "../../canvas/scene";
import type { DrawingView } from "../../canvas/view/view";
import { Picker, type PickerOption } from "../../components/picker";
import { CARD } from "../../document/edits";
import { groupIdOf } from "../../document/groups";
import { type Question, session } from "../../session/store";
import { putIntoGroup } from "./arranging";
import { Floating } from "./floating";
import { carryEnd, connect, movable } from "./intents";
import { finishNew } from "./making";

/** Between a sender and the receiver that is made for it, in the drawing's units. */
const GAP = 96;
const MOST_STEPS = 40;

interface Asked<Name extends Question["ask"]> {
  readonly question: Extract<Question, { ask: Name }>;
  readonly view: DrawingView;
}

const giveUp = () => session.set({ question: null });

export function ReceiverQuestion({ question: { from }, view }: Asked<"receiver">) {
  const options = useBoxes(view, ["agent", "outcome"], [from]);
  return (
    <WhichBox
      view={view}
      at={placeOf(view, from)}
      label="Hand over to"
      options={options}
      onChoose={(to) => {
        giveUp();
        void connect(from, to);
      }}
      onCreate={(name) => {
        giveUp();
        const tool = { make: "agent", kind: "ai" } as const;
        void finishNew({ tool, at: besideOf(view, from), from }, name);
      }}
    />
  );
}

export function EndQuestion({ question: { handoff, end }, view }: Asked<"end">) {
  const edge = view.scene.edges.get(handoff);
  const now = edge ? [edge[end]] : [];
  const options = useBoxes(view, end === "from" ? ["agent"] : ["agent", "outcome"], now);
  return (
    <WhichBox
      view={view}
      at={edge?.labelAt ?? view.centre()}
      label={end === "from" ? "Sent by" : "Received by"}
      options={options}
      onChoose={(box) => {
        giveUp();
        void carryEnd(handoff, end, box);
      }}
    />
  );
}

export function GroupQuestion({ question: { boxes }, view }: Asked<"group">) {
  const carried = useMemo(() => movable(boxes), [boxes]);
  const options = useBoxes(view, ["group"], carried);
  return (
    <WhichBox
      view={view}
      at={placeOf(view, boxes[0] ?? "")}
      label="Put into group"
      options={options}
      onChoose={(key) => void putIntoGroup(boxes, groupIdOf(key))}
    />
  );
}

interface WhichBoxProps {
  readonly view: DrawingView;
  readonly at: Point;
  readonly label: string;
  readonly options: readonly PickerOption[];
  readonly onChoose: (key: string) => void;
  /** Makes what is missing, of the name that was typed. */
  readonly onCreate?: (name: string) => void;
}

function WhichBox({ view, at, label, options, onChoose, onCreate }: WhichBoxProps) {
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const input = card.current?.querySelector("input");
    input?.focus();
    input?.click();
  }, []);
  return (
    <Floating view={view} at={at} label={label} onClose={giveUp} data-testid="which-question">
      <div ref={card} className="floating__fields">
        <label htmlFor="which-box">{label}</label>
        <Picker
          id="which-box"
          value=""
          options={options}
          placeholder="Name"
          onChange={onChoose}
          {...(onCreate && { onCreate })}
          data-testid="which-box"
        />
      </div>
    </Floating>
  );
}

function useBoxes(
  view: DrawingView,
  shapes: readonly BoxShape[],
  except: readonly string[],
): PickerOption[] {
  const { scene } = view;
  const left = except.join(" ");
  const wanted = shapes.join(" ");
  return useMemo(
    () =>
      [...scene.boxes.values()]
        .filter(
          ({ shape, id }) => wanted.split(" ").includes(shape) && !left.split(" ").includes(id),
        )
        .map(({ id, title, subtitle }) => ({ value: id, label: title, note: subtitle }))
        .sort((a, b) => a.label.localeCompare(b.label)),
    [scene, wanted, left],
  );
}

/** Room for a card at the right of a box, further down where others stand: the middle of its left edge. */
function besideOf(view: DrawingView, key: string): Point {
  const from = view.scene.boxes.get(key)?.rect;
  if (!from) return view.centre();
  const x = from.x + from.width + GAP;
  for (let step = 0; step < MOST_STEPS; step++) {
    const y = from.y + from.height / 2 + step * (CARD.height + GAP / 2);
    const card = { ...CARD, x, y: y - CARD.height / 2 };
    const isTaken = view.index.boxes.query(card).some((id) => {
      const box = view.scene.boxes.get(id);
      return box !== undefined && !isArea(box);
    });
    if (!isTaken) return { x, y };
  }
  return { x, y: from.y + from.height / 2 };
}

function placeOf(view: DrawingView, key: string): Point {
  const box = view.scene.boxes.get(key);
  return box ? centreOf(box.rect) : (view.centre() ?? ORIGIN);
}
