/** Two designs side by side: a topology beside another one, or beside itself while other things go wrong; one by one or under load. */
import type { ReactNode } from "react";
import { Button } from "../../components/button";
import { DockPanel } from "../../components/dock-panel";
import { Field, Select } from "../../components/field";
import { nameOf, useDocument, useRecords } from "../../document/store";
import { type LoadRequest, platform, type SimulationAsked } from "../../platform";
import type { Conditions } from "../../session/simulation";
import { useSession } from "../../session/store";
import { useAsked } from "../review/use-asked";
import { ComparisonChart } from "./comparison-chart";
import { Differences } from "./differences";
import { conditionsOf, optionsOf } from "./fault-choice";
import { expected, loadOf, rateOf } from "./load";
import { LoadBeside } from "./load-beside";
import { LoadFields } from "./load-fields";
import { askedOf, compare, compareUnderLoad, conditionsFor } from "./run";
import { RunProgress } from "./run-progress";
import { showComparison, showLoad, showSimulation } from "./show";
import { type Compared, useComparison } from "./use-comparison";
import { useConditionsName } from "./use-conditions-name";
import { WayChoice } from "./way-choice";
import "./load.css";
import "./simulation.css";

export interface ComparisonPanelProps {
  readonly topology: string;
  readonly other: string;
  /** Of the other one; those of the first without any. */
  readonly conditions: Conditions | null;
  /** Both under the load that is chosen; one by one without. */
  readonly load: boolean;
}

export function ComparisonPanel({ topology, other, conditions, load }: ComparisonPanelProps) {
  const settings = useSession((state) => state.simulation);
  const name = useDocument((state) => nameOf(state, "topology", topology));
  const topologies = useRecords("topology");
  const { answer: choices } = useAsked(other, () => platform().simulationChoices(other));
  const of = conditions ?? conditionsFor(topology, settings.conditions);
  const back = () => (load ? showLoad : showSimulation)(topology);
  return (
    <DockPanel
      title={`${name} beside another design`}
      onClose={back}
      footer={
        <Button look="quiet" data-testid="comparison-back" onClick={back}>
          Back
        </Button>
      }
    >
      <WayChoice
        load={load}
        onChange={(underLoad) => showComparison(topology, other, conditions, underLoad)}
      />
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
            onChange={(chosen) => showComparison(topology, chosen, conditions, load)}
          />
        )}
      </Field>
      <Field label="What goes wrong">
        {(id) => (
          <Select
            id={id}
            data-testid="compare-conditions"
            value={"scenario" in of ? `scenario:${of.scenario}` : of.profile}
            options={optionsOf(choices, of)}
            onChange={(key) => showComparison(topology, other, conditionsOf(key), load)}
          />
        )}
      </Field>
      {load && <LoadFields topology={topology} />}
      {load ? (
        <UnderLoad topology={topology} other={other} conditions={of} />
      ) : (
        <OneByOne topology={topology} other={other} conditions={of} />
      )}
    </DockPanel>
  );
}

interface PairProps {
  readonly topology: string;
  readonly other: string;
  readonly conditions: Conditions;
}

function OneByOne({ topology, other, conditions }: PairProps) {
  const settings = useSession((state) => state.simulation);
  const a = askedOf(topology, settings);
  const b = askedOf(other, { ...settings, conditions });
  const same = isSame(a, b);
  const compared = useComparison(same ? null : a, same ? null : b, compare);
  const names = useNames(a, b);
  return (
    <Beside same={same} compared={compared}>
      {(comparison) => (
        <>
          <ComparisonChart comparison={comparison} names={names} />
          <Differences differences={comparison.differences} names={names} />
        </>
      )}
    </Beside>
  );
}

function UnderLoad({ topology, other, conditions }: PairProps) {
  const settings = useSession((state) => state.simulation);
  const own = rateOf(conditionsFor(topology, settings.conditions));
  const a = loadOf(topology, settings);
  // A rate that the first one's scenario brings along is the load of both.
  const b = { ...loadOf(other, { ...settings, conditions }), rate_per_second: rate(a, own) };
  const same = isSame({ ...a, rate_per_second: rate(a, own) }, b);
  const requests = expected(a, own) + expected(b, own);
  const compared = useComparison(same ? null : a, same ? null : b, (first, second) =>
    compareUnderLoad(first, second, requests),
  );
  const names = useNames(a, b);
  return (
    <Beside same={same} compared={compared}>
      {(comparison) => (
        <>
          <LoadBeside comparison={comparison} names={names} />
          <ComparisonChart comparison={comparison} names={names} />
          <Differences differences={comparison.differences} names={names} />
        </>
      )}
    </Beside>
  );
}

function rate({ rate_per_second }: LoadRequest, own: number | null): number | null {
  return rate_per_second ?? own;
}

interface BesideProps<T> {
  readonly same: boolean;
  readonly compared: Compared<T>;
  readonly children: (comparison: T) => ReactNode;
}

/** How far the comparison is, or what came of it. */
function Beside<T>({ same, compared, children }: BesideProps<T>) {
  const run = useSession((state) => state.run);
  const { comparison, failure, asking } = compared;
  return (
    <>
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
          {children(comparison)}
        </div>
      )}
    </>
  );
}

function isSame<T>(a: T, b: T): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

type Asked = Pick<SimulationAsked | LoadRequest, "topology" | "profile" | "scenario">;

/** What tells the two apart: their topologies, or else what goes wrong. */
function useNames(a: Asked, b: Asked): [string, string] {
  const topologies = useDocument((state) =>
    [a, b].map(({ topology }) => nameOf(state, "topology", topology ?? "")).join("\n"),
  ).split("\n") as [string, string];
  const faults: [string, string] = [useConditionsName(a), useConditionsName(b)];
  return a.topology === b.topology ? faults : topologies;
}
