/** Where a handoff or an answer leads, as a choice of a picker and back. */
import { useMemo } from "react";
import type { PickerOption } from "../../../components/picker";
import { agentOf, isQuery, outcomeOf } from "../../../document/records";
import { useRecords } from "../../../document/store";
import type { CapabilityQuery, Target } from "../../../platform";
import { useIdOptions } from "../record/options";

export const QUERY: PickerOption = {
  value: "query",
  label: "Whoever has the tags",
  note: "chosen at run time",
};

export function targetValue(target: Target | null | undefined): string {
  if (target === null || target === undefined) return "";
  const agent = agentOf(target);
  if (agent !== null) return `agent:${agent}`;
  const outcome = outcomeOf(target);
  return outcome === null ? QUERY.value : `outcome:${outcome}`;
}

/** Null where nothing is chosen. A query begins with the tags that it had, or none. */
export function targetOf(value: string, before: Target | null | undefined): Target | null {
  const id = value.slice(value.indexOf(":") + 1);
  if (value.startsWith("agent:")) return id;
  if (value.startsWith("outcome:")) return { outcome: id };
  if (value !== QUERY.value) return null;
  return before && isQuery(before) ? before : { capabilities: [] };
}

/** The query of a target, whose other ends have none. */
export function queryOf(target: Target): CapabilityQuery | null {
  return isQuery(target) ? target : null;
}

/** Agents of the registry and outcomes of the topology. */
export function useTargets(topology: string): PickerOption[] {
  const agents = useIdOptions("agent");
  const outcomes = useRecords("outcome");
  return useMemo(
    () => [
      ...agents.map((option) => ({ ...option, value: `agent:${option.value}` })),
      ...[...outcomes.values()]
        .filter(({ record }) => record.topology === topology)
        .map(({ record }) => ({
          value: `outcome:${record.id}`,
          label: record.name,
          note: "outcome",
        })),
    ],
    [agents, outcomes, topology],
  );
}
