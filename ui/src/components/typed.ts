/** Text that stands for a value: read when the field is left, kept with the reason while it cannot be read. */
import { useState } from "react";
import { useDraft } from "./draft";

export type Read<T> = { readonly value: T } | { readonly wrong: string };

export interface TypedRules<T> {
  /** The stored value as text. */
  readonly stored: string;
  readonly read: (text: string) => Read<T>;
  /** False leaves the text standing. */
  readonly onCommit: (value: T) => Promise<boolean> | boolean;
  /** An empty text is not committed. */
  readonly required?: boolean;
  /** Enter makes a line; Ctrl or Cmd and Enter commits. */
  readonly lines?: boolean;
  /** As for {@link useDraft}. */
  readonly name?: string | undefined;
}

export function useTyped<T>({
  stored,
  read,
  onCommit,
  required = false,
  lines = false,
  name,
}: TypedRules<T>) {
  const [wrong, setWrong] = useState<string | null>(null);
  const { text, bind, finish, giveUp } = useDraft({
    value: stored,
    lines,
    name,
    onGiveUp: () => setWrong(null),
    onCommit: (typed) => {
      const result: Read<T> =
        required && typed === "" ? { wrong: "It cannot be empty." } : read(typed);
      setWrong("wrong" in result ? result.wrong : null);
      return "wrong" in result ? false : onCommit(result.value);
    },
  });
  return {
    text,
    wrong,
    finish: () => void finish(),
    giveUp,
    bind: {
      ...bind,
      onChange: (event: { target: { value: string } }) => {
        setWrong(null);
        bind.onChange(event);
      },
    },
  };
}
