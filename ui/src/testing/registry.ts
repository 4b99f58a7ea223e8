/** Search, tables and pages over records in memory: plain readings of the same questions the backend answers. */
import type {
  Agent,
  Contract,
  ErrorReply,
  Finding,
  Handoff,
  Kind,
  RecordPage,
  RegistryTable,
  RelatedRecord,
  SearchHit,
  StoredRecord,
  TableRow,
} from "../platform";
import { PlatformError } from "../platform";

type Fields = Readonly<Record<string, unknown>>;

const SEVERITIES = ["error", "warning", "advice"] as const;

export function searched(
  records: readonly StoredRecord[],
  text: string,
  limit: number,
): SearchHit[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const names = nameLookup(records);
  return records
    .filter(({ kind }) => kind !== "placement")
    .flatMap((stored) => {
      const name = names(stored.kind, stored.id);
      const title = `${stored.id} ${name}`.toLowerCase();
      const all = JSON.stringify(stored.record).toLowerCase();
      if (!words.every((word) => all.includes(word) || title.includes(word))) return [];
      const first = words[0] ?? "";
      const rank = name.toLowerCase().startsWith(first) ? 0 : title.includes(first) ? 1 : 2;
      const hit: SearchHit = {
        kind: stored.kind,
        id: stored.id,
        name,
        note: noteOf(stored, names),
      };
      return [{ rank, hit }];
    })
    .sort((a, b) => a.rank - b.rank || a.hit.name.localeCompare(b.hit.name))
    .slice(0, limit)
    .map(({ hit }) => hit);
}

export function tabled(
  records: readonly StoredRecord[],
  findings: readonly Finding[],
  kind: Kind,
  query: string,
  sort: string | null,
  descending: boolean,
): RegistryTable {
  const names = nameLookup(records);
  const columns = COLUMNS[kind] ?? PLAIN;
  const ofKind = records.filter((stored) => stored.kind === kind);
  const wanted = termsOf(query);
  const rows = ofKind
    .filter(({ record }) => wanted.every((term) => term(record as Fields)))
    .map(
      ({ id, record }): TableRow => ({
        id,
        name: names(kind, id),
        cells: columns.map(({ read }) => read(record as Fields, names)),
        worst:
          SEVERITIES.find((severity) =>
            findings.some(
              (finding) =>
                finding.severity === severity &&
                finding.subject.kind === kind &&
                finding.subject.id === id,
            ),
          ) ?? null,
      }),
    );
  const at = columns.findIndex((column) => column.id === (sort ?? "name"));
  const turn = descending ? -1 : 1;
  rows.sort((a, b) => turn * compared(a.cells[at] ?? "", b.cells[at] ?? ""));
  return {
    columns: columns.map(({ id, title, numeric = false }) => ({ id, title, numeric })),
    rows,
    total: ofKind.length,
  };
}

export function paged(records: readonly StoredRecord[], kind: Kind, id: string): RecordPage {
  const names = nameLookup(records);
  const own = records.find((stored) => stored.kind === kind && stored.id === id);
  const related = (stored: StoredRecord, field: string): RelatedRecord => ({
    kind: stored.kind,
    id: stored.id,
    name: names(stored.kind, stored.id),
    field,
  });
  const named = (record: unknown, wanted: string) =>
    Object.entries(record as Fields).flatMap(([field, value]) =>
      field !== "id" && mentions(value, wanted) ? [field] : [],
    );
  const others = records.filter((stored) => stored !== own && stored.kind !== "placement");
  const drawnIn = new Set(
    records.flatMap((stored) => {
      const { topology } = stored.record as { topology?: string };
      const touches = stored === own || named(stored.record, id).length > 0;
      return topology && touches ? [topology] : [];
    }),
  );
  return {
    refers_to: own
      ? others.flatMap((stored) =>
          named(own.record, stored.id).map((field) => related(stored, field)),
        )
      : [],
    referred_by: others.flatMap((stored) =>
      named(stored.record, id).map((field) => related(stored, field)),
    ),
    topologies: others
      .filter((stored) => stored.kind === "topology" && drawnIn.has(stored.id))
      .map((stored) => related(stored, "topology")),
    history: [],
  };
}

interface Column {
  readonly id: string;
  readonly title: string;
  readonly numeric?: boolean;
  readonly read: (record: Fields, names: Names) => string;
}

type Names = (kind: Kind, id: string) => string;

const named: Column = {
  id: "name",
  title: "Name",
  read: (record, names) => names(kindOf(record), String(record.id)),
};
const PLAIN: readonly Column[] = [
  { id: "name", title: "Name", read: (record) => String(record.name ?? record.id) },
  { id: "id", title: "Id", read: (record) => String(record.id) },
];
const team = (record: Fields, names: Names) =>
  typeof record.team === "string" ? names("team", record.team) : "";
const COLUMNS: Partial<Record<Kind, readonly Column[]>> = {
  agent: [
    { id: "name", title: "Name", read: (record) => String(record.name) },
    {
      id: "kind",
      title: "Kind",
      read: (record) => String((record as unknown as Agent).kind ?? "ai"),
    },
    { id: "owner", title: "Owner", read: team },
    {
      id: "capabilities",
      title: "Capabilities",
      read: (record) => ((record as unknown as Agent).capabilities ?? []).join(", "),
    },
    {
      id: "tools",
      title: "Tools",
      numeric: true,
      read: (record) => String((record as unknown as Agent).tools?.length ?? 0),
    },
  ],
  handoff: [
    { ...named, title: "Handoff" },
    {
      id: "contract",
      title: "Contract",
      read: (record) => String((record as unknown as Handoff).contract ?? ""),
    },
    {
      id: "criticality",
      title: "Criticality",
      read: (record) => String((record as unknown as Handoff).criticality ?? ""),
    },
  ],
  contract: [
    { id: "name", title: "Name", read: (record) => String(record.name) },
    { id: "owner", title: "Owner", read: team },
    {
      id: "purpose",
      title: "Purpose",
      read: (record) => (record as unknown as Contract).purpose ?? "",
    },
  ],
};

function kindOf(record: Fields): Kind {
  return "from" in record ? "handoff" : "agent";
}

function compared(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true, sensitivity: "base" });
}

/** `owner:`, `tag:`, any other field, or words; a minus turns a term round. */
function termsOf(query: string): ((record: Fields) => boolean)[] {
  const words = query.match(/(?:[^\s"]|"[^"]*")+/gu) ?? [];
  return words.map((word) => {
    const negated = word.startsWith("-");
    const [, name, value] = /^(?:([a-z_]+)[:=])?(.*)$/su.exec(negated ? word.slice(1) : word) ?? [];
    const wanted = (value ?? "").replaceAll('"', "").toLowerCase();
    if (wanted === "") throw new PlatformError(unreadable(word));
    const fields: Record<string, string[]> = { owner: ["team", "owners"], tag: ["capabilities"] };
    const read = (record: Fields) =>
      name === undefined || name === "text"
        ? JSON.stringify(record)
        : JSON.stringify((fields[name] ?? [name]).map((field) => record[field] ?? null));
    return (record) => read(record).toLowerCase().includes(wanted) !== negated;
  });
}

function unreadable(word: string): ErrorReply {
  return {
    code: "invalid_input",
    kind: "user",
    message: `The term ${JSON.stringify(word)} has no value.`,
    hints: ["Write field:value, for example owner:payments."],
    conflict: null,
  };
}

function mentions(value: unknown, id: string): boolean {
  if (value === id) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((item) => mentions(item, id));
}

function nameLookup(records: readonly StoredRecord[]): Names {
  const known = new Map(records.map((stored) => [`${stored.kind}:${stored.id}`, stored.record]));
  const name: Names = (kind, id) => {
    const record = known.get(`${kind}:${id}`) as Fields | undefined;
    if (kind === "handoff" && record) {
      const { from, to } = record as unknown as Handoff;
      const target =
        typeof to === "string"
          ? name("agent", to)
          : "outcome" in to
            ? name("outcome", to.outcome)
            : `any with ${to.capabilities.join(", ")}`;
      return `${name("agent", from)} → ${target}`;
    }
    return typeof record?.name === "string" ? record.name : id;
  };
  return name;
}

function noteOf({ kind, record }: StoredRecord, names: Names): string {
  const { team: owner, topology } = record as { team?: string; topology?: string };
  if (owner) return names("team", owner);
  if (topology) return names("topology", topology);
  return kind === "agent" ? "No owner" : "";
}
