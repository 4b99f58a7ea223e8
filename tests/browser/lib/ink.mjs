// What the drawing is painted with, in a page of a browser.
import { INK } from "../../window/lib/ink.mjs";

/** Waits until the drawing rests and counts its pixels in the colour of a design token. */
export async function ink(page, token) {
  await page.waitForFunction(() => window.__baton?.resting === true);
  return page.evaluate(([body, name]) => new Function(body)(name), [INK, token]);
}
