/** Verdicts of a registry in memory: only which fields an object has and needs is looked at; the rest is the backend's to judge. */
import type {
  Bump,
  Clearance,
  ContractCheck,
  ContractVersion,
  Diagnostic,
  ErrorReply,
  Judgement,
  Platform,
  Review,
  SchemaChange,
  StoredRecord,
  Team,
  Told,
  VersionComparison,
  VersionDirection,
  Way,
} from "../../platform";

interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  /** More than is looked at here. */
  readonly not?: unknown;
}

type Judging = Pick<
  Platform,
  "versionVerdict" | "checkDraft" | "contractVersions" | "rehearsePublishing"
>;

export function judgingOf(records: () => readonly StoredRecord[], base: Platform): Judging {
  const versionsOf = (contract: string) =>
    records().flatMap(({ kind, record }) => {
      const version = record as unknown as ContractVersion;
      return kind === "contract_version" && version.contract === contract ? [version] : [];
    });
  return {
    versionVerdict: async (contract, number, draft) => {
      const all = versionsOf(contract);
      const version = (draft ?? all.find((each) => each.version === number)) as ContractVersion;
      return judged(version, publishedBefore(all, number));
    },
    checkDraft: async (draft) => checked(draft as ContractVersion),
    rehearsePublishing: async (request) => {
      const { contract, version, acknowledged } = request;
      const number = request.number ?? version;
      const stored = versionsOf(contract).find((each) => each.version === version);
      const then = { ...(stored as ContractVersion), version: number };
      const before = publishedBefore(versionsOf(contract), number);
      const judgement = judged(then, before);
      const check = checked(then);
      const open = judgement.renames.filter(({ pointer }) => !acknowledged.includes(pointer));
      const clearance = clearanceIn(records(), `${contract}@${version}`, number !== version);
      const waits = clearance.state !== "not_needed" && request.override_reason === null;
      return {
        id: `${contract}@${number}`,
        check,
        judgement,
        open_renames: open,
        clearance,
        told: judgement.holds ? [] : toldOf(records()),
        notes: [],
        refusal:
          refusalOf(check, judgement, open) ??
          (waits
            ? refusal("review_missing", "not everybody has agreed", "ask for a review")
            : null),
      };
    },
    contractVersions: async (contract) => {
      const told = await base.contractVersions(contract);
      const all = versionsOf(contract);
      const sorted = told.sort((a, b) => ordered(b.version, a.version));
      return sorted.map((row, i) => {
        const older = all.find(({ version }) => version === sorted[i + 1]?.version);
        const own = all.find(({ version }) => version === row.version);
        if (!older || !own) return row;
        const { holds, changes, bump } = compared(older, own);
        return { ...row, holds, changes: changes.length, bump };
      });
    },
  };
}

function publishedBefore(all: readonly ContractVersion[], number: string): ContractVersion[] {
  return all
    .filter(({ version, state }) => state === "published" && ordered(version, number) < 0)
    .sort((a, b) => ordered(b.version, a.version));
}

function refusal(code: ErrorReply["code"], message: string, hint: string): ErrorReply {
  return { code, kind: "user", message, hints: [hint], conflict: null };
}

/** Where a review was asked for, whoever has not approved is waited for. */
function clearanceIn(
  records: readonly StoredRecord[],
  subject: string,
  renumbered: boolean,
): Clearance {
  const review = records
    .flatMap(({ kind, record }) => (kind === "review" ? [record as unknown as Review] : []))
    .find(({ subject: of, state }) => of.id === subject && state !== "withdrawn");
  if (!review) return { state: "not_needed" };
  if (renumbered) return { state: "stale" };
  const agreed = (review.approvals ?? []).flatMap(({ team, decision }) =>
    decision === "approve" ? [team] : [],
  );
  const teams = (review.asked ?? []).map(({ team }) => team).filter((t) => !agreed.includes(t));
  return teams.length > 0 ? { state: "waiting", teams } : { state: "not_needed" };
}

/** What publishing asks first: the version itself, then its number, then its renames. */
function refusalOf(
  { problems }: ContractCheck,
  { refused, lowest }: Judgement,
  [rename]: readonly SchemaChange[],
): ErrorReply | null {
  const [problem] = problems;
  if (problem) return refusal("invalid_input", problem.message, "mend it");
  if (refused) return refusal("bump_too_small", refused.message, `publish it as ${lowest}`);
  if (rename) return refusal("rename_unconfirmed", rename.message, "acknowledge it");
  return null;
}

/** Every team would be told. */
function toldOf(records: readonly StoredRecord[]): Told[] {
  return records.flatMap(({ kind, id, record }) =>
    kind === "team"
      ? [{ team: id, name: (record as Team).name, text: "One handoff of yours is touched." }]
      : [],
  );
}

function ordered(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

function judged(version: ContractVersion, before: readonly ContractVersion[]): Judgement {
  const against = before.map((old) => compared(old, version));
  const [nearest = null] = against;
  const needed = against.some(({ holds }) => !holds) ? "major" : (nearest?.bump ?? null);
  const lowest = nearest ? stepped(nearest.old, needed ?? "minor") : version.version;
  return {
    version: version.version,
    mode: "full_transitive",
    writers: "strict",
    holds: against.every(({ holds }) => holds),
    against,
    before: nearest,
    needed,
    lowest,
    renames: renamesIn(nearest?.changes ?? []),
    refused:
      nearest && ordered(version.version, lowest) < 0
        ? { by: nearest.old, message: `it changes too much since ${nearest.old}` }
        : null,
  };
}

function stepped(version: string, bump: Bump): string {
  const [major = 1, minor = 0, patch = 0] = version.split(".").map(Number);
  if (bump === "major") return `${major + 1}.0.0`;
  return bump === "minor" ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

const SAFE: VersionDirection = { verdict: "safe", part: null };

function compared(old: ContractVersion, next: ContractVersion): VersionComparison {
  const [a, b] = [old.payload_schema as Schema, next.payload_schema as Schema];
  const changes = changesBetween(a, b);
  const missing = (from: Schema, to: Schema): VersionDirection => {
    if (to.not !== undefined)
      return {
        verdict: "undecided",
        part: "payload",
        reason: "within 600,000 steps neither a proof nor a payload was found",
        pointer: "/not",
      };
    const name = to.required?.find((each) => !from.required?.includes(each));
    if (name === undefined) return SAFE;
    return {
      verdict: "breaking",
      part: "payload",
      counterexample: payloadOf(from),
      reason: `"${name}" is a required property`,
      pointer: "/required",
    };
  };
  const [backward, forward] = [missing(a, b), missing(b, a)];
  const holds = backward.verdict === "safe" && forward.verdict === "safe";
  return {
    old: old.version,
    new: next.version,
    mode: "full",
    writers: "strict",
    holds,
    backward,
    forward,
    changes,
    bump: !holds ? "major" : changes.length > 0 ? "minor" : "patch",
  };
}

function changesBetween(a: Schema, b: Schema): SchemaChange[] {
  const names = new Set([...Object.keys(a.properties ?? {}), ...Object.keys(b.properties ?? {})]);
  return [...names].flatMap((name): SchemaChange[] => {
    const pointer = `/properties/${name}`;
    const needs = (schema: Schema) => schema.required?.includes(name) ?? false;
    const change = (kind: string, breaks: Way[], message: string) => [
      { pointer, kind, breaks, message },
    ];
    if (!a.properties?.[name])
      return change("field_added", needs(b) ? ["backward"] : [], `the field ${name} was added`);
    if (!b.properties?.[name])
      return change("field_removed", needs(a) ? ["forward"] : [], `the field ${name} was removed`);
    if (needs(a) === needs(b)) return [];
    return needs(b)
      ? change("made_required", ["backward"], `the field ${name} is required now`)
      : change("made_optional", ["forward"], `the field ${name} may be left out now`);
  });
}

function renamesIn(changes: readonly SchemaChange[]): SchemaChange[] {
  const gone = changes.find(({ kind }) => kind === "field_removed");
  const come = changes.find(({ kind }) => kind === "field_added");
  if (!gone || !come) return [];
  const name = (pointer: string) => pointer.split("/").at(-1);
  const message = `the field ${name(gone.pointer)} may have been renamed to ${name(come.pointer)}`;
  return [{ pointer: come.pointer, kind: "possible_rename", breaks: [], message }];
}

function payloadOf({ properties = {}, required = [] }: Schema): unknown {
  return Object.fromEntries(required.map((name) => [name, sampleOf(properties[name] ?? {})]));
}

function sampleOf(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  const [type] = [schema.type].flat();
  if (type === "object") return payloadOf(schema);
  if (type === "array") return [];
  if (type === "boolean") return false;
  return type === "number" || type === "integer" ? 0 : "";
}

function checked(version: ContractVersion): ContractCheck {
  const { required = [] } = version.payload_schema as Schema;
  const { accepted = [] } = version.examples ?? {};
  const lacks = (payload: unknown) => required.find((name) => !(name in (payload as object)));
  const about = (path: string, message: string): Diagnostic => ({ level: "error", path, message });
  const problems = accepted.flatMap(({ payload }, i) => {
    const name = lacks(payload);
    return name ? [about(`/examples/accepted/${i}/payload`, `"${name}" is missing`)] : [];
  });
  return { subject: version.id, holds: problems.length === 0, problems };
}
