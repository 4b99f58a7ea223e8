// Written by Baton; what is changed here is lost with the next export.
/** The boundary of a handoff: lets a message in, or says why not and who takes it over. */
import { conditionHolds } from "./conditions.js";
import { type Contract, type Handler, rules, schemas } from "./rules.js";
import { type Check, checkOf, plainJsonProblem } from "./schema.js";
import { MemoryStore, type Store, type Use } from "./store.js";

export { MemoryStore, type Store, type Use } from "./store.js";

/** Why a message is not let in. The names are the same in every language. */
export type Reason =
  | "malformed"
  | "envelope_invalid"
  | "wrong_contract"
  | "version_not_accepted"
  | "task_state_not_allowed"
  | "payload_invalid"
  | "invariant_broken"
  | "expired"
  | "tool_limit_reached"
  | "duplicate"
  | "loop_limit_reached";

/** What is wrong with a payload, and where in it. */
export interface Problem {
  readonly reason: "payload_invalid" | "invariant_broken";
  /** JSON pointer in the payload. */
  readonly pointer: string;
  /** The keyword of the schema that is not kept, or the name of the invariant. */
  readonly rule: string;
}

/** A message that is not let in. `handler` takes it over; its kind is `none` where nobody does. */
export class Rejection {
  constructor(
    readonly reason: Reason,
    readonly handler: Handler,
    readonly message: string,
    /** JSON pointer in the message. */
    readonly pointer = "",
    readonly rule: string | null = null,
  ) {}
}

const NOBODY: Handler = { kind: "none" };
const envelope = checkOf(schemas.envelope);
const compiled = new Map<string, Check>();

/** What is wrong with a payload under a version of a contract; null if nothing is. An unknown version is an error of the caller. */
export function payloadProblem(contract: string, version: string, payload: unknown): Problem | null {
  const name = `${contract}@${version}`;
  const terms = termsOf(contract, version);
  if (!terms || !Object.hasOwn(schemas.payloads, name)) throw new RangeError(`There is no ${name} here.`);
  let check = compiled.get(name);
  if (!check) compiled.set(name, (check = checkOf(schemas.payloads[name])));
  const wrong = check(payload);
  if (wrong) return { reason: "payload_invalid", pointer: wrong.pointer, rule: wrong.keyword };
  const broken = terms.invariants.find(({ tree }) => !conditionHolds(tree, payload));
  return broken ? { reason: "invariant_broken", pointer: "", rule: broken.name } : null;
}

/** Whether a task may go from one state to another under a version of a contract. */
export function mayChange(contract: string, version: string, from: string, to: string): boolean {
  const terms = termsOf(contract, version);
  return terms?.transitions.some(([before, after]) => before === from && after === to) ?? false;
}

function termsOf(contract: string, version: string): Contract | undefined {
  const versions = Object.hasOwn(rules.contracts, contract) ? rules.contracts[contract] : undefined;
  return versions && Object.hasOwn(versions, version) ? versions[version] : undefined;
}

export class Guard {
  readonly #rules;

  /** The boundary of a handoff, by its id. `now` gives milliseconds since 1970. */
  constructor(
    readonly handoff: string,
    readonly store: Store = new MemoryStore(),
    readonly now: () => number = Date.now,
  ) {
    const found = Object.hasOwn(rules.handoffs, handoff) ? rules.handoffs[handoff] : undefined;
    if (!found) throw new RangeError(`There are no rules for the handoff ${handoff}.`);
    this.#rules = found;
  }

  /** The payload of a message as `JSON.parse` gave it, or why it is not let in. Throws only what the store throws. */
  async accept(message: unknown): Promise<unknown> {
    let checked: Use | Rejection;
    try {
      checked = this.#check(message);
    } catch (error) {
      return this.#reject("malformed", `the message cannot be read: ${String(error)}`);
    }
    if (checked instanceof Rejection) return checked;
    const recorded = await this.store.record(checked);
    if (recorded === "duplicate") {
      return new Rejection("duplicate", NOBODY, "this transfer was let in before", "/handoff_id");
    }
    if (recorded === "loop") {
      const why = `${checked.entity} has passed ${checked.loopLimit} times`;
      return new Rejection("loop_limit_reached", this.#rules.loop_handler, why);
    }
    return (message as { payload: unknown }).payload;
  }

  #reject(reason: Reason, why: string, pointer = "", rule: string | null = null): Rejection {
    return new Rejection(reason, this.#rules.handler, why, pointer, rule);
  }

  #check(message: unknown): Use | Rejection {
    const { contract: id, versions, entity_key, loop_limit, tool_limit, tool_handler } = this.#rules;
    const unreadable = plainJsonProblem(message);
    if (unreadable) return this.#reject("malformed", unreadable);
    const wrong = envelope(message);
    if (wrong)
      return this.#reject(
        "envelope_invalid",
        `the envelope does not keep ${wrong.keyword}`,
        wrong.pointer,
        wrong.keyword,
      );
    // biome-ignore lint/suspicious/noExplicitAny: the envelope was checked above.
    const { contract, payload, ...rest } = message as any;
    if (contract.id !== id) return this.#reject("wrong_contract", `${contract.id} is not ${id}`, "/contract/id");
    if (!versions.includes(contract.version)) {
      const why = `${contract.version} is not one of ${versions.join(", ")}`;
      return this.#reject("version_not_accepted", why, "/contract/version");
    }
    const states = termsOf(id, contract.version)?.task_states ?? [];
    if (states.length > 0 && !states.includes(rest.task_state)) {
      return this.#reject(
        "task_state_not_allowed",
        `${rest.task_state} is not one of ${states.join(", ")}`,
        "/task_state",
      );
    }
    const problem = payloadProblem(id, contract.version, payload);
    if (problem)
      return this.#reject(
        problem.reason,
        `the payload does not keep ${problem.rule}`,
        `/payload${problem.pointer}`,
        problem.rule,
      );
    // Dates know no leap seconds.
    if (
      rest.expiry !== undefined &&
      rest.expiry !== null &&
      Date.parse(rest.expiry.toUpperCase().replace(":60", ":59")) <= this.now()
    ) {
      return this.#reject("expired", `it expired at ${rest.expiry}`, "/expiry");
    }
    if (tool_limit !== null && (rest.tool_attempts ?? 0) >= tool_limit) {
      const why = `after ${tool_limit} tries of tools the task is handed on otherwise`;
      return new Rejection("tool_limit_reached", tool_handler, why, "/tool_attempts");
    }
    const named = entity_key === null ? undefined : memberAt(payload, entity_key);
    const entity = named ?? rest.entity_key ?? rest.correlation_id;
    const text = typeof entity === "string" ? entity : JSON.stringify(entity);
    return { handoff: this.handoff, handoffId: rest.handoff_id, entity: text, loopLimit: loop_limit };
  }
}

/** The value at a JSON pointer. */
function memberAt(value: unknown, pointer: string): unknown {
  if (pointer !== "" && !pointer.startsWith("/")) return undefined;
  const steps = pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  return steps.reduce<unknown>(
    (at, step) =>
      typeof at === "object" && at !== null && Object.hasOwn(at, step)
        ? (at as Record<string, unknown>)[step]
        : undefined,
    value,
  );
}
