import { Fragment } from "react";

/** A sentence in which `backticks` mark names; no other mark-up has a meaning. */
export function Words({ text }: { readonly text: string }) {
  const parts = text.split("`");
  // An odd number of marks means that they are not in pairs: the text is shown as it is.
  if (parts.length % 2 === 0) return text;
  return parts.map((part, i) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence have no other identity.
    return i % 2 === 1 ? <code key={i}>{part}</code> : <Fragment key={i}>{part}</Fragment>;
  });
}
