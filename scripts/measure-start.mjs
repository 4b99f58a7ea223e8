// From the start of the program to a drawing that can be used, on the sample: `node scripts/measure-start.mjs [--runs N] [--release]`.
// Prints one JSON object; times are in milliseconds. The first start makes the registry and does not count; each further one
// starts the program anew on it. Needs no display.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Place } from "../tests/window/lib/place.mjs";
import { hasDisplay } from "./lib/desktop.mjs";
import { run, targetDir } from "./lib/process.mjs";

const LIMIT_MS = 60_000;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "10" },
    release: { type: "boolean", default: false },
  },
});
const runs = Number.parseInt(values.runs, 10);
const profile = values.release ? "release" : "debug";
const program = join(targetDir, profile, "baton-desktop");

if (!(runs > 0)) fail("--runs takes a number of at least 1.");
if (!existsSync(program)) {
  fail(`${program} is not there. npm start${values.release ? " -- --release" : ""} builds it.`);
}
if (!hasDisplay()) {
  const display = ["-a", "-s", "-screen 0 1600x1000x24"];
  const { status } = await run("xvfb-run", [
    ...display,
    process.execPath,
    ...process.argv.slice(1),
  ]);
  process.exit(status);
}

const place = new Place();
try {
  await start();
  const times = [];
  for (let turn = 0; turn < runs; turn += 1) times.push(await start());
  times.sort((a, b) => a - b);
  const median = (times[Math.floor((runs - 1) / 2)] + times[Math.ceil((runs - 1) / 2)]) / 2;
  const [fastest, slowest] = [times[0], times[runs - 1]].map(Math.round);
  const result = { benchmark: "start to interactive", profile, runs, unit: "ms" };
  console.log(JSON.stringify({ ...result, median: Math.round(median), fastest, slowest }));
} finally {
  place.remove();
}

/** Starts the program and resolves with the time until it said that it is ready. It ends by itself then. */
function start() {
  return new Promise((done, failed) => {
    const began = performance.now();
    const env = place.env({ BATON_TEST_START: "1" });
    const app = spawn(program, [], {
      env,
      stdio: ["ignore", "pipe", "inherit"],
      timeout: LIMIT_MS,
    });
    let time;
    app.stdout.once("data", () => {
      time = performance.now() - began;
    });
    app.on("error", failed);
    app.on("close", (code, signal) => {
      if (time !== undefined) done(time);
      else failed(new Error(`Baton ended with ${signal ?? code} before its drawing was there.`));
    });
  });
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
