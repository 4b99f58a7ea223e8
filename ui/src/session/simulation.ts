/** What a topology is simulated with, and what came of it last. */
import type { Simulated, SimulationAsked, SimulationMethod } from "../platform";

/** What goes wrong on the way: floors that everybody has, or a scenario of the topology. */
export type Conditions = { readonly profile: string } | { readonly scenario: string };

/** What is asked for next. */
export interface SimulationSettings {
  readonly conditions: Conditions;
  readonly method: SimulationMethod;
  /** How many requests are walked, where they are. */
  readonly requests: number;
  readonly seed: number;
}

export const USUAL_SIMULATION: SimulationSettings = {
  conditions: { profile: "production" },
  method: "sampled",
  requests: 200_000,
  seed: 1,
};

/** A run that has not ended. */
export interface SimulationRun {
  readonly id: string;
  readonly walked: number;
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

/** What was kept of the settings, where it fits. */
export function settingsOf(value: unknown): SimulationSettings {
  if (typeof value !== "object" || value === null) return USUAL_SIMULATION;
  const { conditions, method, requests, seed } = value as Record<string, unknown>;
  return {
    conditions: conditionsOf(conditions),
    method: method === "exact" ? "exact" : "sampled",
    requests: whole(requests, 1, USUAL_SIMULATION.requests),
    seed: whole(seed, 0, USUAL_SIMULATION.seed),
  };
}

function conditionsOf(value: unknown): Conditions {
  const { profile, scenario } = (value ?? {}) as Record<string, unknown>;
  if (typeof scenario === "string") return { scenario };
  return typeof profile === "string" ? { profile } : USUAL_SIMULATION.conditions;
}

function whole(value: unknown, least: number, usual: number): number {
  return Number.isSafeInteger(value) && Number(value) >= least ? Number(value) : usual;
}
