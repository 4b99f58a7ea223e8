/** Who owns the record: a team, or a new one that is stored with it. */
import { useId } from "react";
import { FieldError } from "../../components/field-error";
import { useField } from "./edit";
import { Editable } from "./generated/auto-field";
import { OpenButton } from "./generated/reference-input";
import { TeamSelect } from "./team-select";

export function TeamField() {
  const edit = useField<string | null | undefined>("team");
  const id = useId();
  return (
    <Editable edit={edit}>
      <div className="form-field field field--row" data-field="team">
        <label className="field__label" htmlFor={id}>
          Owning team
        </label>
        <div className="form-field__control">
          <div className="reference">
            <TeamSelect
              id={id}
              data-testid="inspector-team"
              value={edit.value ?? ""}
              onChange={(team, created) => void edit.saveWith(created, team)}
            />
            {edit.value && <OpenButton subject={{ kind: "team", id: edit.value }} />}
          </div>
          <FieldError>{edit.refusal}</FieldError>
        </div>
      </div>
    </Editable>
  );
}
