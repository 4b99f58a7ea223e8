/** How the editors of a handoff change it: each sends its own change, one after the other, and hears of a refusal. */
import { createContext, useContext, useMemo, useRef } from "react";
import { attempt } from "../../../document/commit";
import { put, withFields } from "../../../document/drafts";
import { recordOf, revisionOf, useDocument } from "../../../document/store";
import type { ErrorReply, Finding, Handoff } from "../../../platform";
import { fieldOf } from "../../findings/field";

export type Fields<T> = { readonly [K in keyof T]?: T[K] | null | undefined };

/** What becomes of the handoff as it stands when the change is sent; fields set to null take their default. */
export type Change = (handoff: Handoff) => Fields<Handoff>;

export interface HandoffEdit {
  readonly handoff: Handoff;
  /** `since` is the revision on which typing began, where the field has changed meanwhile: the registry judges the conflict. */
  readonly send: (change: Change, since?: number) => Promise<ErrorReply | null>;
  readonly revision: () => number;
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  /** What was typed to find a field. */
  readonly filter: string;
}

export const EditContext = createContext<HandoffEdit | null>(null);

export function useEdit(): HandoffEdit {
  const edit = useContext(EditContext);
  if (!edit) throw new Error("An editor of a handoff stands outside of its inspector.");
  return edit;
}

/** What the inspector gives to its editors. */
export function useHandoffEdit(handoff: Handoff, filter: string): HandoffEdit {
  const { id } = handoff;
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const all = useDocument((state) => state.findings);
  return useMemo(() => {
    const now = () => recordOf(useDocument.getState(), "handoff", id) ?? handoff;
    const send = (change: Change, since?: number) => {
      const turn = queue.current.then(() => {
        const drafts = [put("handoff", withFields(now(), change(now())))];
        const subject = { kind: "handoff", id } as const;
        return attempt(drafts, since === undefined ? undefined : { subject, revision: since });
      });
      queue.current = turn;
      return turn;
    };
    const revision = () => revisionOf(useDocument.getState(), "handoff", id) ?? 0;
    return { handoff, send, revision, findings: byField(all, id), filter };
  }, [handoff, id, all, filter]);
}

/** Findings about a handoff by the field that answers them; those of no field under the empty name. */
function byField(all: readonly Finding[], id: string): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const finding of all) {
    if (finding.silenced || finding.subject.kind !== "handoff" || finding.subject.id !== id)
      continue;
    const name = fieldOf(finding.code) ?? "";
    found.set(name, [...(found.get(name) ?? []), finding]);
  }
  return found;
}

type PartName =
  | "trigger"
  | "policy"
  | "transport"
  | "disagreement"
  | "runbook"
  | "observability"
  | "targets"
  | "behaviour";

type Part<K extends PartName> = NonNullable<Handoff[K]>;

/** Sets fields of a part, or what they become of it; a part of which nothing is left is taken away. */
export function inPart<K extends PartName>(
  name: K,
  fields: Fields<Part<K>> | ((part: Part<K>) => Fields<Part<K>>),
): Change {
  return (handoff) => {
    const before = (handoff[name] ?? {}) as Part<K>;
    const after = withFields(before, typeof fields === "function" ? fields(before) : fields);
    return { [name]: Object.keys(after).length > 0 ? after : null };
  };
}

/** An empty list is the same as none. */
export function orNone<T>(list: readonly T[]): T[] | null {
  return list.length > 0 ? [...list] : null;
}
