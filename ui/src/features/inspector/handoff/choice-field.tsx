/** A choice on a line of its own. */
import { Select, type SelectProps } from "../../../components/field";
import type { Change } from "./edit";
import { useFrame } from "./frame";

export interface ChoiceFieldProps extends Omit<SelectProps, "onChange"> {
  readonly change: (value: string) => Change;
}

export function ChoiceField({ change, ...rest }: ChoiceFieldProps) {
  const { send } = useFrame();
  return <Select {...rest} onChange={(value) => void send(change(value))} />;
}
