/** Capability tags of the vocabulary and of agents, so that people reuse words. */
import { useMemo } from "react";
import { useRecords } from "../../../document/store";

export function useTags(): string[] {
  const vocabulary = useRecords("capability");
  const agents = useRecords("agent");
  return useMemo(
    () =>
      [
        ...new Set([
          ...[...vocabulary.values()].map(({ record }) => record.tag),
          ...[...agents.values()].flatMap(({ record }) => record.capabilities ?? []),
        ]),
      ].sort(),
    [vocabulary, agents],
  );
}
