/** Why something was not done, in the backend's words, with what to do next. */
import { keptWords } from "../../document/commit";
import type { ErrorReply } from "../../platform";
import { sentence } from "./words";

export interface RefusalProps {
  readonly refusal: ErrorReply | null;
  /** What was kept, for example `Nothing was published`. */
  readonly kept: string;
}

export function Refusal({ refusal, kept }: RefusalProps) {
  if (refusal === null) return null;
  const { message, hints } = refusal;
  return (
    <div className="dock-error refusal" role="alert" data-testid="refusal">
      <p>
        {sentence(message)} {keptWords(refusal, kept)}.
      </p>
      {hints.length > 0 && (
        <ul className="bullets">
          {hints.map((hint) => (
            <li key={hint}>{sentence(hint)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
