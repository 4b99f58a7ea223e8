/** Where a window is, in the words that the desktop keeps for it. What comes back may be anything, so it is read with suspicion. */
import type { Kind, RecordKey } from "../platform";
import type { SessionState } from "./store";

export interface Place {
  /** The registry in which one was. */
  readonly registry: string;
  readonly topology: string | null;
  readonly view: SessionState["view"];
  readonly page: RecordKey | null;
  readonly kind: Kind;
  readonly query: string;
  readonly boxes: readonly string[];
  readonly edges: readonly string[];
  readonly start: boolean;
}

/** More than anybody sees at once is selected anew sooner than read. */
const MOST_SELECTED = 100;
const VIEWS = ["drawing", "registry", "audit"] as const;

export function placeOf(state: SessionState, registry: string): Place {
  return {
    registry,
    topology: state.topology,
    view: state.view,
    page: state.page,
    kind: state.registry.kind,
    query: state.registry.query,
    boxes: state.selection.boxes.slice(0, MOST_SELECTED),
    edges: state.selection.edges.slice(0, MOST_SELECTED),
    start: state.startOpen,
  };
}

/** Null where it is no place in that registry. */
export function placeFrom(value: unknown, registry: string): Place | null {
  if (!isObject(value) || value.registry !== registry) return null;
  const { topology, view, page, kind, query, boxes, edges, start } = value;
  return {
    registry,
    topology: typeof topology === "string" ? topology : null,
    view: VIEWS.find((known) => known === view) ?? "drawing",
    page: keyOf(page),
    // A kind that is none shows an empty table, as a query without an answer does.
    kind: typeof kind === "string" ? (kind as Kind) : "agent",
    query: typeof query === "string" ? query : "",
    boxes: texts(boxes),
    edges: texts(edges),
    start: start === true,
  };
}

export function samePlace(a: Place, b: Place): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function keyOf(value: unknown): RecordKey | null {
  if (!isObject(value)) return null;
  const { kind, id } = value;
  return typeof kind === "string" && typeof id === "string" ? { kind: kind as Kind, id } : null;
}

function texts(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((each) => typeof each === "string").slice(0, MOST_SELECTED);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
