/** Who may decide. */
import { labelOf } from "../../../document/labels";
import { useDocument } from "../../../document/store";
import type { Gate } from "../../../platform";
import { orNone } from "./edit";
import { useFrame } from "./frame";
import { inGate } from "./gate-edit";
import { NameTags } from "./name-tags";
import { ResponderField } from "./responder-field";
import { responderValue } from "./words";

export function Reviewers({ gate }: { readonly gate: Gate }) {
  const { send } = useFrame();
  const reviewers = gate.reviewers ?? [];
  // Names as one text, so that only their changes are news.
  const names = useDocument((state) =>
    reviewers.map((one) => `${labelOf(state, one)}${kindWords(one.kind)}`).join("\n"),
  ).split("\n");
  return (
    <>
      <NameTags
        names={reviewers.map((one, i) => ({ key: responderValue(one), name: names[i] ?? one.id }))}
        onRemove={(key) =>
          void send(
            inGate((now) => ({
              reviewers: orNone((now.reviewers ?? []).filter((one) => responderValue(one) !== key)),
            })),
          )
        }
      />
      <ResponderField
        value={null}
        without={reviewers}
        aria-label="Add a reviewer"
        placeholder="Add a rotation, a team or a person"
        change={(responder) =>
          inGate((now) => ({
            reviewers: responder ? [...(now.reviewers ?? []), responder] : now.reviewers,
          }))
        }
        data-testid="gate-add-reviewer"
      />
    </>
  );
}

function kindWords(kind: string): string {
  return kind === "person" ? "" : ` (${kind})`;
}
