/** Who hands over to whom, and whether control moves. */
import type { Criticality, Handoff, HandoffMode, Pattern } from "../../../platform";
import { useIdOptions } from "../record/options";
import { ChoiceField } from "./choice-field";
import { Frame } from "./frame";
import { HandoffSection } from "./handoff-section";
import { ParallelSentence } from "./parallel";
import { PickField } from "./pick-field";
import { QueryFields } from "./query";
import { QUERY, queryOf, targetOf, targetValue, useTargets } from "./target";
import { CRITICALITIES, MODES, optionsOf, PATTERNS } from "./words";

const MODE_OPTIONS = optionsOf(MODES);
const PATTERN_OPTIONS = optionsOf(PATTERNS);
const CRITICALITY_OPTIONS = optionsOf(CRITICALITIES);

export function RouteSection({ handoff }: { readonly handoff: Handoff }) {
  const agents = useIdOptions("agent");
  const targets = useTargets(handoff.topology);
  const query = queryOf(handoff.to);
  const { mode = "transfer", criticality = "medium", pattern } = handoff;
  const summary = [MODES[mode], `${criticality} criticality`, pattern && PATTERNS[pattern]];
  return (
    <HandoffSection id="route" summary={summary.filter(Boolean).join(", ")}>
      <Frame name="from">
        {(id) => (
          <PickField
            id={id}
            value={handoff.from}
            options={agents}
            change={(from) => () => ({ from })}
            data-testid="inspector-from"
          />
        )}
      </Frame>
      <Frame name="to">
        {(id) => (
          <>
            <PickField
              id={id}
              value={targetValue(handoff.to)}
              options={[...targets, QUERY]}
              change={(value) =>
                ({ to }) => ({ to: targetOf(value, to) ?? to })}
              data-testid="inspector-to"
            />
            {query && <QueryFields handoff={handoff} query={query} />}
          </>
        )}
      </Frame>
      <Frame name="mode">
        {(id) => (
          <>
            <ChoiceField
              id={id}
              value={mode}
              options={MODE_OPTIONS}
              change={(word) => () => ({ mode: word as HandoffMode })}
              data-testid="inspector-mode"
            />
            {mode === "delegate" && <ParallelSentence handoff={handoff} />}
          </>
        )}
      </Frame>
      <Frame name="criticality">
        {(id) => (
          <ChoiceField
            id={id}
            value={criticality}
            options={CRITICALITY_OPTIONS}
            change={(word) => () => ({
              criticality: word === "medium" ? null : (word as Criticality),
            })}
            data-testid="inspector-criticality"
          />
        )}
      </Frame>
      <Frame name="pattern">
        {(id) => (
          <ChoiceField
            id={id}
            value={pattern ?? ""}
            none="Not said"
            options={PATTERN_OPTIONS}
            change={(word) => () => ({ pattern: (word || null) as Pattern | null })}
          />
        )}
      </Frame>
    </HandoffSection>
  );
}
