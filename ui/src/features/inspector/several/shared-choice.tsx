/** A choice for several records, which says where they differ. */
import { type Option, Select } from "../../../components/field";
import { MIXED, type Shared } from "./shared";

export interface SharedChoiceProps {
  readonly id: string;
  readonly shared: Shared<string>;
  readonly options: readonly Option[];
  readonly none?: string;
  readonly onChange: (value: string) => void;
  readonly "data-testid": string;
}

const MIXED_OPTION = { value: MIXED, label: "mixed" };

export function SharedChoice({ shared, options, onChange, ...rest }: SharedChoiceProps) {
  return (
    <Select
      {...rest}
      value={shared.mixed ? MIXED : shared.value}
      options={shared.mixed ? [MIXED_OPTION, ...options] : options}
      onChange={(value) => value !== MIXED && onChange(value)}
    />
  );
}
