// The surfaces of those who own and run what the registry holds: how each is opened from wherever one is.
import { press } from "./press.mjs";

async function desk(page, name, ready) {
  await page.keyboard.press("Control+Shift+R");
  await press(page, `[data-testid=desk-${name}]`);
  await page.locator(ready).first().waitFor();
}

async function recordPage(page, kind, id) {
  await page.keyboard.press("Control+Shift+R");
  await press(page, `[data-testid=kind-${kind}]`);
  await page.getByTestId(`row-${id}`).locator(".records__name").click();
  await page.getByTestId("record-page").waitFor();
}

const closeDock = (page) => page.getByRole("button", { name: "Close", exact: true }).last().click();

export const OWNING_SURFACES = [
  { name: "no runbook", open: (page) => desk(page, "runbook", ".empty") },
  {
    name: "runbook",
    open: async (page) => {
      await page.getByTestId("runbook-handoff").fill("triage");
      await page.locator("[role=option]").first().waitFor();
      await page.keyboard.press("Enter");
      await page.locator(".call").first().waitFor();
    },
  },
  {
    name: "runbook being written",
    open: async (page) => {
      await page.getByTestId("runbook-edit").click();
      await page.getByTestId("runbook-editor").waitFor();
    },
  },
  { name: "on call", open: (page) => desk(page, "on-call", ".calendar__lane") },
  {
    name: "a time that cannot be read",
    open: async (page) => {
      await page.getByTestId("asked-time").fill("soon");
      await page.keyboard.press("Enter");
      await page.locator(".asked-time [role=alert], .asked-time .field-error").first().waitFor();
    },
    leave: (page) => page.getByRole("button", { name: "Now", exact: true }).click(),
  },
  {
    name: "turns being planned",
    open: async (page) => {
      await recordPage(page, "rotation", "desk-care-oncall");
      await page.getByTestId("plan-turns").click();
      await page.getByTestId("turns-send").waitFor();
    },
  },
  {
    name: "escalation path",
    open: async (page) => {
      await recordPage(page, "escalation_path", "desk-billing-escalation");
      await page.locator(".call").first().waitFor();
    },
  },
  {
    name: "deployments",
    open: async (page) => {
      await desk(page, "deployments", ".matrix");
      await page.getByTestId("deployment-1:1").click();
      await page.getByTestId("deploy-verdict").waitFor();
    },
    leave: closeDock,
  },
  { name: "capabilities", open: (page) => desk(page, "capabilities", ".vocabulary") },
  {
    name: "tags being merged",
    open: async (page) => {
      await page.locator(".vocabulary__tag input").nth(0).check();
      await page.locator(".vocabulary__tag input").nth(1).check();
      await page.getByTestId("merge-tags").click();
      await page
        .getByText(/records? changes?/)
        .first()
        .waitFor();
    },
    leave: closeDock,
  },
  {
    name: "handing over",
    open: async (page) => {
      await recordPage(page, "team", "desk-care");
      await page.getByTestId("page-transfer").click();
      await page.getByTestId("transfer-to").fill("billing");
      await page.keyboard.press("Enter");
      await page.getByTestId("transfer-preview").waitFor();
    },
    leave: closeDock,
  },
  {
    name: "columns",
    open: async (page) => {
      await press(page, "[data-testid=kind-handoff]");
      await page.getByTestId("registry-rows").waitFor();
      await page.getByTestId("registry-columns").click();
      await page.getByRole("dialog", { name: "Columns" }).waitFor();
    },
  },
];
