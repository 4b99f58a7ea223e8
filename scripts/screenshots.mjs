// Pictures of the real window for the documentation: `node scripts/screenshots.mjs [NAME...]` writes docs/screenshots/NAME.png.
// Builds what is missing like the window tests do; needs no display.
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Place } from "../tests/window/lib/place.mjs";
import { css, desktop, Window } from "../tests/window/lib/window.mjs";
import { root, run } from "./lib/process.mjs";

const folder = join(root, "docs", "screenshots");

/** What each picture shows: how the window gets there from a fresh start on the sample. */
const pictures = {
  "sample-light": async () => {},
  "sample-dark": (window) => dark(window),
  "agent-inspector": async (window) => {
    await window.driver.click(await window.box("agent:outage-specialist"));
    await window.says("inspector-name", "Outage Specialist");
  },
  "handoff-inspector": async (window) => {
    await window.click("outline-handoff:triage-to-credit");
    await window.shows("inspector-route");
  },
  "fix-preview": async (window) => {
    await window.click("fix-TOP003");
    await window.shows("fix-apply");
  },
  "command-palette": async (window) => {
    await window.click("search");
    await window.shows("palette-input");
    await window.driver.type("triage");
    await window.says("palette-input", "triage");
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
  "small-dark": (window) => dark(window),
};
const sizes = { "small-dark": [1000, 640] };

if (!process.argv.includes("--here")) {
  if (!existsSync(desktop)) {
    console.error(`${desktop} is not there; npm start builds it.`);
    process.exit(2);
  }
  const screen = ["-a", "-s", "-screen 0 1600x1000x24"];
  const args = [...screen, process.execPath, ...process.argv.slice(1), "--here"];
  process.exit((await run("xvfb-run", args)).status);
}

const wanted = process.argv.slice(2).filter((word) => word !== "--here");
mkdirSync(folder, { recursive: true });
for (const [name, go] of Object.entries(pictures)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  // The same name each time: the status bar shows it.
  const at = join(tmpdir(), "baton");
  rmSync(at, { recursive: true, force: true });
  const place = new Place(at);
  place.resize(...(sizes[name] ?? [1440, 900]));
  const window = await Window.open(place, { BATON_USER: "architect" });
  try {
    await go(window);
    await settled(window);
    writeFileSync(join(folder, `${name}.png`), await window.driver.screenshot());
    console.log(`docs/screenshots/${name}.png`);
  } finally {
    await window.close();
    place.remove();
  }
}

async function dark(window) {
  await window.click("theme");
  await window.isTrue("it is dark", "return document.documentElement.dataset.theme === 'dark'");
}

/** Waits until animations and fonts are done and a frame was painted since. */
async function settled(window) {
  await window.driver.runAsync(`
    const done = arguments[arguments.length - 1];
    Promise.allSettled(document.getAnimations().map((animation) => animation.finished))
      .then(() => document.fonts.ready)
      .then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(null))));`);
}
