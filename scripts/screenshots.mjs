// Pictures of the real window: `node scripts/screenshots.mjs [NAME...]` writes those of the documentation, docs/screenshots/NAME.png, light
// and dark, and lists them in docs/pictures.md; `--tour` writes the animated tour, docs/tour.gif; `--every FOLDER [NAME...]` writes every
// surface, light, dark and in a small window, to be looked at.
// Builds what is missing like the window tests do; needs no display.
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Place } from "../tests/window/lib/place.mjs";
import { desktop, Window } from "../tests/window/lib/window.mjs";
import { root, run } from "./lib/process.mjs";
import { pageOf } from "./screenshots/page.mjs";
import { surfaces } from "./screenshots/surfaces.mjs";
import { animation, caption, tour } from "./screenshots/tour.mjs";

const folder = join(root, "docs", "screenshots");

const small = [1000, 640];

/** Surfaces that say little in a document: empty ones, and steps of others. */
const undocumented = /^(no-.*|notices|publish|reviews)$/;
const documented = Object.keys(surfaces).filter((surface) => !undocumented.test(surface));

/** The pictures of the documentation: which surface, and how it is shown. */
const documentation = Object.fromEntries([
  ...documented.flatMap((surface) => [
    [surface === "sample" ? "sample-light" : surface, { surface }],
    [`${surface}-dark`, { surface, dark: true }],
  ]),
  ["small-dark", { surface: "sample", dark: true, size: small }],
]);

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
if (words[0] === "--tour") {
  const frames = [];
  for (const { surface, says } of tour) {
    const size = [1200, 760];
    const frame = await taken(surface, { surface, size }, (window) => caption(window, says));
    if (frame) frames.push(frame);
  }
  const file = join(root, "docs", "tour.gif");
  writeFileSync(file, animation(frames));
  console.log(file);
} else {
  const everyInto = words[0] === "--every" ? words[1] : null;
  const wanted = everyInto === null ? words : words.slice(2);
  const into = everyInto ?? folder;
  mkdirSync(into, { recursive: true });
  for (const [name, picture] of Object.entries(everyInto === null ? documentation : every)) {
    if (wanted.length > 0 && !wanted.includes(name) && !wanted.includes(picture.surface)) continue;
    const frame = await taken(name, picture);
    if (!frame) continue;
    writeFileSync(join(into, `${name}.png`), frame);
    console.log(join(into, `${name}.png`));
  }
  if (everyInto === null) writeFileSync(join(root, "docs", "pictures.md"), pageOf(documented));
}

/** A picture of a surface as the bytes of a PNG, after `last` was done to the window; null when it could not be taken. */
async function taken(name, { surface, dark: isDark, size }, last = async () => {}) {
  // The same name each time: the status bar shows it.
  const at = join(tmpdir(), "baton");
  rmSync(at, { recursive: true, force: true });
  const place = new Place(at);
  place.resize(...(size ?? [1440, 900]));
  const window = await Window.open(place, { BATON_USER: "architect" });
  try {
    if (isDark) await dark(window);
    await surfaces[surface](window, place);
    await last(window);
    await settled(window);
    return await window.driver.screenshot();
  } catch (error) {
    process.exitCode = 1;
    console.error(`${name}: ${error.message}`);
    return null;
  } finally {
    await window.close();
    place.remove();
  }
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
      // On a busy machine a part of the page may be laid out and not painted yet: another layer has all of it painted anew.
      .then(() => document.body.animate([{ opacity: 0.99 }, { opacity: 1 }], 100).finished)
      .then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(null))));`);
}
