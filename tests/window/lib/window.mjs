// A window of Baton on a registry of its own, and what tests do with it.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { targetDir } from "../../../scripts/lib/process.mjs";
import { Driver } from "./driver.mjs";
import { Place } from "./place.mjs";
import { until } from "./until.mjs";

export const desktop = join(targetDir, "debug", "baton-desktop");
const LIMIT_MS = 150_000;

/** An open window. */
export class Window {
  constructor(driver) {
    this.driver = driver;
  }

  /** Starts the program and waits until the drawing can be used. */
  static async open(place, env = {}) {
    const window = new Window(await Driver.start(desktop, [], place.env(env)));
    try {
      await window.isTrue("the drawing is there", "return window.__baton?.ready === true");
      // It comes a moment later on a busy machine, and then moves everything below it.
      await window.isTrue("the menu stands", "return window.innerHeight < window.outerHeight");
    } catch (error) {
      await window.close();
      throw error;
    }
    return window;
  }

  close() {
    return this.driver.stop();
  }

  /** Waits until an expression in the page is true. */
  isTrue(what, body, ...args) {
    return until(what, () => this.driver.run(body, ...args));
  }

  /** Waits until a number of things with a test id are there; 1 when left out. */
  async shows(id) {
    await this.isTrue(
      `${id} is shown`,
      "return document.querySelector(arguments[0]) !== null",
      css(id),
    );
  }

  /** Waits until nothing with a test id is there. */
  async hides(id) {
    await this.isTrue(
      `${id} is gone`,
      "return document.querySelector(arguments[0]) === null",
      css(id),
    );
  }

  /** The text, or for a field the value, of something with a test id; null when it is not there. */
  text(id) {
    return this.driver.run(TEXT, css(id));
  }

  /** Waits until something with a test id says what is expected. */
  says(id, expected) {
    return until(
      `${id} says ${expected}`,
      async () => (await this.text(id)) === expected || undefined,
    );
  }

  /** The middle of something with a test id, once it rests within the window. */
  at(id, selector = css(id)) {
    return until(`${id} rests within the window`, () => this.driver.runAsync(RESTING, selector));
  }

  /** Clicks on something with a test id. */
  async click(id) {
    await this.driver.click(await this.at(id));
  }

  /** Types into a field, after what stands in it, and leaves it there. */
  async write(id, text) {
    await this.click(id);
    await this.isTrue(
      `${id} has the focus`,
      "return document.activeElement?.matches(arguments[0])",
      css(id),
    );
    await this.driver.type(text);
  }

  /** Waits until something with a test id holds words; `selector` says what, where it has no id. */
  tells(id, words, selector = css(id)) {
    return this.isTrue(
      `${id} tells ${words}`,
      "return document.querySelector(arguments[0])?.textContent.includes(arguments[1])",
      selector,
      words,
    );
  }

  /** Replaces the text of a field and commits it. */
  async fill(id, text) {
    await this.click(id);
    await this.isTrue(
      `${id} has the focus`,
      "return document.activeElement?.matches(arguments[0])",
      css(id),
    );
    await this.driver.press("Control", "a");
    await this.driver.type(text);
    await this.driver.press("Enter");
  }

  /** Chooses an option of a list, once the list takes it. */
  async choose(id, value) {
    await this.isTrue(
      `${id} can be chosen from`,
      `const it = document.querySelector(arguments[0]);
       const list = it?.matches("select") ? it : it?.querySelector("select");
       return list?.disabled === false;`,
      css(id),
    );
    await this.driver.choose(css(id), value);
  }

  /** The middle of a box of the drawing, once it rests within the window. */
  box(id) {
    return until(`${id} rests on the drawing`, () => this.driver.runAsync(BOX_RESTING, id));
  }

  /** Runs a command from the palette, by words that its title begins with. */
  async command(words) {
    await this.driver.press("Control", "k");
    await this.shows("palette-input");
    await this.driver.type(`>${words}`);
    await this.isTrue(
      `${words} is found`,
      "return document.querySelector('[role=option][aria-selected=true]')?.textContent.startsWith(arguments[0])",
      words,
    );
    await this.driver.press("Enter");
    await this.hides("palette-input");
  }

  /** The registry's revision that the window shows. */
  async revision() {
    return Number(await this.text("status-revision"));
  }

  /** Waits until the window shows a later revision, all of it saved. */
  async saved(after) {
    await until(`a revision after ${after}`, async () => (await this.revision()) > after);
    await this.isTrue(
      "it is saved",
      "return /Saved/.test(document.querySelector(arguments[0])?.textContent)",
      css("status-saved"),
    );
  }
}

/** The selector of a test id. */
export function css(id) {
  return `[data-testid="${id}"]`;
}

const TEXT = `
  const it = document.querySelector(arguments[0]);
  return it && (it.matches("input, select, textarea") ? it.value : it.textContent);`;
// Both call back with a point, or with null when there is none yet, or it moves, is not to be seen yet, or lies outside or beneath something else. What is disabled takes no click and is not there yet either.
const RESTING = `
  const [selector, done] = arguments;
  const rect = () => document.querySelector(selector)?.getBoundingClientRect();
  document.querySelector(selector)?.scrollIntoView({ block: "nearest" });
  const first = rect();
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const last = rect();
    if (!first || !last || last.width === 0) return done(null);
    const still = ["x", "y", "width", "height"].every((side) => first[side] === last[side]);
    const point = { x: last.x + last.width / 2, y: last.y + last.height / 2 };
    const inside = point.x > 0 && point.y > 0 && point.x < innerWidth && point.y < innerHeight;
    const it = document.querySelector(selector);
    const top = inside && document.elementFromPoint(point.x, point.y);
    const seen = getComputedStyle(it).visibility === "visible";
    const enabled = it && !it.matches(":disabled, [aria-disabled=true]");
    done(still && seen && enabled && top && (it.contains(top) || top.contains(it)) ? point : null);
  }));`;
const BOX_RESTING = `
  const [id, done] = arguments;
  const first = window.__baton.screenPosition(id);
  requestAnimationFrame(() => requestAnimationFrame(() => {
    const last = window.__baton.screenPosition(id);
    const still = first && last && first.x === last.x && first.y === last.y;
    const inside = still && last.x > 0 && last.y > 0 && last.x < innerWidth && last.y < innerHeight;
    done(inside ? last : null);
  }));`;

/** A test with a window on a fresh sample. A failure leaves a picture of the window in the target folder. */
export function windowTest(name, body, env) {
  test(name, { timeout: LIMIT_MS }, async () => {
    const place = new Place();
    const open = [];
    const start = async () => {
      const window = await Window.open(place, env?.(place));
      open.push(window);
      return window;
    };
    try {
      await body(await start(), place, start);
    } catch (error) {
      const last = open.at(-1);
      if (last) await keepPicture(last, name).catch(() => {});
      throw error;
    } finally {
      for (const window of open) await window.close();
      place.remove();
    }
  });
}

async function keepPicture(window, name) {
  const folder = join(targetDir, "window-failures");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name.replace(/\W+/g, "-")}.png`);
  writeFileSync(file, await window.driver.screenshot());
  console.error(`What the window showed: ${file}`);
}
