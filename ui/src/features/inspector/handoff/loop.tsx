/** How often the same thing may pass, and what counts as the same. */
import { useId } from "react";
import type { Handoff } from "../../../platform";
import { inPart } from "./edit";
import { NumberChip } from "./number-chip";
import { useContractFields } from "./use-contract-fields";
import { WordChip } from "./word-chip";

export function LoopSentence({ handoff }: { readonly handoff: Handoff }) {
  const listId = useId();
  const policy = handoff.policy ?? {};
  const { rows } = useContractFields(handoff.contract, handoff.version);
  const pointers = rows.map(({ pointer }) => pointer).filter((pointer) => !pointer.includes("*"));
  return (
    <p className="sentence">
      Let{" "}
      <WordChip
        label="Counted by"
        hint="JSON pointer of the payload field that loop limits and breakers count by; the whole request if empty"
        mono={policy.entity_key != null}
        value={policy.entity_key}
        placeholder="a request"
        suggestions={pointers}
        listId={listId}
        change={(entity_key) => inPart("policy", { entity_key })}
        data-testid="policy-entity-key"
      />{" "}
      pass at most{" "}
      <NumberChip
        label="Loop limit"
        value={policy.loop_limit}
        integer
        least={1}
        placeholder="any number of"
        change={(loop_limit) => inPart("policy", { loop_limit })}
        data-testid="policy-loop-limit"
      />{" "}
      {policy.loop_limit === 1 ? "time" : "times"}.
    </p>
  );
}
