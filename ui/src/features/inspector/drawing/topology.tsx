/** A topology: what it is for, the nature of its work, what it has to reach, and what stands in it. */
import { Diamond, Shapes } from "lucide-react";
import { useMemo } from "react";
import { action } from "../../../actions/all";
import { Button } from "../../../components/button";
import { countsOf } from "../../../document/counts";
import { useRecord, useRecords } from "../../../document/store";
import { useSession } from "../../../session/store";
import { FindingsOf } from "../findings-of";
import { FirstSteps } from "../first-steps";
import { AutoField } from "../generated/auto-field";
import { RecordHead, RecordTitle } from "../head";
import type { InspectorProps } from "../record";
import { Columns, Section } from "../section";
import { TeamField } from "../team-field";
import { Legend } from "./legend";
import { NatureSentence } from "./nature";

export function TopologyInspector({ id, onClose }: InspectorProps) {
  const topology = useRecord("topology", id);
  const drawing = useSession((state) => state.view === "drawing");
  if (!topology) return null;
  return (
    <>
      <RecordHead onClose={onClose}>
        <RecordTitle />
        <Counts topology={id} />
      </RecordHead>
      {drawing && <FirstSteps />}
      <FindingsOf />
      <Columns
        main={
          <>
            <Section title="What it is for" name="topology.purpose">
              <AutoField name="purpose" placeholder="In a sentence" />
              <TeamField />
              <AutoField name="environment" />
            </Section>
            <Section title="Nature of the work" name="topology.nature">
              <NatureSentence />
              {drawing && (
                <Button
                  icon={Shapes}
                  data-testid="open-patterns"
                  onClick={action("patterns").perform}
                >
                  Which pattern fits it?
                </Button>
              )}
              {drawing && (
                <Button icon={Diamond} data-testid="open-gates" onClick={action("gates").perform}>
                  Where people decide
                </Button>
              )}
            </Section>
          </>
        }
        side={
          <>
            <Section title="Has to reach" name="topology.targets">
              <AutoField name="targets.success" title="Success, at least" placeholder="None" />
              <AutoField name="targets.latency_p95_ms" title="95 % within" placeholder="None" />
              <AutoField
                name="targets.context_loss"
                title="Lost context, at most"
                placeholder="None"
              />
              <AutoField name="targets.human_rate" title="People, at most" placeholder="None" />
            </Section>
            {drawing && (
              <Section title="Signs" name="topology.signs">
                <Legend />
              </Section>
            )}
          </>
        }
      />
    </>
  );
}

/** How much stands on the drawing. */
function Counts({ topology }: { readonly topology: string }) {
  const handoffs = useRecords("handoff");
  const placements = useRecords("placement");
  const outcomes = useRecords("outcome");
  const entries = useRecords("entry");
  const words = useMemo(() => {
    const own = <T extends { readonly topology: string }>(
      records: ReadonlyMap<string, { readonly record: T }>,
    ) => [...records.values()].map(({ record }) => record).filter((r) => r.topology === topology);
    const { agents, handoffs: lines } = countsOf(handoffs, placements, topology);
    return [
      counted(agents, "agent", "agents"),
      counted(lines, "handoff", "handoffs"),
      counted(own(entries).length, "entry", "entries"),
      counted(own(outcomes).length, "outcome", "outcomes"),
    ].join(", ");
  }, [handoffs, placements, outcomes, entries, topology]);
  return <p className="inspector__hint">{words}</p>;
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
