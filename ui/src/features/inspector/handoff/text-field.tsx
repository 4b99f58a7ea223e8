/** A text on lines of its own. */
import { type Ref, useEffect, useImperativeHandle, useRef } from "react";
import { useDraft } from "../../../components/draft";
import { useGrowing } from "../../../components/growing";
import { LongText } from "../../../components/long-text";
import type { Change } from "./edit";
import { useFrame } from "./frame";

export interface TextFieldProps {
  readonly id?: string;
  readonly value: string | null | undefined;
  /** Null for an empty field. */
  readonly change: (value: string | null) => Change;
  readonly placeholder?: string;
  readonly multiline?: boolean;
  /** A text of several paragraphs: Enter makes a new line. */
  readonly paragraphs?: boolean;
  readonly mono?: boolean;
  readonly className?: string;
  readonly "aria-label"?: string;
  readonly "data-testid"?: string;
  readonly insertRef?: Ref<Insert>;
  /** Hears of what is typed and not stored yet; undefined once nothing is. */
  readonly onTyping?: ((text: string | undefined) => void) | undefined;
}

/** Puts words where the cursor is; they are committed with the rest of the text. */
export type Insert = (words: string) => void;

export function TextField({
  value,
  change,
  multiline = false,
  paragraphs = false,
  mono = false,
  className = "",
  insertRef,
  onTyping,
  ...native
}: TextFieldProps) {
  const { send, complain, stamp } = useFrame();
  const area = useRef<HTMLTextAreaElement>(null);
  const visited = useRef(false);
  const { text, bind, keptOnly } = useDraft({
    value: value ?? "",
    stamp,
    lines: paragraphs,
    name: native["data-testid"] ?? native["aria-label"],
    onGiveUp: () => complain(null),
    onCommit: (next, since) => send(change(next || null), since),
  });
  useGrowing(area, text);
  const heard = useRef(onTyping);
  heard.current = onTyping;
  const typed = text === (value ?? "") ? undefined : text;
  useEffect(() => heard.current?.(typed), [typed]);
  useImperativeHandle(insertRef, () => (words) => {
    const box = area.current;
    if (!box) return;
    // Where nobody has put a cursor yet, the end is meant.
    const start = visited.current ? box.selectionStart : text.length;
    const end = visited.current ? box.selectionEnd : text.length;
    bind.onChange({ target: { value: text.slice(0, start) + words + text.slice(end) } });
    box.focus();
    // The cursor stands behind what was inserted, once it is in the field.
    requestAnimationFrame(() => box.setSelectionRange(start + words.length, start + words.length));
  });
  const shared = {
    ...native,
    ...bind,
    dir: "auto",
    className: `input ${mono ? "mono" : ""} ${className}`,
    spellCheck: !mono,
  };
  return multiline || paragraphs ? (
    <>
      <textarea
        ref={area}
        rows={2}
        {...shared}
        onFocus={() => {
          visited.current = true;
        }}
      />
      <LongText keptOnly={keptOnly} letters={text.length} />
    </>
  ) : (
    <input type="text" autoComplete="off" {...shared} />
  );
}
