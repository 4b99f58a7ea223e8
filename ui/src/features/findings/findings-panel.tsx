/** What the rules found; each line leads to its place, to what mends it and to why it matters. */
import { CircleCheck } from "lucide-react";
import {
  type KeyboardEvent,
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { NOTHING } from "../../canvas/selection";
import { Button } from "../../components/button";
import { Empty } from "../../components/empty";
import { VirtualRows } from "../../components/virtual-rows";
import { boxOfRecord } from "../../document/boxes";
import { nameOf, useDocument } from "../../document/store";
import type { Finding, Severity } from "../../platform";
import { EVERY_FINDING } from "../../session/persist";
import { session, useSession } from "../../session/store";
import { FindingRow } from "./finding-row";
import { FindingsBar } from "./findings-bar";
import { FindingsFilters } from "./findings-filters";
import { answer } from "./go";
import { choicesOf, countsOf, type Line, type ListOptions, linesOf, type Names } from "./list";
import { useRules } from "./rules";
import { recordWords } from "./words";
import "./findings.css";

const HEAD_PX = 30;
const ROW_PX = 30;
const heightOf = ({ line }: Line) => (line === "head" ? HEAD_PX : ROW_PX);
const keyOf = ({ key }: Line) => key;

export function FindingsPanel() {
  const findings = useDocument((state) => state.findings);
  const counts = useMemo(() => countsOf(findings), [findings]);
  const [severity, setSeverity] = useState<Severity | null>(null);
  const [text, setText] = useState("");
  const [silenced, setSilenced] = useState(false);
  const { lines, families, kinds, places } = useLines(
    severity,
    useDeferredValue(text),
    silenced && counts.silenced > 0,
  );
  const shown = useMemo(() => lines.filter(({ line }) => line === "finding").length, [lines]);
  const nothing = findings.length === 0 && text === "";
  const empty = shown === 0 && counts.error + counts.warning + counts.advice === 0 && text === "";
  const clear = () => {
    setSeverity(null);
    setText("");
    session.set({ findingsFilter: EVERY_FINDING });
  };
  return (
    <section
      className={`findings ${empty ? "findings--empty" : ""}`}
      data-testid="findings-panel"
      aria-label="Findings"
    >
      <FindingsBar
        counts={counts}
        nothing={nothing}
        severity={severity}
        onSeverity={setSeverity}
        text={text}
        onText={setText}
        silenced={silenced}
        onSilenced={setSilenced}
      />
      <FindingsFilters nothing={nothing} families={families} kinds={kinds} places={places} />
      {shown > 0 ? (
        <FindingList lines={lines} />
      ) : empty ? (
        <Empty title="No findings">
          <CircleCheck size={18} className="findings__clear" aria-hidden />
          <p>Every rule holds for what is drawn. New findings come up here as you draw.</p>
        </Empty>
      ) : (
        <Empty title="No finding fits">
          <p>Other findings are there.</p>
          <Button onClick={clear}>Show all of them</Button>
        </Empty>
      )}
    </section>
  );
}

function useLines(severity: Severity | null, text: string, silenced: boolean) {
  const findings = useDocument((state) => state.findings);
  const records = useDocument((state) => state.records);
  const group = useSession((state) => state.findingsGroup);
  const sort = useSession((state) => state.findingsSort);
  const filter = useSession((state) => state.findingsFilter);
  const selection = useSession((state) => state.selection);
  const custom = useDocument((state) => state.custom?.rules);
  const rules = useRules();
  // What is selected matters to one filter alone.
  const selected = filter.about === "selected" ? selection : NOTHING;
  return useMemo(() => {
    const state = { ...useDocument.getState(), records };
    const names: Names = {
      record: ({ subject }) => recordWords(state, subject),
      topology: (id) => nameOf(state, "topology", id),
      rule: (code) => rules.get(code),
      isCustom: (code) => custom?.some((rule) => rule.code === code) ?? false,
      isSelected: ({ kind, id }) =>
        kind === "handoff"
          ? selected.edges.includes(id)
          : selected.boxes.includes(boxOfRecord(kind, id) ?? ""),
    };
    const options: ListOptions = { group, sort, severity, text, silenced, filter };
    return {
      lines: linesOf(findings, options, names),
      families: choicesOf(findings, options, "families", names),
      kinds: choicesOf(findings, options, "about", names),
      places: choicesOf(findings, options, "place", names),
    };
  }, [findings, records, group, sort, rules, custom, selected, severity, text, silenced, filter]);
}

function FindingList({ lines }: { readonly lines: readonly Line[] }) {
  const list = useRef<HTMLDivElement>(null);
  const chosen = useSession((state) => state.findingKey);
  const [at, setAt] = useState<string | null>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const moving = useRef(false);
  useEffect(() => setAt(chosen), [chosen]);
  const first = lines.findIndex(({ line }) => line === "finding");
  const known = lines.findIndex(({ key, line }) => key === at && line === "finding");
  const cursor = known < 0 ? first : known;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the cursor that was moved by key.
  useEffect(() => {
    if (!moving.current) return;
    moving.current = false;
    list.current?.querySelector<HTMLElement>('.finding__go[tabindex="0"]')?.focus();
  }, [cursor]);

  const toggle = useCallback((key: string, wanted?: boolean) => {
    setOpen((before) => {
      const after = new Set(before);
      if (wanted ?? !before.has(key)) after.add(key);
      else after.delete(key);
      return after;
    });
  }, []);
  const move = (to: number) => {
    const line = lines[to];
    if (line === undefined || to === cursor) return;
    moving.current = true;
    setAt(line.key);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isCode(event.target)) return;
    const line = lines[cursor];
    const act = line?.line === "finding" && keyAction(event.key, line.finding, toggle);
    const to = { ArrowDown: nextFrom(lines, cursor, 1), ArrowUp: nextFrom(lines, cursor, -1) }[
      event.key
    ];
    if (act) act();
    else if (to !== undefined) move(to);
    else if (event.key === "Home") move(first);
    else if (event.key === "End") move(lines.length - 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={list} className="findings__list">
      <VirtualRows
        items={lines}
        keyOf={keyOf}
        estimate={heightOf}
        cursor={known}
        aria-label="Findings. Arrows move, Enter goes there, F fixes, S silences."
        onKeyDown={onKeyDown}
        row={(line, i) =>
          line.line === "head" ? (
            <div className="findings__head">
              <h3>{line.title}</h3>
              <span>{line.count}</span>
            </div>
          ) : (
            <FindingRow
              finding={line.finding}
              cursor={i === cursor}
              open={open.has(line.key)}
              onToggle={toggle}
            />
          )
        }
      />
    </div>
  );
}

/** Examples scroll with the arrows. */
function isCode(target: EventTarget): boolean {
  return target instanceof Element && target.closest("pre") !== null;
}

/** What a key does with the finding under the cursor. */
function keyAction(
  key: string,
  finding: Finding,
  toggle: (key: string, wanted: boolean) => void,
): (() => void) | null {
  switch (key.toLowerCase()) {
    case "f":
      return () => answer(finding);
    case "s":
      return finding.silenced === null
        ? () => session.show({ show: "silence", finding: finding.key })
        : null;
    case "arrowright":
      return () => toggle(finding.key, true);
    case "arrowleft":
      return () => toggle(finding.key, false);
    default:
      return null;
  }
}

function nextFrom(lines: readonly Line[], from: number, step: 1 | -1): number {
  let to = from + step;
  while (lines[to]?.line === "head") to += step;
  return lines[to] === undefined ? from : to;
}
