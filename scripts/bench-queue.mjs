// `node scripts/bench-queue.mjs`: requests a second through one queue, in Baton and in SimPy, one after the other on the same model, each on one
// thread; and what each further feature costs. Runs are compared by the fastest of each, which other programs on the machine disturb least. SimPy is installed from PyPI into a folder of its own.
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { divanRows } from "./lib/divan.mjs";
import { run } from "./lib/process.mjs";

const peerVersion = "simpy==4.1.1";
/** Requests of one run of the benchmark, as `REQUESTS` there. */
const requests = 500_000;
const folder = join(tmpdir(), "baton-bench-queue");
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
  await step("making a place for SimPy", "python3", ["-m", "venv", folder]);
}
await step("installing SimPy", python, ["-m", "pip", "install", "--quiet", peerVersion]);

const ours = await step("the benchmark", "cargo", [
  "bench",
  "-p",
  "baton-simulation",
  "--bench",
  "queue",
]);
const theirs = await step("the peer", python, ["scripts/bench-queue/peer.py"]);

const milliseconds = (text) => {
  const [, number, unit] = /^([\d.]+) (ns|µs|ms|s)$/.exec(text) ?? [];
  return Number(number) * { ns: 1e-6, µs: 1e-3, ms: 1, s: 1000 }[unit];
};
const rows = divanRows(ours).map((row) => ({
  name: row.name.replaceAll("_", " "),
  nanoseconds: (milliseconds(row.fastest) * 1e6) / requests,
}));
const peer = JSON.parse(theirs.trim().split("\n").at(-1));
const plain = rows.find((row) => row.name === "plain queue");
const perSecond = 1e9 / plain.nanoseconds;
console.log("\n| model | a request, fastest run | requests a second | against the plain queue |");
console.log("| --- | ---: | ---: | ---: |");
for (const { name, nanoseconds } of rows) {
  const cost = nanoseconds - plain.nanoseconds;
  console.log(
    `| ${name} | ${nanoseconds.toFixed(0)} ns | ${(1000 / nanoseconds).toFixed(2)} M | ${cost >= 0 ? "+" : ""}${cost.toFixed(0)} ns |`,
  );
}
const theirsMs = peer.mean_waiting_ms.toFixed(0);
console.log(
  `\nSimPy: ${peer.requests_per_second.toFixed(0)} requests a second, mean waiting ${theirsMs} ms; Baton ${(perSecond / peer.requests_per_second).toFixed(0)} times as many on the plain queue.`,
);
