/** One finding: where, what, what mends it; opened, why it matters and what its rule says. */
import { ChevronDown, ChevronRight, PencilLine, Volume2, VolumeX, Wand2 } from "lucide-react";
import { memo } from "react";
import { Button, IconButton } from "../../components/button";
import { SeverityMark } from "../../components/severity";
import { Words } from "../../components/words";
import { useLock } from "../../document/lock";
import type { Finding } from "../../platform";
import { session, useSession } from "../../session/store";
import { Explanation } from "./explanation";
import { answer, goToFinding } from "./go";
import { speakAgain } from "./silence";

export interface FindingRowProps {
  readonly finding: Finding;
  /** The list is entered here with the keyboard. */
  readonly cursor: boolean;
  readonly open: boolean;
  readonly onToggle: (key: string) => void;
}

export const FindingRow = memo(function FindingRow(props: FindingRowProps) {
  const { finding, cursor, open, onToggle } = props;
  const chosen = useSession((state) => state.findingKey === finding.key);
  const reach = cursor ? 0 : -1;
  return (
    <div
      className={`finding ${chosen ? "is-chosen" : ""} ${finding.silenced === null ? "" : "is-silenced"}`}
    >
      <div className="finding__line">
        <button
          type="button"
          className="finding__more"
          tabIndex={reach}
          aria-expanded={open}
          aria-label={`Why ${finding.code} matters`}
          onClick={() => onToggle(finding.key)}
        >
          {open ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
        </button>
        <button
          type="button"
          className="finding__go"
          tabIndex={reach}
          aria-current={chosen}
          data-testid={`finding-${finding.code}`}
          onClick={() => goToFinding(finding)}
        >
          <SeverityMark severity={finding.severity} />
          <span className="finding__code">{finding.code}</span>
          <span className="finding__message" title={finding.message}>
            <Words text={finding.message} />
          </span>
        </button>
        <Answers finding={finding} reach={reach} />
      </div>
      {finding.silenced !== null && (
        <p className="finding__reason selectable">Silenced: {finding.silenced}</p>
      )}
      {open && <Explanation finding={finding} />}
    </div>
  );
});

interface AnswersProps {
  readonly finding: Finding;
  readonly reach: 0 | -1;
}

function Answers({ finding, reach }: AnswersProps) {
  const lock = useLock();
  if (lock !== null) return null;
  if (finding.silenced !== null) {
    return (
      <Button
        look="quiet"
        icon={Volume2}
        className="finding__fix"
        tabIndex={reach}
        data-testid={`speak-${finding.code}`}
        title="Take the silence away"
        onClick={() => void speakAgain(finding)}
      >
        Speak again
      </Button>
    );
  }
  const [fix] = finding.fixes;
  return (
    <>
      <IconButton
        icon={VolumeX}
        label="Silence with a reason"
        shortcut="S"
        size={14}
        className="finding__silence"
        tabIndex={reach}
        data-testid={`silence-${finding.code}`}
        onClick={() => session.show({ show: "silence", finding: finding.key })}
      />
      <Button
        look="quiet"
        icon={fix ? Wand2 : PencilLine}
        className="finding__fix"
        tabIndex={reach}
        data-testid={`${fix ? "fix" : "open"}-${finding.code}`}
        title={fix ? `${fix.title} (F)` : "Show the field to fill in (F)"}
        onClick={() => answer(finding)}
      >
        {fix ? "Fix" : "Open"}
      </Button>
    </>
  );
}
