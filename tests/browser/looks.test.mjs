// How every surface looks: at the smallest and the largest window, with text twice as large, in every appearance.
import assert from "node:assert/strict";
import { focused, unseen } from "./lib/focus.mjs";
import { checkLooks } from "./lib/looks.mjs";
import { accessibility, colours, flow } from "./lib/page.mjs";
import { SURFACES } from "./lib/surfaces.mjs";

/** Goes through all surfaces and fails with everything that is wrong on them, a line each. */
async function checkAll(page, check, surfaces = SURFACES) {
  const faults = [];
  for (const { name, open, leave } of surfaces) {
    await open(page);
    for (const fault of await check(page)) faults.push(`${name}: ${fault}`);
    await leave?.(page);
  }
  assert.equal(faults.length, 0, `\n${faults.join("\n")}`);
}

/** Where the system asks for no motion, nothing moves on its own. */
async function checkStillLooks(page) {
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ effect }) => (effect?.getComputedTiming().duration ?? 0) > 10)
      .map(({ effect }) => `${effect.target?.className ?? ""} moves`),
  );
  return [...moving, ...(await checkLooks(page))];
}

const SIZES = [
  { width: 1000, height: 640 },
  { width: 1440, height: 900 },
  { width: 2560, height: 1440 },
];

for (const viewport of SIZES) {
  flow(
    `in a window of ${viewport.width}x${viewport.height} nothing is cut off, covered, outside or moving`,
    (page) => checkAll(page, checkStillLooks),
    { viewport },
  );
}

// The smallest window is the one in which doubled text has the least room.
flow(
  "with text twice as large in 1000x640 nothing is cut off, covered or outside",
  async (page) => {
    for (let i = 0; i < 8; i++) await page.keyboard.press("Control++");
    await page.waitForFunction(
      () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) >= 31,
    );
    await checkAll(page, checkLooks);
  },
  { viewport: SIZES[0] },
);

// So many surfaces at once are checked within a flow's time.
const PART = 10;

for (const colorScheme of ["light", "dark"]) {
  for (let first = 0; first < SURFACES.length; first += PART) {
    const part = SURFACES.slice(first, first + PART);
    flow(
      `surfaces ${first + 1} to ${first + part.length} are accessible in the ${colorScheme} appearance`,
      (page) => checkAll(page, colorScheme === "light" ? accessibility : colours, part),
      { colorScheme },
    );
  }
}

flow(
  "with the system's own high contrast colours the focus is seen wherever it is",
  async (page) => {
    const way = [];
    for (let i = 0; i < 70; i++) {
      await page.keyboard.press("Tab");
      way.push(await focused(page));
    }
    assert.deepEqual(unseen(way), []);
    await checkAll(page, checkLooks, SURFACES.slice(0, 3));
  },
  { forcedColors: "active" },
);

flow("the appearance follows the system until one is chosen, and that is kept", async (page) => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForFunction(
    (was) => getComputedStyle(document.body).backgroundColor !== was,
    light,
  );
  await page.getByTestId("theme").click();
  await page.waitForFunction(
    (was) => getComputedStyle(document.body).backgroundColor === was,
    light,
  );
  await page.reload();
  await page.waitForFunction(() => window.__baton?.ready === true);
  assert.equal(await background(), light);
});
