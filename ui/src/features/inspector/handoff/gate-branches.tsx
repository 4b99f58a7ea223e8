/** What the reviewer may answer, and where each answer leads. */
import { ArrowRight, Plus, X } from "lucide-react";
import { useId } from "react";
import { Button, IconButton } from "../../../components/button";
import { withFields } from "../../../document/drafts";
import type { GateBranch, Handoff } from "../../../platform";
import { useFrame } from "./frame";
import { inBranches } from "./gate-edit";
import { replacedAt, withoutAt } from "./list-edit";
import { PickField } from "./pick-field";
import { TagField } from "./tag-field";
import { QUERY, queryOf, targetOf, targetValue, useTargets } from "./target";
import { TextField } from "./text-field";
import { useTags } from "./use-tags";

export interface GateBranchesProps {
  readonly handoff: Handoff;
  readonly branches: readonly GateBranch[];
}

const USUAL = ["Approve", "Reject", "Ask for more"];

export function GateBranches({ handoff, branches }: GateBranchesProps) {
  const { send } = useFrame();
  const targets = useTargets(handoff.topology);
  const tags = useTags();
  const listId = useId();
  return (
    <>
      <ul className="handoff__rows">
        {branches.map((branch, i) => {
          const query = branch.goes_to ? queryOf(branch.goes_to) : null;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: an answer has no identity but its place.
            <li key={i} className="handoff__part">
              <TextField
                aria-label={`Answer ${i + 1}`}
                value={branch.answer}
                change={(answer) => inBranch(i, { answer: answer ?? branch.answer })}
                data-testid={`gate-answer-${i}`}
              />
              <IconButton
                icon={X}
                size={13}
                label={`Remove the answer ${branch.answer}`}
                onClick={() => void send(inBranches((list) => withoutAt(list, i)))}
              />
              <div className="handoff__way">
                <ArrowRight size={13} aria-label="goes to" />
                <PickField
                  value={targetValue(branch.goes_to)}
                  none="on its way"
                  options={[...targets, QUERY]}
                  aria-label={`Where ${branch.answer} leads`}
                  change={(value) => inBranch(i, { goes_to: targetOf(value, branch.goes_to) })}
                  data-testid={`gate-goes-to-${i}`}
                />
              </div>
              {query && (
                <TagField
                  id={`${listId}-${i}`}
                  tags={query.capabilities}
                  suggestions={tags}
                  placeholder="Tags that the receiver must have"
                  change={(capabilities) => inBranch(i, { goes_to: { ...query, capabilities } })}
                />
              )}
            </li>
          );
        })}
      </ul>
      <Button
        look="quiet"
        icon={Plus}
        data-testid="gate-add-answer"
        onClick={() => void send(inBranches((list) => [...list, { answer: unused(list) }]))}
      >
        Add an answer
      </Button>
    </>
  );
}

function inBranch(
  index: number,
  fields: { [K in keyof GateBranch]?: GateBranch[K] | null | undefined },
) {
  return inBranches((list) => {
    const branch = list[index];
    return branch ? replacedAt(list, index, withFields(branch, fields)) : list;
  });
}

/** The first usual answer that is not there yet. */
function unused(branches: readonly GateBranch[]): string {
  const taken = new Set(branches.map(({ answer }) => answer.toLowerCase()));
  return (
    USUAL.find((answer) => !taken.has(answer.toLowerCase())) ?? `Answer ${branches.length + 1}`
  );
}
