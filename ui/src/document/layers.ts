/** What a layer says of every box and handoff, in colours of `LAYER_TOKENS` and in words for the legend. */
import { ADVICE, ERROR, GOOD, OWNER_COLOURS, UNOWNED, WARNING } from "../canvas/layer-colours";
import type { Scene } from "../canvas/scene";
import type { Sign } from "../canvas/signs";
import type {
  ContractState,
  Finding,
  Handoff,
  HealthState,
  Severity,
  Simulated,
} from "../platform";
import type { Layer } from "../session/persist";
import { recordOfBox } from "./boxes";
import { type DocumentState, recordOf, recordsOf } from "./store";
import { trafficOf } from "./traffic";

/** One thing that a layer can say. */
export interface Shade {
  readonly key: string;
  readonly name: string;
  /** An index into `LAYER_TOKENS`. */
  readonly colour: number;
  /** Its place in the legend, where colours do not say it. */
  readonly rank?: number;
  /** Says it beside the colour. */
  readonly sign?: Sign;
  /** Says it of this one in words, in place of its subtitle or label. */
  readonly told?: string;
  /** How wide a line is drawn, in world units. */
  readonly width?: number;
  /** A share that a box shows as a bar, between 0 and 1. */
  readonly meter?: number;
}

/** What the layer says of a box or a handoff; null where it says nothing. */
export interface LayerReading {
  readonly box: (key: string) => Shade | null;
  readonly edge: (handoff: string) => Shade | null;
}

export interface LegendEntry extends Shade {
  readonly boxes: readonly string[];
  readonly edges: readonly string[];
}

export const LAYER_NAMES: Record<Layer, string> = {
  owner: "Owner",
  findings: "Findings",
  "contract-version": "Contract version",
  "trust-domain": "Trust domain",
  health: "Health",
  traffic: "Simulated traffic",
};

/** `simulated` is what the last simulation of the drawing found. */
export function layerOf(
  state: DocumentState,
  layer: Layer,
  simulated: Simulated | null = null,
): LayerReading {
  switch (layer) {
    case "traffic":
      return simulated ? trafficOf(simulated) : SILENT;
    case "owner":
      return agentsBy(state, "team", "No owner", (agent) => agent.team);
    case "trust-domain":
      return agentsBy(state, "trust_domain", "No trust domain", (agent) => agent.trust_domain);
    case "health":
      return {
        box: (key) => {
          const agent = agentAt(state, key);
          return agent ? HEALTH[agent.health?.state ?? "unknown"] : null;
        },
        edge: () => null,
      };
    case "findings":
      return findingsReading(state.findings);
    case "contract-version":
      return {
        box: () => null,
        edge: (id) => {
          const handoff = recordOf(state, "handoff", id);
          return handoff ? versionShade(state, handoff) : null;
        },
      };
  }
}

const SILENT: LayerReading = { box: () => null, edge: () => null };

/** What the layer says of this drawing: every shade that occurs, with what it is said of. */
export function legendOf(reading: LayerReading, scene: Scene): LegendEntry[] {
  const entries = new Map<string, { shade: Shade; boxes: string[]; edges: string[] }>();
  const entryOf = (shade: Shade) => {
    const known = entries.get(shade.key);
    if (known) return known;
    const made = { shade, boxes: [], edges: [] };
    entries.set(shade.key, made);
    return made;
  };
  for (const key of scene.boxes.keys()) {
    const shade = reading.box(key);
    if (shade) entryOf(shade).boxes.push(key);
  }
  for (const edge of scene.edges.values()) {
    const shade = edge.kind === "handoff" ? reading.edge(edge.id) : null;
    if (shade) entryOf(shade).edges.push(edge.id);
  }
  return [...entries.values()]
    .map(({ shade, boxes, edges }) => ({ ...shade, boxes, edges }))
    .sort((a, b) => rankOf(a) - rankOf(b) || a.name.localeCompare(b.name));
}

/** Owners by name with those without one last; states from bad to good. */
function rankOf({ colour, rank }: Shade): number {
  if (rank !== undefined) return rank;
  if (colour < OWNER_COLOURS) return 0;
  return colour === UNOWNED ? GOOD + 1 : colour;
}

function agentAt(state: DocumentState, key: string) {
  const { kind, id } = recordOfBox(key);
  return kind === "agent" ? recordOf(state, "agent", id) : undefined;
}

type Agent = NonNullable<ReturnType<typeof agentAt>>;

/** Colours by the place of a team or domain among all of its kind, so that they are the same on every drawing. */
function agentsBy(
  state: DocumentState,
  kind: "team" | "trust_domain",
  without: string,
  idOf: (agent: Agent) => string | null | undefined,
): LayerReading {
  const shades = new Map<string, Shade>();
  for (const [place, id] of [...recordsOf(state, kind).keys()].sort().entries()) {
    const name = recordOf(state, kind, id)?.name ?? id;
    shades.set(id, { key: id, name, colour: place % OWNER_COLOURS });
  }
  const none: Shade = { key: "", name: without, colour: UNOWNED };
  return {
    box: (key) => {
      const agent = agentAt(state, key);
      return agent ? (shades.get(idOf(agent) ?? "") ?? none) : null;
    },
    edge: () => null,
  };
}

const HEALTH: Record<HealthState, Shade> = {
  down: { key: "down", name: "Down", colour: ERROR },
  degraded: { key: "degraded", name: "Degraded", colour: WARNING },
  healthy: { key: "healthy", name: "Healthy", colour: GOOD },
  unknown: { key: "unknown", name: "Unknown", colour: UNOWNED },
};

const SEVERITY: Record<Severity, Shade> = {
  error: { key: "error", name: "Errors", colour: ERROR },
  warning: { key: "warning", name: "Warnings", colour: WARNING },
  advice: { key: "advice", name: "Advice", colour: ADVICE },
};
const CLEAN: Shade = { key: "clean", name: "No findings", colour: GOOD };
const GRAVEST: readonly Severity[] = ["error", "warning", "advice"];

function findingsReading(findings: readonly Finding[]): LayerReading {
  const worst = new Map<string, Severity>();
  for (const { subject, severity, silenced } of findings) {
    if (silenced) continue;
    const key = `${subject.kind}:${subject.id}`;
    const known = worst.get(key);
    if (!known || GRAVEST.indexOf(severity) < GRAVEST.indexOf(known)) worst.set(key, severity);
  }
  const shade = (key: string): Shade => {
    const severity = worst.get(key);
    return severity ? SEVERITY[severity] : CLEAN;
  };
  return {
    box: (key) => (JUDGED.some((kind) => key.startsWith(kind)) ? shade(key) : null),
    edge: (id) => shade(`handoff:${id}`),
  };
}

/** Boxes that rules speak of. */
const JUDGED = ["agent:", "outcome:", "entry:"];

const VERSION: Record<ContractState, Shade> = {
  retired: { key: "retired", name: "Version out of use", colour: ERROR },
  deprecated: { key: "deprecated", name: "Version is deprecated", colour: WARNING },
  draft: { key: "draft", name: "Version is a draft", colour: ADVICE },
  in_review: { key: "in_review", name: "Version in review", colour: ADVICE },
  published: { key: "published", name: "Published version", colour: GOOD },
};
const NO_CONTRACT: Shade = { key: "", name: "No contract", colour: UNOWNED };
const NOT_PINNED: Shade = { key: "unpinned", name: "Contract without version", colour: WARNING };
const NO_SUCH: Shade = { key: "missing", name: "Version does not exist", colour: ERROR };

function versionShade(state: DocumentState, { contract, version }: Handoff): Shade {
  if (!contract) return NO_CONTRACT;
  if (!version) return NOT_PINNED;
  const known = recordOf(state, "contract_version", `${contract}@${version}`);
  return known ? VERSION[known.state ?? "draft"] : NO_SUCH;
}
