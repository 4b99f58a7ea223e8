/** A record chosen for several others, which says where they differ. */
import { Picker, type PickerOption } from "../../../components/picker";
import { MIXED, type Shared } from "./shared";

export interface SharedPickerProps {
  readonly id: string;
  readonly shared: Shared<string>;
  readonly options: readonly PickerOption[];
  readonly none: string;
  readonly onChange: (value: string) => void;
  readonly "data-testid": string;
}

const MIXED_OPTION = { value: MIXED, label: "mixed" };

export function SharedPicker({ shared, options, onChange, ...rest }: SharedPickerProps) {
  return (
    <Picker
      {...rest}
      value={shared.mixed ? MIXED : shared.value}
      options={shared.mixed ? [MIXED_OPTION, ...options] : options}
      onChange={(value) => value !== MIXED && onChange(value)}
    />
  );
}
