/** Where a field of the payload goes: every handoff that carries it on, by the name that it has there. */
import { useEffect, useState } from "react";
import { useDocument } from "../../document/store";
import { asPlatformError, type ImpactHit, type ImpactReport, platform } from "../../platform";
import { RecordLink } from "../inspector/record/record-link";

export interface FieldUsageProps {
  readonly contract: string;
  readonly pointer: string;
}

const MOST_HITS = 50;

type Answer = { readonly report: ImpactReport } | { readonly wrong: string } | null;

export function FieldUsage({ contract, pointer }: FieldUsageProps) {
  const answer = useReach(contract, pointer);
  if (answer === null)
    return (
      <p className="field-usage inspector__hint" role="status">
        Following it…
      </p>
    );
  if ("wrong" in answer) return <p className="dock-error">{answer.wrong}</p>;
  const { hits, left_out, agents } = answer.report;
  if (hits.length === 0)
    return <p className="field-usage inspector__hint">No handoff carries this field.</p>;
  return (
    <div className="field-usage" data-testid="field-usage">
      <p className="inspector__hint">
        It reaches {agents.length === 1 ? "1 agent" : `${agents.length} agents`} over{" "}
        {hits.length + left_out === 1 ? "1 handoff" : `${hits.length + left_out} handoffs`}.
      </p>
      <ul className="record-list">
        {hits.map((hit) => (
          <li key={hit.handoff}>
            <RecordLink
              subject={{ kind: "handoff", id: hit.handoff }}
              note={noteOf(hit, pointer)}
            />
          </li>
        ))}
      </ul>
      {left_out > 0 && <p className="inspector__hint">{left_out} more are not shown.</p>}
    </div>
  );
}

/** Its names where they differ, and whether that is only inferred. */
function noteOf({ fields, inferred }: ImpactHit, pointer: string): string {
  const others = fields.filter((field) => field !== pointer);
  const guessed = fields.length > 0 && fields.every((field) => inferred.includes(field));
  const as = others.length > 0 ? `as ${others.join(", ")}` : "";
  return [as, guessed ? "inferred" : ""].filter(Boolean).join(", ");
}

/** Asked again whenever somebody commits. */
function useReach(contract: string, pointer: string): Answer {
  const [answer, setAnswer] = useState<Answer>(null);
  const revision = useDocument((state) => state.revision);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another revision may have other handoffs.
  useEffect(() => {
    let current = true;
    platform()
      .impact({ ask: "sensitive_added", contract, pointer }, null, MOST_HITS)
      .then(
        (report) => current && setAnswer({ report }),
        (reason: unknown) => current && setAnswer({ wrong: asPlatformError(reason).message }),
      );
    return () => {
      current = false;
    };
  }, [contract, pointer, revision]);
  return answer;
}
