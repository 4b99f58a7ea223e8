/** What edits would change, worked out anew with every revision that they would meet. */
import { useEffect, useState } from "react";
import { rehearse } from "../../document/commit";
import type { Draft } from "../../document/drafts";
import { useDocument } from "../../document/store";
import { asPlatformError, type DeskReply } from "../../platform";

export type Rehearsal = { readonly reply: DeskReply } | { readonly error: string } | null;

/** `drafts` has to be the same array until something else is meant. */
export function useRehearsal(drafts: readonly Draft[]): Rehearsal {
  const revision = useDocument((state) => state.revision);
  const [rehearsal, setRehearsal] = useState<Rehearsal>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what an edit changes depends on the revision it meets.
  useEffect(() => {
    if (drafts.length === 0) return;
    let current = true;
    rehearse(drafts).then(
      (reply) => current && setRehearsal({ reply }),
      (reason: unknown) => current && setRehearsal({ error: asPlatformError(reason).message }),
    );
    return () => {
      current = false;
    };
  }, [drafts, revision]);
  return rehearsal;
}

/** How many findings there are after a reply, where `before` are there now. */
export function findingsAfter(
  before: readonly { readonly key: string }[],
  reply: DeskReply,
): number {
  const known = new Set(before.map(({ key }) => key));
  const added = reply.findings.changed.filter(({ key }) => !known.has(key)).length;
  const gone = reply.findings.gone.filter((key) => known.has(key)).length;
  return before.length - gone + added;
}
