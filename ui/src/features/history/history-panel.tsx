/** Who changed what and when. Every entry leads to the state that it made; the last steps can be taken back from here. */
import { ListFilter } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { action } from "../../actions/all";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { Empty } from "../../components/empty";
import { FilterChoice } from "../../components/filter-choice";
import { VirtualRows } from "../../components/virtual-rows";
import { useDocument } from "../../document/store";
import { session, useSession } from "../../session/store";
import { authorsOf, type HistoryLine, linesOf, useHistory } from "./entries";
import { HistoryRow } from "./history-row";
import "./history.css";

const DAY_PX = 34;
const ENTRY_PX = 54;
/** No author has an empty name. */
const EVERYBODY = "";
const MINUTE_MS = 60_000;
const heightOf = ({ line }: HistoryLine) => (line === "day" ? DAY_PX : ENTRY_PX);
const keyOf = ({ key }: HistoryLine) => key;

export function HistoryPanel() {
  const canUndo = useDocument((state) => state.canUndo);
  const canRedo = useDocument((state) => state.canRedo);
  const { entries, failure, complete, more } = useHistory();
  const [author, setAuthor] = useState<string | null>(null);
  const [text, setText] = useState("");
  const now = useNow();
  const lines = useMemo(
    () => linesOf(entries ?? [], { author, text }, now),
    [entries, author, text, now],
  );
  const authors = useMemo(() => authorsOf(entries ?? []), [entries]);
  const filtered = author !== null || text.trim() !== "";
  // A filter may leave so little of a page that its end is never reached by scrolling.
  useEffect(() => {
    if (filtered && lines.length < 2 && !complete) more();
  }, [filtered, lines, complete, more]);

  return (
    <DockPanel
      title="History"
      onClose={session.closeDock}
      scrolls={false}
      footer={
        <>
          <Button disabled={!canUndo} onClick={action("undo").perform}>
            Undo
          </Button>
          <Button disabled={!canRedo} onClick={action("redo").perform}>
            Redo
          </Button>
        </>
      }
    >
      <div className="history__filter">
        <label className="filter-field">
          <ListFilter size={13} aria-hidden />
          <input
            type="search"
            aria-label="Filter the history"
            placeholder="Filter"
            data-testid="history-filter"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <FilterChoice
          label="Author"
          data-testid="history-author"
          value={author ?? EVERYBODY}
          values={[EVERYBODY, ...authors]}
          nameOf={(name) => (name === EVERYBODY ? "Everybody" : name)}
          onChange={(name) => setAuthor(name === EVERYBODY ? null : name)}
        />
      </div>
      {failure && <p className="dock-error">{failure}</p>}
      {entries !== null && lines.length === 0 && (
        <Empty title={filtered ? "No edit fits" : "Nothing was changed yet"}>
          <p>
            {filtered
              ? "Take a word out of the filter, or choose everybody."
              : "Every edit comes here, with its author and time."}
          </p>
        </Empty>
      )}
      {lines.length > 0 && (
        <Entries lines={lines} newest={entries?.[0]?.revision ?? null} now={now} onEnd={more} />
      )}
    </DockPanel>
  );
}

interface EntriesProps {
  readonly lines: readonly HistoryLine[];
  /** The revision that made the present state. */
  readonly newest: number | null;
  readonly now: number;
  readonly onEnd: () => void;
}

function Entries({ lines, newest, now, onEnd }: EntriesProps) {
  const list = useRef<HTMLDivElement>(null);
  const past = useSession((state) => state.past);
  const [at, setAt] = useState<string | null>(null);
  const moving = useRef(false);
  useEffect(() => setAt(past === null ? null : String(past)), [past]);
  const known = lines.findIndex(({ key, line }) => key === at && line === "entry");
  const cursor = known < 0 ? lines.findIndex(({ line }) => line === "entry") : known;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the cursor that was moved by key.
  useEffect(() => {
    if (!moving.current) return;
    moving.current = false;
    list.current?.querySelector<HTMLElement>('.history__entry[tabindex="0"]')?.focus();
  }, [cursor]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    let to = cursor + step;
    while (lines[to]?.line === "day") to += step;
    const line = lines[to];
    if (line === undefined) return;
    moving.current = true;
    setAt(line.key);
  };
  return (
    <div ref={list} className="history">
      <VirtualRows
        items={lines}
        keyOf={keyOf}
        estimate={heightOf}
        cursor={known}
        onEnd={onEnd}
        aria-label="Edits, newest first. Enter shows the state that an edit made."
        onKeyDown={onKeyDown}
        row={(line, i) =>
          line.line === "day" ? (
            <div className="history__day">
              <h3>{line.title}</h3>
            </div>
          ) : (
            <HistoryRow
              entry={line.entry}
              now={now}
              cursor={i === cursor}
              isNow={line.entry.revision === newest}
            />
          )
        }
      />
    </div>
  );
}

/** The present moment, to the minute. */
function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
