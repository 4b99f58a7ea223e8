// `node scripts/bench-payload.mjs`: payloads a second, parsing included, in Baton and in ajv, one after the other on the same file; and what
// `serde_json` with the `jsonschema` crate does on one thread. Runs are compared by the fastest of each, which other programs on the machine
// disturb least.
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeJudges } from "../tests/judges/lib/node.mjs";
import { divanRows } from "./lib/divan.mjs";
import { run, targetDir } from "./lib/process.mjs";

/** Payloads of the file, as `PAYLOADS` in the benchmark. */
const payloads = 40_000;
const folder = join(tmpdir(), "baton-bench-payload");

async function step(name, command, words, options = {}) {
  const { status, output } = await run(command, words, { capture: true, ...options });
  if (status !== 0) {
    console.error(`\nFailed: ${name} (exit ${status}).`);
    process.exit(1);
  }
  return output;
}

const judges = nodeJudges();
const ours = await step(
  "the benchmark",
  "cargo",
  ["bench", "-p", "baton-app", "--bench", "payload"],
  { env: { BATON_PAYLOADS: folder } },
);
const milliseconds = (text) => {
  const [, number, unit] = /^([\d.]+) (ns|µs|ms|s)$/.exec(text) ?? [];
  return Number(number) * { ns: 1e-6, µs: 1e-3, ms: 1, s: 1000 }[unit];
};
const rows = divanRows(ours)
  .filter((row) => Number.isFinite(milliseconds(row.fastest)))
  .map((row) => ({
    name: row.name.replaceAll("_", " "),
    nanoseconds: (milliseconds(row.fastest) * 1e6) / payloads,
  }));
if (judges) {
  const package_ = join(targetDir, "judges", "node", "package.json");
  const theirs = await step("ajv", "node", ["scripts/bench-payload/ajv.mjs", folder, package_]);
  const told = theirs.split("\n").filter((line) => line.startsWith("{"));
  for (const { mode, accepted, nanoseconds } of told.map((line) => JSON.parse(line))) {
    rows.push({ name: `ajv, ${mode} formats (accepts ${accepted})`, nanoseconds });
  }
}
const yardstick = rows.find((row) => row.name.endsWith("and jsonschema")).nanoseconds;
console.log("\n| | a payload, fastest run | payloads a second | against the yardstick |");
console.log("| --- | ---: | ---: | ---: |");
for (const { name, nanoseconds } of rows) {
  const ratio = (yardstick / nanoseconds).toFixed(2);
  console.log(
    `| ${name} | ${(nanoseconds / 1000).toFixed(2)} µs | ${(1e6 / nanoseconds).toFixed(0)} k | ${ratio} times |`,
  );
}
