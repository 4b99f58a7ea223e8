/** Shapes of simulations, as the backend writes them. */
import type { EditCommand, FaultProfile, RecordKey } from "./bindings";

export type Fate =
  | "resolved"
  | "wrong"
  | "human"
  | "human_repeat"
  | "abandoned"
  | "dropped"
  | "killed"
  | "stuck";

export type Fates = Record<Fate, number>;
export type Interval = { low: number; high: number };
export type SimulationMethod = "exact" | "sampled";

export type SimulationAsked = {
  topology: string | null;
  method: SimulationMethod;
  requests: number | null;
  seed: number | null;
  precision: number | null;
  profile: string | null;
  scenario: string | null;
  change: EditCommand[];
};

export type Latency = {
  mean: number;
  interval?: Interval;
  p50?: number;
  p95?: number;
  p99?: number;
};

export type TimeBucket = { from_ms: number; to_ms: number; share: number };
export type AgentFate = {
  id: string;
  recovers: number;
  digs_deeper: number;
  visits: number | null;
};
export type HandoffUse = { id: string; uses: number | null; ends_here: Fates };
export type Compounding = { origin: RecordKey; times: number; transfers: number };
export type Sensitivity = {
  subject: RecordKey;
  parameter: string;
  value: number;
  derivative: number;
  effect: number;
  improved: number | null;
};
export type FigureTarget = {
  figure: string;
  subject: RecordKey | null;
  wanted: number;
  is_at_least: boolean;
  found: number | null;
  holds: boolean;
  source: "default" | "handoff";
};

export type Simulated = {
  topology: string;
  method: SimulationMethod;
  profile: string;
  scenario?: string;
  outcomes: Fates;
  intervals?: Record<Fate, Interval>;
  bound?: number;
  requests?: number;
  seed?: number;
  ended?: "complete" | "precise" | "cancelled";
  hops: number | null;
  hops_interval?: Interval;
  cost_usd: number | null;
  cost_interval?: Interval;
  latency_ms: Latency | null;
  histogram: TimeBucket[];
  handoff_success: number | null;
  context_fidelity: number | null;
  agents: AgentFate[];
  handoffs: HandoffUse[];
  compounding: Compounding[];
  sensitivities: Sensitivity[];
  targets: FigureTarget[];
  notes: string[];
};

export type FigureDifference = {
  figure: string;
  a: number | null;
  b: number | null;
  difference: number | null;
  interval: Interval | null;
  is_better: boolean | null;
};
export type SimulationComparison = { a: Simulated; b: Simulated; differences: FigureDifference[] };
export type SimulationProgress = { run: string; walked: number; requests: number };
export type SimulationImprovement = {
  title: string;
  subject: RecordKey;
  parameter: string;
  edits: EditCommand[];
  effect: number | null;
  note: string | null;
};
export type ProfileChoice = { name: string; faults: FaultProfile; scenario: string | null };
export type ScenarioChoice = { id: string; name: string; profile: string | null };
export type SimulationChoices = {
  topology: string;
  profiles: ProfileChoice[];
  scenarios: ScenarioChoice[];
  entries: { agent: string; share: number }[];
  requests: number;
};
