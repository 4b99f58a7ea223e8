/** The name of a box that is about to be made, at its place. */
import { useRef } from "react";
import type { DrawingView } from "../../canvas/view/view";
import { AGENT_KIND_NAMES } from "../../document/records";
import { type NewBox, session } from "../../session/store";
import { Floating } from "./floating";
import { finishNew } from "./making";
import { NoteField } from "./note-field";

const WORDS = {
  outcome: "Outcome",
  note: "Note",
  group: "Group",
  entry: "Entry",
  query: "Capability query",
} as const;

export interface NameFieldProps {
  readonly box: NewBox;
  readonly view: DrawingView;
}

export function NameField({ box, view }: NameFieldProps) {
  if (box.tool.make !== "note") return <OneLine box={box} view={view} />;
  const finish = (text: string | null) => {
    if (text === null) session.set({ newBox: null });
    else void finishNew(box, text);
  };
  return <NoteField view={view} at={box.at} text="" onDone={finish} data-testid="draft-name" />;
}

function OneLine({ box, view }: NameFieldProps) {
  const done = useRef(false);
  const what = box.tool.make === "agent" ? AGENT_KIND_NAMES[box.tool.kind] : WORDS[box.tool.make];
  const finish = (name: string) => {
    if (done.current) return;
    done.current = true;
    void finishNew(box, name.trim());
  };
  const giveUp = () => {
    done.current = true;
    session.set({ newBox: null });
  };
  const input = useRef<HTMLInputElement>(null);
  return (
    <Floating
      view={view}
      at={box.at}
      label={what}
      anchor={box.from ? "left" : "middle"}
      onClose={() => finish(input.current?.value ?? "")}
    >
      <label htmlFor="name-field">{what}</label>
      <input
        ref={input}
        id="name-field"
        className="floating__input"
        data-testid="draft-name"
        dir="auto"
        placeholder="Name it"
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: the field is the answer to the user's own gesture.
        autoFocus
        onBlur={(event) => finish(event.currentTarget.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter") finish(event.currentTarget.value);
          if (event.key === "Escape") giveUp();
        }}
      />
      <p>Enter to create, Esc to give up</p>
    </Floating>
  );
}
