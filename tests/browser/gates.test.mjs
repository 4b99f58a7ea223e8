// Gates: what is proposed with its way on the drawing, and a gate written beside what its reviewer sees.
import assert from "node:assert/strict";
import { until } from "../window/lib/until.mjs";
import { ink } from "./lib/ink.mjs";
import { accessibility, flow, written } from "./lib/page.mjs";

const HANDOFF = "triage-to-credit";

async function openGates(page) {
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill(">gates where");
  await page.keyboard.press("Enter");
  await page.getByTestId("gates-summary").waitFor();
}

/** Another program takes the gate away that the sample has. */
async function withoutGate(page) {
  await page.evaluate(async (id) => {
    const { gate: _gate, ...record } = window.__mock.record("handoff", id);
    const edit = { op: "put", kind: "handoff", id, record, base_revision: null, operation_id: "" };
    await window.__mock.outside([edit], "ada");
  }, HANDOFF);
}

const storedGate = (page) =>
  page.evaluate((id) => window.__mock.record("handoff", id).gate ?? null, HANDOFF);

flow(
  "a missing gate is proposed, its way drawn, put there, designed and taken back",
  async (page) => {
    await withoutGate(page);
    await openGates(page);
    const proposal = page.getByTestId(`proposal-add:${HANDOFF}`);
    await proposal.getByText("Needed").waitFor();
    const before = await ink(page, "advice");
    await proposal.locator(".proposal__reason").hover();
    await until("the way is drawn", async () => (await ink(page, "advice")) > before + 100);
    await page.mouse.move(5, 5);
    await until("the way is gone", async () => (await ink(page, "advice")) <= before);
    const groups = (await written(page)).length;
    await page.getByTestId(`preview-add:${HANDOFF}`).click();
    await proposal.locator(".change").waitFor();
    assert.equal((await written(page)).length, groups);
    await page.getByTestId(`apply-add:${HANDOFF}`).click();
    await page.getByTestId("review-card").waitFor();
    assert.ok(await storedGate(page));
    await page.getByRole("button", { name: "Close the designer" }).click();
    await page.keyboard.press("Control+z");
    await until("no gate", async () => (await storedGate(page)) === null);
  },
);

flow("a gate is written beside what its reviewer sees of each sample", async (page) => {
  await openGates(page);
  await page.getByTestId(`design-${HANDOFF}`).click();
  const summary = page.getByTestId("review-summary");
  await summary.getByText("B2210984").waitFor();
  const question = page.getByTestId("gate-question");
  await question.fill("Is the credit right?");
  await page.getByTestId("review-card").getByText("Is the credit right?").waitFor();
  assert.notEqual((await storedGate(page)).question, "Is the credit right?");
  await question.press("Enter");
  await until(
    "it is stored",
    async () => (await storedGate(page)).question === "Is the credit right?",
  );
  await page.getByTestId("insert-/locale").click();
  await summary.getByText("en", { exact: true }).waitFor();
  await page.getByTestId("gate-summary").press("Enter");
  await until("the field is stored", async () =>
    (await storedGate(page)).summary.endsWith("{{ payload.locale }}"),
  );
  await page.getByTestId("gate-minutes").fill("5 min");
  await page.getByTestId("gate-minutes").press("Enter");
  await page.getByTestId("remark-HIL003").waitFor();
  assert.deepEqual(await accessibility(page), []);
});

flow(
  "the designer opens for a selected handoff by its keys, and closes with Escape",
  async (page) => {
    await page.keyboard.press("Control+k");
    await page.getByTestId("palette-input").fill("triage credit");
    await page
      .locator("[role=option]", { hasText: /Triage → Credit/ })
      .first()
      .click();
    await page.getByTestId("inspector-route").waitFor();
    await page.locator("body").press("Shift+G");
    await page.getByTestId("gate-view").waitFor();
    await page.keyboard.press("Escape");
    await page.getByTestId("gate-view").waitFor({ state: "detached" });
  },
);
