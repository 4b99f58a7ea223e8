/** Who answers for what, over records in memory: plain readings of the same questions the backend answers. */
import type {
  CapabilityTag,
  DeploymentMatrix,
  DeskReply,
  EscalationPath,
  Handoff,
  HandoffRunbook,
  Kind,
  MatrixState,
  MomentTold,
  OnCallCall,
  Person,
  Platform,
  RecordChange,
  Responder,
  Rotation,
  StoredRecord,
  TagOddity,
  Team,
  WhoAnswers,
} from "../platform";
import { PlatformError } from "../platform";

type Owning = Pick<
  Platform,
  | "runbook"
  | "runbookLines"
  | "who"
  | "escalationLadders"
  | "onCallCalendar"
  | "planRotation"
  | "deploymentMatrix"
  | "capabilityTags"
  | "renameCapabilities"
  | "ownedRecords"
  | "transferOwnership"
  | "tableCsv"
>;

/** What the stand-in does with changes: tells them, and writes them unless it is a rehearsal. */
export type Change = (changes: RecordChange[], dryRun: boolean) => DeskReply;

const DAY_MS = 86_400_000;
/** The time that is now, and the time of the night that is asked about most. */
const NOW = "2026-11-21T12:00:00Z";
const NIGHT = "2026-11-22T02:00:00Z";

export function owningOf(
  records: () => readonly StoredRecord[],
  table: Platform["table"],
  change: Change,
): Owning {
  const all = <T>(kind: Kind) =>
    records().flatMap((stored) => (stored.kind === kind ? [stored.record as unknown as T] : []));
  const one = <T extends { id: string }>(kind: Kind, id: string) =>
    all<T>(kind).find((record) => record.id === id);
  const named = (kind: Kind, id: string) =>
    one<{ id: string; name?: string }>(kind, id)?.name ?? id;
  const called = (responder: Responder, reason: Partial<OnCallCall>, at: MomentTold): OnCallCall =>
    callOf({ one, named }, responder, reason, at);

  const who = async (subject: string, at: string): Promise<WhoAnswers> => {
    const [kind = "", id = ""] = subject.split(":");
    const moment = momentOf(at);
    const handoff = kind === "handoff" ? one<Handoff>("handoff", id) : undefined;
    const agent = one<{ id: string; team?: string }>("agent", id);
    const owners = handoff ? (handoff.owners ?? []) : agent?.team ? [agent.team] : [];
    const path = handoff?.escalation_path
      ? one<EscalationPath>("escalation_path", handoff.escalation_path)
      : undefined;
    const steps = [...(path?.steps ?? [])].sort((a, b) => a.after_minutes - b.after_minutes);
    const calls = steps.map(({ notify, after_minutes, channel = "" }) =>
      called(notify, { after_minutes, channel, role: "escalation path" }, moment),
    );
    if (handoff?.fallback_owner)
      calls.push(called(handoff.fallback_owner, { role: "fallback owner" }, moment));
    for (const team of owners)
      calls.push(called({ kind: "team", id: team }, { role: "owner" }, moment));
    const first = calls.filter(
      (call, i) => i === 0 || call.after_minutes === calls[0]?.after_minutes,
    );
    return {
      subject: { kind: kind as Kind, id },
      name: named(kind as Kind, id),
      moment,
      owner_model: handoff?.owner_model ?? "",
      owners: owners.map((team) => ({
        team,
        name: named("team", team),
        contacts: one<Team>("team", team)?.contacts ?? [],
      })),
      now: first,
      next: calls.slice(first.length),
      path: path ? { kind: "escalation_path", id: path.id } : null,
      path_name: path?.name ?? "",
      repeat: path?.repeat ?? 0,
      fallbacks: (handoff?.fallbacks ?? []).map((each) => ({
        agent: each,
        name: named("agent", each),
      })),
      contract: [handoff?.contract, handoff?.version].filter(Boolean).join(" "),
      runbook: handoff?.runbook ?? {},
      open_incidents: [],
      last_changes: [],
    };
  };

  return {
    who,
    runbookLines: async () =>
      [...all<Handoff>("handoff")]
        .map((handoff) => {
          const { checks = [], replay = "", notes = "" } = handoff.runbook ?? {};
          return {
            handoff: handoff.id,
            name: handoff.id,
            is_written: checks.length > 0 || replay !== "" || notes !== "",
            has_path: Boolean(handoff.escalation_path),
          };
        })
        .sort((a, b) => Number(a.is_written) - Number(b.is_written)),
    runbook: async (id, at) => {
      const handoff = one<Handoff>("handoff", id);
      if (!handoff) throw refused(`There is no handoff ${id}.`);
      const answer = await who(`handoff:${id}`, at);
      const { checks = [], replay = "" } = handoff.runbook ?? {};
      const missing: [string, boolean, string][] = [
        ["owners", answer.owners.length === 0, "Nobody owns it."],
        [
          "escalation_path",
          answer.path === null,
          "No escalation path says whom to call when the first one does not answer.",
        ],
        ["checks", checks.length === 0, "Nobody has written what to check."],
        ["replay", replay === "", "Nobody has written how to replay."],
      ];
      return {
        who: answer,
        runbook: runbookOf(handoff, named),
        incidents: [],
        gaps: missing.flatMap(([field, is, words]) => (is ? [{ field, words }] : [])),
        text: `# ${id}\n`,
        file: `runbooks/${id}.md`,
      };
    },
    escalationLadders: async (at) => {
      const moment = momentOf(at);
      return all<EscalationPath>("escalation_path").map(({ id, name, steps = [], repeat = 0 }) => {
        const calls = [...steps]
          .sort((a, b) => a.after_minutes - b.after_minutes)
          .map(({ notify, after_minutes, channel = "" }) =>
            called(notify, { after_minutes, channel, role: "escalation path" }, moment),
          );
        const holes = calls.filter(({ problem }) => problem !== null).length;
        return { path: id, name, moment, calls, repeat, holes };
      });
    },
    onCallCalendar: async (only, at, _zone, days) => {
      const from = momentOf(at === "" ? NOW : at);
      const begin = Date.parse(`${from.at.slice(0, 10)}T00:00:00Z`);
      const end = begin + days * DAY_MS;
      const share = (time: number) =>
        Math.round(((Math.min(end, Math.max(begin, time)) - begin) * 1000) / (end - begin));
      const rotations = all<Rotation>("rotation").filter(({ id }) => only === null || id === only);
      return {
        from: told(new Date(begin).toISOString()),
        to: new Date(end).toISOString(),
        days: Array.from({ length: days }, (_, i) => ({
          date: new Date(begin + i * DAY_MS).toISOString().slice(0, 10),
          at: new Date(begin + i * DAY_MS).toISOString(),
          offset: share(begin + i * DAY_MS),
          weekend: [0, 6].includes(new Date(begin + i * DAY_MS).getUTCDay()),
        })),
        rotations: rotations.map(({ id, name, team, link = null, schedule = [] }) => ({
          id,
          name,
          team,
          team_name: named("team", team),
          link,
          spans: schedule
            .filter(({ from: a, to }) => Date.parse(to) > begin && Date.parse(a) < end)
            .map(({ person, from: a, to }) => ({
              from: a,
              to,
              words: `${told(a).words} to ${told(to).words}`,
              people: [{ id: person, name: named("person", person) }],
              offset: share(Date.parse(a)),
              width: Math.max(1, share(Date.parse(to)) - share(Date.parse(a))),
            })),
          gap_minutes: 0,
          ends: schedule.at(-1)?.to ?? null,
          ends_local: schedule.at(-1) ? told(schedule.at(-1)?.to ?? NOW).words : null,
        })),
      };
    },
    planRotation: async (id, asked, dryRun) => {
      const before = one<Rotation>("rotation", id);
      if (!before) throw refused(`There is no rotation ${id}.`);
      const shifts =
        asked.change === "turns"
          ? Array.from({ length: asked.plan.turns }, (_, i) => {
              const length = asked.plan.days * DAY_MS;
              const from = Date.parse(`${asked.plan.from}:00Z`) + i * length;
              const person = asked.plan.people[i % asked.plan.people.length] ?? "";
              return { person, from: instant(from), to: instant(from + length) };
            })
          : asked.person
            ? [{ person: asked.person, from: `${asked.from}:00Z`, to: `${asked.to}:00Z` }]
            : [];
      const after = { ...before, schedule: [...(before.schedule ?? []), ...shifts] };
      return change([{ kind: "rotation", id, before, after }], dryRun);
    },
    deploymentMatrix: async () => matrixOf(records(), named),
    capabilityTags: async () => tagsOf(records(), named),
    renameCapabilities: async (from, to, _keep, dryRun) => {
      const word = (tag: unknown) => (from.includes(String(tag)) ? to : tag);
      const changes = records().flatMap((stored): RecordChange[] => {
        const record = stored.record as { capabilities?: string[] };
        if (!record.capabilities?.some((tag) => from.includes(tag))) return [];
        const capabilities = [...new Set(record.capabilities.map(word))];
        return [
          { kind: stored.kind, id: stored.id, before: record, after: { ...record, capabilities } },
        ];
      });
      if (changes.length === 0) throw refused(`Nothing is tagged ${from.join(", ")}.`);
      return change(changes, dryRun);
    },
    ownedRecords: async (team) =>
      records().flatMap(({ kind, id, record }) => {
        const { team: own, owners } = record as { team?: string; owners?: string[] };
        const owns = kind !== "person" && (own === team || owners?.includes(team) === true);
        return owns ? [{ key: { kind, id }, name: named(kind, id), roles: ["owner"] }] : [];
      }),
    transferOwnership: async (from, to, only, dryRun) => {
      const changes = records().flatMap(({ kind, id, record }): RecordChange[] => {
        const before = record as { team?: string; owners?: string[] };
        const meant = only.length === 0 || only.some((key) => key.kind === kind && key.id === id);
        if (!meant || (before.team !== from && !before.owners?.includes(from))) return [];
        const after = {
          ...before,
          ...(before.team === from && { team: to }),
          ...(before.owners && { owners: before.owners.map((t) => (t === from ? to : t)) }),
        };
        return [{ kind, id, before: record, after }];
      });
      return change(changes, dryRun);
    },
    tableCsv: async (kind, query, sort, descending, columns) => {
      const { columns: known, rows } = await table(kind, query, sort, descending);
      const at = columns.map((id) => known.findIndex((column) => column.id === id));
      const lines = [
        at.map((i) => known[i]?.title ?? ""),
        ...rows.map(({ cells }) => at.map((i) => cells[i] ?? "")),
      ];
      return lines.map((cells) => `${cells.join(",")}\r\n`).join("");
    },
  };
}

interface Names {
  readonly one: <T extends { id: string }>(kind: Kind, id: string) => T | undefined;
  readonly named: (kind: Kind, id: string) => string;
}

function callOf(
  { one, named }: Names,
  responder: Responder,
  reason: Partial<OnCallCall>,
  moment: MomentTold,
): OnCallCall {
  const after = reason.after_minutes ?? null;
  const at = instant(Date.parse(moment.at) + (after ?? 0) * 60_000);
  const team = responder.kind === "team" ? one<Team>("team", responder.id) : undefined;
  const rotationId = responder.kind === "rotation" ? responder.id : team?.rotation;
  const rotation = rotationId ? one<Rotation>("rotation", rotationId) : undefined;
  const shift = rotation?.schedule?.find(({ from, to }) => from <= at && at < to);
  const id = responder.kind === "person" ? responder.id : shift?.person;
  const person = id ? one<Person>("person", id) : undefined;
  const contacts = (team ?? (rotation && one<Team>("team", rotation.team)))?.contacts ?? [];
  const nobody = !person && contacts.length === 0;
  return {
    after_minutes: after,
    at,
    local: told(at).words,
    responder,
    name: named(responder.kind, responder.id),
    role: reason.role ?? "",
    channel: reason.channel ?? "",
    people: person
      ? [
          {
            id: person.id,
            name: person.name,
            email: person.email ?? null,
            until: shift?.to ?? null,
            until_local: shift ? told(shift.to).words : null,
          },
        ]
      : [],
    contacts,
    problem: nobody || (responder.kind === "rotation" && !person) ? "No shifts are planned." : null,
  };
}

function momentOf(at: string): MomentTold {
  if (at === "") return told(NOW);
  if (at === "sunday 02:00") return told(NIGHT);
  const read = Date.parse(at.endsWith("Z") ? at : `${at.replace(" ", "T")}Z`);
  if (Number.isNaN(read)) throw refused(`"${at}" is no time`, ["write 2026-11-29T02:00"]);
  return told(instant(read));
}

const WORDS = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

function told(at: string): MomentTold {
  return {
    at,
    zone: "UTC",
    local: at.slice(0, 16),
    words: wordsOf(at),
    note: null,
  };
}

/** `Sun 22 Nov 2026, 02:00`. */
function wordsOf(at: string): string {
  return WORDS.format(Date.parse(at)).replace(",", "");
}

function instant(at: number): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}

function refused(message: string, hints: string[] = []): PlatformError {
  return new PlatformError({ code: "invalid_input", kind: "user", message, hints, conflict: null });
}

function runbookOf(handoff: Handoff, named: Names["named"]): HandoffRunbook {
  const { checks = [], replay = "", notes = "" } = handoff.runbook ?? {};
  const side = (id: string) => ({ name: named("agent", id), kind: null, team: null, links: [] });
  return {
    id: handoff.id,
    topology: named("topology", handoff.topology),
    topology_id: handoff.topology,
    from: side(handoff.from),
    to: side(String(handoff.to)),
    calls: [],
    on_call: [],
    dead_letter: handoff.policy?.dead_letter ?? null,
    mode: "Transfer: control moves to the receiver",
    criticality: handoff.criticality ?? "medium",
    owner_model: handoff.owner_model ?? null,
    owners: [],
    disagreement: [],
    fallback_owner: null,
    escalation: null,
    alerts: (handoff.alerts ?? []).map(({ name, severity = "warning", condition = "" }) => ({
      name,
      severity,
      meaning: "",
      condition,
      url: null,
    })),
    left_out: [],
    dashboard: handoff.observability?.dashboard ?? null,
    span: false,
    contract: handoff.contract ? `${handoff.contract} ${handoff.version ?? ""}` : null,
    versions: [],
    trigger: "When it is done",
    condition: null,
    failure: ["It is tried once."],
    fallbacks: (handoff.fallbacks ?? []).map(side),
    gate: null,
    told: [],
    snapshot: [],
    checks,
    derived_checks: [`Does ${named("agent", String(handoff.to))} answer?`],
    replay,
    derived_replay: ["What was lost can only be sent again by the sender."],
    changes: [],
    notes,
    incidents: [],
  };
}

function matrixOf(records: readonly StoredRecord[], named: Names["named"]): DeploymentMatrix {
  const all = <T>(kind: Kind) =>
    records.flatMap((stored) => (stored.kind === kind ? [stored.record as unknown as T] : []));
  const places = all<{ id: string; name: string; order?: number }>("environment").sort(
    (a, b) => (a.order ?? 0) - (b.order ?? 0),
  );
  const deployed = all<{ agent: string; environment: string; version: string; since?: string }>(
    "deployment",
  );
  const versions = all<{ agent: string; version: string }>("agent_version");
  const rows = all<{ id: string; name: string; team?: string }>("agent").flatMap((agent) => {
    const own = versions
      .filter((version) => version.agent === agent.id)
      .map(({ version }) => version)
      .sort((a, b) => b.localeCompare(a, undefined, { numeric: true }));
    const running = places.map(({ id }) =>
      deployed.find((each) => each.agent === agent.id && each.environment === id),
    );
    if (own.length === 0 && running.every((each) => !each)) return [];
    const cells = running.map((each) => {
      const state: MatrixState = !each
        ? "absent"
        : each.version === own[0]
          ? "newest"
          : own.includes(each.version)
            ? "behind"
            : "unknown";
      return {
        version: each?.version ?? null,
        deployment: each ? `${agent.id}@${each.environment}` : null,
        since: each?.since ?? null,
        state,
      };
    });
    const team = agent.team ? named("team", agent.team) : "";
    return [
      { id: agent.id, name: agent.name, team, lifecycle: "production", versions: own, cells },
    ];
  });
  return {
    environments: places.map(({ id, name }, i) => ({
      id,
      name,
      deployed: rows.filter(({ cells }) => cells[i]?.state !== "absent").length,
      behind: rows.filter(({ cells }) => cells[i]?.state === "behind").length,
    })),
    agents: rows.sort((a, b) => a.name.localeCompare(b.name)),
    without_versions: all("agent").length - rows.length,
  };
}

function tagsOf(records: readonly StoredRecord[], named: Names["named"]): CapabilityTag[] {
  const users = (kind: Kind, read: (record: Record<string, unknown>) => unknown) =>
    records.flatMap((stored) =>
      stored.kind === kind
        ? ((read(stored.record as Record<string, unknown>) as string[] | undefined) ?? []).map(
            (tag) => ({ tag, kind, id: stored.id, name: named(kind, stored.id) }),
          )
        : [],
    );
  const declared = users("agent", ({ capabilities }) => capabilities);
  const asked = users("handoff", ({ required_capabilities: tags }) => tags);
  const words = records.flatMap(({ kind, record }) =>
    kind === "capability"
      ? [record as unknown as { tag: string; meaning?: string; synonyms?: string[] }]
      : [],
  );
  const tags = new Set([...words, ...declared, ...asked].map(({ tag }) => tag));
  return [...tags].sort().map((tag) => {
    const word = words.find((each) => each.tag === tag);
    const of = (list: typeof declared) =>
      list.filter((each) => each.tag === tag).map(({ kind, id, name }) => ({ kind, id, name }));
    const agents = of(declared);
    const asked_by = of(asked);
    const same = words.find((each) => each.synonyms?.includes(tag));
    const odd: [TagOddity, boolean][] = [
      ["unprovided", agents.length === 0 && asked_by.length > 0],
      ["undefined", !word],
      ["synonym", same !== undefined],
      ["unused", agents.length + asked_by.length === 0],
      ["unasked", agents.length > 0 && asked_by.length === 0],
    ];
    return {
      tag,
      defined: word !== undefined,
      meaning: word?.meaning ?? "",
      synonyms: word?.synonyms ?? [],
      agents,
      asked_by,
      oddities: odd.flatMap(([oddity, holds]) => (holds ? [oddity] : [])),
      same_as: same?.tag ?? null,
      like: [],
    };
  });
}
