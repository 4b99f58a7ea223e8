/** Which topology is open; another one, or one more, in two keys. */
import { Check, ChevronDown, Plus, Search } from "lucide-react";
import { type KeyboardEvent, useCallback, useId, useMemo, useState } from "react";
import { Popover } from "../../components/popover";
import { VirtualRows } from "../../components/virtual-rows";
import { commit } from "../../document/commit";
import { put } from "../../document/drafts";
import { useLock } from "../../document/lock";
import { compareNames } from "../../document/order";
import { freshId, slug } from "../../document/records";
import { recordsOf, useDocument, useRecords } from "../../document/store";
import type { Topology } from "../../platform";
import { useSession } from "../../session/store";
import { openTopology } from "./topology";
import "./menu.css";

export function TopologyMenu() {
  const [open, setOpen] = useState(false);
  const current = useSession((state) => state.topology);
  const name = useDocument((state) =>
    current ? (recordsOf(state, "topology").get(current)?.record.name ?? current) : "No topology",
  );
  const close = useCallback(() => setOpen(false), []);
  return (
    <div className="top-bar__menu">
      <button
        type="button"
        className="top-bar__topology"
        aria-haspopup="dialog"
        aria-expanded={open}
        title={name}
        data-testid="topology-menu"
        onClick={() => setOpen(!open)}
      >
        <span dir="auto">{name}</span>
        <ChevronDown size={14} aria-hidden />
      </button>
      <Popover open={open} label="Topologies" onClose={close} className="menu">
        <Choices current={current} onDone={close} />
      </Popover>
    </div>
  );
}

const ROW_PX = 30;
/** The last choice: it makes a topology of the typed name. */
const NEW = "+";

interface ChoicesProps {
  readonly current: string | null;
  readonly onDone: () => void;
}

type Choice = Pick<Topology, "id" | "name">;

function Choices({ current, onDone }: ChoicesProps) {
  const topologies = useRecords("topology");
  const lock = useLock();
  const [text, setText] = useState("");
  const id = useId();
  const [cursor, setCursor] = useState(0);
  const choices = useMemo(() => {
    const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const known = [...topologies.values()]
      .map(({ record }): Choice => record)
      .filter((each) =>
        words.every((word) => `${each.name} ${each.id}`.toLowerCase().includes(word)),
      )
      .sort((a, b) => compareNames(a.name, b.name));
    const taken = known.some(({ name }) => name.toLowerCase() === text.trim().toLowerCase());
    const made = lock === null && text.trim() !== "" && !taken;
    return made ? [...known, { id: NEW, name: text.trim() }] : known;
  }, [topologies, text, lock]);

  const take = async (choice: Choice | undefined) => {
    if (!choice) return;
    if (choice.id === NEW && !(await create(choice.name))) return;
    if (choice.id !== NEW) openTopology(choice.id);
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setCursor((n) => Math.max(0, Math.min(choices.length - 1, n + step)));
    else if (event.key === "Enter") void take(choices[cursor]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <label className="menu__search">
        <Search size={14} aria-hidden />
        <input
          type="search"
          role="combobox"
          aria-label="Find a topology, or name a new one"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={choices[cursor] ? `${id}-${cursor}` : undefined}
          placeholder={lock === null ? "Find, or name a new one" : "Find"}
          data-testid="topology-search"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setCursor(0);
          }}
          onKeyDown={onKeyDown}
        />
      </label>
      {choices.length === 0 && <p className="menu__none">No topology is called that.</p>}
      <div style={{ height: `min(${(choices.length * ROW_PX) / 16}rem, 50vh)` }}>
        <VirtualRows
          id={id}
          items={choices}
          keyOf={(choice) => choice.id}
          estimate={() => ROW_PX}
          cursor={cursor}
          role="listbox"
          aria-label="Topologies"
          row={(choice, i) => (
            <div
              id={`${id}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={choice.id === current}
              className={`menu__item ${i === cursor ? "is-cursor" : ""}`}
              data-testid={`topology-${choice.id}`}
              onClick={() => void take(choice)}
              // The field above answers the keys.
              onKeyDown={() => {}}
            >
              <span className="menu__mark">
                {choice.id === NEW && <Plus size={14} aria-hidden />}
                {choice.id === current && <Check size={14} aria-hidden />}
              </span>
              <span className="menu__name" dir="auto">
                {choice.id === NEW ? `New topology “${choice.name}”` : choice.name}
              </span>
            </div>
          )}
        />
      </div>
    </>
  );
}

async function create(name: string): Promise<boolean> {
  const id = freshId(slug(name, "topology"), (taken) =>
    recordsOf(useDocument.getState(), "topology").has(taken),
  );
  if (!(await commit([put("topology", { id, name })]))) return false;
  openTopology(id);
  return true;
}
