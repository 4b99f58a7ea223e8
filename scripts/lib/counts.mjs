// Reads from a test runner's own closing lines how many tests passed and failed. Nothing here invents a number: a runner whose
// lines are not recognised counts as null, and the caller says so.

const readers = [
  // cargo nextest: `Summary [ 4.1s] 512 tests run: 510 passed (1 slow), 2 failed, 3 skipped`
  {
    line: /^\s*Summary \[.*\] .* tests? run: .*$/gm,
    passed: /(\d+) passed/,
    failed: /(\d+) (?:failed|timed out)/g,
  },
  // cargo test: `test result: ok. 12 passed; 0 failed; 0 ignored; ...`
  { line: /^test result: .*$/gm, passed: /(\d+) passed/, failed: /(\d+) failed/g },
  // vitest: `      Tests  1 failed | 41 passed (42)`
  { line: /^\s*Tests {2}.*\(\d+\)$/gm, passed: /(\d+) passed/, failed: /(\d+) failed/g },
  // node --test: `# pass 7`, `# fail 0` (piped) or `ℹ pass 7` (terminal)
  { line: /^[#ℹ] (?:pass|fail) \d+$/gm, passed: /pass (\d+)/, failed: /fail (\d+)/g },
  // Baton's own runners: `8 passed, 0 failed`
  { line: /^\d+ passed, \d+ failed$/gm, passed: /(\d+) passed/, failed: /(\d+) failed/g },
];

/** `{ passed, failed }` summed over every closing line in `output`, or null where there is none. */
export function countTests(output) {
  let found = false;
  const total = { passed: 0, failed: 0 };
  for (const reader of readers) {
    for (const [line] of output.matchAll(reader.line)) {
      found = true;
      total.passed += Number(reader.passed.exec(line)?.[1] ?? 0);
      for (const [, failed] of line.matchAll(reader.failed)) total.failed += Number(failed);
    }
  }
  return found ? total : null;
}
