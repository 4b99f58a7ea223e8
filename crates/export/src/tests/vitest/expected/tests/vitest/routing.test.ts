// Written by Baton; what is changed here is lost with the next export.
/** Each agent makes the handoff that its triggers, conditions and priorities say. */
import { describe, expect, test } from "vitest";
import { route } from "../../guards/typescript/routing.js";
import { type Routing, vectors } from "./vectors.js";

for (const { topology, cases } of vectors<Routing>("routing")) {
  describe(topology, () => {
    for (const [index, { agent, happened, payload, handoff }] of cases.entries()) {
      test(`${index}: ${agent} with ${JSON.stringify(happened)}`, () => {
        expect(route(topology, agent, happened, payload)).toBe(handoff);
      });
    }
  });
}
