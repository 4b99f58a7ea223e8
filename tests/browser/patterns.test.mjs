// Patterns: recognised, painted on the drawing, compared; a supervisor turned into a chain and back.
import assert from "node:assert/strict";
import { until } from "../window/lib/until.mjs";
import { ink } from "./lib/ink.mjs";
import { accessibility, flow, written } from "./lib/page.mjs";

const CALL = "look-for-outages";

async function openPatterns(page) {
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill(">patterns");
  await page.keyboard.press("Enter");
  await page.getByTestId("trade-offs").waitFor();
}

flow("a pattern is painted on the drawing while it is looked at", async (page) => {
  await openPatterns(page);
  const before = await ink(page, "advice");
  const supervisor = page.getByTestId("pattern-supervisor");
  const show = supervisor.getByRole("button", { name: /Supervisor/ }).first();
  await show.click();
  await page.getByText("Coloured by the pattern").waitFor();
  await until("it is painted", async () => (await ink(page, "advice")) > before + 100);
  assert.equal(await show.getAttribute("aria-pressed"), "true");
  assert.deepEqual(await accessibility(page), []);
  await show.click();
  await until("it is gone", async () => (await ink(page, "advice")) <= before);
});

flow("what the work is like is declared where it is read", async (page) => {
  await openPatterns(page);
  await page.getByRole("button", { name: "Say what it is" }).click();
  await page.getByLabel("Whether regulation asks for records and reviews").selectOption("yes");
  await page.getByTestId("nature-read").getByText("It is regulated").waitFor();
});

flow("a supervisor is turned into a chain, and back with undo", async (page) => {
  const stored = () => page.evaluate((id) => window.__mock.record("handoff", id), CALL);
  const before = await stored();
  await openPatterns(page);
  await page.locator("[data-testid^=turn-]").first().click();
  await page.getByTestId("restructure-kept").waitFor();
  await page.getByText("Coloured by what would change").waitFor();
  assert.ok((await ink(page, "warning")) > 0, "what changes is painted");
  assert.equal((await written(page)).length, 0);
  assert.deepEqual(await accessibility(page), []);
  await page.getByTestId("restructure-apply").click();
  await until("it is a transfer", async () => (await stored()).mode === "transfer");
  const after = await stored();
  assert.equal(after.contract, before.contract);
  assert.deepEqual(after.owners, before.owners);
  await page.getByTestId("trade-offs").waitFor();
  await page.keyboard.press("Control+z");
  await until("it is as before", async () => (await stored()).mode === before.mode);
});
