/** Where one is, and what one does most. */
import {
  Check,
  ChevronDown,
  FolderOutput,
  History,
  House,
  Moon,
  PanelBottom,
  PanelLeft,
  PanelRight,
  Plus,
  Redo2,
  Search,
  Sun,
  Undo2,
} from "lucide-react";
import { useCallback, useState } from "react";
import { type Action, keysOf, shortcutText } from "../../actions/action";
import { action } from "../../actions/all";
import { Button, IconButton } from "../../components/button";
import type { Icon } from "../../components/icon";
import { Popover } from "../../components/popover";
import { commit } from "../../document/commit";
import { put } from "../../document/drafts";
import { freshId, slug } from "../../document/records";
import { recordsOf, useDocument, useRecords } from "../../document/store";
import { session, useSession } from "../../session/store";
import { useDark } from "./theme";
import { openTopology } from "./topology";

export function TopBar() {
  const canUndo = useDocument((state) => state.canUndo);
  const canRedo = useDocument((state) => state.canRedo);
  const dark = useDark();
  const panels = useSession((state) => state.panels);
  return (
    <header className="top-bar">
      <div className="top-bar__start">
        <IconButton
          icon={House}
          label="Start page"
          data-testid="start-open"
          onClick={() => session.set({ startOpen: true })}
        />
        <TopologyMenu />
      </div>
      <button
        type="button"
        className="top-bar__search"
        aria-label="Search or run a command"
        data-testid="search"
        onClick={() => session.set({ palette: true })}
      >
        <Search size={14} aria-hidden />
        <span>Search or run a command</span>
        <span className="top-bar__keys">
          {keysOf("Mod+K").map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </span>
      </button>
      <div className="top-bar__end">
        <ActionButton action={action("undo")} icon={Undo2} disabled={!canUndo} testId="undo" />
        <ActionButton action={action("redo")} icon={Redo2} disabled={!canRedo} testId="redo" />
        <ActionButton action={action("history")} icon={History} testId="history-open" />
        <span className="top-bar__gap" />
        <ActionButton action={action("outline")} icon={PanelLeft} pressed={panels.outline} />
        <ActionButton action={action("findings")} icon={PanelBottom} pressed={panels.findings} />
        <ActionButton action={action("inspector")} icon={PanelRight} pressed={panels.inspector} />
        <IconButton
          icon={dark ? Sun : Moon}
          label={dark ? "Light appearance" : "Dark appearance"}
          data-testid="theme"
          onClick={() => session.setTheme(dark ? "light" : "dark")}
        />
        <span className="top-bar__gap" />
        <Button
          look="primary"
          icon={FolderOutput}
          data-testid="export-open"
          onClick={() => session.show({ show: "export" })}
        >
          Export
        </Button>
      </div>
    </header>
  );
}

interface ActionButtonProps {
  readonly action: Action;
  readonly icon: Icon;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly testId?: string;
}

function ActionButton({ action: it, icon, disabled = false, pressed, testId }: ActionButtonProps) {
  return (
    <IconButton
      icon={icon}
      label={it.title}
      shortcut={shortcutText(it)}
      disabled={disabled}
      aria-pressed={pressed}
      data-testid={testId}
      onClick={it.perform}
    />
  );
}

function TopologyMenu() {
  const [open, setOpen] = useState(false);
  const topologies = useRecords("topology");
  const current = useSession((state) => state.topology);
  const close = useCallback(() => setOpen(false), []);
  const name = current ? (topologies.get(current)?.record.name ?? current) : "No topology";
  return (
    <div className="top-bar__menu">
      <button
        type="button"
        className="top-bar__topology"
        aria-haspopup="dialog"
        aria-expanded={open}
        data-testid="topology-menu"
        onClick={() => setOpen(!open)}
      >
        <span>{name}</span>
        <ChevronDown size={14} aria-hidden />
      </button>
      <Popover open={open} label="Topologies" onClose={close} className="menu">
        {[...topologies.values()].map(({ record }) => (
          <button
            key={record.id}
            type="button"
            className="menu__item"
            onClick={() => {
              openTopology(record.id);
              close();
            }}
          >
            <span className="menu__mark">
              {record.id === current && <Check size={14} aria-hidden />}
            </span>
            <span>{record.name}</span>
          </button>
        ))}
        <NewTopology onDone={close} />
      </Popover>
    </div>
  );
}

function NewTopology({ onDone }: { readonly onDone: () => void }) {
  const [name, setName] = useState("");
  const create = async () => {
    const text = name.trim();
    if (text === "") return;
    const id = freshId(slug(text, "topology"), (taken) =>
      recordsOf(useDocument.getState(), "topology").has(taken),
    );
    if (!(await commit([put("topology", { id, name: text })]))) return;
    openTopology(id);
    onDone();
  };
  return (
    <form
      className="menu__new"
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <Plus size={14} aria-hidden />
      <input
        aria-label="Name of a new topology"
        placeholder="New topology"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
    </form>
  );
}
