/** The drawing as a list, for the keyboard and for screen readers: everything on it, in step with the selection both ways. */
import { ListFilter } from "lucide-react";
import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { combine } from "../../canvas/selection";
import { VirtualRows } from "../../components/virtual-rows";
import { useCountWords } from "../../document/counts";
import { parentsOf } from "../../document/groups";
import { useRecords } from "../../document/store";
import { useScene } from "../../document/use-scene";
import { session, useSession } from "../../session/store";
import { currentCanvas } from "../canvas/current";
import { stepOf } from "./outline-keys";
import { OutlineRowView } from "./outline-row";
import {
  keysOf,
  type OutlineNode,
  type OutlineRow,
  rowsOf,
  selectionOfNode,
  treeOf,
} from "./outline-tree";
import "./outline.css";

const ROW_PX = 26;
const TYPING_MS = 700;
const keyOf = ({ node }: OutlineRow) => node.key;
const heightOf = () => ROW_PX;

export function Outline() {
  const topology = useSession((state) => state.topology);
  // The drawing itself comes first; what is typed or dragged does not wait for thousands of rows.
  const scene = useDeferredValue(useScene(topology));
  const placements = useRecords("placement");
  const groups = useRecords("group");
  const tree = useMemo(
    () => treeOf(scene, parentsOf(placements.values(), groups.values(), topology)),
    [scene, placements, groups, topology],
  );
  const [text, setText] = useState("");
  const filter = useDeferredValue(text);
  const counts = useCountWords(topology);
  return (
    <nav className="outline" aria-label="Outline">
      <h2 className="outline__title">
        Outline
        <span>{counts}</span>
      </h2>
      <label className="filter-field outline__filter">
        <ListFilter size={13} aria-hidden />
        <input
          type="search"
          aria-label="Filter the outline"
          placeholder="Filter"
          data-testid="outline-filter"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {tree.length === 0 ? (
        <p className="outline__none">
          Nothing is drawn yet. Double-click the drawing, or press A, to add an agent.
        </p>
      ) : (
        <Tree tree={tree} filter={filter} />
      )}
    </nav>
  );
}

interface TreeProps {
  readonly tree: readonly OutlineNode[];
  readonly filter: string;
}

function Tree({ tree, filter }: TreeProps) {
  const selection = useSession((state) => state.selection);
  const selected = useMemo(() => keysOf(selection), [selection]);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState<string | null>(null);
  const rows = useMemo(() => rowsOf(tree, closed, filter), [tree, closed, filter]);
  const list = useRef<HTMLDivElement>(null);
  const moving = useRef(false);
  const typed = useRef({ text: "", at: 0 });
  const known = useMemo(() => rows.findIndex(({ node }) => node.key === at), [rows, at]);
  const cursor = Math.max(0, known);

  // What is selected elsewhere is where the tree is entered next.
  useEffect(() => {
    const [only] = selected;
    if (only === undefined || selected.size > 1) return;
    setAt(only);
    setClosed((before) => openedTo(tree, only, before));
  }, [selected, tree]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the cursor that was moved by key.
  useEffect(() => {
    if (!moving.current) return;
    moving.current = false;
    list.current?.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]')?.focus();
  }, [cursor, rows]);

  const onFold = useCallback((key: string, open: boolean) => {
    setClosed((before) => {
      const after = new Set(before);
      if (open) after.delete(key);
      else after.add(key);
      return after;
    });
  }, []);
  const byKey = useRef<ReadonlyMap<string, OutlineNode>>(new Map());
  byKey.current = useMemo(() => new Map(rows.map(({ node }) => [node.key, node])), [rows]);
  const onChoose = useCallback((key: string, event: MouseEvent) => {
    const node = byKey.current.get(key);
    if (!node) return;
    setAt(key);
    choose(node, event.ctrlKey || event.metaKey || event.shiftKey ? "toggle" : "replace");
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const text = typedSoFar(typed.current, event);
    const step = stepOf(event, rows, cursor, text);
    const node = rows[cursor]?.node;
    if (step === null || !node) return;
    event.preventDefault();
    event.stopPropagation();
    if ("fold" in step) onFold(step.fold, step.open);
    else if ("do" in step) {
      if (step.do === "toggle") choose(node, "toggle");
      else session.set({ renaming: node.key });
    } else {
      const next = rows[step.go]?.node;
      if (!next) return;
      // Who stays where they are takes the focus from nobody later.
      moving.current = step.go !== cursor;
      setAt(next.key);
      if (step.select !== "not") choose(next, step.select === "too" ? "add" : "replace");
    }
  };
  if (rows.length === 0)
    return <p className="outline__none">Nothing on this drawing fits the filter.</p>;
  return (
    <div ref={list} className="outline__tree">
      <VirtualRows
        items={rows}
        keyOf={keyOf}
        estimate={heightOf}
        cursor={known}
        role="tree"
        aria-label="Everything on the drawing"
        aria-multiselectable
        onKeyDown={onKeyDown}
        row={({ node, open, position, siblings }, i) => (
          <OutlineRowView
            node={node}
            open={open}
            position={position}
            siblings={siblings}
            selected={selected.has(node.key)}
            cursor={i === cursor}
            onChoose={onChoose}
            onFold={onFold}
          />
        )}
      />
    </div>
  );
}

/** Selects it as the drawing would, and brings it into sight there. */
function choose(node: OutlineNode, mode: "replace" | "add" | "toggle"): void {
  const next = combine(session.get().selection, selectionOfNode(node), mode);
  session.select(next);
  currentCanvas()?.flyToSelection(selectionOfNode(node));
}

/** Without what hides `key`; the same set where nothing does. */
function openedTo(
  tree: readonly OutlineNode[],
  key: string,
  closed: ReadonlySet<string>,
): ReadonlySet<string> {
  if (closed.size === 0) return closed;
  const way = wayTo(tree, key) ?? [];
  if (!way.some((parent) => closed.has(parent))) return closed;
  return new Set([...closed].filter((each) => !way.includes(each)));
}

function wayTo(nodes: readonly OutlineNode[], key: string): string[] | null {
  for (const node of nodes) {
    if (node.key === key) return [];
    const way = wayTo(node.children, key);
    if (way) return [node.key, ...way];
  }
  return null;
}

/** Letters that follow each other quickly are one word. */
function typedSoFar(
  typed: { text: string; at: number },
  { key, timeStamp }: KeyboardEvent,
): string {
  if (key.length !== 1) return "";
  typed.text = timeStamp - typed.at < TYPING_MS ? typed.text + key : key;
  typed.at = timeStamp;
  return typed.text;
}
