/** Both values of one field side by side; a click takes one of them. */
import { type Side, valueText } from "./merge";

export interface FieldChoiceProps {
  readonly field: string;
  readonly yours: unknown;
  readonly theirs: unknown;
  readonly side: Side;
  readonly onChoose: (side: Side) => void;
}

const NAMES: Record<Side, string> = { yours: "Yours", theirs: "Theirs" };

export function FieldChoice({ field, yours, theirs, side, onChoose }: FieldChoiceProps) {
  const values: Record<Side, unknown> = { yours, theirs };
  return (
    <fieldset className="conflict__field">
      <legend>{field.replaceAll("_", " ")}</legend>
      {(["yours", "theirs"] as const).map((which) => (
        <label key={which} className={side === which ? "is-chosen" : ""}>
          <span className="conflict__side">
            <input
              type="radio"
              name={`conflict-${field}`}
              checked={side === which}
              data-testid={`conflict-${field}-${which}`}
              onChange={() => onChoose(which)}
            />
            {NAMES[which]}
          </span>
          <span className="conflict__value">{valueText(values[which], field)}</span>
        </label>
      ))}
    </fieldset>
  );
}
