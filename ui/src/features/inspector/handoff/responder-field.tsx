/** Somebody who can be called: a rotation, a team or a person. */
import { Picker, type PickerProps } from "../../../components/picker";
import type { Kind, Responder } from "../../../platform";
import { useRecordOptions } from "../record/options";
import type { Change } from "./edit";
import { useFrame } from "./frame";
import { responderOf, responderValue } from "./words";

const RESPONDERS: readonly Kind[] = ["rotation", "team", "person"];

export interface ResponderFieldProps
  extends Pick<PickerProps, "id" | "none" | "placeholder" | "aria-label" | "data-testid"> {
  readonly value: Responder | null | undefined;
  /** Who need not be offered. */
  readonly without?: readonly Responder[];
  readonly change: (responder: Responder | null) => Change;
}

export function ResponderField({ value, change, without = [], ...rest }: ResponderFieldProps) {
  const { send } = useFrame();
  const options = useRecordOptions(RESPONDERS);
  const left = new Set(without.map(responderValue));
  return (
    <Picker
      {...rest}
      value={responderValue(value)}
      options={options.filter((option) => !left.has(option.value))}
      onChange={(next) => void send(change(responderOf(next)))}
    />
  );
}
