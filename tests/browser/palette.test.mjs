// Search and commands by typing.
import assert from "node:assert/strict";
import { exists, selected } from "./lib/hand.mjs";
import { flow, place } from "./lib/page.mjs";

/** Waits until the line that Enter takes has these words. */
function chosen(page, words) {
  return page.locator('[role=option][aria-selected="true"]', { hasText: words }).waitFor();
}

flow("what is searched for is flown to and selected", async (page) => {
  const before = await page.evaluate(() => ({ ...window.__baton.camera }));
  await page.keyboard.press("/");
  await page.keyboard.type("engineer visit");
  await chosen(page, "Engineer Visit Planner");
  await page.keyboard.press("Enter");
  await selected(page, ["agent:visit-planner"]);
  await page.waitForFunction((zoom) => window.__baton.camera.zoom > zoom, before.zoom);
  const at = await place(page, "agent:visit-planner");
  const canvas = await page.getByTestId("canvas").boundingBox();
  assert.ok(at.x > canvas.x && at.x < canvas.x + canvas.width);
  assert.ok(at.y > canvas.y && at.y < canvas.y + canvas.height);
});

flow("handoffs, contracts and teams are found, and a contract opens its page", async (page) => {
  await page.keyboard.press("Control+k");
  const input = page.getByTestId("palette-input");
  await input.fill("billing ladder");
  await chosen(page, "Billing ladder");
  await input.fill("credit request");
  await chosen(page, "Credit request");
  await page.keyboard.press("Enter");
  await page.getByTestId("record-page").getByRole("heading", { name: "Credit request" }).waitFor();
});

flow("what is found is divided by kind, and the keys go from kind to kind", async (page) => {
  await page.keyboard.press("Control+k");
  await page.keyboard.type("billing");
  await chosen(page, "Billing and Retention");
  const kinds = await page
    .locator("[data-testid=palette-list] [role=group]")
    .evaluateAll((groups) => groups.map((group) => group.getAttribute("aria-label")));
  assert.equal(kinds[0], "Teams", "the kind of the best hit comes first");
  assert.ok(kinds.includes("Agents") && kinds.includes("Handoffs"));
  assert.equal(new Set(kinds).size, kinds.length);
  await page.keyboard.press("ArrowDown");
  await chosen(page, "Billing ladder");
  await page.keyboard.press("ArrowUp");
  await chosen(page, "Billing and Retention");
});

flow("Ctrl and Enter open the page of what is found", async (page) => {
  await page.keyboard.press("Control+k");
  await page.keyboard.type("retention agent");
  await chosen(page, "Retention Agent");
  await page.keyboard.press("Control+Enter");
  await page.getByTestId("record-page").getByRole("heading", { name: "Retention Agent" }).waitFor();
});

flow(
  "a command is found by its words, shows its keys and what it needs, and is run",
  async (page) => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type(">align left");
    const line = page.locator("[role=option]", { hasText: "Align left edges" });
    await line.getByText("Select two boxes or more").waitFor();
    assert.equal(await line.getAttribute("aria-disabled"), "true");
    await page.getByTestId("palette-input").fill(">select all");
    await chosen(page, "Select all");
    await page.keyboard.press("Enter");
    await page.waitForFunction(
      () => document.querySelectorAll('[role=treeitem][aria-selected="true"]').length > 10,
    );
    await page.keyboard.press("Control+k");
    await page.keyboard.type(">human gate");
    await chosen(page, "human gate");
    await page.keyboard.press("Escape");
    await page.getByTestId("palette-input").waitFor({ state: "detached" });
  },
);

flow("Enter counts for what was typed, even where the answer takes its time", async (page) => {
  await page.keyboard.press("Control+k");
  await page.evaluate(() => window.__mock.hold());
  await page.keyboard.type("line test");
  await page.keyboard.press("Enter");
  await page.getByTestId("palette-input").waitFor();
  await page.evaluate(() => window.__mock.release());
  await selected(page, ["agent:line-test"]);
});

flow("words that nothing has are answered with what to do", async (page) => {
  await page.keyboard.press("Control+k");
  await page.keyboard.type("zzzz qqqq");
  await page.getByText("No record and no command has these words").waitFor();
  await page.keyboard.press("Enter");
  await page.getByTestId("palette-input").waitFor();
  await exists(page, "agent", "triage-desk");
});

flow("every action of the palette is listed with a name of its own", async (page) => {
  await page.keyboard.press("Control+k");
  await page.keyboard.type(">");
  await page.waitForFunction(() => document.querySelectorAll("[role=option]").length > 50);
  const titles = await page.locator(".palette__title").allTextContents();
  assert.equal(new Set(titles).size, titles.length);
});
