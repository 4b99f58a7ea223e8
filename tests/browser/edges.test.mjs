// The edges of life: labels that attack, nothing drawn, one agent, five thousand of them.
import assert from "node:assert/strict";
import { beside, drag, exists, selected } from "./lib/hand.mjs";
import { checkLooks } from "./lib/looks.mjs";
import { flow, place, record, written } from "./lib/page.mjs";

flow(
  "labels that would like to be code are inert text everywhere, and overflow nothing",
  async (page) => {
    const inert = async (where) => {
      const attacked = await page.evaluate(() => ({
        ran: window.__hacked === 1,
        elements: document.querySelectorAll("img, script:not([src]), a[href^='javascript']").length,
      }));
      assert.deepEqual(attacked, { ran: false, elements: 0 }, where);
      assert.deepEqual(await checkLooks(page), [], where);
    };
    await inert("the drawing");
    for (const i of [0, 1, 3, 4, 6, 7, 8, 10]) {
      await page.getByTestId(`outline-agent:agent-${i}`).click();
      await page.locator(".inspector__id", { hasText: `agent-${i}` }).waitFor();
      await inert(`the inspector of agent ${i}`);
    }
    await page.getByTestId("legend-toggle").click();
    await inert("the legend");
    await page.keyboard.press("Control+k");
    await page.getByTestId("palette-input").fill("onerror");
    await page.locator("[role=option]", { hasText: "<img src=x" }).first().waitFor();
    await inert("the palette");
    await page.keyboard.press("Escape");
    await page.getByTestId("topology-menu").click();
    await page.getByTestId("topology-search").waitFor();
    await inert("the topologies");
    await page.keyboard.press("Escape");
    await page.getByTestId("view-registry").click();
    await page.getByTestId("kind-agent").click();
    await page.getByTestId("row-agent-0").waitFor();
    await inert("the table");
    await page.getByTestId("row-agent-7").locator(".records__name").click();
    await page.getByTestId("record-page").waitFor();
    await inert("the page");
    await page.getByTestId("start-open").click();
    await page.locator(".start").waitFor();
    await inert("the start page");
  },
  { query: "sample=hostile" },
);

flow(
  "an empty topology says how to begin, and the first agent is a key and a name",
  async (page) => {
    await page.getByText("Nothing is drawn yet", { exact: true }).waitFor();
    assert.deepEqual(await checkLooks(page), []);
    await page.getByTestId("canvas").click({ position: { x: 300, y: 120 } });
    await page.keyboard.press("a");
    await page.getByTestId("draft-name").fill("a");
    await page.keyboard.press("Enter");
    await exists(page, "agent", "a");
    await page.getByTestId("outline-agent:a").waitFor();
    await page.keyboard.press("f");
    const at = await place(page, "agent:a");
    const canvas = await page.getByTestId("canvas").boundingBox();
    assert.ok(at.x > canvas.x && at.y > canvas.y && at.x < canvas.x + canvas.width);
  },
  { query: "sample=empty" },
);

flow(
  "one agent alone is shown at a size that can be read",
  async (page) => {
    const zoom = await page.evaluate(() => window.__baton.camera.zoom);
    assert.ok(zoom >= 0.6 && zoom <= 2, `zoom ${zoom}`);
    await page.keyboard.press("Tab");
    await page.getByTestId("outline-agent:agent-0").click();
    await selected(page, ["agent:agent-0"]);
    await page.keyboard.press("Delete");
    await exists(page, "agent", "agent-0", false);
    await page.getByText("Nothing is drawn yet", { exact: true }).waitFor();
    await page.keyboard.press("Control+z");
    await page.getByTestId("outline-agent:agent-0").waitFor();
  },
  { query: "sample=one" },
);

flow(
  "five thousand agents are opened, searched, panned, listed and edited",
  async (page) => {
    await page
      .getByText("5000 agents, 7499 handoffs")
      .or(page.getByText(/5,?000 agents/))
      .first()
      .waitFor();
    const zoomedOut = await page.evaluate(() => window.__baton.camera.zoom);
    assert.ok(zoomedOut < 0.1, "all of it is in sight");
    await page.keyboard.press("/");
    await page.keyboard.type("Agent 4321");
    await page.locator('[role=option][aria-selected="true"]', { hasText: "Agent 4321" }).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForFunction((zoom) => window.__baton.camera.zoom > zoom * 4, zoomedOut);
    const at = await place(page, "agent:agent-4321");
    await page.getByTestId("agent-agent-4321").waitFor({ state: "attached" });
    await drag(page, at, beside(at, 0, 40));
    await record(page, "placement", "made.agent.agent-4321", ({ pinned }) => pinned);
    assert.equal((await written(page)).length, 1);
    const camera = () => page.evaluate(() => ({ ...window.__baton.camera }));
    const before = await camera();
    await page.keyboard.down("Space");
    await drag(page, beside(at, 0, 120), beside(at, -200, 20));
    await page.keyboard.up("Space");
    const after = await camera();
    assert.ok(Math.abs((after.x - before.x) * after.zoom - 200) < 3);

    const tree = page.locator("[role=tree]");
    await page.locator("[role=treeitem]").first().focus();
    await page.keyboard.press("End");
    await page
      .getByTestId("outline-agent:agent-4999")
      .or(page.getByTestId("outline-agent:agent-999"))
      .first()
      .waitFor();
    assert.ok((await tree.locator("[role=treeitem]").count()) < 120, "only rows in sight exist");
    await page.getByTestId("outline-filter").fill("Agent 1234");
    await page.getByTestId("outline-agent:agent-1234").waitFor();

    await page.getByTestId("view-registry").click();
    await page.getByTestId("kind-agent").click();
    await page.locator(".registry__count", { hasText: "5,000 agents" }).waitFor();
    assert.ok((await page.locator("[role=row]").count()) < 80);
    await page.getByTestId("registry-query").fill("4999");
    await page.getByTestId("row-agent-4999").waitFor();
  },
  { query: "sample=large" },
);
