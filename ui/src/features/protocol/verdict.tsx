/** Whether a property holds, with a sign and a word. */
import { Check, CircleHelp, X } from "lucide-react";

const VERDICTS = {
  holds: { Icon: Check, word: "Holds" },
  violated: { Icon: X, word: "Violated" },
  open: { Icon: CircleHelp, word: "Not proven" },
} as const;

export function Verdict({ holds }: { readonly holds: boolean | null }) {
  const verdict = holds === null ? "open" : holds ? "holds" : "violated";
  const { Icon, word } = VERDICTS[verdict];
  return (
    <span className={`transfer__verdict transfer__verdict--${verdict}`}>
      <Icon size={13} aria-hidden /> {word}
    </span>
  );
}
