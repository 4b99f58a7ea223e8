/** All versions of a contract, the highest first: where each stands, how far it is from the one before, and when it ends. */
import { CircleCheck, CircleX, FilePlus2 } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/button";
import { useLock } from "../../document/lock";
import type { TimelineVersion } from "../../platform";
import { StateMark } from "../inspector/contract/state-mark";
import { openRecord } from "../inspector/record/open";
import { draftNext } from "./perform";
import { useVersions } from "./use-versions";
import { changesWords, endWords } from "./words";
import "./timeline.css";

export interface TimelineProps {
  readonly contract: string;
  /** The version that is looked at. */
  readonly current?: string;
}

export function Timeline({ contract, current }: TimelineProps) {
  const answer = useVersions(contract);
  return (
    <div className="timeline" data-testid="timeline">
      {answer !== null && "wrong" in answer && <p className="dock-error">{answer.wrong}</p>}
      {answer !== null && "versions" in answer && (
        <>
          {answer.versions.length === 0 && (
            <p className="inspector__hint">
              It has no version yet. The fields of the payload stand in a version.
            </p>
          )}
          <ol className="timeline__versions">
            {answer.versions.map((version) => (
              <Version
                key={version.version}
                contract={contract}
                version={version}
                current={version.version === current}
              />
            ))}
          </ol>
        </>
      )}
      <DraftNext
        contract={contract}
        first={answer !== null && "versions" in answer && answer.versions.length === 0}
      />
    </div>
  );
}

interface VersionProps {
  readonly contract: string;
  readonly version: TimelineVersion;
  readonly current: boolean;
}

function Version({ contract, version, current }: VersionProps) {
  const { version: number, state, bump, changes, holds, note, sunset_date } = version;
  const id = `${contract}@${number}`;
  return (
    <li className={`timeline__version timeline__version--${state}`}>
      <a
        href={`#contract_version/${id}`}
        aria-current={current ? "page" : undefined}
        data-testid={`timeline-${number}`}
        onClick={(event) => {
          event.preventDefault();
          openRecord({ kind: "contract_version", id });
        }}
      >
        <span className="timeline__number mono">{number}</span>
        <StateMark state={state} />
        {bump && <span className="timeline__bump">{bump}</span>}
        {changes !== null && <span className="timeline__changes">{changesWords(changes)}</span>}
        {holds === true && (
          <CircleCheck
            size={14}
            className="tone--good"
            aria-label="compatible with the one before"
          />
        )}
        {holds === false && (
          <CircleX
            size={14}
            className="tone--bad"
            aria-label="not compatible with the one before"
          />
        )}
      </a>
      {sunset_date && state !== "retired" && (
        <p className="timeline__end">{endWords(sunset_date, version.sunset_in_days)}</p>
      )}
      {note && (
        <p className="timeline__note" dir="auto">
          {note}
        </p>
      )}
    </li>
  );
}

interface DraftNextProps {
  readonly contract: string;
  readonly first: boolean;
}

function DraftNext({ contract, first }: DraftNextProps) {
  const locked = useLock() !== null;
  const [busy, setBusy] = useState(false);
  const draft = async () => {
    setBusy(true);
    await draftNext(contract);
    setBusy(false);
  };
  return (
    <Button
      look="quiet"
      icon={FilePlus2}
      className="add"
      disabled={locked || busy}
      data-testid="draft-next"
      onClick={() => void draft()}
    >
      {first ? "Draft the first version" : "Draft the next version"}
    </Button>
  );
}
