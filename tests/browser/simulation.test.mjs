// Simulating: what is asked, what comes of it beside and on the drawing, improvements, two designs, faults of one's own.
import assert from "node:assert/strict";
import { until } from "../window/lib/until.mjs";
import { ink } from "./lib/ink.mjs";
import { flow, record, written } from "./lib/page.mjs";

const WORST = "outage-solved";

async function simulate(page, profile) {
  await page.keyboard.press("Control+Enter");
  await page.getByTestId("sim-of").waitFor();
  if (!profile) return;
  await page.getByTestId("sim-conditions").selectOption(profile);
  await page.getByTestId("sim-run").click();
  await page.getByTestId("sim-of").getByText("Request 10,001").waitFor();
}

for (const colorScheme of ["light", "dark"]) {
  flow(
    `losses colour the drawing in the ${colorScheme} appearance, and the legend says how to read it`,
    async (page) => {
      assert.equal(await ink(page, "traffic-most"), 0);
      await simulate(page, "request-10001");
      for (const token of ["traffic-safe", "traffic-some", "traffic-many", "traffic-most"])
        await until(`${token} is painted`, async () => (await ink(page, token)) > 0);
      await page.getByTestId("legend-toggle").click();
      await page.getByText("Width: how often 100 requests take it").waitFor();
      await page.getByTestId("legend-most").click();
      assert.equal(await page.getByTestId("sim-of").count(), 1);
      await page.getByRole("button", { name: "Close", exact: true }).click();
      await until("owners colour it", async () => (await ink(page, "traffic-safe")) === 0);
      assert.equal(await page.getByTestId("layer").inputValue(), "owner");
      await page.getByText("Width: how often 100 requests take it").waitFor({ state: "detached" });
      await page.keyboard.press("Control+Enter");
      await until("it comes back", async () => (await ink(page, "traffic-safe")) > 0);
      await page.getByTestId("sim-layer").click();
      await until("owners colour it again", async () => (await ink(page, "traffic-safe")) === 0);
    },
    { colorScheme },
  );
}

flow("the worst handoff is flown to, and at each agent it is told what recovers", async (page) => {
  await simulate(page, "request-10001");
  await page.getByTestId(`death-${WORST}`).click();
  await page.locator(".outline [aria-selected=true]", { hasText: "Solved" }).waitFor();
  await page.keyboard.press("f");
  const triage = page.getByTestId("agent-triage-desk");
  await until("the agent says it", async () => {
    if ((await triage.count()) === 0) return false;
    return /54 % of mistakes recover/.test((await triage.getAttribute("aria-label")) ?? "");
  });
});

flow("an improvement is looked at, applied, simulated and taken back", async (page) => {
  await simulate(page);
  await page.locator("[data-testid^=improve-]").first().click();
  await page.getByTestId("difference-resolved").getByText("85 %").waitFor();
  assert.equal((await written(page)).length, 0);
  await page.getByTestId("improvement-apply").click();
  await page.getByTestId("sim-of").waitFor();
  const [[edit]] = await written(page);
  assert.equal(edit.record.behaviour.hallucination, 0.09);
  await page.keyboard.press("Control+z");
  await record(page, edit.kind, edit.id, ({ behaviour }) => behaviour?.hallucination !== 0.09);
  await page.getByTestId("sim-stale").waitFor();
  await page.getByTestId("sim-again").click();
  await page.getByTestId("sim-stale").waitFor({ state: "detached" });
});

flow("two sets of faults stand side by side, better and worse in words", async (page) => {
  await simulate(page, "request-10001");
  await page.getByTestId("sim-compare").click();
  await page.getByTestId("compare-conditions").selectOption("production");
  const verdicts = page.locator(".sim-difference__verdict");
  await verdicts.first().getByText("Better").waitFor();
  const resolved = await page.getByTestId("difference-resolved").textContent();
  const [, harsh, mild] = /^Resolved([\d.]+) %([\d.]+) %$/.exec(resolved).map(Number);
  assert.ok(mild > 1.5 * harsh, resolved);
  await verdicts.filter({ hasText: "Less" }).first().waitFor();
});

flow("faults of one's own begin with a profile's, are written and chosen", async (page) => {
  await simulate(page, "request-10001");
  await page.getByTestId("scenario-new").click();
  const floor = page.getByLabel("A tool call fails");
  assert.equal(await floor.inputValue(), "50");
  await floor.fill("25");
  await floor.press("Tab");
  await record(
    page,
    "scenario",
    "like-request-10-001",
    ({ faults }) => faults.tool_failure === 0.25,
  );
  await page.getByTestId("scenario-run").click();
  await page.getByTestId("sim-of").getByText("Like Request 10,001").waitFor();
});

flow("everything is reached by keyboard, and a chart is saved as a picture", async (page) => {
  await simulate(page);
  await page.getByTestId("sim-sampled").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByTestId("sim-of").getByText("solved exactly").waitFor();
  await page.getByTestId("save-sample-support-outcomes").focus();
  await page.keyboard.press("Enter");
  await page.getByText("Picture saved").waitFor();
});

flow("two sets of faults stand side by side under the same load", async (page) => {
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill(">Compare under load");
  await page.keyboard.press("Enter");
  await page.getByTestId("compare-same").waitFor();
  await page.getByTestId("compare-conditions").selectOption("calm");
  await page.getByTestId("loads-of").getByText("1 a second to both").waitFor();
  await page.getByText("Calm: every agent keeps up").waitFor();
  await page.locator(".sim-difference__verdict").getByText("Better").first().waitFor();
  await page.locator("[data-testid^=loads-agent-]").first().click();
  await page.locator(".outline [aria-selected=true]").waitFor();
  await page.getByText("One by one", { exact: true }).click();
  await page
    .getByTestId("comparison")
    .getByRole("img", { name: /with Production and with Calm/ })
    .waitFor();
});
