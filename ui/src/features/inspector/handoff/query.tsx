/** A receiver chosen by capability: the tags, who is taken of several, and who would qualify now. */
import { useId, useMemo } from "react";
import { withFields } from "../../../document/drafts";
import { useDocument } from "../../../document/store";
import type { CapabilityQuery, Handoff, TieBreak } from "../../../platform";
import { useIdOptions } from "../record/options";
import { RecordList } from "../record/record-link";
import { ChoiceChip } from "./choice-chip";
import type { Change } from "./edit";
import { PickField } from "./pick-field";
import { TagField } from "./tag-field";
import { queryOf } from "./target";
import { useTags } from "./use-tags";
import { optionsOf, TIE_BREAKS } from "./words";

const TIE_BREAK_OPTIONS = optionsOf(TIE_BREAKS);

export interface QueryFieldsProps {
  readonly handoff: Handoff;
  readonly query: CapabilityQuery;
}

export function QueryFields({ handoff, query }: QueryFieldsProps) {
  const tagsId = useId();
  const tags = useTags();
  const agents = useIdOptions("agent");
  const candidates = useCandidates(handoff);
  return (
    <div className="handoff__query">
      <label className="visually-hidden" htmlFor={tagsId}>
        Tags that the receiver must have
      </label>
      <TagField
        id={tagsId}
        tags={query.capabilities}
        suggestions={tags}
        placeholder="Tags that the receiver must have"
        change={(capabilities) => inQuery({ capabilities })}
        data-testid="inspector-query-tags"
      />
      <p className="sentence">
        Of several, take{" "}
        <ChoiceChip
          label="Of several, take"
          value={query.tie_break ?? "first"}
          options={TIE_BREAK_OPTIONS}
          change={(word) =>
            inQuery({ tie_break: word === "first" ? undefined : (word as TieBreak) })
          }
          data-testid="inspector-tie-break"
        />
        ; if nobody qualifies:
      </p>
      <PickField
        value={query.default ?? ""}
        none="Nobody"
        options={agents}
        aria-label="Taken when nobody qualifies"
        change={(agent) => inQuery({ default: agent || undefined })}
        data-testid="inspector-query-default"
      />
      <div className="handoff__candidates">
        <span className="inspector__hint">At the moment it would go to</span>
        <RecordList records={candidates} none="Nobody: no agent has all of these tags." />
      </div>
    </div>
  );
}

/** Fields set to undefined take their default. */
function inQuery(
  fields: {
    [K in keyof CapabilityQuery]?: CapabilityQuery[K] | undefined;
  },
): Change {
  return ({ to }) => ({
    to: withFields<CapabilityQuery>(queryOf(to) ?? { capabilities: [] }, fields),
  });
}

interface Candidate {
  readonly kind: "agent";
  readonly id: string;
  readonly note?: string;
}

/** Who qualifies, as the drawing says: a line to each candidate, and one to who is taken otherwise. */
function useCandidates({ id, topology }: Handoff): Candidate[] {
  const drawing = useDocument((state) => state.drawings.get(topology));
  return useMemo(() => {
    const found: Candidate[] = [];
    if (!drawing) return found;
    for (let i = 0; i < drawing.lines; i++) {
      if (drawing.lineKind(i) !== "candidate" || drawing.lineSubject(i) !== id) continue;
      const box = drawing.to[i] ?? 0;
      if (drawing.boxKind(box) === "agent")
        found.push({
          kind: "agent",
          id: drawing.boxId(box),
          ...(drawing.isDefault(i) ? { note: "if nobody qualifies" } : {}),
        });
    }
    return found;
  }, [drawing, id]);
}
