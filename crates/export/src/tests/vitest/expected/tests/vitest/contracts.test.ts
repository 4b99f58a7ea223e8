// Written by Baton; what is changed here is lost with the next export.
/** Each version of a contract lets in and refuses what was agreed on. */
import { describe, expect, test } from "vitest";
import { mayChange, payloadProblem } from "../../guards/typescript/guard.js";
import { schemas } from "../../guards/typescript/rules.js";
import { type Agreed, differences, exportedSchema, vectors } from "./vectors.js";

for (const agreed of vectors<Agreed>("contracts")) {
  const { contract, version, schema } = agreed;
  describe(`${contract}@${version}`, () => {
    test("schema is as agreed", () => {
      const guards = schemas.payloads[`${contract}@${version}`];
      expect(differences(schema, guards), "places at which the guard's schema was changed").toEqual([]);
      const exported = exportedSchema(agreed);
      if (exported !== undefined) expect(differences(schema, exported), "places at which the exported schema was changed").toEqual([]);
    });
    test("task state changes as agreed", () => {
      for (const { from, to, allowed } of agreed.transitions) expect(mayChange(contract, version, from, to), `${from} to ${to}`).toBe(allowed);
    });
    for (const { name, payload } of agreed.accepted) {
      test(`lets in ${name}`, () => {
        expect(payloadProblem(contract, version, payload)).toBeNull();
      });
    }
    for (const { name, payload, reason, pointer, rule } of agreed.rejected) {
      test(`refuses ${name}`, () => {
        const problem = payloadProblem(contract, version, payload);
        expect(problem, "it is let in").not.toBeNull();
        expect(problem?.reason).toBe(reason);
        if (rule !== null) expect(problem?.rule).toBe(rule);
        if (pointer !== null) expect(problem?.pointer).toBe(pointer);
      });
    }
  });
}
