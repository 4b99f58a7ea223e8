/** One reason for a risk: its figure, what is left without it, what would lower it; the finding that it stands for, with its fix. */
import { PencilLine, Wand2 } from "lucide-react";
import { Button } from "../../components/button";
import { SeverityMark } from "../../components/severity";
import { Words } from "../../components/words";
import { useLock } from "../../document/lock";
import { useDocument } from "../../document/store";
import type { Finding, RiskTerm } from "../../platform";
import { session } from "../../session/store";
import { answer, goToFinding } from "../findings/go";
import { Bar } from "./risk-figure";
import { percent, riskWords } from "./words";

export interface TermRowProps {
  readonly term: RiskTerm;
  /** With all terms. */
  readonly risk: number;
}

export function TermRow({ term, risk }: TermRowProps) {
  const { weight, reason, without, lower, problem } = term;
  const finding = useDocument((state) =>
    problem === null ? undefined : state.findings.find(({ key }) => key === problem),
  );
  const gain = risk - without;
  return (
    <div className="term">
      <p className="term__line">
        <span className="term__reason">{sentence(reason)}</span>
        <span className="term__weight">{percent(weight)}</span>
      </p>
      <Bar share={weight} />
      {finding ? (
        <TermFinding finding={finding} />
      ) : (
        lower && <p className="term__lower">{lower}</p>
      )}
      {gain >= 0.05 && lower && (
        <p className="term__gain muted">Without it the risk is {riskWords(without)}.</p>
      )}
    </div>
  );
}

/** The finding in its own words, and the way to mend it. */
function TermFinding({ finding }: { readonly finding: Finding }) {
  const lock = useLock();
  const [fix] = finding.fixes;
  return (
    <div className="term__finding">
      <SeverityMark severity={finding.severity} size={13} />
      <p>
        <button
          type="button"
          className="term__go"
          title="Show it on the drawing"
          onClick={() => goToFinding(finding)}
        >
          <Words text={finding.message} />
        </button>
      </p>
      {lock === null && (
        <Button
          look="quiet"
          icon={fix ? Wand2 : PencilLine}
          title={fix ? fix.title : "Show the field to fill in"}
          data-testid={`term-${fix ? "fix" : "open"}-${finding.code}`}
          onClick={() =>
            fix ? session.show({ show: "fix", finding: finding.key, fix: 0 }) : answer(finding)
          }
        >
          {fix ? "Fix" : "Open"}
        </Button>
      )}
    </div>
  );
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
