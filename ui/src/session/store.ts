/** The session: what is open, selected and in progress. It never reaches the registry. */
import { create } from "zustand";
import type { Camera } from "../canvas/camera";
import type { Point } from "../canvas/geometry";
import { isEmpty, NOTHING, type Selection } from "../canvas/selection";
import type { PastEdit } from "../document/past";
import type {
  AgentKind,
  Question as AuditQuestionId,
  ErrorReply,
  ExportChoice,
  Json,
  Kind,
  RecordKey,
} from "../platform";
import { platform } from "../platform";
import type { RegistryDesk } from "./desks";
import type { Dock } from "./dock";
import type { ImportRun } from "./importing";
import { keepSession } from "./keeping";
import {
  clampPanel,
  DEFAULTS,
  EVERY_FINDING,
  type FindingsFilter,
  type Kept,
  type Layer,
  load,
  nextTextSize,
  type PANEL_LIMITS,
  type Panels,
  type Theme,
} from "./persist";
import type { LoadResult, SimulationResult, SimulationRun } from "./simulation";
import { layerAfter } from "./traffic-layer";
import { without } from "./unsent";

/** What a click on the drawing creates. */
export type Tool =
  | { readonly make: "agent"; readonly kind: AgentKind }
  | { readonly make: "entry" | "outcome" | "note" | "group" | "query" };

/** A box that has a place but no name yet. */
export interface NewBox {
  readonly tool: Tool;
  readonly at: Point;
  /** The agent that hands over to it. */
  readonly from: string | null;
}

/** What the drawing has to be told before an edit can be made. */
export type Question =
  /** What to make where a new handoff was dropped. */
  | { readonly ask: "what"; readonly at: Point; readonly from: string }
  | { readonly ask: "channel"; readonly at: Point; readonly agent: string }
  /** Which capabilities a receiver must have; of a handoff that exists, or of one from a box. */
  | {
      readonly ask: "tags";
      readonly at: Point;
      readonly from: string;
      readonly handoff: string | null;
      /** Whether the receiver stands where it is asked for. */
      readonly placed: boolean;
    }
  /** The other end of a handoff from a box. */
  | { readonly ask: "receiver"; readonly from: string }
  /** Another end for a handoff that exists. */
  | { readonly ask: "end"; readonly handoff: string; readonly end: "from" | "to" }
  | { readonly ask: "group"; readonly boxes: readonly string[] }
  /** Whether boxes placed by hand are laid out too. */
  | { readonly ask: "layout"; readonly pinned: number };

/** Which records the registry shows, and how. */
export interface RegistryView {
  readonly kind: Kind;
  readonly query: string;
  /** A column of the table; the backend's own order without one. */
  readonly sort: string | null;
  readonly descending: boolean;
}

/** How a kind's table was left. */
export interface TablePlace {
  readonly view: RegistryView;
  readonly row: string | null;
  /** Pixels. */
  readonly scroll: number;
}

/** A table, a page or a surface of the registry. */
export interface RegistryPlace {
  readonly registry: RegistryView;
  readonly page: RecordKey | null;
  readonly desk: RegistryDesk | null;
}

/** The places before and after the one that is shown, the nearest last. */
export interface Trail {
  readonly back: readonly RegistryPlace[];
  readonly ahead: readonly RegistryPlace[];
}

/** The parts of the audit. */
export type AuditTab = "handoffs" | "scores" | "incidents" | "agents";

/** What of the audit is shown, and which handoffs. */
export interface AuditView {
  readonly tab: AuditTab;
  /** Only the handoffs of a topology or a team, or those that answer a question with no. */
  readonly topology: string | null;
  readonly team: string | null;
  readonly missing: AuditQuestionId | null;
  /** The thing whose scores are shown in full; the registry without one. */
  readonly scored: RecordKey | null;
}

/** Only what lies near a box is shown in full colour. */
export interface Focus {
  readonly box: string;
  readonly hops: number;
}

export type { Dock };

export interface Notice {
  readonly id: number;
  /** Errors and warnings stay until they are dismissed. */
  readonly tone: "error" | "warning" | "info" | "success";
  readonly title: string;
  readonly detail: string;
  readonly hints: readonly string[];
  /** What can be done about it. Such a notice holds what is lost without it, so that nothing but its own button dismisses it. */
  /** What it holds outlives the page under this name, until it is dismissed. */
  readonly keeps?: string;
  readonly act?: { readonly title: string; readonly perform: (id: number) => Promise<void> };
}

/** A registry on a server that is to be opened. */
export interface Connecting {
  /** Empty before anything is known of it. */
  readonly address: string;
  /** Why it is asked about. */
  readonly refusal: ErrorReply | null;
}

export interface SessionState extends Kept {
  readonly view: "drawing" | "registry" | "audit";
  readonly registry: RegistryView;
  /** The record whose page is open in the registry; its table otherwise. */
  readonly page: RecordKey | null;
  /** The surface that is open in the registry, in place of its tables and pages. */
  readonly desk: RegistryDesk | null;
  /** The time that is asked about where it says who is called; now while it is empty. */
  readonly askedTime: string;
  readonly tables: Readonly<Partial<Record<Kind, TablePlace>>>;
  readonly audit: AuditView;
  readonly trail: Trail;
  /** The revision of an earlier state that is looked at; nothing can be changed meanwhile. */
  readonly past: number | null;
  /** What the edit that made that state changed; null until it is known. */
  readonly pastEdit: PastEdit | null;
  /** Whether the drawing marks it. */
  readonly pastMarked: boolean;
  readonly focus: Focus | null;
  /** The way that the finding shown last speaks of, drawn on the canvas. */
  readonly path: readonly RecordKey[];
  readonly topology: string | null;
  readonly selection: Selection;
  readonly dock: Dock;
  readonly tool: Tool | null;
  readonly newBox: NewBox | null;
  readonly renaming: string | null;
  readonly question: Question | null;
  /** Where on the drawing a menu for the selection is open, in pixels. */
  readonly menu: Point | null;
  /** What was copied last, as the registry wrote it. */
  readonly clip: string | null;
  /** The list of shortcuts. */
  readonly help: boolean;
  /** The page of the documentation that is read, and the heading that it is opened at. */
  readonly docs: { readonly page: string; readonly heading: string | null } | null;
  /** Which findings are listed. */
  readonly findingsFilter: FindingsFilter;
  /** The finding that was gone to last. */
  readonly findingKey: string | null;
  readonly palette: boolean;
  readonly startOpen: boolean;
  /** The dialog in which a server is named. */
  readonly connecting: Connecting | null;
  /** The gallery of templates stands in place of the rest of the start page. */
  readonly gallery: boolean;
  /** The template whose page is open, over the start page or the gallery. */
  readonly template: string | null;
  /** The simulation under way. */
  readonly run: SimulationRun | null;
  /** The import under way. */
  readonly importing: ImportRun | null;
  /** Why a topology could not be simulated. */
  readonly refused: { readonly topology: string; readonly error: ErrorReply } | null;
  /** What the last simulation of each topology found, by topology. */
  readonly simulated: Readonly<Record<string, SimulationResult>>;
  /** What the last run under load found, by topology. */
  readonly loaded: Readonly<Record<string, LoadResult>>;
  /** What was chosen for exports, by registry and topology, as far as it is known yet; the desktop remembers it. */
  readonly exports: Readonly<Record<string, ExportChoice>>;
  /** Kept texts that are to stand in their fields again, by key, until they do. */
  readonly putBack: Readonly<Record<string, string>>;
  /** Other windows that are open, by what they call their page. */
  readonly otherPages: readonly string[];
  /** Edits under way. */
  readonly saving: number;
  /** What assistive technology is told next; `turn` tells equal words apart. */
  readonly announcement: { readonly words: string; readonly turn: number };
  readonly notices: readonly Notice[];
  /** What the drawing's colours told before simulated traffic. */
  readonly layerBefore: Layer;
  /** Traffic was put away with its simulation, and comes back with it. */
  readonly trafficWaits: boolean;
}

const NO_PATH: readonly RecordKey[] = [];

export const WHOLE_AUDIT: AuditView = {
  tab: "handoffs",
  topology: null,
  team: null,
  missing: null,
  scored: null,
};

/** Held on to: what is kept last is written after the document may be gone. */
const storage = localStorage;

export const useSession = create<SessionState>(() => ({
  ...load(storage, window.innerWidth, platform().keptSession()),
  view: "drawing",
  registry: { kind: "agent", query: "", sort: null, descending: false },
  page: null,
  desk: null,
  askedTime: "",
  tables: {},
  audit: WHOLE_AUDIT,
  trail: { back: [], ahead: [] },
  past: null,
  pastEdit: null,
  pastMarked: true,
  focus: null,
  path: NO_PATH,
  topology: null,
  selection: NOTHING,
  dock: { show: "inspector" },
  tool: null,
  newBox: null,
  renaming: null,
  question: null,
  menu: null,
  clip: null,
  help: false,
  docs: null,
  findingsFilter: EVERY_FINDING,
  findingKey: null,
  palette: false,
  startOpen: false,
  connecting: null,
  gallery: false,
  template: null,
  run: null,
  importing: null,
  refused: null,
  simulated: {},
  loaded: {},
  exports: {},
  putBack: {},
  otherPages: [],
  saving: 0,
  announcement: { words: "", turn: 0 },
  notices: [],
  layerBefore: DEFAULTS.layer,
  trafficWaits: false,
}));

keepSession(useSession, storage, (kept) => {
  // What cannot be kept costs the comfort of the next start, and the log says why.
  platform()
    .keepSession(kept as unknown as Json)
    .catch(() => {});
});

/** A finding's way is shown while its place is what is selected. */
useSession.subscribe((state, before) => {
  const elsewhere = state.selection !== before.selection || state.topology !== before.topology;
  if (elsewhere && state.path === before.path && state.path.length > 0)
    useSession.setState({ path: NO_PATH });
});

useSession.subscribe((state, before) => {
  const change = layerAfter(state, before);
  if (change) useSession.setState(change);
});

function isOfOthers(dock: Dock, { edges }: Selection): boolean {
  if (dock.show === "risk") return !edges.includes(dock.handoff);
  return dock.show === "record" || dock.show === "listed";
}

export const session = {
  get: useSession.getState,
  set: useSession.setState,

  /** What is selected is shown in place of other records that were looked at before. */
  select(selection: Selection): void {
    useSession.setState(({ dock }) => ({
      selection,
      dock: !isEmpty(selection) && isOfOthers(dock, selection) ? { show: "inspector" } : dock,
    }));
  },

  openTopology(registry: string, topology: string): void {
    useSession.setState((state) => ({
      topology,
      selection: NOTHING,
      startOpen: false,
      gallery: false,
      template: null,
      newBox: null,
      renaming: null,
      question: null,
      menu: null,
      focus: null,
      // Who is hit, and what is risky, is told across drawings.
      dock: ACROSS_DRAWINGS.has(state.dock.show) ? state.dock : { show: "inspector" },
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
    useSession.setState(({ panels, textSize }) => {
      // Where there is room for one side alone, the one that was asked for takes the other's place.
      const narrow = (window.innerWidth * 100) / textSize < ONE_SIDE_PX;
      const opens = !panels[panel];
      const inspector = panels.inspector && !(narrow && opens && panel === "outline");
      return { panels: { ...panels, inspector, [panel]: opens } };
    });
  },

  /** Opens or closes a section of an inspector, for this and every other record of the kind. */
  keepSection(section: string, open: boolean): void {
    useSession.setState((state) => ({ sections: { ...state.sections, [section]: open } }));
  },

  resize(panel: keyof typeof PANEL_LIMITS, pixels: number): void {
    useSession.setState((state) => ({
      panels: {
        ...state.panels,
        [panel]: clampPanel(panel, pixels),
        findingsSized: state.panels.findingsSized || panel === "findingsHeight",
      } satisfies Panels,
    }));
  },

  setTheme(theme: Theme): void {
    useSession.setState({ theme });
  },

  /** The next larger or smaller size of all text; 0 is the usual one. */
  stepTextSize(direction: 1 | -1 | 0): void {
    useSession.setState(({ textSize }) => ({ textSize: nextTextSize(textSize, direction) }));
  },

  /** Says something to people who do not see the window. */
  announce(words: string): void {
    useSession.setState(({ announcement }) => ({
      announcement: { words, turn: announcement.turn + 1 },
    }));
  },

  notify(notice: Omit<Notice, "id">): void {
    noticeCount += 1;
    const id = noticeCount;
    useSession.setState(({ notices }) => {
      const lasting = notices.filter(({ act }) => act);
      // The same thing said again takes the place of what was said before.
      const passing = notices.filter(
        ({ act, title, detail }) => !act && (title !== notice.title || detail !== notice.detail),
      );
      return { notices: [...lasting, ...passing.slice(-3), { ...notice, id }] };
    });
    if (notice.tone === "info" || notice.tone === "success")
      setTimeout(() => session.dismiss(id), INFO_MS);
  },

  /** Dismisses all notices that hold nothing. */
  dismissPassing(): void {
    useSession.setState(({ notices }) => ({ notices: notices.filter(({ act }) => act) }));
  },

  dismiss(id: number): void {
    useSession.setState(({ notices, unsentEdits }) => {
      const keeps = notices.find((notice) => notice.id === id)?.keeps;
      return {
        notices: notices.filter((notice) => notice.id !== id),
        ...(keeps !== undefined && { unsentEdits: without(unsentEdits, keeps) }),
      };
    });
  },
};

const ACROSS_DRAWINGS: ReadonlySet<Dock["show"]> = new Set(["impact", "risk"]);
/** Below this the shell shows the outline only without the side panel; its stylesheet says so in rem. */
const ONE_SIDE_PX = 736;
const INFO_MS = 6000;
let noticeCount = 0;
