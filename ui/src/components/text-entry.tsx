/** Text that is stored when it is left, and stands as it was typed until it is stored or given up. */
import { useRef } from "react";
import { useDraft } from "./draft";
import { useGrowing } from "./growing";
import { LongText } from "./long-text";
import "./inputs.css";

export interface TextEntryProps {
  readonly id?: string;
  readonly value: string;
  /** False leaves the text standing, to be mended or given up. */
  readonly onCommit: (value: string) => Promise<boolean> | boolean;
  readonly multiline?: boolean;
  /** A text of several paragraphs: Enter makes a new line, Ctrl or Cmd and Enter stores. */
  readonly paragraphs?: boolean;
  /** An empty text is given up instead of stored. */
  readonly required?: boolean;
  readonly mono?: boolean;
  readonly title?: boolean;
  readonly placeholder?: string | undefined;
  readonly list?: string | undefined;
  readonly "aria-label"?: string | undefined;
  readonly "aria-describedby"?: string | undefined;
  readonly "data-testid"?: string | undefined;
}

export function TextEntry({
  value,
  onCommit,
  multiline = false,
  paragraphs = false,
  required = false,
  mono = false,
  title = false,
  list,
  ...native
}: TextEntryProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const { text, bind, keptOnly } = useDraft({
    value,
    lines: paragraphs,
    name: native["data-testid"] ?? native["aria-label"],
    onCommit: (next) => (required && next === "" ? true : onCommit(next)),
  });
  useGrowing(area, text);
  const shared = {
    ...native,
    ...bind,
    dir: "auto",
    className: `input ${mono ? "input--mono" : ""} ${title ? "input--title" : ""}`,
    spellCheck: (multiline || paragraphs) && !mono,
  };
  return multiline || paragraphs || title ? (
    <>
      <textarea ref={area} rows={title ? 1 : 2} {...shared} />
      <LongText keptOnly={keptOnly} letters={text.length} />
    </>
  ) : (
    <input type="text" autoComplete="off" list={list} title={text || undefined} {...shared} />
  );
}
