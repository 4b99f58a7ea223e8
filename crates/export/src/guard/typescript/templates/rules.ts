// Written by Baton; what is changed here is lost with the next export.
import type { Tree } from "./conditions.js";
import written from "./rules.json" with { type: "json" };
import envelope from "./schemas/envelope.schema.json" with { type: "json" };
// The imports.

/** Who takes over what a boundary does not let through; `to` is the id of an agent, person, rotation, team or handoff, or a queue's name. */
export interface Handler {
  readonly kind: "fallback" | "return_to_sender" | "dead_letter" | "fallback_owner" | "forced_handoff" | "none";
  readonly to?: string;
}

/** What holds where one handoff ends. */
export interface Boundary {
  readonly contract: string;
  readonly versions: readonly string[];
  readonly accepts: readonly string[];
  readonly handler: Handler;
  readonly loop_limit: number | null;
  readonly entity_key: string | null;
  readonly loop_handler: Handler;
  readonly tool_limit: number | null;
  readonly tool_handler: Handler;
}

/** What a version of a contract asks for, beside its schema. */
export interface Contract {
  readonly task_states: readonly string[];
  readonly transitions: readonly (readonly string[])[];
  readonly invariants: readonly {
    readonly name: string;
    readonly condition: string;
    readonly tree: Tree | null;
    readonly message: string;
  }[];
}

/** What sets off a handoff, with threshold or word. */
export interface Clause {
  readonly on: string | { readonly any?: readonly Clause[]; readonly all?: readonly Clause[] };
  readonly value?: unknown;
}

/** One transfer of an agent. */
export interface Route extends Clause {
  readonly handoff: string;
  readonly otherwise: boolean;
  readonly condition: string | null;
  readonly tree: Tree | null;
}

export const rules = written as unknown as {
  readonly handoffs: Readonly<Record<string, Boundary>>;
  readonly contracts: Readonly<Record<string, Readonly<Record<string, Contract>>>>;
  readonly routes: Readonly<Record<string, Readonly<Record<string, readonly Route[]>>>>;
  readonly unguarded: readonly string[];
};

const payloads: Readonly<Record<string, unknown>> = {
  // The schemas.
};

export const schemas = { envelope: envelope as unknown, payloads };
