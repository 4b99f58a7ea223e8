import assert from "node:assert/strict";
import { test } from "node:test";
import { countTests } from "../lib/counts.mjs";
import { withoutColours } from "../lib/process.mjs";

const cases = [
  ["     Summary [   4.123s] 512 tests run: 510 passed (1 slow), 2 failed, 3 skipped", 510, 2],
  ["     Summary [   0.010s] 1 test run: 1 passed, 0 skipped", 1, 0],
  [
    "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s",
    12,
    0,
  ],
  ["test result: ok. 2 passed; 0 failed;\ntest result: FAILED. 3 passed; 1 failed;", 5, 1],
  [" Test Files  1 passed (1)\n      Tests  1 failed | 41 passed (42)\n", 41, 1],
  ["# tests 8\n# pass 7\n# fail 1\n", 7, 1],
  ["ℹ pass 7\nℹ fail 0\n", 7, 0],
  ["start: ok\n8 passed, 0 failed\n", 8, 0],
];

for (const [output, passed, failed] of cases) {
  test(`counts ${JSON.stringify(output.trim().slice(0, 40))}`, () => {
    assert.deepEqual(countTests(output), { passed, failed });
  });
}

test("a runner without closing lines has no count", () => {
  assert.equal(countTests("all 12 tests passed, trust me"), null);
});

test("colours do not hide a count", () => {
  const coloured =
    "\u001b[2m      Tests \u001b[22m \u001b[1m\u001b[32m5 passed\u001b[39m\u001b[22m (5)";
  assert.deepEqual(countTests(withoutColours(coloured)), { passed: 5, failed: 0 });
});
