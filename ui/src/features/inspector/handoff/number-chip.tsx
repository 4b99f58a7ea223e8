/** A number in a sentence. */
import { InlineInput } from "../../../components/inline-input";
import { type NumberRules, numberFrom, numberText } from "../../../components/number-text";
import type { Change } from "./edit";
import { useFrame } from "./frame";

export interface NumberChipProps extends NumberRules {
  readonly label: string;
  readonly value: number | null | undefined;
  /** Null for an empty field. */
  readonly change: (value: number | null) => Change;
  readonly placeholder?: string;
  readonly hint?: string;
  readonly "data-testid"?: string;
}

export function NumberChip({ value, change, integer, least, percent, ...rest }: NumberChipProps) {
  const { send, complain, stamp } = useFrame();
  const shown = numberText(value, percent ?? false);
  return (
    <InlineInput
      numeric
      {...rest}
      value={percent && shown !== "" ? `${shown} %` : shown}
      stamp={stamp}
      onGiveUp={() => complain(null)}
      onCommit={(text, since) => {
        if (text === "") return send(change(null), since);
        const read = numberFrom(text, { integer, least, percent });
        if ("wrong" in read) {
          complain(read.wrong);
          return false;
        }
        return send(change(read.value), since);
      }}
    />
  );
}
