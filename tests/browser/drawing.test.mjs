// Drawing by pointer: boxes, handoffs, groups, and what undo does with them.
import assert from "node:assert/strict";
import { beside, click, drag, exists, handleOf, onScreen, selected } from "./lib/hand.mjs";
import { flow, place, record, written } from "./lib/page.mjs";

const few = { query: "sample=few" };

flow("a dragged box is pinned where it was dropped, and undo lets it go again", async (page) => {
  const from = await place(page, "agent:triage-desk");
  await drag(page, from, beside(from, 20, 90));
  const id = "sample-support.agent.triage-desk";
  const placed = await record(page, "placement", id, ({ pinned }) => pinned);
  assert.equal(typeof placed.x, "number");
  assert.equal((await written(page)).length, 1, "one gesture is one group of edits");
  await page.keyboard.press("Control+z");
  await exists(page, "placement", id, false);
  await page.keyboard.press("Control+Shift+z");
  await record(page, "placement", id, ({ x }) => x === placed.x);
});

flow(
  "a handoff is drawn from an agent's edge onto another agent",
  async (page) => {
    await drag(page, await handleOf(page, "agent-0"), await place(page, "agent:agent-2"));
    const made = await record(page, "handoff", "agent-0-to-agent-2", () => true);
    assert.equal(made.to, "agent-2");
    await page.getByTestId("inspector-route").getByText("Agent 2").waitFor();
  },
  few,
);

flow(
  "a handoff dropped on empty space makes its receiver there, by keyboard alone",
  async (page) => {
    const from = await handleOf(page, "agent-1");
    await drag(page, from, beside(from, 60, 160));
    await page.getByTestId("drop-menu").waitFor();
    await page.keyboard.press("Enter");
    await page.getByTestId("draft-name").fill("Night Shift");
    await page.keyboard.press("Enter");
    await record(page, "handoff", "agent-1-to-night-shift", ({ to }) => to === "night-shift");
    assert.equal((await written(page)).length, 1, "agent, place and handoff are one group");
    await page.keyboard.press("Control+z");
    await exists(page, "agent", "night-shift", false);
    await exists(page, "handoff", "agent-1-to-night-shift", false);
  },
  few,
);

flow(
  "a handoff's end is carried to another agent",
  async (page) => {
    const label = await onScreen(page, { x: 264, y: 42 });
    await page.mouse.click(label.x, label.y);
    await page.getByTestId("inspector-route").waitFor();
    await drag(page, await onScreen(page, { x: 320, y: 42 }), await place(page, "agent:agent-2"));
    await record(page, "handoff", "handoff-0", ({ to }) => to === "agent-2");
  },
  few,
);

flow(
  "a key turns a handoff into a delegation and back",
  async (page) => {
    const label = await onScreen(page, { x: 264, y: 42 });
    await page.mouse.click(label.x, label.y);
    await page.keyboard.press("d");
    await record(page, "handoff", "handoff-0", ({ mode }) => mode === "delegate");
    await page.keyboard.press("Shift+D");
    await record(page, "handoff", "handoff-0", ({ mode }) => mode !== "delegate");
    await page.keyboard.press("g");
    await record(page, "handoff", "handoff-0", ({ gate }) => gate !== undefined);
  },
  few,
);

flow(
  "a marquee selects what it touches, and the whole selection moves as one edit",
  async (page) => {
    const [from, to] = [
      await onScreen(page, { x: -30, y: -60 }),
      await onScreen(page, { x: 400, y: 160 }),
    ];
    await drag(page, from, to);
    await selected(page, ["agent:agent-0", "agent:agent-1", "handoff:handoff-0"]);
    const hold = await place(page, "agent:agent-0");
    await drag(page, hold, beside(hold, 0, 120));
    const first = await record(page, "placement", "made.agent.agent-0", ({ pinned }) => pinned);
    const second = await record(page, "placement", "made.agent.agent-1", ({ pinned }) => pinned);
    assert.equal(first.y, second.y);
    assert.equal((await written(page)).length, 1);
    await exists(page, "placement", "made.agent.agent-2", false);
  },
  few,
);

flow(
  "a box snaps into line with its neighbours, and Ctrl lets it rest anywhere",
  async (page) => {
    const hold = await place(page, "agent:agent-1");
    const zoom = await page.evaluate(() => window.__baton.camera.zoom);
    // Down, then back up to within reach of the line that the others stand on.
    await drag(page, hold, beside(hold, 0, 60));
    await record(page, "placement", "made.agent.agent-1", ({ y }) => y > 0);
    const again = await place(page, "agent:agent-1");
    await drag(page, again, beside(hold, 0, 4));
    await record(page, "placement", "made.agent.agent-1", ({ y }) => y === 0);
    const now = await place(page, "agent:agent-1");
    await page.keyboard.down("Control");
    await drag(page, now, beside(now, 0, 5));
    await page.keyboard.up("Control");
    await record(
      page,
      "placement",
      "made.agent.agent-1",
      ({ y }) => y !== 0 && Math.abs(y - 5 / zoom) < 1,
    );
  },
  few,
);

flow(
  "boxes are lined up, spread and given back to the layout by keys",
  async (page) => {
    const hold = await place(page, "agent:agent-1");
    await drag(page, hold, beside(hold, 40, 100));
    await record(page, "placement", "made.agent.agent-1", ({ y }) => y > 0);
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Alt+w");
    await record(page, "placement", "made.agent.agent-1", ({ y }) => y === 0);
    await page.keyboard.press("Alt+Shift+h");
    await record(page, "placement", "made.agent.agent-1", ({ x }) => x === 320);
    await page.keyboard.press("Shift+T");
    await record(page, "placement", "made.agent.agent-1", ({ pinned }) => !pinned);
  },
  few,
);

flow(
  "boxes are grouped, leave and join the group by dragging, and the group closes and opens",
  async (page) => {
    await click(page, "agent:agent-0");
    await click(page, "agent:agent-1", { modifiers: ["Shift"] });
    await page.keyboard.press("Control+g");
    await page.getByTestId("draft-name").fill("Front");
    await page.keyboard.press("Enter");
    const inGroup = (group) => (placement) => placement.group === group;
    await record(page, "placement", "made.agent.agent-0", inGroup("front"));
    await place(page, "group:front");

    const out = await place(page, "agent:agent-1");
    await drag(page, out, beside(out, 0, 220));
    await record(page, "placement", "made.agent.agent-1", ({ group }) => !group);
    const back = await place(page, "agent:agent-1");
    await drag(page, back, await place(page, "agent:agent-0"));
    await record(page, "placement", "made.agent.agent-1", inGroup("front"));

    const outline = page.getByTestId("outline-group:front");
    await outline.click();
    await page.keyboard.press("[");
    await record(page, "placement", "made.group.front", ({ collapsed }) => collapsed === true);
    await page.waitForFunction(() => window.__baton.screenPosition("agent:agent-0") === null);
    await page.keyboard.press("]");
    await place(page, "agent:agent-0");
    // All groups at once, whatever is selected.
    for (const [words, closed] of [
      ["Collapse all groups", true],
      ["Expand all groups", undefined],
    ]) {
      await page.keyboard.press("Control+k");
      await page.getByTestId("palette-input").fill(`>${words}`);
      await page.locator('[role=option][aria-selected="true"]', { hasText: words }).waitFor();
      await page.keyboard.press("Enter");
      await record(page, "placement", "made.group.front", (it) => it.collapsed === closed);
    }
    await outline.click();
    await page.keyboard.press("Control+Shift+g");
    await exists(page, "group", "front", false);
    await record(page, "placement", "made.agent.agent-0", ({ group }) => !group);
  },
  few,
);

flow(
  "a deletion says beforehand what hangs on it, and undo brings all of it back",
  async (page) => {
    await click(page, "agent:triage-desk");
    await page.keyboard.press("Delete");
    const panel = page.getByRole("region", { name: "Delete" }).or(page.locator(".dock"));
    await page.getByTestId("delete-confirm").waitFor();
    assert.match(await panel.first().textContent(), /more things go along/);
    await exists(page, "agent", "triage-desk");
    await page.getByTestId("delete-confirm").click();
    await exists(page, "agent", "triage-desk", false);
    await exists(page, "handoff", "triage-to-account", false);
    await page.keyboard.press("Control+z");
    await exists(page, "agent", "triage-desk");
    await exists(page, "handoff", "triage-to-account");
  },
);

flow(
  "copies are pasted with the handoffs between them, duplicated, and cut",
  async (page) => {
    await click(page, "agent:agent-0");
    await click(page, "agent:agent-1", { modifiers: ["Shift"] });
    await page.keyboard.press("Control+c");
    await page.keyboard.press("Control+v");
    await exists(page, "agent", "agent-0-2");
    await record(page, "handoff", "handoff-0-2", ({ from }) => from === "agent-0-2");
    await click(page, "agent:agent-2");
    await page.keyboard.press("Control+d");
    await exists(page, "agent", "agent-2-2");
    await selected(page, ["agent:agent-2-2"]);
    await page.keyboard.press("Control+x");
    await exists(page, "agent", "agent-2-2", false);
    await page.keyboard.press("Control+v");
    await exists(page, "agent", "agent-2-2");
  },
  few,
);

flow(
  "a tool is picked, placed and named; an entry asks for its channel",
  async (page) => {
    await page.getByTestId("tool-human").click();
    const at = await onScreen(page, { x: 100, y: 200 });
    await page.mouse.click(at.x, at.y);
    await page.getByTestId("draft-name").fill("Support people");
    await page.keyboard.press("Enter");
    await record(page, "agent", "support-people", ({ kind }) => kind === "human");
    await page.getByTestId("tool-entry").click();
    await click(page, "agent:agent-0");
    await page.getByTestId("channel-menu").waitFor();
    await page.getByTestId("menu-channel-chat").click();
    await record(page, "entry", "agent-0-chat", ({ agent }) => agent === "agent-0");
  },
  few,
);

flow(
  "a handoff to whoever can names tags, and stands on the drawing",
  async (page) => {
    await click(page, "agent:agent-2");
    await page.keyboard.press("w");
    await page.locator("#query-tags").fill("refund");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await record(page, "handoff", "agent-2-to-refund", ({ to }) =>
      to.capabilities?.includes("refund"),
    );
    await place(page, "query:agent-2-to-refund");
  },
  few,
);

flow(
  "the wheel zooms at the pointer, the space bar pans, F shows everything again",
  async (page) => {
    const at = await place(page, "agent:triage-desk");
    const camera = () => page.evaluate(() => ({ ...window.__baton.camera }));
    const first = await camera();
    await page.mouse.move(at.x, at.y);
    await page.mouse.wheel(0, -240);
    await page.waitForFunction((zoom) => window.__baton.camera.zoom > zoom, first.zoom);
    const stays = await place(page, "agent:triage-desk");
    assert.ok(Math.hypot(stays.x - at.x, stays.y - at.y) < 2, "what is under the pointer stays");
    await page.keyboard.down("Space");
    await drag(page, at, beside(at, 120, 60));
    await page.keyboard.up("Space");
    const panned = await place(page, "agent:triage-desk");
    assert.ok(Math.abs(panned.x - stays.x - 120) < 2);
    assert.deepEqual(await written(page), []);
    await page.keyboard.press("f");
    await page.waitForFunction((zoom) => window.__baton.camera.zoom === zoom, first.zoom);
  },
);

flow(
  "a double click on empty space makes an agent there",
  async (page) => {
    const at = await onScreen(page, { x: 420, y: 220 });
    await page.mouse.dblclick(at.x, at.y);
    await page.getByTestId("draft-name").fill("Somebody");
    await page.keyboard.press("Enter");
    await exists(page, "agent", "somebody");
  },
  few,
);
