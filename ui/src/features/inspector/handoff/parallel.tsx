/** Which delegations run at once, and how many of them have to return. */
import { useId, useMemo } from "react";
import { useRecords } from "../../../document/store";
import type { Handoff, Join } from "../../../platform";
import { ChoiceChip } from "./choice-chip";
import { NumberChip } from "./number-chip";
import { WordChip } from "./word-chip";

const JOINS = [
  { value: "all", label: "all of them" },
  { value: "any", label: "any of them" },
  { value: "n", label: "at least" },
];

export function ParallelSentence({ handoff }: { readonly handoff: Handoff }) {
  const listId = useId();
  const handoffs = useRecords("handoff");
  const { topology, parallel_group: group, join = "all" } = handoff;
  const groups = useMemo(
    () =>
      [
        ...new Set(
          [...handoffs.values()].flatMap(({ record }) =>
            record.topology === topology && record.parallel_group ? [record.parallel_group] : [],
          ),
        ),
      ].sort(),
    [handoffs, topology],
  );
  return (
    <p className="sentence">
      At once with group{" "}
      <WordChip
        label="Parallel group"
        value={group}
        placeholder="none"
        suggestions={groups}
        listId={listId}
        change={(name) => () => ({
          parallel_group: name,
          ...(name === null ? { join: null } : {}),
        })}
        data-testid="inspector-parallel-group"
      />
      {group && (
        <>
          {" "}
          until{" "}
          <ChoiceChip
            label="How many have to return"
            value={typeof join === "object" ? "n" : join}
            options={JOINS}
            change={(word) => () => ({ join: joinOf(word) })}
            data-testid="inspector-join"
          />{" "}
          {typeof join === "object" && (
            <NumberChip
              label="Branches that have to return"
              value={join.n}
              integer
              least={1}
              change={(n) => () => ({ join: { n: n ?? 1 } })}
            />
          )}{" "}
          returned
        </>
      )}
      .
    </p>
  );
}

function joinOf(word: string): Join | null {
  if (word === "n") return { n: 2 };
  return word === "any" ? "any" : null;
}
