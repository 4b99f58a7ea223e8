/** How much is on a topology, whatever of it is drawn: what lies in collapsed groups counts. */
import { useMemo } from "react";
import type { Handoff, Placement } from "../platform";
import { useRecords } from "./store";

interface Counts {
  readonly agents: number;
  readonly handoffs: number;
}

type Listed<T> = ReadonlyMap<string, { readonly record: T }>;

export function countsOf(
  handoffs: Listed<Handoff>,
  placements: Listed<Placement>,
  topology: string | null,
): Counts {
  let lines = 0;
  for (const { record } of handoffs.values()) if (record.topology === topology) lines += 1;
  return { agents: agentsOn(handoffs, placements, topology).size, handoffs: lines };
}

/** The agents of a topology, by id. */
export function agentsOn(
  handoffs: Listed<Handoff>,
  placements: Listed<Placement>,
  topology: string | null,
): ReadonlySet<string> {
  const agents = new Set<string>();
  for (const { record } of handoffs.values()) {
    if (record.topology !== topology) continue;
    agents.add(record.from);
    if (typeof record.to === "string") agents.add(record.to);
  }
  for (const { record } of placements.values())
    if (record.topology === topology && record.subject.kind === "agent")
      agents.add(record.subject.id);
  return agents;
}

/** Of the open topology, in words: for example "12 agents, 1 handoff". */
export function useCountWords(topology: string | null): string {
  const handoffs = useRecords("handoff");
  const placements = useRecords("placement");
  return useMemo(() => {
    const counts = countsOf(handoffs, placements, topology);
    return `${counted(counts.agents, "agent")}, ${counted(counts.handoffs, "handoff")}`;
  }, [handoffs, placements, topology]);
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
}
