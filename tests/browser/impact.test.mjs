// Who a change hits: asked on a contract's page, painted on the drawing with the plan beside it, the way to each hit on pointing at it.
import assert from "node:assert/strict";
import { until } from "../window/lib/until.mjs";
import { ink } from "./lib/ink.mjs";
import { flow, written } from "./lib/page.mjs";
import { openVersion } from "./lib/proving.mjs";

const VERSION = "support-ticket@1.1.0";
const TOKENS = {
  breaks: "error",
  undecided: "warning",
  unowned: "effect-unowned",
  needs_upgrade: "advice",
  deprecated: "effect-deprecated",
};

async function askOnThePage(page) {
  await openVersion(page, VERSION);
  await page.getByTestId("page-impact").click();
  await page.getByTestId("impact-summary").waitFor();
  await page.getByTestId("impact-show").click();
  await page.getByTestId("impact-plan").waitFor();
}

for (const colorScheme of ["light", "dark"]) {
  flow(
    `what is hit is painted by its effect in the ${colorScheme} appearance, and the way to it has the effect's colour`,
    async (page) => {
      await askOnThePage(page);
      const dock = page.locator(".dock-panel");
      for (const token of Object.values(TOKENS))
        assert.ok((await ink(page, token)) > 0, `something has the colour of ${token}`);
      const rows = dock.locator(".hit");
      const seen = new Set();
      for (let i = 0; i < (await rows.count()); i++) {
        const row = rows.nth(i);
        const effect = await row.getAttribute("data-effect");
        if (seen.has(effect)) continue;
        seen.add(effect);
        const token = TOKENS[effect];
        await page.mouse.move(5, 5);
        const others = Object.values(TOKENS).filter((other) => other !== token);
        const before = await ink(page, token);
        const beside = await Promise.all(others.map((other) => ink(page, other)));
        await row.locator(".hit__ends").hover();
        await until(`the way in ${token}`, async () => (await ink(page, token)) > before + 100);
        for (const [j, other] of others.entries())
          assert.ok((await ink(page, other)) <= beside[j], `no way in the colour of ${other}`);
      }
      assert.deepEqual([...seen].sort(), Object.keys(TOKENS).sort());
    },
    { colorScheme },
  );
}

flow(
  "each effect has its own sign and word in the list, the legend and for those who listen",
  async (page) => {
    await askOnThePage(page);
    await page.getByTestId("legend-toggle").click();
    for (const effect of Object.keys(TOKENS)) {
      const entry = page.getByTestId(`legend-${effect}`);
      await entry.locator("svg.sign").waitFor();
    }
    const signs = await page
      .locator("#legend-entries svg.sign")
      .evaluateAll((all) => all.map((svg) => svg.innerHTML.replace(/style="[^"]*"/, "")));
    assert.equal(new Set(signs).size, signs.length, "no two signs are alike");
    await page
      .getByRole("button", { name: /, breaks$/ })
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Close", exact: true }).last().click();
    assert.equal(await page.getByRole("button", { name: /, breaks$/ }).count(), 0);
  },
);

flow("a click on a hit goes to it, and nothing of it is written", async (page) => {
  const before = (await written(page)).length;
  await askOnThePage(page);
  await page.locator(".hit__ends").first().click();
  await page.getByTestId("impact-plan").waitFor();
  await page.keyboard.press("Escape");
  assert.equal((await written(page)).length, before);
});
