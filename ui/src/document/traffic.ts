/** What a simulation says of a drawing: how many requests take each handoff, how many end badly after it, and what becomes of mistakes at each agent. */
import {
  ERROR,
  GOOD,
  TRAFFIC_MANY,
  TRAFFIC_MOST,
  TRAFFIC_SAFE,
  TRAFFIC_SOME,
  UNOWNED,
} from "../canvas/layer-colours";
import type { AgentFate, Fates, HandoffUse, Simulated } from "../platform";
import type { LayerReading, Shade } from "./layers";

/** The line of the busiest handoff, in world units; others are as much thinner as they are used less. */
export const WIDEST = 11;
const THINNEST = 1.25;
/** Lines of equal width are painted together. */
const STEP = 0.25;

/** Losses of a handoff, as shares of all requests: what ends badly with this one as its last handoff. */
const LOSSES: readonly { readonly from: number; readonly shade: Shade }[] = [
  {
    from: 0.05,
    shade: {
      key: "most",
      name: "Over 5 in 100 requests die",
      colour: TRAFFIC_MOST,
      rank: 1,
      sign: "breaks",
    },
  },
  {
    from: 0.01,
    shade: { key: "many", name: "1 to 5 in 100 die", colour: TRAFFIC_MANY, rank: 2 },
  },
  {
    from: 0.001,
    shade: { key: "some", name: "Under 1 in 100 die", colour: TRAFFIC_SOME, rank: 3 },
  },
  {
    from: 0,
    shade: { key: "safe", name: "Hardly any die", colour: TRAFFIC_SAFE, rank: 4 },
  },
];
const UNUSED: Shade = { key: "unused", name: "No request takes it", colour: UNOWNED, rank: 5 };
const RECOVERS: Shade = {
  key: "recovers",
  name: "Mistakes mostly recover",
  colour: GOOD,
  rank: 6,
};
const DIGS: Shade = {
  key: "digs",
  name: "Mistakes mostly dig deeper",
  colour: ERROR,
  rank: 7,
};

const UNVISITED: Shade = {
  key: "unvisited",
  name: "No request is handed over to it",
  colour: UNOWNED,
  rank: 8,
};

/** The layer of one result; nothing where something drawn is no part of it. */
export function trafficOf({ handoffs, agents }: Simulated): LayerReading {
  const busiest = busiestOf(handoffs);
  const edges = new Map(handoffs.map((handoff) => [handoff.id, ofHandoff(handoff, busiest)]));
  const boxes = new Map(agents.map((agent) => [`agent:${agent.id}`, ofAgent(agent)]));
  return { box: (key) => boxes.get(key) ?? null, edge: (id) => edges.get(id) ?? null };
}

/** Uses of the handoff that is used most, for a request. */
export function busiestOf(handoffs: readonly HandoffUse[]): number {
  return handoffs.reduce((most, { uses }) => Math.max(most, uses ?? 0), 0);
}

/** Share of all requests that end badly with the handoff as their last. */
export function lossOf({ ends_here }: HandoffUse): number {
  return badOf(ends_here);
}

export function badOf({ wrong, abandoned, dropped, killed, stuck }: Fates): number {
  return wrong + abandoned + dropped + killed + stuck;
}

function ofHandoff(handoff: HandoffUse, busiest: number): Shade {
  const { uses } = handoff;
  const loss = lossOf(handoff);
  if (uses === 0 && loss === 0) return { ...UNUSED, width: THINNEST, told: "unused" };
  const shade = LOSSES.find(({ from }) => loss >= from)?.shade ?? UNUSED;
  const traffic = uses === null ? "uses unknown" : `${hundredths(uses)} per 100`;
  const width = uses === null ? THINNEST : widthOf(uses, busiest);
  const told = loss < LEAST ? traffic : `${traffic}, ${hundredths(loss)} lost`;
  return { ...shade, width, told };
}

/** Losses below this are not worth a word on the drawing. */
const LEAST = 0.0005;

/** The width of a line that is used so often, in world units. */
export function widthOf(uses: number, busiest: number): number {
  const width = busiest === 0 ? THINNEST : (WIDEST * uses) / busiest;
  return Math.max(THINNEST, Math.round(width / STEP) * STEP);
}

function ofAgent({ recovers, visits }: AgentFate): Shade {
  if (visits === 0) return UNVISITED;
  const shade = recovers >= 0.5 ? RECOVERS : DIGS;
  return { ...shade, meter: recovers, told: `${Math.round(recovers * 100)} % of mistakes recover` };
}

/** Out of 100 requests, with as many digits as say something. */
function hundredths(share: number): string {
  const of100 = share * 100;
  if (of100 > 0 && of100 < 0.1) return "<0.1";
  return of100 < 9.95 ? String(Number(of100.toFixed(1))) : String(Math.round(of100));
}
