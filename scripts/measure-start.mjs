// From the start of the program to a drawing that can be used, on the sample: `node scripts/measure-start.mjs [--runs N] [--release]`.
// Prints one JSON object. The first run warms the caches up and does not count; each run starts the program anew on one registry.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Driver } from "../tests/window/lib/driver.mjs";
import { until } from "../tests/window/lib/until.mjs";
import { Place } from "../tests/window/lib/window.mjs";
import { hasDisplay } from "./lib/desktop.mjs";
import { run, targetDir } from "./lib/process.mjs";

const PAGE = `
  const [mark] = performance.getEntriesByName("baton-ready");
  return mark && { opened: performance.timeOrigin, ready: performance.timeOrigin + mark.startTime };`;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "10" },
    release: { type: "boolean", default: false },
  },
});
const runs = Number.parseInt(values.runs, 10);
const profile = values.release ? "release" : "debug";
const program = join(targetDir, profile, "baton-desktop");

if (!(runs > 0) || !existsSync(program)) {
  console.error(
    runs > 0
      ? `${program} is not there. npm start${values.release ? " -- --release" : ""} builds it.`
      : "--runs takes a number of at least 1.",
  );
  process.exit(2);
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
  const times = [];
  for (let turn = 0; turn <= runs; turn += 1) {
    const time = await once();
    if (turn > 0) times.push(time);
  }
  const sorted = times.toSorted((a, b) => a.interactive_ms - b.interactive_ms);
  const median = (name) => {
    const all = times.map((time) => time[name]).sort((a, b) => a - b);
    return (all[Math.floor((runs - 1) / 2)] + all[Math.ceil((runs - 1) / 2)]) / 2;
  };
  console.log(
    JSON.stringify({
      profile,
      runs,
      start_to_interactive_ms: {
        median: Math.round(median("interactive_ms")),
        fastest: sorted[0].interactive_ms,
        slowest: sorted.at(-1).interactive_ms,
      },
      of_it_before_the_page_ms: Math.round(median("page_ms")),
    }),
  );
} finally {
  place.remove();
}

/** One start: from the birth of the process, by the kernel, to the page's own mark, so that asking for them costs nothing. */
async function once() {
  const driver = await Driver.start(program, [], place.env());
  try {
    const page = await until("the drawing is painted", () => driver.run(PAGE));
    const began = startOf(childNamed("baton-desktop"));
    return {
      interactive_ms: Math.round(page.ready - began),
      page_ms: Math.round(page.opened - began),
    };
  } finally {
    await driver.stop();
  }

  function childNamed(name) {
    const all = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
    const found = all.filter((pid) => fields(pid)?.name === name && isBelow(pid, driver.pid));
    if (found.length !== 1) throw new Error(`${found.length} processes are called ${name}`);
    return found[0];
  }
}

function isBelow(pid, ancestor) {
  for (let at = Number(pid); at > 1; at = fields(at)?.parent ?? 0) if (at === ancestor) return true;
  return false;
}

/** When a process began, in milliseconds since 1970; the kernel counts in hundredths of a second since the machine started. */
function startOf(pid) {
  const uptime = Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
  return Date.now() - (uptime - fields(pid).started / 100) * 1000;
}

/** Of /proc/PID/stat (proc(5)): name, parent and start; null when the process is gone. */
function fields(pid) {
  let text;
  try {
    text = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return null;
  }
  const name = text.slice(text.indexOf("(") + 1, text.lastIndexOf(")"));
  const rest = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { name, parent: Number(rest[1]), started: Number(rest[19]) };
}
