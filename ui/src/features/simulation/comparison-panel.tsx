/** Two designs side by side: a topology beside another one, or beside itself while other things go wrong. */
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { Field, Select } from "../../components/field";
import { nameOf, useDocument, useRecords } from "../../document/store";
import { platform, type SimulationAsked } from "../../platform";
import type { Conditions } from "../../session/simulation";
import { useSession } from "../../session/store";
import { useAsked } from "../review/use-asked";
import { ComparisonChart } from "./comparison-chart";
import { Differences } from "./differences";
import { conditionsOf, optionsOf } from "./fault-choice";
import { askedOf, conditionsFor } from "./run";
import { RunProgress } from "./run-progress";
import { showComparison, showSimulation } from "./show";
import { useComparison } from "./use-comparison";
import { useConditionsName } from "./use-conditions-name";
import "./simulation.css";

export interface ComparisonPanelProps {
  readonly topology: string;
  readonly other: string;
  /** Of the other one; those of the first without any. */
  readonly conditions: Conditions | null;
}

export function ComparisonPanel({ topology, other, conditions }: ComparisonPanelProps) {
  const settings = useSession((state) => state.simulation);
  const run = useSession((state) => state.run);
  const name = useDocument((state) => nameOf(state, "topology", topology));
  const topologies = useRecords("topology");
  const { answer: choices } = useAsked(other, () => platform().simulationChoices(other));
  const a = askedOf(topology, settings);
  const b = askedOf(other, {
    ...settings,
    conditions: conditions ?? conditionsFor(topology, settings.conditions),
  });
  const same = isSame(a, b);
  const { comparison, failure, asking } = useComparison(same ? null : a, same ? null : b);
  const names = useNames(a, b);
  return (
    <DockPanel
      title={`${name} beside another design`}
      onClose={() => showSimulation(topology)}
      footer={
        <Button look="quiet" data-testid="comparison-back" onClick={() => showSimulation(topology)}>
          Back
        </Button>
      }
    >
      <Field label="Beside">
        {(id) => (
          <Select
            id={id}
            data-testid="compare-topology"
            value={other}
            options={[...topologies.values()].map(({ record }) => ({
              value: record.id,
              label: record.id === topology ? `${record.name} itself` : record.name,
            }))}
            onChange={(chosen) => showComparison(topology, chosen, conditions)}
          />
        )}
      </Field>
      <Field label="What goes wrong">
        {(id) => (
          <Select
            id={id}
            data-testid="compare-conditions"
            value={keyOf(b)}
            options={optionsOf(choices, conditionsAsked(b))}
            onChange={(key) => showComparison(topology, other, conditionsOf(key))}
          />
        )}
      </Field>
      {same && (
        <p className="dock-note" data-testid="compare-same">
          Both are the same so far. Choose another topology, or other faults.
        </p>
      )}
      {run && <RunProgress run={run} />}
      {failure && !same && (
        <div className="dock-error" role="alert">
          <p>They cannot be compared: {failure.message}</p>
          {failure.hints.map((hint) => (
            <p key={hint}>{hint}</p>
          ))}
        </div>
      )}
      {comparison && !same && (
        <div className="sim-result" aria-busy={asking} data-testid="comparison">
          <ComparisonChart comparison={comparison} names={names} />
          <Differences differences={comparison.differences} names={names} />
        </div>
      )}
    </DockPanel>
  );
}

function isSame(a: SimulationAsked, b: SimulationAsked): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function conditionsAsked({ profile, scenario }: SimulationAsked): Conditions {
  return scenario === null ? { profile: profile ?? "calm" } : { scenario };
}

function keyOf({ profile, scenario }: SimulationAsked): string {
  return scenario === null ? (profile ?? "calm") : `scenario:${scenario}`;
}

/** What tells the two apart: their topologies, or else what goes wrong. */
function useNames(a: SimulationAsked, b: SimulationAsked): [string, string] {
  const topologies = useDocument((state) =>
    [a, b].map(({ topology }) => nameOf(state, "topology", topology ?? "")).join("\n"),
  ).split("\n") as [string, string];
  const faults: [string, string] = [useConditionsName(a), useConditionsName(b)];
  return a.topology === b.topology ? faults : topologies;
}
