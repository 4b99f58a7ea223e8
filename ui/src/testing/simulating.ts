/** Simulations of a registry in memory: always the same small result, about what is drawn. Tests put their own answers in its place. */
import type {
  Agent,
  Fates,
  Handoff,
  Interval,
  LoadRequest,
  Platform,
  Scenario,
  Simulated,
  SimulationAsked,
  SimulationComparison,
  StoredRecord,
  Team,
} from "../platform";
import { calmer, loaded, loadsCompared } from "./loading";

export type Simulating = Pick<
  Platform,
  | "simulate"
  | "simulateLoad"
  | "cancelSimulation"
  | "compareSimulations"
  | "compareLoads"
  | "improvement"
  | "improvements"
  | "simulationChoices"
  | "onSimulationProgress"
>;

const NEVER: Fates = {
  resolved: 0,
  wrong: 0,
  human: 0,
  human_repeat: 0,
  abandoned: 0,
  dropped: 0,
  killed: 0,
  stuck: 0,
};

export function simulatingOf(records: () => readonly StoredRecord[]): Simulating {
  const all = <T>(kind: StoredRecord["kind"]) =>
    records().flatMap((stored) => (stored.kind === kind ? [stored.record as unknown as T] : []));
  const simulate = (asked: SimulationAsked): Simulated =>
    resultOf(
      asked,
      all<Agent>("agent"),
      all<Handoff>("handoff").filter(({ topology }) => topology === asked.topology),
    );
  const underLoad = (asked: LoadRequest) =>
    loaded(
      asked,
      all<Agent>("agent"),
      all<Handoff>("handoff").filter(({ topology }) => topology === asked.topology),
      all<Team>("team"),
    );
  return {
    simulate: async (asked) => simulate(asked),
    simulateLoad: async (asked) => underLoad(asked),
    cancelSimulation: async () => null,
    compareSimulations: async (a, b) => compared(simulate(a), simulate(b)),
    compareLoads: async (a, b) => loadsCompared(underLoad(a), calmer(underLoad(b))),
    improvement: async (_topology, subject, parameter, value) => {
      const stored = records().find(({ kind, id }) => kind === subject.kind && id === subject.id);
      const before = stored?.record as { readonly behaviour?: object };
      const record = { ...before, behaviour: { ...before.behaviour, [parameter]: value } };
      return {
        title: `Lower ${parameter} of ${subject.id} to ${value}`,
        subject,
        parameter,
        edits: [
          {
            op: "put",
            kind: subject.kind,
            id: subject.id,
            record,
            base_revision: stored?.revision ?? null,
            operation_id: "",
          } as never,
        ],
        effect: null,
        note: null,
      };
    },
    improvements: async () => [],
    simulationChoices: async (topology) => ({
      topology,
      profiles: ["calm", "production", "request-10001"].map((name) => ({
        name,
        faults: {},
        scenario: null,
      })),
      scenarios: all<Scenario>("scenario")
        .filter((scenario) => scenario.topology === topology)
        .map(({ id, name, profile = null }) => ({ id, name, profile })),
      entries: [],
      requests: 200_000,
    }),
    onSimulationProgress: async () => () => {},
  };
}

/** Faults make fewer requests end well; everything else is the same. */
const RESOLVED: Readonly<Record<string, number>> = { calm: 0.9, production: 0.8 };

function resultOf(
  asked: SimulationAsked,
  agents: readonly Agent[],
  handoffs: readonly Handoff[],
): Simulated {
  const { method, topology, scenario, change } = asked;
  const profile = asked.profile ?? "calm";
  const resolved = (RESOLVED[profile] ?? 0.6) + (change.length > 0 ? 0.05 : 0);
  const rest = 0.95 - resolved;
  const outcomes = { ...NEVER, resolved, human: 0.05, wrong: rest * 0.75, dropped: rest * 0.25 };
  const sampled = method === "sampled";
  const [first] = agents;
  return {
    topology: topology ?? "",
    method,
    profile,
    ...(scenario !== null && { scenario }),
    outcomes,
    ...(sampled
      ? {
          intervals: intervalsOf(outcomes),
          requests: asked.requests ?? 200_000,
          seed: asked.seed ?? 1,
          ended: "complete" as const,
        }
      : { bound: 1e-12 }),
    hops: 1.4,
    cost_usd: 0.012,
    latency_ms: sampled ? { mean: 2100, p50: 1500, p95: 5200, p99: 9100 } : { mean: 2100 },
    histogram: sampled ? TIMES : [],
    handoff_success: 0.97,
    context_fidelity: 0.996,
    agents: agents.map(({ id }, i) => {
      const recovers = Math.max(0.2, 0.9 - 0.15 * i);
      return { id, recovers, digs_deeper: 1 - recovers, visits: 1 / (1 + i) };
    }),
    handoffs: handoffs.map(({ id }, i) => ({
      id,
      uses: 1 / (1 + i),
      success: 0.97,
      context_loss: 0.005,
      human_rate: 0.1,
      latency_p95_ms: 40,
      ends_here: { ...NEVER, wrong: outcomes.wrong / 2 ** (1 + i), dropped: i === 0 ? 0.01 : 0 },
    })),
    compounding: first
      ? [
          {
            origin: { kind: "agent", id: first.id },
            cause: "hallucination" as const,
            per_request: 0.08,
            transfers: 1.3,
          },
        ]
      : [],
    sensitivities: first
      ? [
          {
            subject: { kind: "agent", id: first.id },
            parameter: "hallucination",
            value: 0.1,
            derivative: 0.4,
            effect: -0.004,
            improved: 0.09,
          },
        ]
      : [],
    targets: [
      target("handoff_success", 0.98, true, 0.97, false),
      target("hops", 4, false, 1.4, true),
    ],
    notes: [],
  };
}

function target(
  figure: string,
  wanted: number,
  is_at_least: boolean,
  found: number,
  holds: boolean,
): Simulated["targets"][number] {
  return { figure, subject: null, wanted, is_at_least, found, holds, source: "default" };
}

/** A hump on a logarithmic scale, each bucket a fifth wider than the one before. */
const TIMES = Array.from({ length: 16 }, (_, i) => {
  const from_ms = 300 * 1.22 ** i;
  const weights = Array.from({ length: 16 }, (_, j) => Math.exp(-((j - 7) ** 2) / 12));
  const sum = weights.reduce((before, weight) => before + weight, 0);
  return { from_ms, to_ms: from_ms * 1.22, share: (weights[i] ?? 0) / sum };
});

function intervalsOf(outcomes: Fates): Record<keyof Fates, Interval> {
  const entries = Object.entries(outcomes) as [keyof Fates, number][];
  const around = (value: number) => ({
    low: Math.max(0, value - 0.002),
    high: Math.min(1, value + 0.002),
  });
  return Object.fromEntries(entries.map(([fate, value]) => [fate, around(value)])) as Record<
    keyof Fates,
    Interval
  >;
}

function compared(a: Simulated, b: Simulated): SimulationComparison {
  const row = (figure: string, x: number, y: number, moreIsBetter: boolean) => ({
    figure,
    a: x,
    b: y,
    difference: y - x,
    interval: { low: y - x - 0.003, high: y - x + 0.003 },
    is_better: Math.abs(y - x) > 0.003 ? y > x === moreIsBetter : null,
  });
  return {
    a,
    b,
    differences: [
      row("resolved", a.outcomes.resolved, b.outcomes.resolved, true),
      row("wrong", a.outcomes.wrong, b.outcomes.wrong, false),
      row("hops", a.hops ?? 0, b.hops ?? 0, false),
    ],
  };
}
