/** JSON to be read and written: lines with their numbers, the first mistake with its place. */
import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import "./json-area.css";
import { type JsonMistake, readJson } from "./json-text";
import { useTyped } from "./typed";

export interface JsonAreaProps {
  readonly id?: string;
  readonly value: unknown;
  /** Undefined for an empty text. */
  readonly onCommit: (value: unknown) => Promise<boolean> | boolean;
  /** What stands there while it is typed, as often as it can be read; undefined once it is as it is stored. */
  readonly onTyped?: (typed: { readonly value: unknown } | undefined) => void;
  readonly readOnly?: boolean;
  readonly required?: boolean;
  readonly placeholder?: string;
  readonly "aria-label"?: string | undefined;
  readonly "aria-describedby"?: string | undefined;
  readonly "data-testid"?: string;
}

export function JsonArea(props: JsonAreaProps) {
  const { value, onCommit, onTyped, readOnly = false, required = false, ...native } = props;
  const stored = useMemo(
    () => (value === undefined ? "" : JSON.stringify(value, null, 2)),
    [value],
  );
  const typed = useTyped<unknown>({
    stored,
    read: (text) => {
      if (text === "") return { value: undefined };
      const reading = readJson(text);
      return "mistake" in reading ? { wrong: reading.mistake.message } : reading;
    },
    onCommit,
    required,
    lines: true,
    name: native["data-testid"] ?? native["aria-label"],
  });
  const area = useRef<HTMLTextAreaElement>(null);
  const lines = typed.text.split("\n").length;
  const mistake = useMistake(typed.text);
  const told = useRef(onTyped);
  told.current = onTyped;
  useEffect(() => {
    const reading = typed.text === stored ? undefined : readJson(typed.text);
    if (reading === undefined || "value" in reading) told.current?.(reading);
  }, [typed.text, stored]);
  return (
    <div className={`json ${typed.wrong ? "is-wrong" : ""} ${readOnly ? "is-read-only" : ""}`}>
      <div className="json__page">
        <div className="json__lines" aria-hidden>
          {Array.from({ length: lines }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line's number is its identity.
            <span key={i} className={mistake?.line === i + 1 ? "is-wrong" : undefined}>
              {i + 1}
            </span>
          ))}
        </div>
        <textarea
          ref={area}
          className="json__text selectable"
          wrap="off"
          rows={Math.max(2, lines)}
          spellCheck={false}
          autoComplete="off"
          readOnly={readOnly}
          {...native}
          {...typed.bind}
          onKeyDown={(event) => {
            if (!readOnly && isPlainEnter(event)) {
              event.preventDefault();
              insertLine(event.currentTarget, (text) =>
                typed.bind.onChange({ target: { value: text } }),
              );
            } else typed.bind.onKeyDown(event);
          }}
        />
      </div>
      {mistake && <MistakeLine mistake={mistake} area={area} kept={typed.wrong !== null} />}
    </div>
  );
}

/** The mistake that stands in the text now; told only after a pause, so that typing is not shouted at. */
function useMistake(text: string): JsonMistake | null {
  const [settled, setSettled] = useState(text);
  useLayoutEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return useMemo(() => {
    if (settled.trim() === "") return null;
    const reading = readJson(settled);
    return "mistake" in reading ? reading.mistake : null;
  }, [settled]);
}

const PAUSE_MS = 300;

interface MistakeLineProps {
  readonly mistake: JsonMistake;
  readonly area: React.RefObject<HTMLTextAreaElement | null>;
  /** The text was left as it is and nothing was stored. */
  readonly kept: boolean;
}

function MistakeLine({ mistake, area, kept }: MistakeLineProps) {
  return (
    <button
      type="button"
      className="json__mistake"
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => {
        area.current?.focus();
        area.current?.setSelectionRange(mistake.at, mistake.at + 1);
      }}
    >
      <span className="mono">
        Line {mistake.line}, column {mistake.column}
      </span>
      <span role="alert">
        {mistake.message}
        {kept && " Your text is kept here and not stored yet."}
      </span>
    </button>
  );
}

function isPlainEnter(event: KeyboardEvent): boolean {
  return (
    event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.nativeEvent.isComposing
  );
}

/** A new line that begins where the one above begins, one step deeper after an opening bracket. */
function insertLine(area: HTMLTextAreaElement, setText: (text: string) => void): void {
  const { value, selectionStart, selectionEnd } = area;
  const before = value.slice(0, selectionStart);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  const indent = /^ */.exec(line)?.[0] ?? "";
  const inserted = `\n${indent}${/[{[]\s*$/.test(line) ? "  " : ""}`;
  setText(before + inserted + value.slice(selectionEnd));
  const caret = before.length + inserted.length;
  requestAnimationFrame(() => area.setSelectionRange(caret, caret));
}
