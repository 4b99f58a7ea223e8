/** Keeps what is filled in of a record that does not exist yet, until it is made or given up. */
import { useEffect, useMemo, useRef, useState } from "react";
import type { DraftKeeper } from "../../../components/draft-home";
import type { Kind } from "../../../platform";
import { MOST_LETTERS } from "../../../session/unsent";
import { forgetForm, noteForm } from "../../unsent/keeper";
import type { Fields } from "../edit";

export interface KeptForm {
  readonly kind: Kind;
  /** What is filled in. */
  readonly value: Fields;
  /** What was being typed when an earlier page died, by field. */
  readonly typing: Readonly<Record<string, string>>;
  /** The name under which that page kept it. */
  readonly kept: string | undefined;
}

/** The home of the form's fields. */
export function useKeptForm({ kind, value, typing: given, kept }: KeptForm) {
  const [name] = useState(() => kept ?? globalThis.crypto.randomUUID());
  const [typing, setTyping] = useState(given);
  const waiting = useRef(given);
  const start = useRef(kept === undefined ? value : {});
  useEffect(() => {
    const words = [...wordsIn(value, start.current), ...Object.values(typing)].join(", ");
    if (words !== "")
      noteForm({ show: "create", kind, given: shortened(value), typing }, kind, name, words);
    else forgetForm(kind, name);
  }, [kind, name, value, typing]);
  useEffect(() => () => forgetForm(kind, name), [kind, name]);
  return useMemo(() => {
    const keeper: DraftKeeper = {
      most: MOST_LETTERS,
      isForm: true,
      note: (field, _label, text) =>
        setTyping((before) => {
          const { [field]: _, ...others } = before;
          return text === null ? others : { ...others, [field]: text.slice(0, MOST_LETTERS) };
        }),
      leave: () => {},
      take: (field) => {
        const { [field]: text, ...others } = waiting.current;
        waiting.current = others;
        return text ?? null;
      },
      onOffer: () => () => {},
    };
    return { keeper, path: [], label: "" };
  }, []);
}

/** The texts that were put in, in the order of the fields. */
function wordsIn(value: unknown, start: unknown): string[] {
  if (value === start) return [];
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  const before = (start ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(value).flatMap(([key, each]) => wordsIn(each, before[key]));
}

/** Without the ends of texts that are too long to be kept. */
function shortened(value: Fields): Fields {
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      typeof each === "string" ? each.slice(0, MOST_LETTERS) : each,
    ]),
  );
}
