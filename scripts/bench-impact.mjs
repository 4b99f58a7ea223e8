// `node scripts/bench-impact.mjs`: how far a change travels in 100,000 agents and 1,000,000 handoffs, in Baton and in rustworkx, one after the
// other on the same graph. rustworkx is installed from PyPI into a folder of its own.
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { divanRows } from "./lib/divan.mjs";
import { run } from "./lib/process.mjs";

const peerVersion = "rustworkx==0.18.1";
const folder = join(tmpdir(), "baton-bench-impact");
const python = join(folder, "bin", "python");

async function step(name, command, words, options = { capture: true }) {
  const { status, output } = await run(command, words, options);
  if (status !== 0) {
    console.error(`\nFailed: ${name} (exit ${status}).`);
    process.exit(1);
  }
  return output;
}

if (!existsSync(python)) {
  mkdirSync(folder, { recursive: true });
  await step("making a place for rustworkx", "python3", ["-m", "venv", folder]);
}
await step("installing rustworkx", python, ["-m", "pip", "install", "--quiet", peerVersion]);

const ours = await step("the benchmark", "cargo", [
  "bench",
  "-p",
  "baton-analysis",
  "--bench",
  "impact",
]);
const theirs = await step("the peer", python, ["scripts/bench-impact/peer.py"]);

const median = new Map(divanRows(ours).map((row) => [row.name, row.median]));
const peer = JSON.parse(theirs.trim().split("\n").at(-1));
const job = (name, bench, other) => ({ name, ours: median.get(bench) ?? "-", theirs: other });
const rows = [
  job("index built", "index_built", peer.build),
  job("index after an edit", "index_after_an_edit", null),
  job("3 hops", "three_hops", peer.three_hops),
  job("everything downstream", "everything_downstream", peer.downstream),
  job("finding all that is hit", "finding_everything_downstream", null),
  job("the full report of it", "the_full_report_of_everything_downstream", null),
];
console.log(
  `\nrustworkx reaches ${peer.reached} agents, ${peer.near} within three hops; Baton's own counts stand above.`,
);
console.log("\n| job | Baton, median | rustworkx, median |");
console.log("| --- | ---: | ---: |");
for (const { name, ours, theirs } of rows) {
  console.log(`| ${name} | ${ours} | ${theirs === null ? "-" : `${theirs.toFixed(2)} ms`} |`);
}
