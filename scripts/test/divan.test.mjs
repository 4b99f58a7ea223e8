import assert from "node:assert/strict";
import { test } from "node:test";
import { divanRows } from "../lib/divan.mjs";

const report = `Timer precision: 20 ns
layers             fastest       │ slowest       │ median        │ mean          │ samples │ iters
├─ layered                       │               │               │               │         │
│  ├─ 200          4.1 ms        │ 5.2 ms        │ 4.3 ms        │ 4.4 ms        │ 100     │ 100
│  ╰─ 1000         101 ms        │ 130 ms        │ 110.5 ms      │ 112 ms        │ 20      │ 20
╰─ route one line  812 ns        │ 1.2 µs        │ 830 ns        │ 840 ns        │ 100     │ 3200
`;

test("a divan tree becomes flat rows", () => {
  const rows = divanRows(report);
  assert.deepEqual(
    rows.map((row) => [row.name, row.median]),
    [
      ["layered 200", "4.3 ms"],
      ["layered 1000", "110.5 ms"],
      ["route one line", "830 ns"],
    ],
  );
  assert.equal(rows[0].samples, "100");
});
