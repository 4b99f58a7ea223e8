/** A time in a sentence, typed with its unit and kept in the field's. */
import { formatDuration, parseDuration, type TimeUnit, unitOf } from "../../../components/duration";
import { InlineInput } from "../../../components/inline-input";
import type { Change } from "./edit";
import { useFrame } from "./frame";

export interface TimeChipProps {
  readonly label: string;
  readonly value: number | null | undefined;
  readonly unit: TimeUnit;
  /** The field keeps fractions of its unit. */
  readonly fractions?: boolean;
  /** Null for an empty field. */
  readonly change: (value: number | null) => Change;
  readonly placeholder?: string;
  readonly hint?: string;
  readonly "data-testid"?: string;
}

export function TimeChip({ value, unit, fractions = false, change, ...rest }: TimeChipProps) {
  const { send, complain, stamp } = useFrame();
  const shown = value === null || value === undefined ? "" : formatDuration(value, unit);
  return (
    <InlineInput
      {...rest}
      value={shown}
      stamp={stamp}
      onGiveUp={() => complain(null)}
      onCommit={(text, since) => {
        if (text === "") return send(change(null), since);
        const read = parseDuration(text, { unit, whole: !fractions }, unitOf(shown));
        if (!read.ok) {
          complain(read.why);
          return false;
        }
        return send(change(read.value), since);
      }}
    />
  );
}
