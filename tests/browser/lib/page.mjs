// A page of the window in Chromium, and what flows do with it.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { chromium } from "playwright-core";
import { until } from "../../window/lib/until.mjs";
import { serve } from "./site.mjs";

// A limit for what hangs, not a measure of anything.
const LIMIT_MS = 180_000;
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const BROWSERS = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"];

let browser;
let site;

before(async () => {
  const executablePath = BROWSERS.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error("Chromium is not there; name it in CHROMIUM.");
  site = await serve(process.env.MOCK_BUNDLE);
  browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
});
after(async () => {
  await browser?.close();
  await site?.close();
});

/** A flow: a page on a fresh registry in memory; anything that the page complains about fails it. */
export function flow(name, run, { query = "", ...options } = {}) {
  test(name, { timeout: LIMIT_MS }, async () => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: "reduce",
      ...options,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    try {
      await page.goto(`${site.page}?${query}`);
      await ready(page);
      await run(page);
      assert.deepEqual(complaints, []);
    } catch (error) {
      await pictureOf(page, name);
      throw error;
    } finally {
      await context.close();
    }
  });
}

/** What the window showed when a flow failed, in the folder that FLOW_PICTURES names. */
async function pictureOf(page, name) {
  const folder = process.env.FLOW_PICTURES;
  if (!folder || page.isClosed()) return;
  mkdirSync(folder, { recursive: true });
  const file = name.replace(/[^a-z0-9]+/gi, "-").slice(0, 60);
  await page.screenshot({ path: join(folder, `${file}.png`) });
}

/** Waits until the drawing can be used, or the start page where there is none. */
export function ready(page) {
  return page.waitForFunction(
    () => window.__baton?.ready === true || document.querySelector(".start"),
  );
}

/** The middle of a box on screen. */
export async function place(page, id) {
  const handle = await page.waitForFunction((box) => window.__baton.screenPosition(box), id);
  return handle.jsonValue();
}

/** The groups of edits that were written so far. */
export function written(page) {
  return page.evaluate(() => window.__mock.written);
}

/** Waits until a record fulfils a condition, and returns it. */
export async function record(page, kind, id, holds) {
  return until(`${kind} ${id} is as expected`, async () => {
    const value = await page.evaluate(([kind, id]) => window.__mock.record(kind, id), [kind, id]);
    return value && holds(value) ? value : null;
  });
}

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe-core finds against WCAG 2.2 AA, a line for each place. */
export function accessibility(page) {
  return findings(page, { type: "tag", values: TAGS });
}

/** What of it depends on the appearance alone: for the second appearance of what was checked in the first. */
export function colours(page) {
  return findings(page, { type: "rule", values: ["color-contrast", "link-in-text-block"] });
}

async function findings(page, runOnly) {
  // As an expression of the debugger, which the content security policy does not stop.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(readFileSync(axe, "utf8"));
  return page.evaluate(async (runOnly) => {
    const { violations } = await window.axe.run(document, {
      runOnly,
      resultTypes: ["violations"],
    });
    // Menus and lists stand beside the landmarks for as long as they are open.
    const isAfloat = (rule, target) =>
      rule === "region" && document.querySelector(target)?.closest(".menu-list, .picker__list");
    // Boxes of the drawing are as small as it is zoomed out; the outline has the same ones at full size.
    const isScaled = (rule, target) =>
      rule === "target-size" && document.querySelector(target)?.closest(".near");
    return violations.flatMap(({ id, nodes }) =>
      nodes
        .filter(({ target }) => !isScaled(id, String(target)) && !isAfloat(id, String(target)))
        .map(
          ({ target, failureSummary }) =>
            `${id} at ${target}: ${failureSummary.replace(/\s+/g, " ")}`,
        ),
    );
  }, runOnly);
}
