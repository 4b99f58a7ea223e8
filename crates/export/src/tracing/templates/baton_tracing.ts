// The span and the metrics of a handoff, as conventions.md says; needs @opentelemetry/api and nothing else.
//
//   const handoffs = new HandoffTracing(JSON.parse(readFileSync("handoffs.json", "utf8")));
//   await handoffs.transfer("triage-refunds", message, async (transfer) => {
//     transfer.validated(true);
//     await send(message);
//     transfer.acknowledged();
//   });
import { type Attributes, type Counter, type Histogram, type Meter, metrics, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";

export type Status = "success" | "partial" | "rolled_back" | "failed";
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export interface Party {
  agent: string;
  version?: string | null;
}
/** What is read of a message's envelope. */
export interface Message {
  handoff_id?: string;
  correlation_id?: string;
  attempt?: number;
  source?: Party;
  destination?: Party;
  contract?: { id: string; version: string };
  message_type?: string;
  reason_code?: string | null;
  path?: Party[];
  payload?: Json;
}
export interface KnownHandoff {
  topology: string;
  contract?: string | null;
  version?: string | null;
  /** What is masked; null where nobody has said what travels. */
  masks: { pointer: string; rule: string }[] | null;
}
export interface Options {
  /** Whether the masked payload goes into the span; true when left out. */
  payloads?: boolean;
  /** Makes keyed hashes; without it such values are redacted. */
  hash?: (text: string) => string;
  /** Makes tokens; without it such values are redacted. */
  tokenise?: (value: Json) => string;
  tracer?: Tracer;
  meter?: Meter;
}

export const BUCKETS = [@BUCKETS@];
const COUNTERS = ["failed", "rejected", "loop_killed", "dead_lettered", "retried", "fallen_back"] as const;
type CounterName = (typeof COUNTERS)[number] | "total";
interface Instruments {
  counters: Record<CounterName, Counter>;
  ack: Histogram;
}

/** One transfer on its way. What is told is written when it ends; without an acknowledgement it has failed. */
export class Transfer {
  status: Status | undefined;
  readonly #start = performance.now();

  constructor(
    readonly span: Span,
    private readonly labels: Attributes,
    private readonly instruments: Instruments,
  ) {}

  /** The receiver's answer of the validation on entry. */
  validated(accepted: boolean, reason?: string): void {
    this.span.setAttribute("baton.validation.result", accepted ? "accepted" : "rejected");
    if (!accepted) {
      this.#count("rejected");
      this.status ??= "failed";
    }
    if (reason !== undefined) this.span.setAttribute("baton.validation.reason", reason);
  }

  /** An attempt after the first. */
  retried(): void {
    this.#count("retried");
  }

  /** A fallback has taken over. */
  fellBack(agent: string): void {
    this.span.setAttribute("baton.fallback", agent);
    this.#count("fallen_back");
  }

  /** The receiver has it, or a part of it. */
  acknowledged(status: "success" | "partial" = "success"): void {
    const ms = performance.now() - this.#start;
    this.span.setAttribute("baton.latency_ms", ms);
    this.instruments.ack.record(ms / 1000, this.labels);
    this.status = status;
  }

  /** Control is with the sender again. */
  rolledBack(): void {
    this.status = "rolled_back";
  }

  /** It was stopped, as the same entity had passed too often. */
  loopKilled(): void {
    this.span.setAttribute("baton.loop_killed", true);
    this.#count("loop_killed");
    this.status = "failed";
  }

  /** The message lies in the dead letter queue. */
  deadLettered(): void {
    this.span.setAttribute("baton.dead_lettered", true);
    this.#count("dead_lettered");
    this.status = "failed";
  }

  /** Called once, by whoever began the transfer. */
  end(): void {
    const status = this.status ?? "failed";
    this.span.setAttribute("baton.status", status);
    if (status === "failed" || status === "rolled_back") {
      this.#count("failed");
      this.span.setStatus({ code: SpanStatusCode.ERROR, message: status });
    }
    this.span.end();
  }

  #count(name: CounterName): void {
    this.instruments.counters[name].add(1, this.labels);
  }
}

/** Writes spans and metrics of the handoffs in `handoffs.json`. */
export class HandoffTracing {
  readonly #handoffs: Map<string, KnownHandoff>;
  readonly #options: Options;
  readonly #tracer: Tracer;
  readonly #instruments: Instruments;

  constructor(handoffs: { handoffs: Record<string, KnownHandoff> }, options: Options = {}) {
    this.#handoffs = new Map(Object.entries(handoffs.handoffs));
    this.#options = options;
    this.#tracer = options.tracer ?? trace.getTracer("baton");
    const meter = options.meter ?? metrics.getMeter("baton");
    const counters = { total: meter.createCounter("baton.handoff") } as Record<CounterName, Counter>;
    for (const name of COUNTERS) counters[name] = meter.createCounter(`baton.handoff.${name}`);
    const ack = meter.createHistogram("baton.handoff.ack", { unit: "s", advice: { explicitBucketBoundaries: BUCKETS } });
    this.#instruments = { counters, ack };
    // A counter that begins with its first event would hide that event from increase() in Prometheus.
    for (const [handoff, { topology }] of this.#handoffs)
      for (const counter of Object.values(counters)) counter.add(0, { handoff, topology });
  }

  /** The span of one transfer around what is done; an error is a failed transfer and goes on. */
  transfer<T>(handoff: string, message: Message, act: (transfer: Transfer) => Promise<T>): Promise<T> {
    const known = this.#known(handoff);
    const labels = { handoff, topology: known.topology };
    const attributes = this.#attributes(handoff, known, message);
    return this.#tracer.startActiveSpan(`handoff ${handoff}`, { kind: SpanKind.PRODUCER, attributes }, async (span) => {
      this.#instruments.counters.total.add(1, labels);
      const transfer = new Transfer(span, labels, this.#instruments);
      try {
        return await act(transfer);
      } catch (error) {
        transfer.status = "failed";
        span.recordException(error instanceof Error ? error : String(error));
        throw error;
      } finally {
        transfer.end();
      }
    });
  }

  /** A copy of the payload in which what the contract marks as sensitive is masked. */
  mask(handoff: string, payload: Json): Json {
    let masked: Json = structuredClone(payload);
    for (const { pointer, rule } of this.#known(handoff).masks ?? []) {
      const parts = pointer.split("/").slice(1).map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
      masked = this.#masked(masked, parts, rule);
    }
    return masked;
  }

  #known(handoff: string): KnownHandoff {
    const known = this.#handoffs.get(handoff);
    if (!known) throw new RangeError(`handoffs.json has no handoff ${handoff}`);
    return known;
  }

  #attributes(handoff: string, known: KnownHandoff, message: Message): Attributes {
    const attributes: Record<string, string | number | string[] | null | undefined> = {
      "baton.handoff.id": handoff,
      "baton.topology.id": known.topology,
      "baton.transfer.id": message.handoff_id,
      "baton.correlation.id": message.correlation_id,
      "baton.contract.id": message.contract?.id ?? known.contract,
      "baton.contract.version": message.contract?.version ?? known.version,
      "baton.source.id": message.source?.agent,
      "baton.source.version": message.source?.version,
      "baton.destination.id": message.destination?.agent,
      "baton.destination.version": message.destination?.version,
      "baton.message_type": message.message_type,
      "baton.attempt": message.attempt,
      "baton.reason.code": message.reason_code,
      "baton.path": (message.path ?? []).map(({ agent }) => agent),
    };
    if (this.#options.payloads !== false && known.masks && message.payload !== undefined)
      attributes["baton.payload"] = JSON.stringify(this.mask(handoff, message.payload));
    const said: Attributes = {};
    for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) said[name] = value;
    return said;
  }

  #masked(value: Json, [first, ...rest]: string[], rule: string): Json {
    if (first === undefined) return this.#mark(value, rule);
    if (Array.isArray(value))
      return value.map((item, index) => (first === String(index) || first === "*" || first === "-" ? this.#masked(item, rest, rule) : item));
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, first)) return value;
    const members = Object.entries(value).filter(([name]) => name !== first || rest.length > 0 || rule !== "drop");
    return Object.fromEntries(members.map(([name, member]) => [name, name === first ? this.#masked(member, rest, rule) : member]));
  }

  #mark(value: Json, rule: string): Json {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    if (rule === "last_four" && text.length > 4) return "*".repeat(text.length - 4) + text.slice(-4);
    if (rule === "hash" && this.#options.hash) return this.#options.hash(text);
    if (rule === "tokenise" && this.#options.tokenise) return this.#options.tokenise(value);
    return "[redacted]";
  }
}
