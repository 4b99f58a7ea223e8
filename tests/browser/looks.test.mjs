// How every surface looks: at the smallest and the largest window, with text twice as large, in every appearance.
import assert from "node:assert/strict";
import { checkLooks } from "./lib/looks.mjs";
import { accessibility, flow } from "./lib/page.mjs";
import { SURFACES } from "./lib/surfaces.mjs";

/** Goes through all surfaces and fails with everything that is wrong on them, a line each. */
async function checkAll(page, check) {
  const faults = [];
  for (const { name, open, leave } of SURFACES) {
    await open(page);
    for (const fault of await check(page)) faults.push(`${name}: ${fault}`);
    await leave?.(page);
  }
  assert.equal(faults.length, 0, `\n${faults.join("\n")}`);
}

const SIZES = [
  { width: 1000, height: 640 },
  { width: 1440, height: 900 },
  { width: 3840, height: 2160 },
];

for (const viewport of SIZES) {
  flow(
    `in a window of ${viewport.width}x${viewport.height} nothing is cut off, covered or outside`,
    (page) => checkAll(page, checkLooks),
    { viewport },
  );
}

for (const viewport of SIZES.slice(0, 2)) {
  flow(
    `with text twice as large in ${viewport.width}x${viewport.height} nothing is cut off, covered or outside`,
    async (page) => {
      for (let i = 0; i < 8; i++) await page.keyboard.press("Control++");
      await page.waitForFunction(
        () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) >= 31,
      );
      await checkAll(page, checkLooks);
    },
    { viewport },
  );
}

for (const colorScheme of ["light", "dark"]) {
  flow(
    `every surface is accessible in the ${colorScheme} appearance`,
    (page) => checkAll(page, accessibility),
    { colorScheme },
  );
}

flow(
  "with the system's own high contrast colours every control has an edge or words, and the focus is seen",
  async (page) => {
    await checkAll(page, () =>
      page.evaluate(() =>
        [...document.querySelectorAll("button")]
          .filter((button) => button.checkVisibility() && !button.closest(".near"))
          .filter((button) => {
            const { borderTopStyle, outlineStyle } = getComputedStyle(button);
            const edge = borderTopStyle !== "none" || outlineStyle !== "none";
            return !edge && button.textContent.trim() === "" && !button.querySelector("svg");
          })
          .map((button) => button.outerHTML.slice(0, 120)),
      ),
    );
    await page.getByTestId("outline-filter").focus();
    const outline = await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
      const around = getComputedStyle(document.activeElement.parentElement);
      return [outlineStyle, outlineWidth, around.outlineStyle, around.outlineWidth].join(" ");
    });
    assert.match(outline, /solid/);
  },
  { forcedColors: "active" },
);

flow("where the system asks for no motion, nothing moves on its own", async (page) => {
  for (const { open, leave } of SURFACES) {
    await open(page);
    const moving = await page.evaluate(() =>
      document
        .getAnimations()
        .filter(({ effect }) => (effect?.getComputedTiming().duration ?? 0) > 10)
        .map(({ effect }) => effect.target?.className ?? ""),
    );
    assert.deepEqual(moving, []);
    await leave?.(page);
  }
});

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
