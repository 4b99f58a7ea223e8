/** A yes or no with its name beside it. */
import { Switch } from "../../../components/field";
import type { Change } from "./edit";
import type { FieldName } from "./fields";
import { Frame, useFrame } from "./frame";

export interface SwitchFieldProps {
  readonly name: FieldName;
  readonly label: string;
  readonly checked: boolean;
  readonly change: (on: boolean) => Change;
  readonly "data-testid"?: string;
}

export function SwitchField({ name, ...rest }: SwitchFieldProps) {
  return (
    <Frame name={name} bare>
      <FramedSwitch {...rest} />
    </Frame>
  );
}

function FramedSwitch({ change, ...rest }: Omit<SwitchFieldProps, "name">) {
  const { send } = useFrame();
  return <Switch {...rest} onChange={(on) => void send(change(on))} />;
}
