/**
 * JSON as code: lines, colours, folding, brackets, completion, and marks at the places that somebody has something to say about.
 *
 * It stands in a shadow root: the window's content security policy forbids style elements, and only there CodeMirror uses constructed
 * style sheets, which the policy allows.
 */
import {
  autocompletion,
  type CompletionSource,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  indentOnInput,
  syntaxHighlighting,
} from "@codemirror/language";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { Annotation, Compartment, EditorState, type Extension, Prec } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { useEffect, useLayoutEffect, useRef } from "react";
import { placeOf } from "./places";
import { codeColours, codeTheme } from "./theme";
import "./code-editor.css";

/** Something to say about a place of the text. */
export interface CodeMark {
  /** Where: a JSON pointer, or an offset in the text. */
  readonly at: string | number;
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
}

/** A place of the text to go to: a JSON pointer, or an offset. */
export interface CodePlace {
  readonly at: string | number;
}

export interface CodeEditorProps {
  readonly label: string;
  readonly value: string;
  /** Every change of the text by hand. */
  readonly onChange?: (text: string) => void;
  readonly onBlur?: () => void;
  /** Ctrl or Cmd and Enter: what was typed is stored. */
  readonly onCommit?: () => void;
  /** Escape: what was typed is given up. Nothing of it is lost, undo brings it back. */
  readonly onGiveUp?: () => void;
  /** The place that is shown and taken the cursor to; another object goes there again. */
  readonly goTo?: CodePlace | null;
  readonly readOnly?: boolean;
  readonly marks?: readonly CodeMark[];
  readonly complete?: CompletionSource;
  readonly "data-testid"?: string;
}

export function CodeEditor(props: CodeEditorProps) {
  const { label, value, readOnly = false, marks = NO_MARKS, complete } = props;
  const { goTo = null } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const heard = useRef(props);
  heard.current = props;
  const settings = useRef(new Compartment());

  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: heard.current.value,
        extensions: [
          BASICS,
          settings.current.of([]),
          EditorView.updateListener.of((update) => {
            const byHand =
              update.docChanged && !update.transactions.some((one) => one.annotation(FROM_OUTSIDE));
            if (!byHand) return;
            // Whatever stands around hears of it as of any other field; keys that are handled here send no such event.
            element.dispatchEvent(new Event("input", { bubbles: true }));
            heard.current.onChange?.(update.state.doc.toString());
          }),
          Prec.high(keymap.of([{ key: "Mod-Enter", run: () => called(heard.current.onCommit) }])),
          keymap.of([{ key: "Escape", run: () => called(heard.current.onGiveUp) }]),
          EditorView.domEventHandlers({ blur: () => heard.current.onBlur?.() }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  useEffect(() => {
    view.current?.dispatch({
      effects: settings.current.reconfigure(settingsFor(label, readOnly, complete)),
    });
  }, [label, readOnly, complete]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({
      changes: differenceOf(editor.state.doc.toString(), value),
      annotations: FROM_OUTSIDE.of(true),
    });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || goTo === null) return;
    const { from, to } =
      typeof goTo.at === "string" ? placeOf(editor.state, goTo.at) : offset(editor.state, goTo.at);
    editor.dispatch({
      selection: { anchor: from, head: to },
      effects: EditorView.scrollIntoView(from, { y: "center" }),
    });
    editor.focus();
  }, [goTo]);

  // Marks stand at places of the text as it is now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text has its places elsewhere.
  useEffect(() => {
    const editor = view.current;
    if (editor) editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(editor.state, marks)));
  }, [marks, value]);

  return <div ref={host} className="code-editor" data-editing data-testid={props["data-testid"]} />;
}

const NO_MARKS: readonly CodeMark[] = [];

/** Marks a change that was not made by hand. */
const FROM_OUTSIDE = Annotation.define<boolean>();

/** The tab key stays with the window: it goes to the next field. */
const BASICS: Extension = [
  lineNumbers(),
  foldGutter(),
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  json(),
  syntaxHighlighting(codeColours),
  codeTheme,
  keymap.of([
    ...closeBracketsKeymap,
    ...defaultKeymap,
    ...historyKeymap,
    ...foldKeymap,
    ...completionKeymap,
  ]),
];

function settingsFor(
  label: string,
  readOnly: boolean,
  complete: CompletionSource | undefined,
): Extension {
  return [
    // What cannot be written can still be scrolled by keys.
    EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", tabindex: "0" }),
    EditorState.readOnly.of(readOnly),
    EditorView.editable.of(!readOnly),
    complete && !readOnly ? autocompletion({ override: [complete], icons: false }) : [],
  ];
}

/** A key that nobody hears is left to others. */
function called(hear: (() => void) | undefined): boolean {
  hear?.();
  return hear !== undefined;
}

/** What differs between two texts, so that the cursor and what is folded stay where they are. */
export function differenceOf(before: string, after: string) {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from += 1;
  let same = 0;
  while (
    same < shorter - from &&
    before[before.length - 1 - same] === after[after.length - 1 - same]
  )
    same += 1;
  return { from, to: before.length - same, insert: after.slice(from, after.length - same) };
}

function diagnosticsOf(state: EditorState, marks: readonly CodeMark[]): Diagnostic[] {
  return marks.map(({ at, severity, message }) => ({
    ...(typeof at === "string" ? placeOf(state, at) : offset(state, at)),
    severity,
    message,
  }));
}

function offset(state: EditorState, at: number) {
  const from = Math.min(at, state.doc.length);
  return { from, to: Math.min(from + 1, state.doc.length) };
}
