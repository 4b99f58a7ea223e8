// `npm run bench:canvas`: the drawing under the hand, in the real window, and React Flow with the same graph in the same engine.
//   --no-build      takes the programs that are there    --debug   the unoptimised ones
//   --only TEXT     gestures whose name holds the text, or `search`   --no-peer leaves React Flow out
//   --agents N      only the registry of so many agents
// Prints tables in Markdown; the method is told in docs/benchmarks.md. Needs no display.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { cpus, loadavg } from "node:os";
import { extname, join, normalize } from "node:path";
import { parseArgs } from "node:util";
import { Driver } from "../tests/window/lib/driver.mjs";
import { Place } from "../tests/window/lib/place.mjs";
import { until } from "../tests/window/lib/until.mjs";
import { largeRegistry } from "./bench-canvas/large.mjs";
import { mainThreadTime } from "./bench-canvas/main-thread.mjs";
import { desktopFeatures, hasDisplay } from "./lib/desktop.mjs";
import { root, run, targetDir } from "./lib/process.mjs";
import { buildUi } from "./lib/ui-build.mjs";

/** The peer gets the one of 5,000. Of the largest only panning and the search are asked. */
const SIZES = [
  { agents: 1000, handoffs: 1500 },
  { agents: 5000, handoffs: 7500, isCompared: true },
  { agents: 10_000, handoffs: 15_000 },
  { agents: 100_000, handoffs: 150_000, gestures: ["pan", "search"] },
];
const PEER_GESTURES = ["pan, all on screen", "zoom, all to 150 % and back", "drag one", "marquee"];
const WINDOW = { width: 1440, height: 900 };
const GESTURE_MS = 8000;
const PEER_GESTURE_MS = 4000;
const STARTS = 3;
const WORD = "refunds";
/** A frame that took more than one and a half times its 16.7 ms was missed. */
const MISSED_MS = 25;

const SHOWN = `return performance.getEntriesByName("drawing-shown").length > 0`;
const PICTURE = `
  const at = (name) => performance.getEntriesByName(name)[0].startTime;
  return at("drawing-shown") - at("drawing-arrived");`;

const { values } = parseArgs({
  options: {
    "no-build": { type: "boolean", default: false },
    "no-peer": { type: "boolean", default: false },
    debug: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    agents: { type: "string" },
  },
});
const profile = values.debug ? "debug" : "release";
const work = join(targetDir, "bench-canvas");
const page = readFileSync(join(root, "scripts", "bench-canvas", "in-page.js"), "utf8");

if (!hasDisplay()) {
  if (!values["no-build"]) await build();
  const again = [...process.argv.slice(1), ...(values["no-build"] ? [] : ["--no-build"])];
  const display = ["-a", "-s", "-screen 0 1600x1000x24"];
  process.exit((await run("xvfb-run", [...display, process.execPath, ...again])).status);
}
if (!values["no-build"]) await build();
mkdirSync(work, { recursive: true });

const before = loadavg()[0];
for (const size of SIZES) {
  if (values.agents !== undefined && Number(values.agents) !== size.agents) continue;
  const place = new Place();
  try {
    fill(place, size);
    const tables = [await measureBaton(place, size)];
    if (size.isCompared && !values["no-peer"]) {
      tables.push(...(await measurePeer(graphOf(place, size), size)));
    }
    report(size, tables);
  } finally {
    place.remove();
  }
}
console.log(
  `\n${cpus().length} x ${cpus()[0]?.model.trim()}, no GPU; load at the start ${before.toFixed(1)}, at the end ${loadavg()[0].toFixed(1)}.`,
);

async function build() {
  const rust = ["build", "-p", "baton-desktop", "-p", "baton-cli", "--features", desktopFeatures];
  const steps = [
    () => buildUi().then((status) => ({ status })),
    () => run("cargo", profile === "release" ? [...rust, "--release"] : rust),
    () => (values["no-peer"] ? { status: 0 } : buildPeer()),
  ];
  for (const step of steps) if ((await step()).status !== 0) process.exit(1);
}

/** The page with React Flow in it. */
function buildPeer() {
  const vite = join(root, "node_modules", ".bin", "vite");
  const config = ["-c", "scripts/bench-canvas/vite.config.mjs", "--outDir", join(work, "page")];
  return run(vite, ["build", ...config]);
}

function baton(place, ...args) {
  return execFileSync(join(targetDir, profile, "baton"), args, {
    env: place.env(),
    maxBuffer: 2 ** 30,
    encoding: "utf8",
  });
}

/** Makes the registry. */
function fill(place, { agents, handoffs }) {
  const file = join(place.folder, "large.json");
  writeFileSync(file, JSON.stringify(largeRegistry(agents, handoffs)));
  baton(place, "init", "--quiet");
  baton(place, "apply", file, "--quiet");
}

/** The registry's drawing, for the peer. */
function graphOf(place, { agents, handoffs }) {
  const edits = largeRegistry(agents, handoffs);
  const drawing = JSON.parse(baton(place, "layout", "large", "--format", "json"));
  const said = new Map(
    edits.filter(({ kind }) => kind === "agent").map((it) => [it.id, it.record]),
  );
  return {
    boxes: drawing.boxes.flatMap(({ subject: { kind, id }, x, y, width, height }) => {
      const agent = kind === "agent" ? said.get(id) : undefined;
      if (!agent) return [];
      const { name, team, capabilities } = agent;
      return [{ id, x, y, width, height, title: name, subtitle: team, tags: capabilities }];
    }),
    lines: drawing.lines
      .filter(({ kind }) => kind === "transfer" || kind === "delegate")
      .map(({ id, from, to }) => ({ id, from: from.id, to: to.id, label: "task@1.0.0" })),
  };
}

async function measureBaton(place, { agents, gestures = [""] }) {
  place.resize(WINDOW.width, WINDOW.height);
  const program = join(targetDir, profile, "baton-desktop");
  if (!existsSync(program)) fail(`${program} is not there; leave out --no-build.`);
  const driver = await Driver.start(program, [], place.env());
  try {
    const pictures = [];
    for (let turn = 0; turn < STARTS; turn += 1) {
      await until("the drawing is shown", () => driver.run(SHOWN), 120_000);
      pictures.push(await driver.run(PICTURE));
      if (turn + 1 < STARTS) await driver.run("performance.clearMarks(); location.reload()");
    }
    await begin(driver, "baton", agents, GESTURE_MS);
    const isAsked = (name) => gestures.some((one) => name.startsWith(one));
    const rows = await measureGestures(driver, isAsked);
    const search = "search".includes(values.only)
      ? await inPage(driver, `__bench.search("${WORD}")`)
      : [];
    return { title: "Baton", rows, pictures, search };
  } finally {
    await driver.stop();
  }
}

/** React Flow, with all elements and with the visible ones only. */
async function measurePeer(graph, { agents }) {
  const browser = readdirSync("/usr/lib")
    .map((folder) => join("/usr/lib", folder, "webkit2gtk-4.1", "MiniBrowser"))
    .find(existsSync);
  if (!browser) {
    console.log("React Flow was left out: WebKitGTK's MiniBrowser is not installed.");
    return [];
  }
  if (!existsSync(join(work, "page")) && (await buildPeer()).status !== 0) process.exit(1);
  writeFileSync(join(work, "page", "graph.json"), JSON.stringify(graph));
  const site = await serve(join(work, "page"));
  const tables = [];
  try {
    for (const [title, visible] of [
      ["React Flow, visible elements only", 1],
      ["React Flow", 0],
    ]) {
      const env = { ...process.env, WEBKIT_DISABLE_DMABUF_RENDERER: "1" };
      const driver = await Driver.start(browser, ["--automation"], env);
      try {
        await driver.resize(WINDOW.width, WINDOW.height);
        await driver.run(`location.href = "${site.address}?graph=/graph.json&visible=${visible}"`);
        await until("React Flow is shown", () => driver.run(SHOWN), 120_000);
        const pictures = [await driver.run(PICTURE)];
        await begin(driver, "flow", agents, PEER_GESTURE_MS);
        const wanted = (name) =>
          PEER_GESTURES.some((gesture) => name === gesture || name.startsWith(`${gesture} `));
        tables.push({ title, rows: await measureGestures(driver, wanted), pictures, search: [] });
      } finally {
        await driver.stop();
      }
    }
  } finally {
    site.close();
  }
  return tables;
}

async function begin(driver, what, agents, limit) {
  await driver.run(page);
  await driver.run(`__bench.begin("${what}", ${agents}, ${limit})`);
}

async function measureGestures(driver, wanted) {
  const rows = [];
  for (const name of await driver.run("return __bench.names")) {
    if (!wanted(name) || !name.includes(values.only)) continue;
    const step = (phase) => inPage(driver, `__bench.step("${name}", "${phase}")`);
    await step("prepare");
    const used = mainThreadTime(driver.pid);
    const { works, intervals } = await step("measure");
    const busy = (mainThreadTime(driver.pid) - used) / works.length;
    await step("finish");
    rows.push({ name, busy, ...summary(works, intervals) });
  }
  return rows;
}

/** Runs an asynchronous expression in the page. */
async function inPage(driver, expression) {
  const body = `const done = arguments[arguments.length - 1];
    Promise.resolve(${expression}).then((value) => done({ value }), (error) => done({ error: String(error) + error.stack }));`;
  const { value, error } = await driver.runAsync(body);
  if (error) throw new Error(`${expression}: ${error}`);
  return value;
}

function summary(works, intervals) {
  const sorted = works.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return {
    frames: works.length,
    mean: works.reduce((sum, one) => sum + one, 0) / works.length,
    p50: at(0.5),
    p99: at(0.99),
    missed: (100 * intervals.filter((one) => one > MISSED_MS).length) / intervals.length,
  };
}

function report({ agents, handoffs }, tables) {
  const [ours, ...peers] = tables;
  const number = new Intl.NumberFormat("en");
  console.log(`\n### ${number.format(agents)} agents, ${number.format(handoffs)} handoffs\n`);
  const heads = ["mean", "p50", "p99", "main thread", "missed"];
  console.log(
    `| gesture | ${heads.join(" | ")} |${peers.map(({ title }) => ` ${title}: mean, p99, missed | ratio of means |`).join("")}`,
  );
  console.log(`| --- |${" ---: |".repeat(heads.length + 2 * peers.length)}`);
  for (const row of ours.rows) {
    const cells = [row.mean, row.p50, row.p99, row.busy].map((ms) => `${ms.toFixed(1)} ms`);
    cells.push(`${row.missed.toFixed(1)} %`);
    for (const { rows } of peers) {
      const same = rows.find(({ name }) => name === row.name);
      cells.push(
        same
          ? `${same.mean.toFixed(0)} ms, ${same.p99.toFixed(0)} ms, ${same.missed.toFixed(0)} %`
          : "",
      );
      cells.push(same ? `${(same.mean / row.mean).toFixed(0)}` : "");
    }
    console.log(`| ${row.name} | ${cells.join(" | ")} |`);
  }
  for (const { title, pictures } of tables)
    console.log(
      `\nFirst picture, ${title}: ${pictures.map((ms) => Math.round(ms)).join(", ")} ms.`,
    );
  if (ours.search.length > 0)
    console.log(
      `\nSearch, each keystroke of "${WORD}": ${ours.search.map((ms) => Math.round(ms)).join(", ")} ms.`,
    );
}

/** A server of a folder on a free port. */
async function serve(folder) {
  const types = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
  };
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    try {
      const body = readFileSync(join(folder, path));
      response.writeHead(200, {
        "content-type": types[extname(path)] ?? "application/octet-stream",
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    address: `http://127.0.0.1:${server.address().port}/react-flow.html`,
    close: () => server.close(),
  };
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
