/** Everything that can be done or gone to, by typing. */
import { Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { keysOf } from "../../actions/action";
import { ACTIONS } from "../../actions/all";
import { labelOf } from "../../document/labels";
import { useDocument } from "../../document/store";
import type { Kind, RecordKey } from "../../platform";
import { session, useSession } from "../../session/store";
import { showPage } from "../registry/places";
import { showOnDrawing } from "../registry/show";
import { rememberAction, rememberRecord } from "./choices";
import { PaletteLine } from "./line";
import { asked, type Line, recordsOf, sectionsFor } from "./results";
import { useHits } from "./use-hits";
import "./palette.css";

const OFFERED = ACTIONS.filter(({ id }) => id !== "palette" && id !== "search");

/** Kinds that are flown to; the others have their page. */
const FLOWN_TO: ReadonlySet<Kind> = new Set([
  "agent",
  "entry",
  "group",
  "handoff",
  "note",
  "outcome",
  "topology",
]);

export function CommandPalette() {
  const box = useRef<HTMLDivElement>(null);
  useReturningFocus();
  return (
    <div
      className="palette"
      role="presentation"
      onPointerDown={(event) => {
        if (!box.current?.contains(event.target as Node)) close();
      }}
    >
      <div
        ref={box}
        role="dialog"
        aria-modal="true"
        aria-label="Search and commands"
        className="palette__box"
      >
        <Palette />
      </div>
    </div>
  );
}

function Palette() {
  const id = useId();
  const [text, setText] = useState("");
  const [pointed, setPointed] = useState<string | null>(null);
  const { words, commandsOnly } = asked(text);
  const { hits, failure, answered } = useHits(commandsOnly ? "" : words);
  const choices = useSession((state) => state.choices);
  const found = useMemo(() => recordsOf(hits), [hits]);
  const listed = useListed(text, answered);
  const sections = useMemo(
    () => sectionsFor(listed, { actions: OFFERED, found, choices, nameOf: nameOfRecord }),
    [listed, found, choices],
  );
  const lines = useMemo(() => sections.flatMap((section) => section.lines), [sections]);
  const active = lines.find(({ key }) => key === pointed) ?? lines.find(isEnabled) ?? lines[0];

  const list = useRef<HTMLDivElement>(null);
  const idOf = (key: string) => `${id}-${key}`;
  const step = (direction: 1 | -1) => {
    if (lines.length === 0) return;
    const at = active ? lines.indexOf(active) : -1;
    const next = lines[(at + direction + lines.length) % lines.length];
    if (!next) return;
    setPointed(next.key);
    document.getElementById(idOf(next.key))?.scrollIntoView({ block: "nearest" });
  };
  const chooseWhenAnswered = useWaiting(answered, active);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Enter" && !event.nativeEvent.isComposing)
      chooseWhenAnswered(event.ctrlKey || event.metaKey);
    // Tab stays here: the palette is the only thing that can be used while it is open.
    else if (event.key !== "Tab") return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <div className="palette__field">
        <Search size={16} aria-hidden />
        <input
          // biome-ignore lint/a11y/noAutofocus: whoever opens the palette types next.
          autoFocus
          type="text"
          role="combobox"
          aria-label="Search records or run a command"
          aria-autocomplete="list"
          aria-expanded={lines.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={active ? idOf(active.key) : undefined}
          placeholder="Search records or run a command"
          autoComplete="off"
          spellCheck={false}
          data-testid="palette-input"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setPointed(null);
            list.current?.scrollTo({ top: 0 });
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label="Found"
        aria-busy={!answered}
        className="palette__list"
        data-testid="palette-list"
      >
        {sections.map((section) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of a listbox; a fieldset is for forms.
          <div key={section.title} role="group" aria-label={section.title}>
            <div className="palette__heading" aria-hidden>
              {section.title}
            </div>
            {section.lines.map((line) => (
              <PaletteLine
                key={line.key}
                id={idOf(line.key)}
                line={line}
                withKind={section.isOfOneKind !== true}
                active={line === active}
                onPoint={setPointed}
                onChoose={choose}
              />
            ))}
          </div>
        ))}
      </div>
      {failure && (
        <p className="palette__failure" role="alert">
          Records cannot be searched: {failure}
        </p>
      )}
      {lines.length === 0 && answered && !failure && (
        <p className="palette__none">
          {commandsOnly
            ? "No command has these words."
            : "No record and no command has these words. Fewer or shorter words find more."}
        </p>
      )}
      <p className="visually-hidden" role="status">
        {words !== "" && answered ? `${lines.length} found` : ""}
      </p>
      <Hints line={active} />
    </>
  );
}

/** What the keys do for the line that is chosen. */
function Hints({ line }: { readonly line: Line | undefined }) {
  return (
    <div className="palette__hints">
      {line && "hit" in line && (
        <>
          <Hint keys="Enter">{FLOWN_TO.has(line.hit.kind) ? "Show on the drawing" : "Open"}</Hint>
          {FLOWN_TO.has(line.hit.kind) && <Hint keys="Mod+Enter">Open its page</Hint>}
        </>
      )}
      {line && "action" in line && <Hint keys="Enter">Run</Hint>}
      <span className="palette__space" />
      <span>
        <kbd>&gt;</kbd> Commands only
      </span>
    </div>
  );
}

function Hint({ keys, children }: { readonly keys: string; readonly children: string }) {
  return (
    <span>
      {keysOf(keys).map((key) => (
        <kbd key={key}>{key === "Enter" ? "↵" : key}</kbd>
      ))}{" "}
      {children}
    </span>
  );
}

/** How long the list waits for records, so that it changes once for a key and not twice, in milliseconds. */
const PATIENCE_MS = 100;

/** What the list is for: what is typed once its records are there, and without them where they take long. */
function useListed(text: string, answered: boolean): string {
  const [listed, setListed] = useState(text);
  useEffect(() => {
    if (answered) {
      setListed(text);
      return;
    }
    const timer = setTimeout(() => setListed(text), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [text, answered]);
  return answered ? text : listed;
}

/** Enter counts for what was typed: it waits for the answer where that is still under way. */
function useWaiting(answered: boolean, active: Line | undefined): (openPage: boolean) => void {
  const [wanted, setWanted] = useState<{ readonly openPage: boolean } | null>(null);
  useEffect(() => {
    if (!wanted || !answered) return;
    setWanted(null);
    if (active) choose(active, wanted.openPage);
  }, [wanted, answered, active]);
  return (openPage) => setWanted({ openPage });
}

function choose(line: Line, openPage: boolean): void {
  if (!isEnabled(line)) return;
  close();
  if ("action" in line) {
    rememberAction(line.action.id);
    line.action.perform();
    return;
  }
  const { kind, id } = line.hit;
  rememberRecord({ kind, id });
  const flies = !openPage && FLOWN_TO.has(kind);
  if (!flies || !showOnDrawing({ kind, id })) showPage({ kind, id });
}

function close(): void {
  session.set({ palette: false });
}

function isEnabled(line: Line): boolean {
  return "hit" in line || line.enabled;
}

function nameOfRecord(subject: RecordKey): string | null {
  const state = useDocument.getState();
  return state.records.get(subject.kind)?.has(subject.id) ? labelOf(state, subject) : null;
}

function useReturningFocus(): void {
  // The field takes the focus as soon as it stands.
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (before instanceof HTMLElement) before.focus();
    },
    [before],
  );
}
