/** What is typed in a form beside a record, kept as the texts of its own fields are, until it is sent or the form goes away. */
import { useEffect, useMemo, useRef, useState } from "react";
import type { Kind } from "../../platform";
import type { UnsentForm } from "../../session/unsent";
import { keeperOf } from "./keeper";

export interface KeptWords {
  readonly kind: Kind;
  /** Empty where the record does not exist yet; `form` says then where the field is. */
  readonly id: string;
  /** Tells it from the record's other fields. */
  readonly field: string;
  /** As people call it. */
  readonly label: string;
  /** The panel that it is in, where that is not the record's own; the same object while it is the same panel. */
  readonly form?: UnsentForm | undefined;
}

export function useKeptWords({
  kind,
  id,
  field,
  label,
  form,
}: KeptWords): [string, (text: string) => void] {
  const [text, setText] = useState("");
  const noted = useRef(false);
  const keeper = useMemo(() => keeperOf(kind, id, form), [kind, id, form]);
  useEffect(() => {
    const words = text.trim() === "" ? null : text;
    if (words === null && !noted.current) return;
    noted.current = words !== null;
    keeper.note(field, label, words);
  }, [keeper, field, label, text]);
  useEffect(() => {
    const take = () => {
      const kept = keeper.take(field);
      if (kept !== null) setText(kept);
    };
    take();
    const stop = keeper.onOffer(take);
    return () => {
      stop();
      if (noted.current) keeper.note(field, label, null);
      noted.current = false;
    };
  }, [keeper, field, label]);
  return [text, setText];
}
