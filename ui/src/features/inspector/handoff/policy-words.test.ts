import { expect, it } from "vitest";
import type { Policy } from "../../../platform";
import { policyWords } from "./policy-words";

it.each<[Policy, string]>([
  [{}, ""],
  [{ retries: 0, acknowledge: false, idempotent_by: "none" }, ""],
  [
    { timeout_ms: 8000, retries: 3, boundary_validation: true },
    "8 s, 3 retries, boundary validation",
  ],
  [{ retries: 1, loop_limit: 1 }, "1 retry, 1 pass"],
  [
    {
      timeout_ms: 500,
      loop_limit: 2,
      breaker: { threshold: 2, window_seconds: 600, reset_seconds: 300 },
      on_reject: "fallback",
      dead_letter: "q",
      idempotent_by: "handoff_id",
    },
    "500 ms, 2 passes, breaker, rejected: the first fallback, dead letter, idempotent",
  ],
])("%j reads %j", (policy, words) => {
  expect(policyWords(policy)).toBe(words);
});
