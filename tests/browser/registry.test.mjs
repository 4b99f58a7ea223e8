// The registry: tables of records, and a page for each.
import assert from "node:assert/strict";
import { until } from "../window/lib/until.mjs";
import { selected } from "./lib/hand.mjs";
import { accessibility, flow, ready, record, written } from "./lib/page.mjs";

async function openTable(page, kind) {
  await page.keyboard.press("Control+Shift+R");
  await page.getByTestId(`kind-${kind}`).click();
  await page.getByTestId("registry-rows").waitFor();
}

/** The names in the order of the table. */
function names(page) {
  return page.locator(".records__name").allTextContents();
}

function counted(page, words) {
  return page.locator(".registry__count", { hasText: words }).waitFor();
}

flow("all that a filter lists is edited at once, and one undo takes it back", async (page) => {
  await openTable(page, "handoff");
  await page.getByTestId("registry-query").fill("owner:desk-billing");
  await counted(page, /^\d+ of 26/);
  const listed = await names(page);
  assert.ok(listed.length > 1);
  await page.getByTestId("registry-edit-all").click();
  await page.getByRole("heading", { name: `Edit ${listed.length} handoffs` }).waitFor();
  const before = await record(page, "handoff", "account-solved", () => true);
  await page.getByTestId("several-mode").selectOption("delegate");
  await record(page, "handoff", "account-solved", ({ mode }) => mode === "delegate");
  assert.equal((await written(page)).length, 1);
  await page.getByTestId("undo").click();
  await record(page, "handoff", "account-solved", ({ mode }) => mode === before.mode);
  await page.getByTestId("view-drawing").click();
  await page.getByTestId("listed-panel").waitFor({ state: "detached" });
});

flow("rows are selected together by hand and by key, and edited together", async (page) => {
  await openTable(page, "handoff");
  await counted(page, "26 handoffs");
  const rows = page.locator(".records__row");
  const picked = page.getByTestId("picked");
  await rows.nth(0).click();
  assert.equal(await picked.count(), 0, "one row alone is looked at");
  await rows.nth(2).click({ modifiers: ["ControlOrMeta"] });
  await rows.nth(4).click({ modifiers: ["ControlOrMeta", "Shift"] });
  await picked.getByText("4 selected").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await picked.getByText("5 selected").waitFor();
  assert.deepEqual(await accessibility(page), []);
  await page.keyboard.press("ControlOrMeta+a");
  await picked.getByText("26 selected").waitFor();
  await page.keyboard.press("Escape");
  await picked.waitFor({ state: "detached" });
  await rows.nth(0).click();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await picked.getByText("3 selected").waitFor();
  const focused = () => page.evaluate(() => document.activeElement.dataset.testid);
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "picked-edit", "the bar comes right after the rows");
  await page.keyboard.press("Shift+Tab");
  assert.equal(await focused(), "registry-rows");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Edit 3 handoffs" }).waitFor();
  await until("the panel that is meant has the focus", () =>
    page.evaluate(() => document.activeElement.closest("[data-testid=listed-panel]") !== null),
  );
  await page.getByTestId("several-mode").selectOption("delegate");
  await until("they are written in one step", async () => (await written(page)).length === 1);
  await page.getByTestId("picked-show").click();
  await page.waitForFunction(
    () => document.querySelectorAll('[role=treeitem][aria-selected="true"]').length === 3,
  );
});

flow("agents are listed, sorted by a column and back", async (page) => {
  await openTable(page, "agent");
  await counted(page, "12 agents");
  const first = await names(page);
  await page.getByTestId("sort-name").click();
  await page.waitForFunction(
    () => document.querySelector("[role=columnheader]").getAttribute("aria-sort") !== "none",
  );
  await page.getByTestId("sort-name").click();
  await page.waitForFunction(
    () => document.querySelector("[role=columnheader]").getAttribute("aria-sort") === "descending",
  );
  await page.waitForFunction(
    (last) => document.querySelector(".records__name").textContent === last,
    first.toSorted().at(-1),
  );
});

flow(
  "a query filters, is completed, and is answered with words where it cannot be read",
  async (page) => {
    await openTable(page, "agent");
    const query = page.getByTestId("registry-query");
    await query.fill("owner:desk-bil");
    await page.locator(".query__option", { hasText: "owner:desk-billing" }).waitFor();
    await query.press("Tab");
    await counted(page, "of 12 agents");
    const fewer = await names(page);
    assert.ok(fewer.length > 0 && fewer.length < 12);
    await query.fill("-owner:desk-billing");
    await counted(page, `${12 - fewer.length} of 12 agents`);
    await query.fill("owner:nobody-at-all");
    await page.getByTestId("registry-show-all").click();
    await counted(page, "12 agents");
    await query.fill("owner:");
    await query.press("Enter");
    await page.locator(".query__error").waitFor();
    await query.fill("");
    await counted(page, "12 agents");
  },
);

flow("rows are walked by key, opened, and left again to where one was", async (page) => {
  await openTable(page, "handoff");
  await counted(page, "26 handoffs");
  await page.getByTestId("registry-query").focus();
  await page.keyboard.press("Escape");
  await page.getByTestId("registry-rows").focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowDown");
  const row = await page.locator("[role=row][aria-selected=true]").getAttribute("data-testid");
  await page.keyboard.press("Enter");
  await page.getByTestId("record-page").waitFor();
  await page.keyboard.press("Alt+ArrowLeft");
  await page.locator(`[data-testid="${row}"][aria-selected=true]`).waitFor();
  await page.keyboard.press("Alt+ArrowRight");
  await page.getByTestId("record-page").waitFor();
});

flow("a page shows everything that touches a record, and leads there and back", async (page) => {
  await openTable(page, "agent");
  await page.getByTestId("row-triage-desk").locator(".records__name").click();
  const heading = page.getByTestId("record-page").getByRole("heading", { level: 1 });
  await heading.getByText("Triage").waitFor();
  await page.getByTestId("related-handoff-triage-to-account").waitFor();
  await page.getByTestId("page-kind").waitFor();
  await page
    .getByRole("button", { name: /Subscriber Care/ })
    .first()
    .click();
  await heading.getByText("Subscriber Care").waitFor();
  await page.getByTestId("go-back").click();
  await heading.getByText("Triage").waitFor();
  await page.getByTestId("page-show").click();
  await selected(page, ["agent:triage-desk"]);
});

flow("a record is changed on its page, and its table says so", async (page) => {
  await openTable(page, "team");
  await page.getByTestId("row-desk-care").locator(".records__name").click();
  const name = page.getByTestId("inspector-name");
  await name.fill("Care and comfort");
  await name.press("Enter");
  await record(page, "team", "desk-care", (team) => team.name === "Care and comfort");
  await page.getByTestId("page-kind").click();
  await page.getByTestId("row-desk-care").getByText("Care and comfort").waitFor();
});

flow("a record of any kind is made, and stands in its table", async (page) => {
  await openTable(page, "capability");
  await page.getByTestId("registry-new").click();
  await page.getByTestId("create-apply").waitFor();
  const first = page.locator(".dock-panel input[type=text], .dock-panel textarea").first();
  await first.fill("tea-making");
  await page.getByTestId("create-apply").click();
  await page.getByTestId("record-page").getByRole("heading", { name: "tea-making" }).waitFor();
  await page.getByTestId("page-kind").click();
  await page.getByTestId("row-tea-making").waitFor();
});

flow("every kind has a table, and what is empty says what it is for", async (page) => {
  await page.keyboard.press("Control+Shift+R");
  await page.locator("[data-testid^=kind-]").first().waitFor();
  const kinds = await page.locator("[data-testid^=kind-]").count();
  assert.ok(kinds >= 15);
  for (let i = 0; i < kinds; i++) {
    const kind = page.locator("[data-testid^=kind-]").nth(i);
    const name = await kind.locator(".kinds__name").textContent();
    await kind.click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
    await page.locator(".records, .empty").first().waitFor();
  }
});

flow(
  "columns are moved by hand and by key, and stay so after the page is loaded again",
  async (page) => {
    await openTable(page, "agent");
    const titles = () => page.getByRole("columnheader").allTextContents();
    const [first, second, third, ...others] = await titles();
    const header = (title) => page.getByRole("columnheader", { name: title, exact: true });
    const from = await header(second).boundingBox();
    const to = await header(third).boundingBox();
    await page.mouse.move(from.x + from.width / 3, from.y + 8);
    await page.mouse.down();
    await page.mouse.move(from.x + from.width / 3 + 8, from.y + 8);
    await page.mouse.move(to.x + to.width - 4, to.y + 8);
    await page.locator(".records__title[data-target=after]").waitFor();
    await page.mouse.up();
    assert.deepEqual(await titles(), [first, third, second, ...others]);
    assert.equal(await header(second).getAttribute("aria-sort"), "none", "a drag sorts nothing");
    await header(second).getByRole("button").focus();
    await page.keyboard.press("Control+Shift+ArrowRight");
    await until("it has gone on", async () => (await titles())[3] === second);
    assert.ok(
      await header(second)
        .getByRole("button")
        .evaluate((it) => it === document.activeElement),
    );
    const moved = await titles();
    await page.reload();
    await ready(page);
    await openTable(page, "agent");
    assert.deepEqual(await titles(), moved);
    const cells = await page
      .locator("[data-testid^=row-]")
      .first()
      .getByRole("gridcell")
      .allTextContents();
    await page.getByTestId("registry-columns").click();
    await page.getByTestId("columns-reset").click();
    assert.deepEqual(await titles(), [first, second, third, ...others]);
    const before = await page
      .locator("[data-testid^=row-]")
      .first()
      .getByRole("gridcell")
      .allTextContents();
    assert.equal(before[1], cells[3], "cells move with their titles");
  },
);
