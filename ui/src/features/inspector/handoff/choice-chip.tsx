/** A choice in a sentence. */
import { InlineSelect, type InlineSelectProps } from "../../../components/inline-select";
import type { Change } from "./edit";
import { useFrame } from "./frame";

export interface ChoiceChipProps extends Omit<InlineSelectProps, "onChange"> {
  readonly change: (value: string) => Change;
}

export function ChoiceChip({ change, ...rest }: ChoiceChipProps) {
  const { send } = useFrame();
  return <InlineSelect {...rest} onChange={(value) => void send(change(value))} />;
}
