/** Patterns and gates of a registry in memory: the plain cases of what the backend answers. Tests put their own answers in its place. */
import type {
  Agent,
  CardPart,
  ContractVersion,
  EditCommand,
  Fit,
  GateProposal,
  Handoff,
  Json,
  Platform,
  Recognised,
  ReviewField,
  StoredRecord,
  Topology,
} from "../platform";

export type Coordinating = Pick<
  Platform,
  "gateAdvice" | "gateSamples" | "gatePreview" | "patternAdvice" | "restructurePlan"
>;

export function coordinatingOf(records: () => readonly StoredRecord[]): Coordinating {
  const all = <T>(kind: StoredRecord["kind"]) =>
    records().flatMap((stored) => (stored.kind === kind ? [stored.record as unknown as T] : []));
  const agentOf = (id: unknown) => all<Agent>("agent").find((agent) => agent.id === id);
  const handoffOf = (id: string) => {
    const found = all<Handoff>("handoff").find((handoff) => handoff.id === id);
    if (!found) throw new Error(`there is no handoff ${id}`);
    return found;
  };
  const versionOf = ({ contract, version }: Handoff) =>
    all<ContractVersion>("contract_version").find(
      (each) => each.contract === contract && each.version === version,
    );
  const handoffsOf = (topology: string) =>
    all<Handoff>("handoff").filter((handoff) => handoff.topology === topology);
  const nameOf = (id: unknown) => agentOf(id)?.name ?? String(id);

  return {
    gateAdvice: async (topology) => {
      const handoffs = handoffsOf(topology);
      const acting = (handoff: Handoff) =>
        agentOf(handoff.to)?.tools?.some(({ irreversible }) => irreversible) ?? false;
      const adds = handoffs.filter((handoff) => !handoff.gate && acting(handoff));
      const removes = handoffs.filter((handoff) => handoff.gate && !acting(handoff));
      const proposals = [
        ...adds.map((handoff) =>
          proposalOf("add", handoff, `${nameOf(handoff.to)} can do what cannot be taken back.`),
        ),
        ...removes.map((handoff) =>
          proposalOf(
            "remove",
            handoff,
            "Nothing that a person has to decide about comes after it.",
          ),
        ),
      ];
      const standing = handoffs.filter(({ gate }) => gate).length;
      const summary =
        proposals.length > 0
          ? `${adds.length} gates are missing, ${removes.length} of ${standing} are not needed.`
          : "The gates that stand are enough.";
      return {
        topology,
        standing,
        consequences: adds.length + standing,
        proposals,
        unguarded: [],
        summary,
      };
    },
    gateSamples: async (id) => {
      const version = versionOf(handoffOf(id));
      const schema = version?.payload_schema as { properties?: Record<string, Json> } | undefined;
      const sensitive = new Set(version?.sensitive?.map(({ pointer }) => pointer));
      const fields = Object.keys(schema?.properties ?? {}).map(
        (name): ReviewField => ({
          pointer: `/${name}`,
          name,
          placeholder: `{{ payload.${name} }}`,
          type_words: "text",
          meaning: "",
          required: true,
          sensitive: sensitive.has(`/${name}`),
          single: true,
        }),
      );
      const samples = (version?.examples?.accepted ?? []).map(({ name, payload }) => ({
        name,
        made_up: false,
        payload,
      }));
      return { fields, samples };
    },
    gatePreview: async (id, given, payload) => {
      const handoff = handoffOf(id);
      const gate = given ?? handoff.gate ?? {};
      const sensitive = new Set(versionOf(handoff)?.sensitive?.map(({ pointer }) => pointer));
      const summary = (gate.summary ?? "")
        .split(/(\{\{.*?\}\})/s)
        .filter((part) => part !== "")
        .map((part): CardPart => {
          const field = /^\{\{\s*payload\.([\w.]+)\s*\}\}$/.exec(part)?.[1];
          if (field === undefined) return { kind: "words", text: part, pointer: null };
          const steps = field.split(".");
          const pointer = `/${steps.join("/")}`;
          const value = steps.reduce<unknown>(
            (at, step) => (at as Record<string, unknown> | undefined)?.[step],
            payload ?? {},
          );
          if (value === undefined) return { kind: "missing", text: `no ${field}`, pointer };
          if (sensitive.has(pointer)) return { kind: "masked", text: "•••••", pointer };
          const text = typeof value === "string" ? value : JSON.stringify(value);
          return { kind: "value", text, pointer };
        });
      const masked = summary.some(({ kind }) => kind === "masked");
      return {
        card: {
          reviewers: (gate.reviewers ?? []).map(
            ({ kind, id: reviewer }) =>
              all<{ id: string; name: string }>(kind).find((one) => one.id === reviewer)?.name ??
              reviewer,
          ),
          summary,
          proposed_action: gate.proposed_action ?? "",
          question: gate.question ?? "",
          answers: (gate.branches ?? []).map(({ answer, goes_to }) => ({
            answer,
            leads_to: nameOf(goes_to ?? handoff.to),
            goes_on: goes_to == null,
          })),
          minutes: gate.minutes ?? 2,
          masked_because: masked ? "They are not known to work there." : null,
          problems: [],
        },
        advice:
          (gate.minutes ?? 2) > 2
            ? [
                {
                  code: "HIL003",
                  severity: "warning",
                  message: `A review takes ${gate.minutes} minutes; ask for less, until 2 are enough.`,
                  why: "A heavy gate becomes a rubber stamp.",
                },
              ]
            : [],
      };
    },
    patternAdvice: async (topology, part) => {
      const handoffs = handoffsOf(topology).filter(
        ({ from }) => part.length === 0 || part.includes(from),
      );
      const heads = new Set(
        handoffs.flatMap(({ mode, from }) => (mode === "delegate" ? [from] : [])),
      );
      const recognised = [...heads].map((head): Recognised => {
        const calls = handoffs.filter(({ mode, from }) => mode === "delegate" && from === head);
        return {
          pattern: "supervisor",
          agents: [head, ...calls.map(({ to }) => String(to))],
          handoffs: calls.map(({ id }) => id),
          because: `${nameOf(head)} delegates to ${calls.length} agents and gets their answers back`,
          confidence: "high",
          said: `${calls.length} of ${calls.length} handoffs are marked as part of it`,
          turns_into: "chain",
        };
      });
      const nature = all<Topology>("topology").find(({ id }) => id === topology)?.nature ?? {};
      const inferred = <T>(value: T, declared: boolean) => ({
        value,
        declared,
        because: declared ? "" : "nobody has said so",
      });
      return {
        topology,
        recognised,
        nature: {
          coupling: inferred(nature.coupling ?? "unknown", nature.coupling != null),
          stateful: inferred(nature.stateful ?? false, nature.stateful === true),
          parallel_flows: inferred(nature.parallel_flows ?? 1, Boolean(nature.parallel_flows)),
          latency_ms: nature.latency_ms ?? null,
          regulated: inferred(nature.regulated ?? false, nature.regulated === true),
          specialists: inferred(nature.specialists ?? 0, Boolean(nature.specialists)),
        },
        fits: [
          fitOf("supervisor", 2, recognised.length > 0, "One place saw everything."),
          fitOf("chain", -1, false, "The path has to be put together from traces."),
        ],
      };
    },
    restructurePlan: async (topology, head, into) => {
      const calls = handoffsOf(topology).filter(
        ({ mode, from }) => mode === "delegate" && from === head,
      );
      const agents = [head, ...calls.map(({ to }) => String(to))];
      const changed = calls.map(
        (handoff, i): Handoff => ({
          ...handoff,
          from: agents[i] ?? head,
          mode: "transfer",
          pattern: "chain",
        }),
      );
      return {
        pattern: into,
        agents,
        moves: calls.map((handoff, i) => ({
          handoff: handoff.id,
          from_before: head,
          from_after: agents[i] ?? head,
          to: String(handoff.to),
          mode_before: "delegate",
          mode_after: "transfer",
          contract: handoff.contract ?? null,
          owned: (handoff.owners ?? []).length > 0,
        })),
        edits: changed.map(putOf),
        notes: [],
      };
    },
  };
}

function proposalOf(act: "add" | "remove", handoff: Handoff, message: string): GateProposal {
  const { gate: _gate, ...without } = handoff;
  const record: Handoff =
    act === "remove" ? without : { ...handoff, gate: { question: "Shall this go on?" } };
  return {
    id: `${act}:${handoff.id}`,
    act,
    title: act === "add" ? `Put a gate on ${handoff.id}` : `Take the gate away from ${handoff.id}`,
    handoff: handoff.id,
    required: act === "add",
    reasons: [
      {
        need: act === "add" ? "irreversible" : null,
        subject: { kind: "handoff", id: handoff.id },
        message,
        path: act === "add" ? [handoff.id] : [],
      },
    ],
    cost: { minutes: handoff.gate?.minutes ?? 2, share: 0.08 },
    instead_of: [],
    edits: [putOf(record)],
    notes: [],
  };
}

function putOf(record: Handoff): EditCommand {
  const { id } = record;
  return { op: "put", kind: "handoff", id, record, base_revision: null, operation_id: "" };
}

function fitOf(
  pattern: Fit["pattern"],
  points: number,
  present: boolean,
  auditability: string,
): Fit {
  return {
    pattern,
    points,
    present,
    reasons_for: points > 0 ? ["The steps do not need each other."] : [],
    reasons_against: points < 0 ? ["The steps would wait for each other."] : [],
    trade_offs: {
      coordination: "One controller decides every step.",
      scale: "The controller's context is the limit.",
      fault_tolerance: "The controller is a single point of failure.",
      context: "All of it passes the controller.",
      auditability,
    },
  };
}
