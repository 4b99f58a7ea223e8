// What Baton costs above an empty Tauri window of the same build, in the same run, in turns: the time from the start of the
// program to a drawing that can be used, and the proportional set size of all its processes once it is at rest.
// `node scripts/measure-start.mjs [--runs N] [--release] [--agents N [--apart]]`
//   --agents N   the registry holds N agents and half as many handoffs again instead of the sample alone: in one topology that
//                the window shows, or with --apart in topologies of a thousand beside the sample, which the window shows
// Prints one JSON object; times are in milliseconds, memory in MB of 10^6 bytes. The first start makes the registry and does not
// count; each further one starts the program anew on it. Needs no display.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Place } from "../tests/window/lib/place.mjs";
import { largeRegistry, topologiesApart } from "./bench-canvas/large.mjs";
import { hasDisplay } from "./lib/desktop.mjs";
import { proportionalMemory } from "./lib/memory.mjs";
import { run, targetDir } from "./lib/process.mjs";

const LIMIT_MS = 120_000;
/** Turns of which the memory is read, and how long a window rests before. */
const MEMORY_TURNS = 3;
const REST_MS = 5000;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "10" },
    release: { type: "boolean", default: false },
    agents: { type: "string", default: "0" },
    apart: { type: "boolean", default: false },
  },
});
const runs = Number.parseInt(values.runs, 10);
const agents = Number.parseInt(values.agents, 10);
const profile = values.release ? "release" : "debug";
const programs = {
  empty: join(targetDir, profile, "examples", "empty-window"),
  baton: join(targetDir, profile, "baton-desktop"),
};

if (!(runs > 0)) fail("--runs takes a number of at least 1.");
if (!(agents >= 0)) fail("--agents takes a number.");
for (const program of Object.values(programs)) {
  if (!existsSync(program)) {
    const flags = `-p baton-desktop --bins --examples --features tauri/custom-protocol${values.release ? " --release" : ""}`;
    fail(`${program} is not there. npm run build && cargo build ${flags} makes it.`);
  }
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
  fill();
  await start("baton");
  const times = { empty: [], baton: [] };
  const moments = [];
  const memory = { empty: [], baton: [] };
  for (let turn = 0; turn < runs; turn += 1)
    for (const which of ["empty", "baton"]) {
      const started = await start(which);
      times[which].push(started.time);
      if (which === "baton") moments.push(started.moments);
    }
  let parts = [];
  for (let turn = 0; turn < MEMORY_TURNS; turn += 1)
    for (const which of ["empty", "baton"]) {
      const held = (await start(which, true)).memory;
      memory[which].push(held.total / 1e6);
      if (which === "baton") parts = held.parts;
    }
  const [start_ms, memory_mb] = [told(times), told(memory)];
  const processes = parts.map(({ name, bytes }) => ({ name, mb: Math.round(bytes / 1e6) }));
  const what = agents === 0 ? "sample" : `${agents} agents${values.apart ? " apart" : ""}`;
  const found = { what, profile, runs, start_ms, page_ms: onTheWay(moments), memory_mb, processes };
  console.log(JSON.stringify(found, null, 2));
} finally {
  place.remove();
}

/** Makes the registry where it is not the sample alone. */
function fill() {
  if (agents === 0) return;
  const baton = (...args) =>
    execFileSync(join(targetDir, profile, "baton"), args, {
      env: place.env(),
      maxBuffer: 2 ** 30,
      stdio: ["ignore", "ignore", "inherit"],
    });
  const file = join(place.folder, "large.json");
  const handoffs = agents + agents / 2;
  const edits = values.apart ? topologiesApart(agents) : largeRegistry(agents, handoffs);
  writeFileSync(file, JSON.stringify(edits));
  baton("init", "--quiet", ...(values.apart ? ["--template", "sample-support"] : []));
  baton("apply", file, "--quiet");
}

/** The median of each moment, in milliseconds; of `origin`, when the page began, since the start of the program. */
function onTheWay(moments) {
  const names = Object.keys(moments[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [name, Math.round(median(moments.map((each) => each[name])))]),
  );
}

function told({ empty, baton }) {
  const round = (figures) => {
    const [least, most] = [Math.min(...figures), Math.max(...figures)];
    return {
      median: Math.round(median(figures)),
      least: Math.round(least),
      most: Math.round(most),
    };
  };
  return {
    empty: round(empty),
    baton: round(baton),
    above: Math.round(median(baton) - median(empty)),
  };
}

function median(figures) {
  const sorted = figures.toSorted((a, b) => a - b);
  const last = sorted.length - 1;
  return (sorted[Math.floor(last / 2)] + sorted[Math.ceil(last / 2)]) / 2;
}

/** Starts a program; resolves with the time until it said that it is ready, and with what it held at rest if that is asked. */
function start(which, isHeld = false) {
  return new Promise((done, failed) => {
    const began = performance.now();
    const env = place.env({ BATON_TEST_START: isHeld ? "stay" : "1" });
    const app = spawn(programs[which], [], {
      env,
      stdio: ["ignore", "pipe", "inherit"],
      timeout: LIMIT_MS,
    });
    let time;
    let memory;
    let moments;
    app.stdout.once("data", async (line) => {
      time = performance.now() - began;
      const [, json = "{}"] = /^ready (.*)/.exec(line.toString()) ?? [];
      moments = JSON.parse(json);
      moments.origin -= performance.timeOrigin + began;
      if (!isHeld) return;
      await pause(REST_MS);
      memory = proportionalMemory(app.pid);
      app.kill();
    });
    app.on("error", failed);
    app.on("close", (code, signal) => {
      if (time !== undefined) done({ time, memory, moments });
      else failed(new Error(`${which} ended with ${signal ?? code} before it was ready.`));
    });
  });
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
