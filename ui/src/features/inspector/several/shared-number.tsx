/** A figure for several records, which says where they differ. */
import { useState } from "react";
import { useDraft } from "../../../components/draft";
import { FieldError } from "../../../components/field-error";
import type { Shared } from "./shared";

export interface SharedNumberProps {
  readonly id: string;
  readonly shared: Shared<number | null>;
  readonly show: (value: number) => string;
  /** The number that was typed, or why it is none. */
  readonly read: (text: string, shown: string) => { value: number } | { wrong: string };
  /** Null for an emptied field. */
  readonly onCommit: (value: number | null) => Promise<boolean>;
  readonly placeholder: string;
  readonly "data-testid": string;
}

export function SharedNumber(props: SharedNumberProps) {
  const { shared, show, read, onCommit, placeholder, ...rest } = props;
  const [wrong, setWrong] = useState<string | null>(null);
  const shown = shared.mixed || shared.value === null ? "" : show(shared.value);
  const { bind } = useDraft({
    value: shown,
    onGiveUp: () => setWrong(null),
    onCommit: (text) => {
      setWrong(null);
      if (text === "") return onCommit(null);
      const result = read(text, shown);
      if ("wrong" in result) {
        setWrong(result.wrong);
        return false;
      }
      return onCommit(result.value);
    },
  });
  return (
    <>
      <input
        type="text"
        className="input"
        autoComplete="off"
        placeholder={shared.mixed ? "mixed" : placeholder}
        {...rest}
        {...bind}
      />
      <FieldError>{wrong}</FieldError>
    </>
  );
}
