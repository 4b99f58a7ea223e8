/** A record chosen by typing its name. */
import { Picker, type PickerProps } from "../../../components/picker";
import type { Change } from "./edit";
import { useFrame } from "./frame";

export interface PickFieldProps extends Omit<PickerProps, "onChange" | "onCreate"> {
  readonly change: (value: string) => Change;
}

export function PickField({ change, ...rest }: PickFieldProps) {
  const { send } = useFrame();
  return <Picker {...rest} onChange={(value) => void send(change(value))} />;
}
