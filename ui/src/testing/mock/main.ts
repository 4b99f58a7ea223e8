/**
 * The whole window in a plain browser, over a registry in memory that starts as the backend's own sample.
 * Flows drive it from outside through `window.__mock`.
 */
import type {
  AddedOutline,
  CustomState,
  EditCommand,
  ErrorReply,
  ExportKindInfo,
  Finding,
  HistoryEntry,
  PartInfo,
  Present,
  RecordChange,
  RecordKey,
  RuleInfo,
  RuleOptions,
  StoredRecord,
  TemplateInfo,
  TemplatePage,
  TemplatePicture,
} from "../../platform";
import { memoryRegistry } from "../platform";
import type { RecordedAudit } from "./auditing";
import { deskOf } from "./desk";
import { mockDesktop, tell } from "./desktop";
import { drawingOf } from "./drawing";
import { handlersOf } from "./handlers";
import { type PlainDrawing, packed } from "./packed";
import { pictureOf } from "./picture";
import { SAMPLES } from "./samples";
import type { RecordedSimulation } from "./simulating";

/** What the backend answered about its sample when it was recorded. */
export interface Recorded {
  readonly records: StoredRecord[];
  readonly findings: Finding[];
  readonly drawings: Record<string, PlainDrawing>;
  readonly rules: RuleInfo[];
  readonly audit: RecordedAudit;
  readonly ruleOptions: RuleOptions[];
  /** By topology. */
  readonly simulation: Readonly<Record<string, RecordedSimulation>>;
  /** What the file of custom rules says; it is not there without one. */
  readonly custom?: CustomState;
  readonly templates: TemplateInfo[];
  readonly pictures: Record<string, TemplatePicture>;
  readonly pages: Record<string, TemplatePage>;
  /** What adding each template to the sample would do. */
  readonly added: Record<string, AddedOutline>;
  readonly parts: PartInfo[];
  readonly partPictures: Record<string, TemplatePicture>;
  /** The escalation ladder as the backend puts it at one of the agents. */
  readonly ladder: {
    readonly agent: string;
    readonly diff: RecordChange[];
    readonly notes: string[];
    readonly boxes: RecordKey[];
  };
  readonly history: HistoryEntry[];
  readonly exportKinds: ExportKindInfo[];
}

/** What a flow may do to the backend. */
export interface MockControl {
  /** Every group of edits that was written. */
  readonly written: readonly EditCommand[][];
  readonly record: (kind: StoredRecord["kind"], id: string) => unknown;
  /** Another program commits these edits. */
  readonly outside: (edits: EditCommand[], author: string) => Promise<void>;
  /** The next edit is refused. */
  refuse: (error: ErrorReply) => void;
  /** The server of the registry cannot be asked any more, or can be asked again where nothing is given. */
  away: (error: ErrorReply | null) => Promise<void>;
  /** Who else is there from now on; asked for in pages with `shared` in their address. */
  others: (present: readonly Present[]) => void;
  /** Each command answers only after so many milliseconds. */
  delay: (ms: number) => void;
  /** Commands are answered only after `release`. */
  hold: () => void;
  release: () => void;
}

// As the desktop does before any script of the window runs.
Object.freeze(Object.prototype);

const options = new URLSearchParams(location.search);
const response = await fetch("/recorded/sample-support.json");
const support = (await response.json()) as Recorded;
const recorded = SAMPLES[options.get("sample") ?? ""]?.(support) ?? support;
const registry = deskOf(memoryRegistry(recorded), recorded);
if (options.has("shared")) registry.program.others = [];
let wait = Number(options.get("delay") ?? 0);

const drawing = (payload: unknown) => {
  const { topology } = payload as { topology: string };
  const known = recorded.drawings[topology] ?? EMPTY(topology);
  return packed(drawingOf(topology, registry.all(), known));
};
const drawingAt = (payload: unknown) => {
  const { topology, revision } = payload as { topology: string; revision: number };
  const known = recorded.drawings[topology] ?? EMPTY(topology);
  return packed(drawingOf(topology, registry.at(revision), known));
};
const picture = (payload: unknown) => {
  const { topology, only, at, extension } = payload as {
    topology: string;
    only: RecordKey[];
    at: number | null;
    extension: string;
  };
  const records = at === null ? registry.all() : registry.at(at);
  const known = recorded.drawings[topology] ?? EMPTY(topology);
  return pictureOf(drawingOf(topology, records, known), records, only, extension);
};
/** While it is held, the backend answers nothing. */
let held: { readonly rest: Promise<void>; readonly release: () => void } | null = null;
const patience = async () => {
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  await held?.rest;
};
mockDesktop(
  handlersOf(registry, recorded, { readOnly: options.has("readonly") }),
  {
    drawing,
    drawing_at: drawingAt,
    picture,
    "plugin:fs|watch": () => 1,
    "plugin:fs|unwatch": () => null,
    "plugin:fs|stat": () => ({ size: 2 }),
    "plugin:fs|read_file": () => [0x7b, 0x7d],
    "plugin:resources|close": () => null,
    "plugin:dialog|open": () => "/home/maria/exports",
    "plugin:dialog|save": () => "/home/maria/picture.svg",
    "plugin:fs|write_text_file": () => null,
  },
  patience,
);

declare global {
  interface Window {
    __mock: MockControl;
  }
}
window.__mock = {
  written: registry.written,
  record: registry.record,
  outside: async (edits, author) => {
    const reply = await registry.outside(edits, author);
    await tell("registry-changed", { ...reply, authors: [author] });
  },
  refuse: (error) => {
    registry.refuse = error;
  },
  others: (present) => {
    registry.program.others = [...present];
  },
  away: (error) => tell("registry-away", { away: error, turn: 1 }),
  delay: (ms) => {
    wait = ms;
  },
  hold: () => {
    let release = () => {};
    const rest = new Promise<void>((resolve) => {
      release = resolve;
    });
    held = { rest, release };
  },
  release: () => {
    held?.release();
    held = null;
  },
};

function EMPTY(topology: string): PlainDrawing {
  return { topology, boxes: [], lines: [], bounds: { x: 0, y: 0, width: 0, height: 0 } };
}

await import("../../main");
