// Findings by family and place, the ways they speak of, and rules that are set otherwise.
import assert from "node:assert/strict";
import { until } from "../window/lib/until.mjs";
import { ink } from "./lib/ink.mjs";
import { accessibility, flow, record, written } from "./lib/page.mjs";

const shown = (page) => page.locator(".finding").count();
async function command(page, words) {
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill(`>${words}`);
  await page.locator('[role=option][aria-selected="true"]', { hasText: words }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByTestId("palette-input").waitFor({ state: "detached" });
}

async function openRule(page, code) {
  await command(page, "Rules");
  await page.getByTestId("rules-filter").fill(code);
  await page.getByTestId(`rules-row-${code}`).click();
  await page.getByTestId("severity-error").waitFor();
}

flow("findings are narrowed to families, and widened again", async (page) => {
  const all = await shown(page);
  await page.getByTestId("family-OWN").click();
  await page.getByTestId("finding-CON001").waitFor({ state: "detached" });
  await page.getByTestId("finding-OWN001").waitFor();
  await page.getByTestId("family-CON").click();
  await page.getByTestId("finding-CON001").waitFor();
  assert.ok((await shown(page)) < all);
  await page.getByTestId("findings-every").click();
  await until("all are listed again", async () => (await shown(page)) === all);
  await page.getByTestId("findings-about").selectOption("agent");
  await page.getByTestId("finding-CON001").waitFor({ state: "detached" });
  await page.getByTestId("finding-OWN001").waitFor();
});

flow("findings are divided by rule and by subject, and stay so", async (page) => {
  const divide = page.getByRole("combobox", { name: "Divide findings" });
  await divide.selectOption("rule");
  await page.getByRole("heading", { name: "CON001 handoff-without-contract" }).waitFor();
  await divide.selectOption("subject");
  await page.getByRole("heading", { name: "Outage Specialist", exact: true }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Outage Specialist", exact: true }).waitFor();
});

flow(
  "a way of several handoffs reads as a chain and is painted",
  async (page) => {
    await page.getByTestId("findings-filter").fill("made-nothing");
    await page.getByText("No finding fits").waitFor();
    await page.getByRole("button", { name: "Show all of them" }).click();
    await page.getByTestId("family-TOP").click();
    await page.getByTestId("count-error").click();
    const first = page.locator(".finding").first();
    await first.locator(".finding__go").click();
    await first.locator(".finding__more").click();
    const way = page.getByRole("list", { name: "Its way" });
    await way.waitFor();
    assert.ok((await way.getByRole("button").count()) >= 4, "both ends and two stops between");
    const painted = await ink(page, "error");
    await way.getByRole("button").nth(2).click();
    await until("it stays painted", async () => (await ink(page, "error")) > painted / 2);
    const still = await ink(page, "error");
    await command(page, "Select nothing");
    await until("nothing is painted", async () => (await ink(page, "error")) < still - 100);
  },
  { query: "sample=findings" },
);

flow("a severity is changed for all, and undone", async (page) => {
  await openRule(page, "OWN001");
  const errors = async () =>
    Number.parseInt(await page.getByTestId("count-error").textContent(), 10);
  const before = await errors();
  await page.getByTestId("severity-error").click();
  await record(page, "rule_setting", "own001", ({ severity }) => severity === "error");
  await until("the finding is an error", async () => (await errors()) === before + 1);
  await page.getByTestId("severity-off").click();
  await page.getByTestId("finding-OWN001").waitFor({ state: "detached" });
  await page.getByTestId("undo").click();
  await page.getByTestId("finding-OWN001").waitFor();
  await page.getByTestId("undo").click();
  await until("it is as grave as before", async () => (await errors()) === before);
});

flow("an option is changed for one topology, and goes back to its default", async (page) => {
  await openRule(page, "RES003");
  await page.getByTestId("rule-here").click();
  await page.getByRole("button", { name: "medium", exact: true }).click();
  const id = "res003-sample-support";
  const set = await record(page, "rule_setting", id, ({ options }) => options !== undefined);
  assert.deepEqual(set, {
    id,
    code: "RES003",
    topology: "sample-support",
    options: { levels: ["medium", "high", "critical"] },
  });
  await page.getByTestId("reset-levels").click();
  await until("nothing is set any more", async () => {
    const edits = (await written(page)).at(-1);
    return edits[0].op === "delete" && edits[0].id === id;
  });
});

flow("a number that is none is explained and not written", async (page) => {
  await openRule(page, "TOP010");
  await page.getByTestId("input-flows").fill("-3");
  await page.getByTestId("input-flows").press("Enter");
  await page.locator('[data-testid="option-flows"] [role="alert"]').waitFor();
  assert.deepEqual(await written(page), []);
});

flow("a finding leads to its rule", async (page) => {
  await page.getByTestId("finding-OWN001").click();
  await page.getByRole("button", { name: "Why OWN001 matters" }).click();
  await page.getByTestId("change-OWN001").click();
  await page.getByRole("heading", { name: "agent-without-owner" }).waitFor();
  await page.getByTestId("rules-back").click();
  await page.getByTestId("rules-filter").waitFor();
  await command(page, "Change the rule of this finding");
  await page.getByRole("heading", { name: "agent-without-owner" }).waitFor();
});

flow(
  "users' rules stand beside the others, with what is wrong in their file",
  async (page) => {
    await page.getByTestId("family-custom").click();
    await until("only they are listed", async () => {
      const codes = await page.locator(".finding__code").allTextContents();
      return codes.length > 0 && codes.every((code) => code === "ACME001");
    });
    await page.getByTestId("custom-problems").click();
    await page.getByText("ACME002, line 17, column 16").waitFor();
    await page.getByTestId("rules-row-ACME001").click();
    await page.getByText("Line 3 of /home/maria/registries/support.rules.toml").waitFor();
  },
  { query: "sample=findings" },
);

for (const colorScheme of ["light", "dark"]) {
  flow(
    `rules are accessible in the ${colorScheme} appearance`,
    async (page) => {
      await command(page, "Rules");
      assert.deepEqual(await accessibility(page), []);
      await page.getByTestId("rules-filter").fill("RES003");
      await page.getByTestId("rules-row-RES003").click();
      await page.getByTestId("option-levels").waitFor();
      assert.deepEqual(await accessibility(page), []);
    },
    { query: "sample=findings", colorScheme },
  );
}
