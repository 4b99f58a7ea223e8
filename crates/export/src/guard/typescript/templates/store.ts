// Written by Baton; what is changed here is lost with the next export.
/** One use of a handoff, to be remembered. */
export interface Use {
  readonly handoff: string;
  /** The transfer; a retry has the same. */
  readonly handoffId: string;
  /** What the loop limit counts by. */
  readonly entity: string;
  readonly loopLimit: number | null;
}

/**
 * What was let in before. `record` looks and remembers in one step, so that of two equal messages at the same time only one passes: a known
 * `handoffId` of the handoff is a `duplicate` and changes nothing; an entity that has passed `loopLimit` times is a `loop`; else the id is
 * kept and the entity's count goes up by one. Over a database: one transaction, or one script in Redis.
 */
export interface Store {
  record(use: Use): Promise<"recorded" | "duplicate" | "loop">;
}

/** Remembers the last uses in this process: for tests, and for services that run once. */
export class MemoryStore implements Store {
  readonly #seen = new Set<string>();
  readonly #uses = new Map<string, number>();

  constructor(readonly most = 1_000_000) {}

  async record(use: Use): Promise<"recorded" | "duplicate" | "loop"> {
    const transfer = JSON.stringify([use.handoff, use.handoffId]);
    if (this.#seen.has(transfer)) return "duplicate";
    const entity = JSON.stringify([use.handoff, use.entity]);
    const uses = this.#uses.get(entity) ?? 0;
    if (use.loopLimit !== null && uses >= use.loopLimit) return "loop";
    this.#seen.add(transfer);
    this.#uses.delete(entity);
    this.#uses.set(entity, uses + 1);
    for (const kept of [this.#seen, this.#uses]) {
      if (kept.size > this.most)
        for (const oldest of kept.keys()) {
          kept.delete(oldest);
          break;
        }
    }
    return "recorded";
  }
}
