/** The id that a record would get: made from what it is called by, free, and never changed afterwards. */
import { freshId, slug } from "../../../document/records";
import type { DocumentState } from "../../../document/store";
import type { Kind, RecordKey } from "../../../platform";
import type { Fields } from "../edit";

/** Kinds whose ids say what they join. */
const JOINED: Partial<Record<Kind, (fields: Fields) => string>> = {
  agent_version: ({ agent, version }) => `${agent}@${version}`,
  contract_version: ({ contract, version }) => `${contract}@${version}`,
  deployment: ({ agent, environment }) => `${agent}@${environment}`,
  placement: ({ topology, subject }) => {
    const { kind, id } = (subject ?? { kind: "", id: "" }) as RecordKey;
    return `${topology}.${kind}.${id}`;
  },
};

export function idFor(state: DocumentState, kind: Kind, fields: Fields): string {
  const joined = JOINED[kind];
  // These are one of a kind: a second one is refused, not given another id.
  if (joined) return joined(fields);
  const known = state.records.get(kind);
  return freshId(
    slug(wordsOf(kind, fields), kind.replaceAll("_", "-")),
    (id) => known?.has(id) ?? false,
  );
}

function wordsOf(kind: Kind, fields: Fields): string {
  const text = (name: string) => (typeof fields[name] === "string" ? (fields[name] as string) : "");
  switch (kind) {
    case "handoff":
      return `${text("from")}-to-${targetWords(fields.to)}`;
    case "entry":
      return `${text("agent")} ${text("channel")}`;
    case "capability":
      return text("tag");
    case "rule_setting":
    case "silence":
      return `${text("code")} ${text("topology") || subjectWords(fields.subject)}`;
    case "incident":
      return `${text("handoff")} ${text("at").slice(0, 10)}`;
    default:
      return (
        text("name") || text("id") || text("text").slice(0, 24) || subjectWords(fields.subject)
      );
  }
}

function targetWords(to: unknown): string {
  if (typeof to === "string") return to;
  return typeof to === "object" && to !== null && "outcome" in to ? String(to.outcome) : "any";
}

function subjectWords(subject: unknown): string {
  return (subject as RecordKey | undefined)?.id ?? "";
}
