/** How the handoff is seen in traces. */
import type { Handoff } from "../../../platform";
import { inPart, orNone } from "./edit";
import { Frame } from "./frame";
import { HandoffSection } from "./handoff-section";
import { SwitchField } from "./switch-field";
import { TagField } from "./tag-field";
import { TextField } from "./text-field";

export function TraceSection({ handoff }: { readonly handoff: Handoff }) {
  const { span, attributes = [], dashboard } = handoff.observability ?? {};
  const summary = [
    span && "span",
    attributes.length > 0 &&
      `${attributes.length} ${attributes.length === 1 ? "attribute" : "attributes"}`,
    dashboard && "dashboard",
  ];
  return (
    <HandoffSection id="traces" summary={summary.filter(Boolean).join(", ")}>
      <SwitchField
        name="span"
        label="Writes a span"
        checked={span ?? false}
        change={(on) => inPart("observability", { span: on || null })}
      />
      <Frame name="attributes" wide>
        {(id) => (
          <TagField
            id={id}
            tags={attributes}
            placeholder="For example baton.handoff.id"
            change={(list) => inPart("observability", { attributes: orNone(list) })}
          />
        )}
      </Frame>
      <Frame name="dashboard" wide>
        {(id) => (
          <TextField
            id={id}
            value={dashboard}
            placeholder="https://"
            change={(address) => inPart("observability", { dashboard: address })}
            data-testid="observability-dashboard"
          />
        )}
      </Frame>
    </HandoffSection>
  );
}
