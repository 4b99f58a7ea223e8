/** A field of the contract's payload, chosen by its name or written as a JSON pointer. */
import { Picker } from "../../../components/picker";
import type { Handoff } from "../../../platform";
import { type ContractFields, useContractFields } from "./use-contract-fields";

export interface PointerPickerProps {
  readonly handoff: Handoff;
  readonly label: string;
  readonly placeholder: string;
  /** Which of the payload's fields are offered. */
  readonly offer: (row: ContractFields["rows"][number]) => boolean;
  readonly onChoose: (pointer: string) => void;
  /** Takes pointers that the contract does not name. */
  readonly onCreate?: (pointer: string) => void;
  readonly "data-testid"?: string;
}

export function PointerPicker({
  handoff,
  label,
  placeholder,
  offer,
  onChoose,
  ...rest
}: PointerPickerProps) {
  const { rows, trouble } = useContractFields(handoff.contract, handoff.version);
  return (
    <>
      <Picker
        value=""
        aria-label={label}
        placeholder={placeholder}
        options={rows.filter(offer).map(({ pointer, type_words, sensitive }) => ({
          value: pointer,
          label: pointer,
          note: sensitive ? `${type_words}, sensitive` : type_words,
        }))}
        onChange={onChoose}
        {...rest}
      />
      {trouble && <p className="inspector__hint">{trouble}</p>}
      {!handoff.contract && (
        <p className="inspector__hint">Choose a contract to pick from its fields.</p>
      )}
    </>
  );
}
