// The whole window without a mouse.
import assert from "node:assert/strict";
import { focused, unseen, walkTo } from "./lib/focus.mjs";
import { exists, selected } from "./lib/hand.mjs";
import { flow, record } from "./lib/page.mjs";

flow(
  "from the start page to an agent drawn, connected, renamed, deleted and brought back without a mouse",
  async (page) => {
    const way = await walkTo(page, "Tab", ({ test }) => test === "new-topology");
    assert.deepEqual(unseen(way), []);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => window.__baton?.ready === true);

    await page.keyboard.press("a");
    await page.getByTestId("draft-name").waitFor();
    await page.keyboard.type("Greeter");
    await page.keyboard.press("Enter");
    await exists(page, "agent", "greeter");
    await page.keyboard.press("Escape");
    await page.keyboard.press("p");
    await page.getByTestId("draft-name").waitFor();
    await page.keyboard.type("Desk");
    await page.keyboard.press("Enter");
    await record(page, "agent", "desk", ({ kind }) => kind === "human");
    await selected(page, ["agent:desk"]);
    for (let i = 0; i < 4; i++) await page.keyboard.press("Shift+ArrowDown");
    await record(page, "placement", "topology-1.agent.desk", ({ y }) => y > 100);

    await page.keyboard.press("h");
    await page.getByTestId("which-box").waitFor();
    await page.keyboard.type("gree");
    await page.keyboard.press("Enter");
    await exists(page, "handoff", "desk-to-greeter");
    await selected(page, ["handoff:desk-to-greeter"]);

    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    await page.waitForFunction(() => document.activeElement?.dataset.box !== undefined);
    const box = await focused(page);
    assert.ok(box.seen && box.inside, `the focus is seen on the drawing: ${JSON.stringify(box)}`);
    const key = await page.evaluate(() => document.activeElement.dataset.box);
    await page.keyboard.press("Enter");
    await page.getByTestId("rename").waitFor();
    await page.keyboard.type("Front desk");
    await page.keyboard.press("Enter");
    const agent = key.slice("agent:".length);
    await record(page, "agent", agent, ({ name }) => name === "Front desk");

    await page.keyboard.press("Delete");
    await page.getByTestId("delete-confirm").waitFor();
    const toPanel = await walkTo(page, "F6", () => focusIsIn(page, ".side--right"), 8);
    assert.deepEqual(unseen(toPanel), []);
    assert.deepEqual(
      unseen(await walkTo(page, "Tab", ({ test }) => test === "delete-confirm")),
      [],
    );
    await page.keyboard.press("Enter");
    await exists(page, "agent", agent, false);
    await page.keyboard.press("Control+z");
    await exists(page, "agent", agent);
    await exists(page, "handoff", "desk-to-greeter");
  },
  { query: "sample=nothing" },
);

/** Whether the focus is inside of it. */
function focusIsIn(page, selector) {
  return page.evaluate((area) => document.activeElement?.closest(area) !== null, selector);
}

flow("Tab goes through the whole window, and the focus is seen wherever it is", async (page) => {
  await page.getByTestId("start-open").focus();
  const way = await walkTo(page, "Tab", ({ test }) => /status-bar__button/.test(test), 220);
  assert.deepEqual(unseen(way), []);
  for (const area of ["outline-filter", "export-open", "findings-filter", "inspector-name"])
    assert.ok(
      way.some((each) => each?.test === area),
      `${area} is on the way`,
    );
  const boxes = way.filter((each) => /^(agent|outcome|entry|note)-/.test(each?.test ?? ""));
  assert.equal(boxes.length, 18, "every box of the drawing is on the way, once");
});

flow("F6 and Shift+F6 go around the areas of the window", async (page) => {
  const areas = [
    ".top-bar",
    ".side--left",
    "[data-testid=canvas]",
    ".window__bottom",
    ".side--right",
  ];
  for (const area of areas) {
    await page.keyboard.press("F6");
    assert.ok(await focusIsIn(page, area), `F6 gets to ${area}`);
    assert.ok((await focused(page)).seen);
  }
  await page.keyboard.press("Shift+F6");
  assert.ok(await focusIsIn(page, ".window__bottom"));
});

flow("what was opened by key is closed by Escape, and the focus goes back", async (page) => {
  await page.getByTestId("outline-filter").focus();
  const back = () =>
    page.waitForFunction(() => document.activeElement?.dataset.testid === "outline-filter");
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").waitFor();
  await page.keyboard.press("Escape");
  await back();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Shift+F10");
  await page.getByTestId("context-menu").waitFor();
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.activeElement?.closest("[role=tree]") !== null);
  await page.keyboard.press("?");
  await page.getByTestId("shortcuts").waitFor();
  assert.ok((await focused(page)).seen);
  await page.keyboard.press("Tab");
  assert.ok(await focusIsIn(page, "[data-testid=shortcuts]"), "the focus stays in the dialog");
  await page.keyboard.press("Escape");
  await page.getByTestId("shortcuts").waitFor({ state: "detached" });
  await walkTo(page, "Shift+F6", () => focusIsIn(page, ".top-bar"), 4);
  await walkTo(page, "Tab", ({ test }) => test === "topology-menu", 4);
  await page.keyboard.press("Enter");
  await page.getByTestId("topology-search").waitFor();
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.activeElement?.dataset.testid === "topology-menu");
});

flow(
  "the outline is walked, folded and searched by letters, and the drawing follows",
  async (page) => {
    await page.getByTestId("outline-filter").focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Home");
    await selected(page, ["group:desk-greeters"]);
    await page.keyboard.press("ArrowLeft");
    await page.getByTestId("outline-agent:phone-greeter").waitFor({ state: "detached" });
    await page.keyboard.press("ArrowRight");
    await page.getByTestId("outline-agent:phone-greeter").waitFor();
    await page.keyboard.type("out");
    await selected(page, ["agent:outage-specialist"]);
    assert.ok((await focused(page)).seen);
    await page.waitForFunction(() => window.__baton.camera.zoom > 0.5);
    await page.keyboard.press("Enter");
    await page.getByTestId("rename").waitFor();
    await page.keyboard.type("Storm desk");
    await page.keyboard.press("Enter");
    await record(page, "agent", "outage-specialist", ({ name }) => name === "Storm desk");
  },
);

flow("arrow keys move the selection as one edit once they rest", async (page) => {
  await page.getByTestId("outline-agent:triage-desk").click();
  await page.getByTestId("agent-triage-desk").focus();
  for (const key of ["ArrowRight", "ArrowRight", "Shift+ArrowDown"]) await page.keyboard.press(key);
  await record(page, "placement", "sample-support.agent.triage-desk", ({ pinned }) => pinned);
  assert.equal(await page.evaluate(() => window.__mock.written.length), 1);
});
