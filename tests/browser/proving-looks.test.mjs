// How the surfaces look where a change is proven: empty and crowded, small and with large text, in both appearances.
import assert from "node:assert/strict";
import { checkLooks } from "./lib/looks.mjs";
import { accessibility, colours, flow } from "./lib/page.mjs";
import { crowd, EMPTY, PROVING } from "./lib/proving.mjs";

async function checkAll(page, check) {
  const faults = [];
  const look = async (surfaces) => {
    for (const { name, open, leave } of surfaces) {
      await open(page);
      for (const fault of await check(page)) faults.push(`${name}: ${fault}`);
      await leave?.(page);
    }
  };
  await look(EMPTY);
  await crowd(page);
  await look(PROVING);
  assert.equal(faults.length, 0, `\n${faults.join("\n")}`);
}

for (const viewport of [
  { width: 1000, height: 640 },
  { width: 1920, height: 1080 },
])
  flow(
    `in a window of ${viewport.width}x${viewport.height} nothing is cut off, covered or outside`,
    (page) => checkAll(page, checkLooks),
    { viewport },
  );

flow("with text twice as large nothing is cut off, covered or outside", async (page) => {
  for (let i = 0; i < 8; i++) await page.keyboard.press("Control++");
  await page.waitForFunction(
    () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) >= 31,
  );
  await checkAll(page, checkLooks);
});

for (const colorScheme of ["light", "dark"])
  flow(
    `every surface is accessible in the ${colorScheme} appearance`,
    (page) => checkAll(page, colorScheme === "light" ? accessibility : colours),
    { colorScheme },
  );
