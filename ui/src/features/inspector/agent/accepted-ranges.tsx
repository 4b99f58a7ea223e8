/** Which versions of contracts are taken, with what each range matches at the moment, while it is typed too. */
import { TriangleAlert, X } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "../../../components/button";
import { useDraft } from "../../../components/draft";
import { Picker } from "../../../components/picker";
import { useRecords } from "../../../document/store";
import { type Accepts, asPlatformError, platform, type RangeMatch } from "../../../platform";
import type { Save } from "../edit";
import { phrase } from "../generated/words";
import { useIdOptions } from "../record/options";
import { RecordLink } from "../record/record-link";

export interface AcceptedRangesProps {
  readonly value: unknown;
  readonly save: Save;
}

/** Every version: whoever adds a contract narrows it down from there. */
const ANY = "*";

export function AcceptedRanges({ value, save }: AcceptedRangesProps) {
  const rows = rowsOf(value);
  const contracts = useIdOptions("contract");
  const change = (update: (before: readonly Accepts[]) => readonly Accepts[]) =>
    save((before) => update(rowsOf(before)));
  return (
    <ul className="ranges">
      {rows.map((row, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two ranges of one contract differ by their place.
        <li key={`${row.contract}:${i}`} className="range">
          <div className="range__head">
            <RecordLink subject={{ kind: "contract", id: row.contract }} />
            <IconButton
              icon={X}
              label={`Take ${row.contract} no longer`}
              size={12}
              onClick={() => void change((before) => before.filter((_, at) => at !== i))}
            />
          </div>
          <Range
            contract={row.contract}
            range={row.range}
            onCommit={(range) =>
              change((before) =>
                before.map((other, at) => (at === i ? { ...other, range } : other)),
              )
            }
          />
        </li>
      ))}
      <li>
        <Picker
          aria-label="Add a contract that it takes"
          placeholder="Add a contract that it takes"
          data-testid="accepts-add"
          value=""
          options={contracts}
          onChange={(contract) => void change((before) => [...before, { contract, range: ANY }])}
        />
      </li>
    </ul>
  );
}

interface RangeProps {
  readonly contract: string;
  readonly range: string;
  readonly onCommit: (range: string) => Promise<boolean>;
}

function Range({ contract, range, onCommit }: RangeProps) {
  const { text, bind } = useDraft({
    value: range,
    onCommit: (next) => (next === "" ? false : onCommit(next)),
  });
  const answer = useMatches(contract, text);
  return (
    <>
      <input
        type="text"
        className="input input--mono"
        autoComplete="off"
        spellCheck={false}
        aria-label={`Range of ${contract} that is taken`}
        placeholder="For example ^1.2 or >=1.4, <2"
        {...bind}
      />
      <Matches answer={answer} contract={contract} />
    </>
  );
}

type Answer =
  | { readonly is: "waiting" }
  | { readonly is: "wrong"; readonly message: string }
  | { readonly is: "matches"; readonly versions: readonly RangeMatch[] };

const WAITING: Answer = { is: "waiting" };
const PAUSE_MS = 150;

/** Asks again with every change of the range or of the contract's versions. */
function useMatches(contract: string, range: string): Answer {
  const versions = useRecords("contract_version");
  const [answer, setAnswer] = useState<Answer>(WAITING);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other versions match otherwise.
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      platform()
        .matchingVersions(contract, range.trim())
        .then(
          (found) => current && setAnswer({ is: "matches", versions: found }),
          (reason: unknown) =>
            current && setAnswer({ is: "wrong", message: asPlatformError(reason).message }),
        );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [contract, range, versions]);
  return answer;
}

function Matches({ answer, contract }: { readonly answer: Answer; readonly contract: string }) {
  if (answer.is === "waiting") return null;
  if (answer.is === "wrong") return <p className="range__none">{answer.message}</p>;
  const { versions } = answer;
  const none = !versions.some(({ matches }) => matches);
  return (
    <div aria-live="polite">
      <ul className="range__versions" aria-label={`Versions of ${contract}`}>
        {versions.map(({ version, state, matches }) => (
          <li
            key={version}
            className={`range__version ${matches ? "is-matched" : ""}`}
            title={`${version}: ${phrase(state).toLowerCase()}, ${matches ? "taken" : "not taken"}`}
          >
            {version}
            {state !== "published" && <small>{phrase(state).toLowerCase()}</small>}
            <span className="visually-hidden">{matches ? " taken" : " not taken"}</span>
          </li>
        ))}
      </ul>
      {none && (
        <p className="range__none">
          <TriangleAlert size={12} aria-hidden />
          {versions.length === 0 ? "The contract has no version yet." : "No version is taken."}
        </p>
      )}
    </div>
  );
}

function rowsOf(value: unknown): readonly Accepts[] {
  return Array.isArray(value) ? value : [];
}
