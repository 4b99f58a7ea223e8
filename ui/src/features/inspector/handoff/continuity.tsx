/** What the user is told while the handoff happens, language by language. */
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "../../../components/button";
import { TextEntry } from "../../../components/text-entry";
import type { Continuity } from "../../../platform";
import { type Change, orNone } from "./edit";
import { useFrame } from "./frame";
import { replacedAt, withoutAt } from "./list-edit";
import { TextField } from "./text-field";
import { WordChip } from "./word-chip";

export function ContinuityList({ continuity }: { readonly continuity: readonly Continuity[] }) {
  const { send } = useFrame();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <ul className="handoff__rows">
        {continuity.map(({ language, text }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a language may be being written.
          <li key={i} className="handoff__part">
            <WordChip
              label={`Language ${i + 1}`}
              hint="A language tag such as de or pt-BR"
              value={language}
              change={(tag) => inContinuity(i, { language: tag ?? language })}
            />
            <IconButton
              icon={X}
              size={13}
              label={`Remove what is told in ${language}`}
              onClick={() =>
                void send(({ continuity: now = [] }) => ({ continuity: orNone(withoutAt(now, i)) }))
              }
            />
            <TextField
              multiline
              aria-label={`What the user is told in ${language}`}
              value={text}
              placeholder="What the user is told"
              change={(words) => inContinuity(i, { text: words ?? "" })}
              data-testid={`continuity-${language}`}
            />
          </li>
        ))}
      </ul>
      {adding ? (
        <TextEntry
          value=""
          placeholder="Language, such as de or pt-BR; Enter adds it"
          aria-label="Language to add"
          data-testid="continuity-language"
          onCommit={async (language) => {
            const kept = await send(({ continuity: now = [] }) => ({
              continuity: [...now, { language, text: "" }],
            }));
            if (kept) setAdding(false);
            return kept;
          }}
        />
      ) : (
        <Button
          look="quiet"
          icon={Plus}
          data-testid="continuity-add"
          onClick={() => setAdding(true)}
        >
          Add a language
        </Button>
      )}
    </>
  );
}

function inContinuity(index: number, fields: Partial<Continuity>): Change {
  return ({ continuity = [] }) => {
    const before = continuity[index];
    return before
      ? { continuity: replacedAt(continuity, index, { ...before, ...fields }) }
      : { continuity };
  };
}
