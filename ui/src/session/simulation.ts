/** What a topology is simulated with, and what came of it last. */
import type {
  LoadRequest,
  Simulated,
  SimulatedLoad,
  SimulationAsked,
  SimulationMethod,
} from "../platform";

/** What goes wrong on the way: floors that everybody has, or a scenario of the topology. */
export type Conditions = { readonly profile: string } | { readonly scenario: string };

export const RATE_UNITS = ["s", "min", "h"] as const;
export type RateUnit = (typeof RATE_UNITS)[number];
export const TIME_UNITS = ["min", "h", "d"] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

/** How much load is asked for next, in the units that it was typed in. */
export interface LoadSettings {
  /** Requests that arrive in each unit of time; the scenario's own rate where it is null. */
  readonly rate: number | null;
  readonly per: RateUnit;
  readonly time: number;
  readonly unit: TimeUnit;
}

/** What is asked for next. */
export interface SimulationSettings {
  readonly conditions: Conditions;
  readonly method: SimulationMethod;
  /** How many requests are walked, where they are. */
  readonly requests: number;
  readonly seed: number;
  readonly load: LoadSettings;
}

export const USUAL_LOAD: LoadSettings = { rate: 60, per: "min", time: 8, unit: "h" };

export const USUAL_SIMULATION: SimulationSettings = {
  conditions: { profile: "production" },
  method: "sampled",
  requests: 200_000,
  seed: 1,
  load: USUAL_LOAD,
};

/** A run that has not ended. */
export interface SimulationRun {
  readonly id: string;
  /** Of what it takes one after the other: requests that are walked, or changes that are tried. */
  readonly steps: "requests" | "changes";
  readonly walked: number;
  /** 0 while a topology is solved. */
  readonly requests: number;
  /** It ends as soon as it can, with what was walked so far. */
  readonly ends: boolean;
}

/** What a run found. */
export interface SimulationResult {
  readonly asked: SimulationAsked;
  readonly found: Simulated;
  /** The records that it was asked of. */
  readonly basis: readonly unknown[];
}

/** What a run under load found. */
export interface LoadResult {
  readonly asked: LoadRequest;
  readonly found: SimulatedLoad;
  /** The records that it was asked of. */
  readonly basis: readonly unknown[];
}

/** What was kept of the settings, where it fits. */
export function settingsOf(value: unknown): SimulationSettings {
  if (typeof value !== "object" || value === null) return USUAL_SIMULATION;
  const { conditions, method, requests, seed, load } = value as Record<string, unknown>;
  return {
    conditions: conditionsOf(conditions),
    method: method === "exact" ? "exact" : "sampled",
    requests: whole(requests, 1, USUAL_SIMULATION.requests),
    seed: whole(seed, 0, USUAL_SIMULATION.seed),
    load: loadOf(load),
  };
}

function loadOf(value: unknown): LoadSettings {
  const { rate, per, time, unit } = (value ?? {}) as Record<string, unknown>;
  return {
    rate: rate === null ? null : above(rate, USUAL_LOAD.rate),
    per: RATE_UNITS.find((known) => known === per) ?? USUAL_LOAD.per,
    time: above(time, USUAL_LOAD.time),
    unit: TIME_UNITS.find((known) => known === unit) ?? USUAL_LOAD.unit,
  };
}

function above<T>(value: unknown, usual: T): number | T {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : usual;
}

function conditionsOf(value: unknown): Conditions {
  const { profile, scenario } = (value ?? {}) as Record<string, unknown>;
  if (typeof scenario === "string") return { scenario };
  return typeof profile === "string" ? { profile } : USUAL_SIMULATION.conditions;
}

function whole(value: unknown, least: number, usual: number): number {
  return Number.isSafeInteger(value) && Number(value) >= least ? Number(value) : usual;
}
