/** The session: what is open, selected and in progress. It never reaches the registry. */
import { create } from "zustand";
import type { Camera } from "../canvas/camera";
import type { Point } from "../canvas/geometry";
import { NOTHING, type Selection } from "../canvas/selection";
import type { Draft } from "../document/drafts";
import type { AgentKind, ConflictValues, ImportReply, RecordChange, RecordKey } from "../platform";
import {
  clampPanel,
  type Kept,
  load,
  type PANEL_LIMITS,
  type Panels,
  save,
  type Theme,
} from "./persist";

/** What a click on the drawing creates. */
export type Tool =
  | { readonly make: "agent"; readonly kind: AgentKind }
  | { readonly make: "entry" | "outcome" | "note" | "group" };

/** A box that has a place but no name yet. */
export interface NewBox {
  readonly tool: Tool;
  readonly at: Point;
  /** The agent that hands over to it. */
  readonly from: string | null;
}

export type Dock =
  | { readonly show: "inspector" }
  | { readonly show: "fix"; readonly finding: string; readonly fix: number }
  | { readonly show: "export" }
  | { readonly show: "history" }
  | {
      readonly show: "import";
      readonly files: readonly string[];
      /** What it would do, from a rehearsal. */
      readonly preview: ImportReply;
    }
  | {
      readonly show: "delete";
      readonly keys: readonly RecordKey[];
      /** What goes along, from a dry run. */
      readonly along: readonly RecordChange[];
    }
  | {
      readonly show: "conflict";
      readonly conflict: ConflictValues;
      readonly drafts: readonly Draft[];
    };

export interface Notice {
  readonly id: number;
  /** Errors and warnings stay until they are dismissed. */
  readonly tone: "error" | "warning" | "info" | "success";
  readonly title: string;
  readonly detail: string;
  readonly hints: readonly string[];
}

export interface SessionState extends Kept {
  readonly topology: string | null;
  readonly selection: Selection;
  readonly dock: Dock;
  readonly tool: Tool | null;
  readonly newBox: NewBox | null;
  readonly renaming: string | null;
  /** The finding that was gone to last. */
  readonly findingKey: string | null;
  readonly palette: boolean;
  readonly startOpen: boolean;
  readonly saving: number;
  readonly notices: readonly Notice[];
}

export const useSession = create<SessionState>(() => ({
  ...load(localStorage, window.innerWidth),
  topology: null,
  selection: NOTHING,
  dock: { show: "inspector" },
  tool: null,
  newBox: null,
  renaming: null,
  findingKey: null,
  palette: false,
  startOpen: false,
  saving: 0,
  notices: [],
}));

const SAVE_DELAY_MS = 300;
let saveTimer: ReturnType<typeof setTimeout> | undefined;
useSession.subscribe((state) => {
  clearTimeout(saveTimer);
  saveTimer = setTimeout(() => save(localStorage, keptOf(state)), SAVE_DELAY_MS);
});

export const session = {
  get: useSession.getState,
  set: useSession.setState,

  select(selection: Selection): void {
    useSession.setState({ selection });
  },

  openTopology(registry: string, topology: string): void {
    useSession.setState((state) => ({
      topology,
      selection: NOTHING,
      startOpen: false,
      newBox: null,
      renaming: null,
      dock: { show: "inspector" },
      topologies: { ...state.topologies, [registry]: topology },
    }));
  },

  keepCamera(topology: string, camera: Camera): void {
    useSession.setState((state) => ({ cameras: { ...state.cameras, [topology]: camera } }));
  },

  /** Opens a side panel; it takes the inspector's place until it is closed. */
  show(dock: Dock): void {
    useSession.setState((state) => ({ dock, panels: { ...state.panels, inspector: true } }));
  },

  closeDock(): void {
    useSession.setState({ dock: { show: "inspector" } });
  },

  toggle(panel: "outline" | "inspector" | "findings"): void {
    useSession.setState((state) => ({
      panels: { ...state.panels, [panel]: !state.panels[panel] },
    }));
  },

  resize(panel: keyof typeof PANEL_LIMITS, pixels: number): void {
    useSession.setState((state) => ({
      panels: { ...state.panels, [panel]: clampPanel(panel, pixels) } satisfies Panels,
    }));
  },

  setTheme(theme: Theme): void {
    useSession.setState({ theme });
  },

  notify(notice: Omit<Notice, "id">): void {
    noticeCount += 1;
    const id = noticeCount;
    useSession.setState((state) => ({ notices: [...state.notices.slice(-3), { ...notice, id }] }));
    if (notice.tone === "info" || notice.tone === "success")
      setTimeout(() => session.dismiss(id), INFO_MS);
  },

  dismiss(id: number): void {
    useSession.setState((state) => ({
      notices: state.notices.filter((notice) => notice.id !== id),
    }));
  },
};

const INFO_MS = 4000;
let noticeCount = 0;

function keptOf(state: SessionState): Kept {
  const { theme, topologies, cameras, panels, firstSteps, exportFolder, exportKinds } = state;
  return { theme, topologies, cameras, panels, firstSteps, exportFolder, exportKinds };
}
