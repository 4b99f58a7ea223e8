// The audit: the riskiest handoff first, explained term by term; an incident that raises a risk and is resolved; scorecards and agents.
import assert from "node:assert/strict";
import { until } from "../window/lib/until.mjs";
import { checkLooks } from "./lib/looks.mjs";
import { accessibility, flow, record, written } from "./lib/page.mjs";
import { command } from "./lib/proving.mjs";

async function open(page, tab = "handoffs") {
  await page.getByTestId("view-audit").click();
  await page.getByTestId("audit").waitFor();
  await page.getByTestId(`audit-tab-${tab}`).click();
}

const risks = (page) =>
  page
    .locator(".risks__row .risk__number")
    .evaluateAll((all) => all.map((each) => Number(each.textContent)));

const figure = async (page) => Number(await page.getByTestId("risk-figure").textContent());

flow("the riskiest handoff stands first and is explained term by term", async (page) => {
  await open(page);
  const rows = page.locator(".risks__row");
  await rows.first().waitFor();
  const shown = await risks(page);
  assert.ok(shown.length > 10);
  assert.deepEqual(
    shown,
    shown.toSorted((a, b) => b - a),
  );
  await rows.first().click();
  await page.getByTestId("risk-report").waitFor();
  assert.equal(await figure(page), shown[0]);
  const terms = page.getByRole("region", { name: "How likely it fails" }).locator(".term");
  assert.ok((await terms.count()) >= 3);
  await page
    .locator(".term", { hasText: /Without it the risk is \d/ })
    .first()
    .waitFor();

  // A finding that a fix mends is a reason of another handoff's.
  await rows.filter({ hasText: "Account Specialist → Triage" }).click();
  await page.locator("[data-testid^=term-fix-]").first().click();
  await page.getByTestId("fix-apply").waitFor();
  assert.deepEqual(await written(page), [], "a fix is looked at before it is made");
  await page.getByTestId("fix-cancel").click();
  await rows.first().click();
  await page.getByTestId("risk-show").click();
  await page.getByTestId("canvas").waitFor();
  await page.getByTestId("risk-report").waitFor();
});

flow("an answer that is missing narrows the list, and can be widened again", async (page) => {
  await open(page);
  const rows = page.locator(".risks__row");
  await rows.first().waitFor();
  const before = await page.locator(".audit__count").textContent();
  await page.getByTestId("audit-missing").selectOption("contract");
  await until("only such rows are left", async () => (await rows.count()) === 1);
  assert.match(await page.locator(".audit__count").textContent(), /^1 of 26 handoffs/);
  await rows.first().getByTitle("Contract: no").waitFor();
  await page.getByTestId("audit-missing").selectOption("instrumented");
  await page.getByTestId("audit-team").selectOption({ label: "Network Operations" });
  await page.getByTestId("audit-show-all").click();
  await until(
    "all are there",
    async () => (await page.locator(".audit__count").textContent()) === before,
  );
});

flow("an incident raises the risk of its handoff, and its resolution lowers it", async (page) => {
  await open(page);
  await page.locator(".risks__row").first().click();
  await page.getByTestId("risk-report").waitFor();
  const before = await figure(page);
  await page.getByTestId("risk-record-incident").click();
  await page.getByTestId("incident-cause").fill("The account number was <b>missing</b>");
  await page.getByTestId("incident-send").click();
  await page.getByTestId("risk-report").waitFor();
  await until("the risk has risen", async () => (await figure(page)) > before);
  const raised = await figure(page);
  await page.locator(".incident__cause", { hasText: "<b>missing</b>" }).waitFor();
  await page.locator(".risks__row").first().getByTitle("2 open incidents").waitFor();

  const [edit] = (await written(page)).at(-1);
  assert.equal(edit.kind, "incident");
  await page.getByTestId(`resolve-${edit.id}`).click();
  await page.getByTestId("resolve-lesson").fill("Ask for it first");
  await page.getByTestId("resolve-send").click();
  await until("the risk is lower again", async () => (await figure(page)) < raised);
  assert.ok((await figure(page)) >= before, "what happened can happen again");
  await record(
    page,
    "incident",
    edit.id,
    ({ resolved_at, lesson }) => resolved_at && lesson === "Ask for it first",
  );

  await page.getByTestId("audit-tab-incidents").click();
  const listed = page.getByTestId("audit").getByTestId(`incident-${edit.id}`);
  await listed.getByText("Resolved").waitFor();
});

flow("an incident is recorded from the drawing by name", async (page) => {
  await command(page, "Record an incident");
  await page.getByTestId("incident-handoff").fill("Retention Agent → Solved");
  await page.getByRole("option", { name: /Retention Agent → Solved/ }).click();
  await page.getByTestId("incident-cause").fill("Nobody answered");
  await page.getByTestId("incident-send").click();
  await page.locator(".incident__cause", { hasText: "Nobody answered" }).waitFor();
  const [edit] = (await written(page)).at(-1);
  assert.equal(edit.record.cause, "Nobody answered");
});

for (const colorScheme of ["light", "dark"])
  flow(
    `every part of the audit can be used by everybody in the ${colorScheme} appearance`,
    async (page) => {
      await open(page);
      await page.locator(".risks__row").first().click();
      await page.locator(".chart__picture").waitFor();
      assert.deepEqual(await accessibility(page), []);
      await open(page, "scores");
      await page.getByTestId("scorecard").locator(".chart__picture").first().waitFor();
      await page.locator(".chart__numbers summary").first().click();
      assert.deepEqual(await accessibility(page), []);
      await open(page, "incidents");
      await page.locator(".incident").first().waitFor();
      assert.deepEqual(await accessibility(page), []);
      await open(page, "agents");
      await page.getByTestId("sprawl-unowned").waitFor();
      assert.deepEqual(await accessibility(page), []);
    },
    { colorScheme },
  );

flow(
  "thousands of handoffs are listed with few rows in the document, and the keys go through them",
  async (page) => {
    await open(page);
    const rows = page.locator(".risks__row");
    await rows.first().waitFor();
    assert.match(await page.locator(".audit__count").textContent(), /^7,\d{3} handoffs/);
    assert.ok((await rows.count()) < 60);
    await page.getByTestId("audit-rows").focus();
    await page.keyboard.press("End");
    await page.locator(".risks__row[aria-selected=true]").waitFor();
    const last = await page
      .locator(".risks__row[aria-selected=true]")
      .getAttribute("aria-rowindex");
    assert.equal(last, await page.getByTestId("audit-rows").getAttribute("aria-rowcount"));
  },
  { query: "sample=large" },
);

flow(
  "an empty registry says what to do",
  async (page) => {
    await open(page);
    await page.getByText("There are no handoffs to audit yet").waitFor();
    await open(page, "scores");
    await page.getByText("There is nothing to count yet").waitFor();
    await open(page, "incidents");
    await page.getByText("No incident is recorded").waitFor();
    await open(page, "agents");
    await page.getByText("There are no agents yet").waitFor();
    assert.deepEqual(await accessibility(page), []);
  },
  { query: "sample=empty" },
);

/** Of every row: whether the name is cut so short that it tells nothing, and whether a cell lies outside of the table. */
function cutRows(page) {
  return page.locator(".risks__row").evaluateAll((rows) => {
    const table = document.querySelector(".risks").getBoundingClientRect();
    return rows.flatMap((row) => {
      const name = row.querySelector(".risks__name");
      const { width } = name.getBoundingClientRect();
      const outside = [...row.children].some(
        (cell) => cell.getBoundingClientRect().right > table.right + 1,
      );
      const short = name.scrollWidth > name.clientWidth + 1 && width < 120;
      return outside || short ? [`${name.textContent} has ${Math.round(width)} px`] : [];
    });
  });
}

for (const [width, height] of [
  [1280, 720],
  [1440, 900],
])
  flow(
    `the audit has room for its names and figures in ${width}x${height}, also beside the risk panel`,
    async (page) => {
      await open(page);
      const rows = page.locator(".risks__row");
      await rows.first().waitFor();
      assert.deepEqual(await cutRows(page), []);
      await rows.first().click();
      await page.getByTestId("risk-report").waitFor();
      assert.deepEqual(await cutRows(page), []);
      assert.deepEqual(await checkLooks(page), []);
      for (const [tab, ready] of [
        ["scores", ".chart__picture"],
        ["incidents", ".incident"],
        ["agents", ".sprawl__agent"],
      ]) {
        await open(page, tab);
        await page.locator(ready).first().waitFor();
        await page.getByTestId("risk-report").waitFor();
        assert.deepEqual(await checkLooks(page), []);
      }
    },
    { viewport: { width, height } },
  );
