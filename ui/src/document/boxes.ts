/** Boxes of a drawing by key: what stands there and which record it shows. */
import type { BoxKind, RecordKey } from "../platform";

export type BoxRecordKind = "agent" | "entry" | "outcome" | "group" | "note" | "handoff";

/** Ids are unique in their kind only, so a box's key names both. */
export function boxKey(kind: BoxKind, id: string): string {
  return `${kind}:${id}`;
}

/** The record that a box shows; a capability query belongs to its handoff. */
export function recordOfBox(key: string): { kind: BoxRecordKind; id: string } {
  const colon = key.indexOf(":");
  const kind = key.slice(0, colon);
  return { kind: kind === "query" ? "handoff" : (kind as BoxRecordKind), id: key.slice(colon + 1) };
}

/** The box of a drawing's subject; a handoff's box is its capability query. */
export function boxOfSubject(subject: RecordKey): string {
  return subject.kind === "handoff" ? boxKey("query", subject.id) : `${subject.kind}:${subject.id}`;
}

export function boxOfRecord(kind: string, id: string): string | null {
  switch (kind) {
    case "agent":
    case "entry":
    case "outcome":
    case "group":
    case "note":
      return boxKey(kind, id);
    default:
      return null;
  }
}

/** The agent of a box, if it shows one. */
export function agentOfBox(key: string): string | null {
  const { kind, id } = recordOfBox(key);
  return kind === "agent" ? id : null;
}

export function placementId(topology: string, kind: BoxRecordKind, id: string): string {
  return `${topology}.${kind}.${id}`;
}
