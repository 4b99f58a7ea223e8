import { expect, it } from "vitest";
import type { Handoff, Placement } from "../platform";
import { countsOf } from "./counts";

const listed = <T extends { readonly id: string }>(...records: T[]) =>
  new Map(records.map((record) => [record.id, { record }]));

it("counts what lies in collapsed groups, and what other topologies have not", () => {
  const handoff = (id: string, topology: string, from: string, to: Handoff["to"]) =>
    ({ id, topology, from, to }) as Handoff;
  const at = (id: string, topology: string, group: string | null): Placement => ({
    id: `${topology}.agent.${id}`,
    topology,
    subject: { kind: "agent", id },
    group,
  });
  const handoffs = listed(handoff("h", "desk", "a", "b"), handoff("i", "other", "c", "d"));
  const placements = listed(
    at("a", "desk", null),
    at("e", "desk", "closed"),
    at("f", "other", null),
  );
  expect(countsOf(handoffs, placements, "desk")).toEqual({ agents: 3, handoffs: 1 });
  expect(countsOf(handoffs, placements, "other")).toEqual({ agents: 3, handoffs: 1 });
  expect(countsOf(handoffs, placements, null)).toEqual({ agents: 0, handoffs: 0 });
});
