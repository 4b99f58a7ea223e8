// Written by Baton; what is changed here is lost with the next export.
/** The boundary of each handoff lets in what it should, and names who takes over the rest. */
import { describe, expect, test } from "vitest";
import { Guard, MemoryStore, Rejection } from "../../guards/typescript/guard.js";
import { type AtBoundary, vectors } from "./vectors.js";

for (const { handoff, now, cases } of vectors<AtBoundary>("handoffs")) {
  describe(handoff, () => {
    for (const { name, steps } of cases) {
      test(name, async () => {
        const guard = new Guard(handoff, new MemoryStore(), () => now * 1000);
        for (const { message, rejected } of steps) {
          const answer = await guard.accept(message);
          if (rejected === null) {
            expect(answer).toEqual((message as { payload: unknown }).payload);
          } else {
            expect(answer).toBeInstanceOf(Rejection);
            expect(answer).toMatchObject({ reason: rejected.reason, handler: rejected.handler });
            if (rejected.pointer !== null) expect(answer).toHaveProperty("pointer", rejected.pointer);
          }
        }
      });
    }
  });
}
