/** Records as choices of a picker. */
import { useMemo } from "react";
import type { PickerOption } from "../../../components/picker";
import { labelOf } from "../../../document/labels";
import { kindName } from "../../../document/records";
import { useDocument } from "../../../document/store";
import type { Kind } from "../../../platform";

/** The records of some kinds by name; a value is `kind:id`. `keep` leaves some of them out. */
export function useRecordOptions(
  kinds: readonly Kind[],
  keep?: (record: unknown, kind: Kind) => boolean,
): PickerOption[] {
  const records = useDocument((state) => state.records);
  const asked = kinds.join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the kinds are compared by their words.
  return useMemo(() => {
    const state = useDocument.getState();
    return kinds
      .flatMap((kind) =>
        [...(records.get(kind) ?? [])]
          .filter(([, { record }]) => keep?.(record, kind) ?? true)
          .map(([id]) => ({
            value: `${kind}:${id}`,
            label: labelOf(state, { kind, id }),
            note: kinds.length > 1 ? kindName(kind) : id,
          })),
      )
      .map((option) => (option.note === option.label ? { ...option, note: "" } : option))
      .sort((a, b) => a.label.localeCompare(b.label));
  }, [records, asked, keep]);
}

/** The same for one kind, where a value is the id alone. */
export function useIdOptions(kind: Kind, keep?: (record: unknown) => boolean): PickerOption[] {
  const kinds = useMemo(() => [kind], [kind]);
  const options = useRecordOptions(kinds, keep);
  return useMemo(
    () => options.map((option) => ({ ...option, value: option.value.slice(kind.length + 1) })),
    [options, kind],
  );
}
