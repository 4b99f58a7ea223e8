/** The session: what is open, selected and in progress. It never reaches the registry. */
import { create } from "zustand";
import type { Camera } from "../canvas/camera";
import type { Point } from "../canvas/geometry";
import { isEmpty, NOTHING, type Selection } from "../canvas/selection";
import type { Draft } from "../document/drafts";
import type {
  AgentKind,
  Question as AuditQuestionId,
  ConflictValues,
  ErrorReply,
  ExportChoice,
  Gate,
  ImpactQuestion,
  ImpactReport,
  ImportReply,
  Json,
  Kind,
  PickedFile,
  Recognised,
  RecordChange,
  RecordKey,
  Restructured,
  SimulationImprovement,
  TopologyDiff,
} from "../platform";
import { platform } from "../platform";
import type { RegistryDesk } from "./desks";
import type { ImportRun } from "./importing";
import { keepSession } from "./keeping";
import {
  clampPanel,
  EVERY_FINDING,
  type FindingsFilter,
  type Kept,
  load,
  nextTextSize,
  type PANEL_LIMITS,
  type Panels,
  type Theme,
} from "./persist";
import type { Conditions, LoadResult, SimulationResult, SimulationRun } from "./simulation";

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

export type Dock =
  | { readonly show: "inspector" }
  | { readonly show: "fix"; readonly finding: string; readonly fix: number }
  /** Every fix that needs nobody's decision, to be applied at once. */
  | { readonly show: "fix-all" }
  /** `file` is the one whose differences are shown beside it, by its path. */
  | { readonly show: "export"; readonly file?: string }
  /** The fields of a record that stands on no drawing. */
  | { readonly show: "record"; readonly subject: RecordKey }
  /** A record that does not exist yet, with what is known of it. */
  | {
      readonly show: "create";
      readonly kind: Kind;
      readonly given?: Readonly<Record<string, unknown>>;
    }
  /** What is to be decided before a contract version is published, deprecated or retired. */
  | {
      readonly show: "version";
      readonly act: "publish" | "deprecate" | "retire";
      readonly version: string;
    }
  | { readonly show: "silence"; readonly finding: string }
  /** Who a change hits; the drawing is coloured by it meanwhile. */
  | { readonly show: "impact"; readonly question: ImpactQuestion; readonly report: ImpactReport }
  /** What became of a topology since a baseline; the drawing is coloured by it once that is known. */
  | {
      readonly show: "changes";
      readonly topology: string;
      readonly baseline: string | null;
      readonly diff: TopologyDiff | null;
    }
  /** Pieces to put into a drawing: at an agent, at a point, or wherever there is room. */
  | {
      readonly show: "parts";
      readonly topology: string;
      readonly agent: string | null;
      readonly at: Point | null;
    }
  /** Where gates belong, and which nothing needs. */
  | { readonly show: "gates"; readonly topology: string }
  /** A gate being designed, beside what its reviewer sees of a sample. */
  | {
      readonly show: "gate";
      readonly handoff: string;
      /** What is typed and not stored yet. */
      readonly typed: Partial<Gate>;
      readonly sample: number;
    }
  /** Which patterns a topology has, or the part of it that some agents form; what is looked at colours the drawing. */
  | {
      readonly show: "patterns";
      readonly topology: string;
      /** All of it where there are none. */
      readonly agents: readonly string[];
      readonly shown: Recognised | null;
      /** What turning a part of it into another pattern would do. */
      readonly plan: Restructured | null;
    }
  /** Whether a handoff, or every handoff of a topology, transfers cleanly. */
  | { readonly show: "transfer"; readonly subject: RecordKey }
  /** All rules, and what each says about one of them. */
  | { readonly show: "rules" }
  | { readonly show: "rule"; readonly code: string }
  /** How requests fare in a topology. */
  | {
      readonly show: "simulation";
      readonly topology: string;
      /** Under load, where requests wait for agents and people; one by one without. */
      readonly load?: boolean;
    }
  /** What an improvement would change, in records and in what becomes of requests. */
  | {
      readonly show: "improvement";
      readonly topology: string;
      readonly improvement: SimulationImprovement;
    }
  /** A topology beside another one, or beside itself under other conditions. */
  | {
      readonly show: "comparison";
      readonly topology: string;
      readonly other: string;
      readonly conditions: Conditions | null;
    }
  /** What goes wrong in a scenario of one's own. */
  | { readonly show: "scenario"; readonly topology: string; readonly scenario: string }
  /** The program as a whole: how it looks, where things are, copies, what it did. */
  | { readonly show: "settings" }
  /** Copies of the registry; `look` is the path of the one that is looked at. */
  | { readonly show: "backups"; readonly look?: string }
  | { readonly show: "log" }
  | { readonly show: "reviews" }
  /** Why a handoff is as risky as it is. */
  | { readonly show: "risk"; readonly handoff: string }
  /** What a team answers for, to be given to another team. */
  | { readonly show: "transfer-ownership"; readonly from: string | null }
  /** Another word for capability tags. */
  | { readonly show: "rename-tags"; readonly tags: readonly string[] }
  /** Which version of an agent runs in an environment. */
  | { readonly show: "deploy"; readonly agent: string; readonly environment: string }
  /** An incident to be recorded, at a handoff if one is known. */
  | { readonly show: "incident"; readonly handoff: string | null }
  | { readonly show: "notices" }
  | { readonly show: "history" }
  /** What making an earlier state the present one again would change. */
  | { readonly show: "rewind"; readonly revision: number }
  | {
      readonly show: "import";
      readonly files: readonly PickedFile[];
      /** The topology to import into; the files choose where there is none. */
      readonly topology: string | null;
      /** What it would do, from a rehearsal; null while the files are read for the first time. */
      readonly preview: ImportReply | null;
    }
  /** A text from elsewhere that is to come onto the drawing, at a place if it was pasted there. */
  | { readonly show: "paste"; readonly text: string; readonly at: Point | null }
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
  /** Edits under way. */
  readonly saving: number;
  /** What assistive technology is told next; `turn` tells equal words apart. */
  readonly announcement: { readonly words: string; readonly turn: number };
  readonly notices: readonly Notice[];
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
  gallery: false,
  template: null,
  run: null,
  importing: null,
  refused: null,
  simulated: {},
  loaded: {},
  exports: {},
  saving: 0,
  announcement: { words: "", turn: 0 },
  notices: [],
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

export const session = {
  get: useSession.getState,
  set: useSession.setState,

  /** What is selected is shown in place of a record that was looked at before. */
  select(selection: Selection): void {
    useSession.setState(({ dock }) => ({
      selection,
      dock: dock.show === "record" && !isEmpty(selection) ? { show: "inspector" } : dock,
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
      panels: { ...state.panels, [panel]: clampPanel(panel, pixels) } satisfies Panels,
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
      // The same thing said again takes the place of what was said before.
      const others = notices.filter(
        ({ title, detail }) => title !== notice.title || detail !== notice.detail,
      );
      return { notices: [...others.slice(-3), { ...notice, id }] };
    });
    if (notice.tone === "info" || notice.tone === "success")
      setTimeout(() => session.dismiss(id), INFO_MS);
  },

  dismiss(id: number): void {
    useSession.setState((state) => ({
      notices: state.notices.filter((notice) => notice.id !== id),
    }));
  },
};

const ACROSS_DRAWINGS: ReadonlySet<Dock["show"]> = new Set(["impact", "risk"]);
/** Below this the shell shows the outline only without the side panel; its stylesheet says so in rem. */
const ONE_SIDE_PX = 736;
const INFO_MS = 6000;
let noticeCount = 0;
