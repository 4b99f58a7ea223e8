/** What a note says, written where it stands: several lines, with Markdown. */
import { useRef, useState } from "react";
import { keysOf } from "../../actions/action";
import { centreOf, type Point } from "../../canvas/geometry";
import type { Scene } from "../../canvas/scene";
import type { DrawingView } from "../../canvas/view/view";
import { useGrowing } from "../../components/growing";
import { session, useSession } from "../../session/store";
import { Floating } from "./floating";
import { rename } from "./intents";

export interface NoteFieldProps {
  readonly view: DrawingView;
  readonly at: Point;
  readonly text: string;
  /** Null where it was given up. */
  readonly onDone: (text: string | null) => void;
  readonly "data-testid": string;
}

export function NoteField({ view, at, text: first, onDone, ...rest }: NoteFieldProps) {
  const [text, setText] = useState(first);
  const done = useRef(false);
  const area = useRef<HTMLTextAreaElement>(null);
  useGrowing(area, text);
  const finish = (answer: string | null) => {
    if (done.current) return;
    done.current = true;
    onDone(answer === null ? null : answer.trim());
  };
  return (
    <Floating view={view} at={at} label="Note" onClose={() => finish(text)}>
      <label htmlFor="note-field">Note</label>
      <textarea
        ref={area}
        id="note-field"
        className="floating__input floating__text"
        dir="auto"
        rows={3}
        placeholder={"Write a note\n**bold**, `code`, - list, # heading"}
        value={text}
        // biome-ignore lint/a11y/noAutofocus: the field is the answer to the user's own gesture.
        autoFocus
        onFocus={({ currentTarget: { value }, currentTarget }) =>
          currentTarget.setSelectionRange(value.length, value.length)
        }
        onChange={(event) => setText(event.target.value)}
        onBlur={() => finish(text)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) finish(text);
          if (event.key === "Escape") finish(null);
        }}
        {...rest}
      />
      <p>{keysOf("Mod+Enter").join("+")} to keep it, Esc to give up</p>
    </Floating>
  );
}

/** The note that is being rewritten, if one is. */
export function NoteEditor({ view, scene }: { readonly view: DrawingView; readonly scene: Scene }) {
  const renaming = useSession((state) => state.renaming);
  const note = renaming ? scene.boxes.get(renaming) : undefined;
  if (note?.shape !== "note") return null;
  const finish = (text: string | null) => {
    if (text === null) session.set({ renaming: null });
    else void rename(note.id, text);
  };
  return (
    <NoteField
      key={note.id}
      view={view}
      at={centreOf(note.rect)}
      text={note.text ?? ""}
      onDone={finish}
      data-testid="rename"
    />
  );
}
