/** A word or two in a sentence. */
import { InlineInput, type InlineInputProps } from "../../../components/inline-input";
import type { Change } from "./edit";
import { useFrame } from "./frame";

export interface WordChipProps
  extends Omit<InlineInputProps, "value" | "onCommit" | "stamp" | "onGiveUp"> {
  readonly value: string | null | undefined;
  /** Null for an empty field. */
  readonly change: (value: string | null) => Change;
}

export function WordChip({ value, change, ...rest }: WordChipProps) {
  const { send, complain, stamp } = useFrame();
  return (
    <InlineInput
      {...rest}
      value={value ?? ""}
      stamp={stamp}
      onGiveUp={() => complain(null)}
      onCommit={(text, since) => send(change(text || null), since)}
    />
  );
}
