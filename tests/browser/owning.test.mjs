// Owning and running: runbooks, who is called when, what runs where, the vocabulary, handing over; and how all of it looks.
import assert from "node:assert/strict";
import { checkLooks } from "./lib/looks.mjs";
import { OWNING_SURFACES } from "./lib/owning.mjs";
import { accessibility, flow, record } from "./lib/page.mjs";

async function open(page, desk) {
  await page.keyboard.press("Control+Shift+R");
  await page.getByTestId(`desk-${desk}`).click();
}

flow(
  "the runbook of a handoff is reached by keys, tells whom to page at night, and is written",
  async (page) => {
    await page.keyboard.press("Control+k");
    await page.getByTestId("palette-input").fill("triage account");
    await page.locator("[role=option]", { hasText: "Triage → Account" }).first().click();
    await page.locator(".inspector").waitFor();
    await page.keyboard.press("Control+Shift+B");
    await page.getByRole("heading", { name: /Runbook: Triage → Account Specialist/ }).waitFor();
    await page.getByRole("button", { name: "Sunday 02:00" }).click();
    await page.locator(".asked-time__told", { hasText: "02:00" }).waitFor();
    await page.locator(".call--first").first().waitFor();
    await page.getByTestId("runbook-edit").click();
    const check = page.getByTestId("runbook-add-check");
    await check.fill("Does the account system answer?");
    await check.press("Enter");
    const handoff = await record(page, "handoff", "triage-to-account", ({ runbook }) =>
      runbook?.checks?.includes("Does the account system answer?"),
    );
    assert.equal(handoff.runbook.checks.at(-1), "Does the account system answer?");
    await page.locator(".runbook__checks li", { hasText: "account system answer" }).waitFor();
    await page.getByTestId("runbook-edit").click();
    await page.getByTestId("runbook-editor").waitFor({ state: "detached" });
    await page.keyboard.press("Alt+ArrowLeft");
  },
);

flow("turns are planned on a rotation's page and stand in its calendar", async (page) => {
  await page.keyboard.press("Control+Shift+O");
  await page.getByTestId("on-call").waitFor();
  await page.locator(".calendar__who button").first().click();
  await page.getByTestId("plan-turns").click();
  const add = page.getByTestId("turns-person");
  await add.click();
  await page.locator("[role=option]").first().click();
  await page.getByTestId("turns-send").click();
  await page.getByTestId("plan-turns").waitFor();
  await page.locator(".calendar__span").nth(1).waitFor();
});

flow("a version is recorded in the matrix of deployments", async (page) => {
  await open(page, "deployments");
  await page.getByTestId("deployment-0:0").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByTestId("deploy-send").click();
  await page.locator("[data-cell='1:0']", { hasText: /\d/ }).waitFor();
});

flow("tags are merged everywhere in one step that undo takes back", async (page) => {
  await open(page, "capabilities");
  await page.getByLabel("Mark bill-credits").check();
  await page.getByLabel("Mark desk-judgement").check();
  await page.getByTestId("merge-tags").click();
  await page.getByText(/records change/).waitFor();
  await page.getByTestId("rename-apply").click();
  await page.getByTestId("tag-bill-credits").getByText("0 agents").waitFor();
  await page.keyboard.press("Control+z");
  await page.getByTestId("tag-bill-credits").getByText("2 agents").waitFor();
});

flow("a team hands over what it answers for after a preview", async (page) => {
  await page.keyboard.press("Control+Shift+R");
  await page.getByTestId("kind-team").click();
  await page.getByTestId("row-desk-care").locator(".records__name").click();
  await page.getByTestId("page-transfer").click();
  await page.getByTestId("transfer-to").fill("billing");
  await page.keyboard.press("Enter");
  await page.getByTestId("transfer-preview").waitFor();
  await page.getByTestId("transfer-apply").click();
  await record(page, "agent", "triage-desk", ({ team }) => team === "desk-billing");
});

flow("columns that were put away stay away", async (page) => {
  await page.keyboard.press("Control+Shift+R");
  await page.getByTestId("kind-agent").click();
  await page.getByTestId("sort-owner").waitFor();
  await page.getByTestId("registry-columns").click();
  await page
    .getByRole("dialog", { name: "Columns" })
    .getByRole("checkbox", { name: "Owner" })
    .uncheck();
  await page.getByTestId("sort-owner").waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
  await page.waitForFunction(() =>
    Object.values(localStorage).some((text) =>
      text.includes('"hiddenColumns":{"agent":["owner"]}'),
    ),
  );
});

/** Surfaces that a flow has the time to look at; the first ones lead to each other. */
const PARTS = [OWNING_SURFACES.slice(0, 5), OWNING_SURFACES.slice(5)];
/** Colours do not depend on the size, nor places on the colours: each is seen once. */
const LOOKS = [
  { colorScheme: "light", viewport: { width: 1440, height: 900 } },
  { colorScheme: "dark", viewport: { width: 1000, height: 640 } },
];

for (const look of LOOKS)
  for (const part of PARTS)
    flow(
      `from ${part[0].name} to ${part.at(-1).name} all is accessible and whole at ${look.viewport.width}x${look.viewport.height}, ${look.colorScheme}`,
      async (page) => {
        const faults = [];
        for (const { name, open: reach, leave } of part) {
          await reach(page);
          for (const fault of [...(await accessibility(page)), ...(await checkLooks(page))])
            faults.push(`${name}: ${fault}`);
          await leave?.(page);
        }
        assert.deepEqual(faults, []);
      },
      look,
    );
