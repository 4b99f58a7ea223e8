// Templates and parts: a gallery that is narrowed down, a page for each, and an escalation ladder put at an agent and taken back.
import assert from "node:assert/strict";
import { exists, selected } from "./lib/hand.mjs";
import { accessibility, flow, place } from "./lib/page.mjs";
import { command } from "./lib/proving.mjs";

const LADDER = ["step-1", "step-2", "step-3"].map((name) => `agent:triage-desk-${name}`);

/** Selects Triage by searching it. */
async function selectTriage(page) {
  await page.keyboard.press("/");
  await page.getByTestId("palette-input").fill("triage");
  await page.locator('[role=option][aria-selected="true"]', { hasText: /^Triage/ }).waitFor();
  await page.keyboard.press("Enter");
  await selected(page, ["agent:triage-desk"]);
}

flow(
  "the gallery shows every template with its picture, and is read by those who listen",
  async (page) => {
    await command(page, "Templates");
    await page.getByRole("heading", { level: 1, name: "Templates" }).waitFor();
    const cards = page.locator(".templates > li");
    const count = await cards.count();
    assert.ok(count >= 3);
    await page.waitForFunction(
      (wanted) => document.querySelectorAll(".templates svg.template-picture").length === wanted,
      count,
    );
    await accessibility(page);
    await page.getByTestId("gallery-back").click();
    await page.getByTestId("canvas").waitFor();
  },
);

flow("a template's page says when to use it and what adding it would do", async (page) => {
  await command(page, "Templates");
  await page.getByTestId("template-order-fulfilment").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "When to use it" }).waitFor();
  await page.getByText("Use it where the steps are known").waitFor();
  await page.getByText("Web Order Intake").first().waitFor();
  await page.getByTestId("template-add").click();
  await page.getByText("records come in").waitFor();
  await accessibility(page);
  await page.keyboard.press("Escape");
  await page.getByTestId("template-order-fulfilment").waitFor();
  await page.getByTestId("template-sample-support").click();
  await page.getByTestId("template-start").click();
  await page.getByTestId("canvas").waitFor();
});

flow(
  "an escalation ladder is put at an agent by key, looked at first, and undone as one",
  async (page) => {
    await selectTriage(page);
    await page.keyboard.press("i");
    await page.getByTestId("part-escalation-ladder").click();
    await page.getByTestId("part-preview").getByText("3 agents").waitFor();
    assert.equal(await page.evaluate(() => window.__mock.written.length), 0);
    await accessibility(page);
    await page.getByTestId("part-insert").click();
    await selected(page, LADDER);
    for (const box of LADDER) await place(page, box);
    await page.keyboard.press("Control+z");
    for (const box of LADDER) await exists(page, "agent", box.slice("agent:".length), false);
  },
);

flow("parts are offered on the bar of tools and in the menu of an agent", async (page) => {
  await page.getByTestId("tool-part").click();
  await page.getByText("It stands by itself until you draw a handoff to it").waitFor();
  await page.getByRole("button", { name: "Close", exact: true }).last().click();
  await selectTriage(page);
  await page.keyboard.press("Shift+F10");
  await page.getByTestId("context-menu").getByText("Insert a part").click();
  await page.getByText("It begins at").waitFor();
});
