/** Where one is, whether it is stored, and what one does most. */
import {
  FlaskConical,
  FolderOutput,
  History,
  House,
  Moon,
  PanelBottom,
  PanelLeft,
  PanelRight,
  Redo2,
  Search,
  Sun,
  Undo2,
} from "lucide-react";
import { type Action, keysOf, shortcutText } from "../../actions/action";
import { action } from "../../actions/all";
import { IconButton } from "../../components/button";
import type { Icon } from "../../components/icon";
import { nameOf, useDocument } from "../../document/store";
import { session, useSession } from "../../session/store";
import { ViewSwitch } from "../registry/view-switch";
import { SaveState } from "./save-state";
import { useDark } from "./theme";
import { TopologyMenu } from "./topology-menu";
import "./top-bar.css";

export function TopBar() {
  const canUndo = useDocument((state) => state.canUndo);
  const canRedo = useDocument((state) => state.canRedo);
  const panels = useSession((state) => state.panels);
  const past = useSession((state) => state.past !== null);
  const topology = useSession((state) => state.topology);
  const name = useDocument((state) =>
    topology === null ? "No topology" : nameOf(state, "topology", topology),
  );
  return (
    <header className="top-bar">
      <h1 className="visually-hidden">{name}</h1>
      <div className="top-bar__start">
        <ActionButton action={action("start")} icon={House} testId="start-open" />
        <TopologyMenu />
        <SaveState />
      </div>
      <SearchButton />
      <div className="top-bar__end">
        {/* The registry's tables and the audit tell of now alone. */}
        <fieldset className="top-bar__views" disabled={past}>
          <ViewSwitch />
        </fieldset>
        <ActionButton
          action={action("simulate")}
          icon={FlaskConical}
          disabled={past || topology === null}
          testId="simulate"
        />
        <ActionButton action={action("undo")} icon={Undo2} disabled={!canUndo} testId="undo" />
        <ActionButton action={action("redo")} icon={Redo2} disabled={!canRedo} testId="redo" />
        <ActionButton action={action("history")} icon={History} testId="history-open" />
        <span className="top-bar__panels">
          <ActionButton action={action("outline")} icon={PanelLeft} pressed={panels.outline} />
          <ActionButton action={action("findings")} icon={PanelBottom} pressed={panels.findings} />
          <ActionButton action={action("inspector")} icon={PanelRight} pressed={panels.inspector} />
          <ThemeButton />
        </span>
        <button
          type="button"
          className="button button--primary top-bar__export"
          title={`Export to a folder (${shortcutText(action("export"))})`}
          data-testid="export-open"
          onClick={() => session.show({ show: "export" })}
        >
          <FolderOutput size={14} aria-hidden />
          <span>Export</span>
        </button>
      </div>
    </header>
  );
}

function SearchButton() {
  return (
    <button
      type="button"
      className="top-bar__search"
      title="Search or run a command"
      data-testid="search"
      onClick={() => session.set({ palette: true })}
    >
      <Search size={14} aria-hidden />
      <span>Search or run a command</span>
      <span className="top-bar__keys" aria-hidden>
        {keysOf("Mod+K").map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </span>
    </button>
  );
}

function ThemeButton() {
  const dark = useDark();
  return (
    <IconButton
      icon={dark ? Sun : Moon}
      label={dark ? "Light appearance" : "Dark appearance"}
      data-testid="theme"
      onClick={() => session.setTheme(dark ? "light" : "dark")}
    />
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
