/** The name of a box that is about to be made, at its place. */
import { useRef } from "react";
import { type Camera, toScreen } from "../../canvas/camera";
import type { Point } from "../../canvas/geometry";
import { AGENT_KIND_NAMES } from "../../document/records";
import { type NewBox, session } from "../../session/store";
import { currentCanvas } from "./current";
import { finishNew } from "./intents";

const WORDS = { outcome: "Outcome", note: "Note", group: "Group", entry: "Entry" } as const;

const WIDTH = 224;
const HEIGHT = 96;
const MARGIN = 8;

/** Keeps the field inside the drawing, however near to its edge the box goes. */
function within(at: Point, left: number): Point {
  const { width, height } = currentCanvas()?.size ?? { width: Infinity, height: Infinity };
  const clamp = (value: number, least: number, most: number) =>
    Math.max(least, Math.min(value, most));
  return {
    x: clamp(at.x, MARGIN + left, width - MARGIN - WIDTH + left),
    y: clamp(at.y, MARGIN + HEIGHT / 2, height - MARGIN - HEIGHT / 2),
  };
}

export function NameField({ box, camera }: { readonly box: NewBox; readonly camera: Camera }) {
  const done = useRef(false);
  const what = box.tool.make === "agent" ? AGENT_KIND_NAMES[box.tool.kind] : WORDS[box.tool.make];
  const at = within(toScreen(camera, box.at), box.from ? 0 : WIDTH / 2);
  const finish = (name: string) => {
    if (done.current) return;
    done.current = true;
    void finishNew(box, name.trim());
  };
  return (
    <div
      data-control
      className="name-field"
      style={{
        left: at.x,
        top: at.y,
        transform: box.from ? "translateY(-50%)" : "translate(-50%, -50%)",
      }}
    >
      <label htmlFor="name-field">{what}</label>
      <input
        id="name-field"
        data-testid="draft-name"
        placeholder={box.tool.make === "note" ? "Write a note" : "Name it"}
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: the field is the answer to the user's own gesture.
        autoFocus
        onBlur={(event) => finish(event.currentTarget.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Enter") finish(event.currentTarget.value);
          if (event.key === "Escape") {
            done.current = true;
            session.set({ newBox: null });
          }
        }}
      />
      <p>Enter to create, Esc to give up</p>
    </div>
  );
}
