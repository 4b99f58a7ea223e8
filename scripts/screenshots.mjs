// Pictures of the real window: `node scripts/screenshots.mjs [NAME...]` writes those of the documentation, docs/screenshots/NAME.png;
// `--every FOLDER [NAME...]` writes every surface, light, dark and in a small window, to be looked at.
// Builds what is missing like the window tests do; needs no display.
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Place } from "../tests/window/lib/place.mjs";
import { css, desktop, Window } from "../tests/window/lib/window.mjs";
import { root, run } from "./lib/process.mjs";

const folder = join(root, "docs", "screenshots");

/** Each surface: how the window gets there from a fresh start on the sample. */
const surfaces = {
  sample: async () => {},
  "agent-inspector": async (window) => {
    await window.driver.click(await window.box("agent:outage-specialist"));
    await window.says("inspector-name", "Outage Specialist");
  },
  "handoff-inspector": async (window) => {
    await search(window, "triage credit");
    await window.shows("inspector-route");
  },
  "several-inspector": async (window) => {
    await window.driver.press("Control", "a");
    await window.isTrue("all is selected", "return /12 agents/.test(document.body.textContent)");
  },
  findings: async (window) => {
    await window.click("finding-TOP003");
    await window.shows("inspector-route");
  },
  "fix-preview": async (window) => {
    await window.click("fix-TOP003");
    await window.shows("fix-apply");
  },
  silence: async (window) => {
    await window.click("finding-CON001");
    await window.driver.press("s");
    await window.shows("silence-reason");
  },
  "command-palette": async (window) => {
    await window.click("search");
    await window.shows("palette-input");
    await window.driver.type("triage");
    await window.says("palette-input", "triage");
  },
  shortcuts: async (window) => {
    await window.driver.press("?");
    await window.isTrue(
      "they are listed",
      "return document.querySelector('[role=dialog]') !== null",
    );
  },
  layers: async (window) => {
    await window.choose("layer", "contract-version");
    await window.click("legend-toggle");
  },
  registry: async (window) => {
    await window.click("view-registry");
    await window.click("kind-handoff");
    await window.isTrue(
      "rows are there",
      "return document.querySelector('[data-testid^=row-]') !== null",
    );
  },
  "record-page": (window) => page(window, "team", "desk-network"),
  "escalation-path": (window) => page(window, "escalation_path"),
  "contract-version": (window) => page(window, "contract_version"),
  history: async (window) => {
    const revision = await window.revision();
    await window.driver.click(await window.box("agent:triage-desk"));
    await window.fill("inspector-name", "First Line");
    await window.saved(revision);
    await window.driver.press("Escape");
    await window.driver.press("Control", "h");
    await window.click(`history-${revision}`);
    await window.shows("past-banner");
  },
  export: async (window) => {
    await window.click("export-open");
    await window.click("export-choose");
    await window.isTrue(
      "the files are listed",
      `return document.querySelector(arguments[0])?.disabled === false`,
      css("export-write"),
    );
  },
  start: async (window) => {
    await window.click("start-open");
    await window.shows("template-customer-support");
  },
};
const small = [1000, 640];

/** The pictures of the documentation: which surface, and how it is shown. */
const documentation = {
  "sample-light": { surface: "sample" },
  "sample-dark": { surface: "sample", dark: true },
  "small-dark": { surface: "sample", dark: true, size: small },
  ...Object.fromEntries(
    Object.keys(surfaces)
      .filter((surface) => surface !== "sample")
      .map((surface) => [surface, { surface }]),
  ),
};

/** Every surface in both appearances and in a small window, to be looked at. */
const every = Object.fromEntries(
  Object.keys(surfaces).flatMap((surface) => [
    [`${surface}-light`, { surface }],
    [`${surface}-dark`, { surface, dark: true }],
    [`${surface}-small`, { surface, size: small }],
  ]),
);

if (!process.argv.includes("--here")) {
  if (!existsSync(desktop)) {
    console.error(`${desktop} is not there; npm start builds it.`);
    process.exit(2);
  }
  const screen = ["-a", "-s", "-screen 0 1600x1000x24"];
  const args = [...screen, process.execPath, ...process.argv.slice(1), "--here"];
  process.exit((await run("xvfb-run", args)).status);
}

const words = process.argv.slice(2).filter((word) => word !== "--here");
const everyInto = words[0] === "--every" ? words[1] : null;
const wanted = everyInto === null ? words : words.slice(2);
const into = everyInto ?? folder;
mkdirSync(into, { recursive: true });
for (const [name, picture] of Object.entries(everyInto === null ? documentation : every)) {
  if (wanted.length > 0 && !wanted.includes(name) && !wanted.includes(picture.surface)) continue;
  // The same name each time: the status bar shows it.
  const at = join(tmpdir(), "baton");
  rmSync(at, { recursive: true, force: true });
  const place = new Place(at);
  place.resize(...(picture.size ?? [1440, 900]));
  const window = await Window.open(place, { BATON_USER: "architect" });
  try {
    if (picture.dark) await dark(window);
    await surfaces[picture.surface](window);
    await settled(window);
    writeFileSync(join(into, `${name}.png`), await window.driver.screenshot());
    console.log(join(into, `${name}.png`));
  } catch (error) {
    process.exitCode = 1;
    console.error(`${name}: ${error.message}`);
  } finally {
    await window.close();
    place.remove();
  }
}

/** Flies to the first thing that is found. */
async function search(window, text) {
  await window.click("search");
  await window.shows("palette-input");
  await window.driver.type(text);
  await window.isTrue(
    "something is found",
    "return document.querySelector('[role=option][aria-selected=true]') !== null",
  );
  await window.driver.press("Enter");
  await window.hides("palette-input");
}

/** Opens the page of a record, or of the first one of its kind. */
async function page(window, kind, id) {
  await window.click("view-registry");
  await window.click(`kind-${kind}`);
  const row = id ? css(`row-${id}`) : "[data-testid^='row-']";
  await window.driver.click(await window.at("a row", row));
  await window.driver.press("Enter");
  await window.shows("record-page");
}

async function dark(window) {
  await window.click("theme");
  await window.isTrue("it is dark", "return document.documentElement.dataset.theme === 'dark'");
}

/** Waits until the drawing is sharp, animations and fonts are done and a frame was painted since. */
async function settled(window) {
  await window.isTrue("the drawing is sharp", "return window.__baton?.resting !== false");
  await window.driver.runAsync(`
    const done = arguments[arguments.length - 1];
    Promise.allSettled(document.getAnimations().map((animation) => animation.finished))
      .then(() => document.fonts.ready)
      .then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(null))));`);
}
