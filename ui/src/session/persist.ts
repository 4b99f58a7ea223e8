/** What of the session outlives a restart, read back with suspicion: local storage may hold anything. */
import type { Camera } from "../canvas/camera";
import type { Kind, RecordKey } from "../platform";
import { type SimulationSettings, settingsOf, USUAL_SIMULATION } from "./simulation";
import { type UnsentEdit, type UnsentText, unsentEdit, unsentText } from "./unsent";

export type Theme = "system" | "light" | "dark";

/** How much room controls and lists take. */
export type Density = "comfortable" | "compact";

/** What the drawing's colours tell. */
export const LAYERS = [
  "owner",
  "findings",
  "contract-version",
  "trust-domain",
  "health",
  "traffic",
] as const;
export type Layer = (typeof LAYERS)[number];
/** What was simulated is gone with the window, and with it what traffic is told by. */
const KEPT_LAYERS = LAYERS.filter((layer) => layer !== "traffic");

/** How the list of findings is divided and ordered. */
export const FINDING_GROUPS = ["severity", "family", "rule", "subject", "place"] as const;
export type FindingGroup = (typeof FINDING_GROUPS)[number];
export const FINDING_SORTS = ["severity", "code", "place"] as const;
export type FindingSort = (typeof FINDING_SORTS)[number];

/** Which findings are listed; what is null or empty leaves none out. */
export interface FindingsFilter {
  /** Letters of families, or `custom`. */
  readonly families: readonly string[];
  /** A kind of subject, or what is selected on the drawing. */
  readonly about: Kind | "selected" | null;
  /** A topology; the empty text is what all of them share. */
  readonly place: string | null;
}

export const EVERY_FINDING: FindingsFilter = { families: [], about: null, place: null };

/** Sizes of all text, in percent of the usual one. */
export const TEXT_SIZES = [75, 90, 100, 110, 125, 150, 175, 200] as const;
const USUAL_TEXT = 100;

/** What was chosen in the palette: an action, or a record. */
export type Choice = { readonly action: string } | { readonly record: RecordKey };

/** Choices that are kept. */
export const MOST_CHOICES = 20;

export interface Panels {
  readonly outline: boolean;
  readonly inspector: boolean;
  readonly findings: boolean;
  /** Pixels. */
  readonly outlineWidth: number;
  readonly dockWidth: number;
  readonly findingsHeight: number;
  /** Somebody gave the findings their height; else it is that of a first start. */
  readonly findingsSized: boolean;
}

/** How far the guided sample is; null once it was done or put away. */
export type TourStep = 0 | 1 | 2 | 3 | 4 | null;

export interface Kept {
  readonly theme: Theme;
  readonly density: Density;
  readonly layer: Layer;
  /** Percent of the usual size of all text and controls. */
  readonly textSize: number;
  /** The topology that was open last, by registry. */
  readonly topologies: Readonly<Record<string, string>>;
  readonly cameras: Readonly<Record<string, Camera>>;
  readonly panels: Panels;
  /** Sections of inspectors that were opened or closed by hand, for example `handoff.policy`. */
  readonly sections: Readonly<Record<string, boolean>>;
  /** The last one first. */
  readonly choices: readonly Choice[];
  /** First steps are shown until they are put away. */
  readonly firstSteps: boolean;
  readonly tour: TourStep;
  readonly findingsGroup: FindingGroup;
  readonly findingsSort: FindingSort;
  /** What topologies are simulated with. */
  readonly simulation: SimulationSettings;
  /** Columns that were put away, by kind of record. */
  readonly hiddenColumns: Readonly<Record<string, readonly string[]>>;
  /** The order of all columns but the first, where it was chosen by hand, by kind of record. */
  readonly columnOrders: Readonly<Record<string, readonly string[]>>;
  /** Widths of columns that were chosen by hand, in pixels, by kind of record. */
  readonly columnWidths: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Texts that were typed and not acknowledged yet, by registry, record and field. */
  readonly unsentTexts: Readonly<Record<string, UnsentText>>;
  /** Edits that the server did not answer, by operation. */
  readonly unsentEdits: Readonly<Record<string, UnsentEdit>>;
}

export const DEFAULTS: Kept = {
  theme: "system",
  density: "comfortable",
  layer: "owner",
  textSize: USUAL_TEXT,
  topologies: {},
  cameras: {},
  panels: {
    outline: true,
    inspector: true,
    findings: true,
    outlineWidth: 232,
    dockWidth: 320,
    findingsHeight: 176,
    findingsSized: false,
  },
  sections: {},
  choices: [],
  firstSteps: true,
  tour: 0,
  findingsGroup: "severity",
  findingsSort: "severity",
  simulation: USUAL_SIMULATION,
  hiddenColumns: {},
  columnOrders: {},
  columnWidths: {},
  unsentTexts: {},
  unsentEdits: {},
};

const TOUR_STEPS = [0, 1, 2, 3, 4] as const;

export const KEPT_FIELDS = Object.keys(DEFAULTS) as readonly (keyof Kept)[];

export const PANEL_LIMITS = {
  outlineWidth: [180, 420],
  dockWidth: [280, 560],
  findingsHeight: [120, 560],
} as const;

export const SESSION_KEY = "baton.session";
/** Below this many pixels a first start leaves the room to the drawing. */
const NARROW = 1200;
const NARROW_DOCK = 300;
const NARROW_FINDINGS = 168;

/**
 * What was kept, or what suits a first start in a window of that width. A killed program may leave the storage behind what the
 * desktop kept, and a page that is loaded again was given what the desktop kept before: the later one of both holds.
 */
export function load(
  storage: Pick<Storage, "getItem">,
  windowWidth: number,
  fromDesktop: unknown = null,
): Kept {
  const stored = parsed(storage);
  const later =
    momentOf(fromDesktop) > momentOf(stored)
      ? completed(fromDesktop, stored)
      : (stored ?? fromDesktop);
  return later === null ? firstStart(windowWidth) : validated(later);
}

/** What was too large for the desktop is in the page's storage alone. */
function completed(fromDesktop: unknown, stored: unknown): unknown {
  if (!isObject(fromDesktop) || !isObject(stored) || fromDesktop.partial !== true)
    return fromDesktop;
  const joined = (field: "unsentTexts" | "unsentEdits") => ({
    ...(isObject(stored[field]) && stored[field]),
    ...(isObject(fromDesktop[field]) && fromDesktop[field]),
  });
  return {
    ...fromDesktop,
    unsentTexts: joined("unsentTexts"),
    unsentEdits: joined("unsentEdits"),
  };
}

function parsed(storage: Pick<Storage, "getItem">): unknown {
  try {
    return JSON.parse(storage.getItem(SESSION_KEY) ?? "null");
  } catch {
    return null;
  }
}

/** Milliseconds since 1970 at which it was kept; 0 where it does not say. */
function momentOf(kept: unknown): number {
  return isObject(kept) && typeof kept.at === "number" && Number.isFinite(kept.at) ? kept.at : 0;
}

function firstStart(windowWidth: number): Kept {
  if (windowWidth >= NARROW) return DEFAULTS;
  return {
    ...DEFAULTS,
    panels: {
      ...DEFAULTS.panels,
      outline: false,
      dockWidth: NARROW_DOCK,
      findingsHeight: NARROW_FINDINGS,
    },
  };
}

/** `at` is in milliseconds since 1970. */
export function save(
  storage: Pick<Storage, "setItem">,
  kept: Kept & { readonly at: number },
): void {
  try {
    storage.setItem(SESSION_KEY, JSON.stringify(kept));
  } catch {
    // A full or forbidden storage only costs the comfort of the next start.
  }
}

/** Whatever fits is kept, the rest falls back to its default. */
export function validated(value: unknown): Kept {
  const from = isObject(value) ? value : {};
  const panels = isObject(from.panels) ? from.panels : {};
  return {
    theme: from.theme === "light" || from.theme === "dark" ? from.theme : "system",
    density: from.density === "compact" ? "compact" : "comfortable",
    layer: oneOf(KEPT_LAYERS, from.layer, DEFAULTS.layer),
    textSize:
      typeof from.textSize === "number" && from.textSize >= 75 && from.textSize <= 200
        ? from.textSize
        : DEFAULTS.textSize,
    topologies: entries(from.topologies, (id) => (typeof id === "string" ? id : null)),
    cameras: entries(from.cameras, cameraOf),
    panels: {
      outline: flag(panels.outline, DEFAULTS.panels.outline),
      inspector: flag(panels.inspector, DEFAULTS.panels.inspector),
      findings: flag(panels.findings, DEFAULTS.panels.findings),
      outlineWidth: size(panels.outlineWidth, "outlineWidth"),
      dockWidth: size(panels.dockWidth, "dockWidth"),
      findingsHeight: size(panels.findingsHeight, "findingsHeight"),
      findingsSized: flag(panels.findingsSized, DEFAULTS.panels.findingsSized),
    },
    sections: entries(from.sections, (open) => (typeof open === "boolean" ? open : null)),
    choices: Array.isArray(from.choices)
      ? from.choices.slice(0, MOST_CHOICES).flatMap((choice) => choiceOf(choice) ?? [])
      : DEFAULTS.choices,
    firstSteps: flag(from.firstSteps, DEFAULTS.firstSteps),
    tour: from.tour === null ? null : oneOf(TOUR_STEPS, from.tour, DEFAULTS.tour),
    findingsGroup: oneOf(FINDING_GROUPS, from.findingsGroup, DEFAULTS.findingsGroup),
    findingsSort: oneOf(FINDING_SORTS, from.findingsSort, DEFAULTS.findingsSort),
    simulation: settingsOf(from.simulation),
    hiddenColumns: entries(from.hiddenColumns, namesOf),
    columnOrders: entries(from.columnOrders, namesOf),
    columnWidths: entries(from.columnWidths, (widths) => entries(widths, widthOf)),
    unsentTexts: entries(from.unsentTexts, unsentText),
    unsentEdits: entries(from.unsentEdits, unsentEdit),
  };
}

/** The size after `size` in a direction; the outermost ones stay. */
export function nextTextSize(size: number, direction: 1 | -1 | 0): number {
  if (direction === 0) return USUAL_TEXT;
  const sizes = direction > 0 ? TEXT_SIZES : TEXT_SIZES.toReversed();
  return sizes.find((next) => (next - size) * direction > 0) ?? size;
}

export function clampPanel(name: keyof typeof PANEL_LIMITS, pixels: number): number {
  const [least, most] = PANEL_LIMITS[name];
  return Math.round(Math.max(least, Math.min(most, pixels)));
}

function size(value: unknown, name: keyof typeof PANEL_LIMITS): number {
  return typeof value === "number" && Number.isFinite(value)
    ? clampPanel(name, value)
    : DEFAULTS.panels[name];
}

function oneOf<T>(known: readonly T[], value: unknown, fallback: T): T {
  return known.find((each) => each === value) ?? fallback;
}

function flag(value: unknown, fallback: boolean): boolean {
  return typeof value === "boolean" ? value : fallback;
}

function choiceOf(value: unknown): Choice | null {
  if (!isObject(value)) return null;
  if (typeof value.action === "string") return { action: value.action };
  if (!isObject(value.record)) return null;
  const { kind, id } = value.record;
  // A kind that is none is found nowhere, so its choice is not shown.
  return typeof kind === "string" && typeof id === "string"
    ? { record: { kind: kind as Kind, id } }
    : null;
}

function namesOf(value: unknown): string[] | null {
  return Array.isArray(value) && value.every((name) => typeof name === "string") ? value : null;
}

function widthOf(value: unknown): number | null {
  return typeof value === "number" && value >= 20 && value <= 4000 ? value : null;
}

function cameraOf(value: unknown): Camera | null {
  if (!isObject(value)) return null;
  const { x, y, zoom } = value;
  const numbers = [x, y, zoom].every((n) => typeof n === "number" && Number.isFinite(n));
  return numbers && (zoom as number) > 0.01 && (zoom as number) < 10
    ? (value as unknown as Camera)
    : null;
}

function entries<T>(value: unknown, read: (value: unknown) => T | null): Record<string, T> {
  const kept: Record<string, T> = {};
  if (!isObject(value)) return kept;
  for (const [key, entry] of Object.entries(value).slice(0, 500)) {
    const result = read(entry);
    if (result !== null) kept[key] = result;
  }
  return kept;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
