// What is shown of a drawing: layers and their legend, focus, menus.
import assert from "node:assert/strict";
import { beside, click, exists, selected } from "./lib/hand.mjs";
import { flow, place, record } from "./lib/page.mjs";
import { press } from "./lib/press.mjs";

/** What the canvas shows around a box, as one colour per pixel. */
async function pixels(page, box) {
  const { x, y } = await place(page, box);
  const clip = { x: Math.round(x) - 40, y: Math.round(y) - 20, width: 80, height: 40 };
  return (await page.screenshot({ clip })).toString("base64");
}

flow("each layer colours the drawing, and its legend selects what a colour means", async (page) => {
  const before = await pixels(page, "agent:outage-specialist");
  for (const layer of ["findings", "contract-version", "trust-domain", "health", "owner"]) {
    await page.getByTestId("layer").selectOption(layer);
    await page.locator("#legend-entries").waitFor();
    const names = await page.locator(".layers__name").allTextContents();
    assert.ok(names.length > 0, `the legend of ${layer} says something`);
  }
  await page.getByTestId("layer").selectOption("findings");
  await page.waitForFunction(() => document.querySelector("#layer").value === "findings");
  await page.locator(".layers__entry", { hasText: "Error" }).click();
  await page.waitForFunction(
    () => document.querySelectorAll('[role=treeitem][aria-selected="true"]').length >= 3,
  );
  await page.keyboard.press("Escape");
  await page.keyboard.press("f");
  assert.notEqual(await pixels(page, "agent:outage-specialist"), before);
});

flow("a layer is kept when the window is loaded again", async (page) => {
  await page.getByTestId("layer").selectOption("health");
  await page.reload();
  await page.waitForFunction(() => window.__baton?.ready === true);
  await page.waitForFunction(() => document.querySelector("#layer").value === "health");
});

flow(
  "focus shows the neighbours of one agent, wider by a key, and Escape leaves it",
  async (page) => {
    const far = await pixels(page, "agent:visit-planner");
    await click(page, "agent:web-chat-greeter");
    await page.keyboard.press("1");
    const chip = page.getByTestId("focus");
    await chip.getByText("Web Chat Greeter").waitFor();
    await page.keyboard.press("f");
    assert.notEqual(await pixels(page, "agent:visit-planner"), far);
    await page.keyboard.press("3");
    assert.equal(
      await chip.getByRole("radio", { name: "3 steps" }).getAttribute("aria-checked"),
      "true",
    );
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await chip.waitFor({ state: "detached" });
  },
);

flow(
  "focus names its agent where the drawing is small, and hides none of the other bars",
  async (page) => {
    await page.keyboard.press("f");
    const small = await page.evaluate(() => window.__baton.camera.zoom);
    await click(page, "agent:web-chat-greeter");
    await page.keyboard.press("1");
    const chip = await page.getByTestId("focus").boundingBox();
    const legend = await page.getByTestId("legend-toggle").boundingBox();
    assert.ok(legend.x + legend.width <= chip.x || legend.y + legend.height <= chip.y);
    await page.waitForFunction((zoom) => window.__baton.camera.zoom > zoom, small);
  },
  { viewport: { width: 1000, height: 640 } },
);

flow("the menu of a box is about that box, and its further menus open by key", async (page) => {
  await click(page, "agent:triage-desk", { button: "right" });
  const menu = page.getByTestId("context-menu");
  await menu.getByText("Rename").waitFor();
  await selected(page, ["agent:triage-desk"]);
  for (const id of ["hand-over", "rename", "copy", "pin", "delete"])
    await menu.getByTestId(`menu-${id}`).waitFor();
  await page.keyboard.press("End");
  await page.keyboard.press("Home");
  await page.keyboard.type("f");
  await page.keyboard.press("ArrowRight");
  await page.getByRole("menu", { name: "Focus" }).waitFor();
  await page.keyboard.press("ArrowLeft");
  await page.getByRole("menu", { name: "Focus" }).waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
  await menu.waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => window.__mock.written.length), 0);
});

flow(
  "the menu of empty space adds where it was opened, the menu of a handoff changes it",
  async (page) => {
    const at = beside(await place(page, "agent:agent-1"), 0, 180);
    await page.mouse.click(at.x, at.y, { button: "right" });
    await page.getByTestId("menu-add-here").click();
    await page.getByTestId("menu-add-note").click();
    await page.getByTestId("draft-name").fill("Remember");
    await page.keyboard.press("Control+Enter");
    await exists(page, "note", "remember");
    const note = await place(page, "note:remember");
    assert.ok(Math.hypot(note.x - at.x, note.y - at.y) < 12, "the note stands where the menu was");
    const [a, b] = [await place(page, "agent:agent-0"), await place(page, "agent:agent-1")];
    await page.mouse.click((a.x + b.x) / 2, a.y, { button: "right" });
    await page.getByTestId("menu-set-delegate").click();
    await record(page, "handoff", "handoff-0", ({ mode }) => mode === "delegate");
  },
  { query: "sample=few" },
);

flow("a menu at the edge of the window stays inside of it", async (page) => {
  const canvas = await page.getByTestId("canvas").boundingBox();
  await page.getByTestId("outline-agent:desk-lead").click();
  await page.keyboard.press("Shift+F10");
  const menu = await page.getByTestId("context-menu").boundingBox();
  assert.ok(menu.y + menu.height <= 900 && menu.x + menu.width <= 1440 && menu.y >= 0);
  await page.keyboard.press("Escape");
  await page.mouse.click(canvas.x + canvas.width - 4, canvas.y + canvas.height / 2, {
    button: "right",
  });
  const other = await page.getByTestId("context-menu").boundingBox();
  assert.ok(other.x + other.width <= 1440 && other.y >= 0);
});

flow("panels are put away and remember their size", async (page) => {
  const width = async () => (await page.locator(".side--left").boundingBox()).width;
  const before = await width();
  const splitter = page.getByRole("separator", { name: "Width of the outline" });
  await splitter.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(
    (was) => document.querySelector(".side--left").getBoundingClientRect().width > was,
    before,
  );
  const wider = await width();
  await page.keyboard.press("Control+b");
  await page.locator(".side--left").waitFor({ state: "detached" });
  await page.reload();
  await page.waitForFunction(() => window.__baton?.ready === true);
  assert.equal(await page.locator(".side--left").count(), 0, "what was put away stays away");
  await page.keyboard.press("Control+b");
  assert.ok(Math.abs((await width()) - wider) < 1);
});

flow(
  "of a large drawing every box has a name nearby, and the outline reaches all of it",
  async (page) => {
    const zoom = async (least, most) => {
      for (let i = 0; i < 40; i++) {
        const { zoom } = await page.evaluate(() => window.__baton.camera);
        if (zoom >= least && zoom <= most) return;
        await page.mouse.wheel(0, zoom < least ? -60 : 60);
        await page.waitForTimeout(30);
      }
      throw new Error("the zoom does not come near");
    };
    // Below the last row there is room for names.
    const { x, y } = await place(page, "agent:agent-4950");
    await page.mouse.move(x, y);
    await zoom(0.19, 0.218);
    await page.waitForFunction(() => window.__baton.names.some((id) => id.startsWith("agent:")));
    assert.equal(
      await page
        .getByTestId("canvas")
        .evaluate(
          (area) => document.getElementById(area.getAttribute("aria-describedby")).textContent,
        ),
      `${await page.locator(".outline__title span").textContent()}. The outline lists all of it.`,
    );
    await page.getByRole("tree").getByRole("treeitem").first().click();
    await page.keyboard.press("End");
    const last = page.locator('[role=treeitem][tabindex="0"]');
    await page.waitForFunction(() => {
      const row = document.querySelector('[role=treeitem][tabindex="0"]');
      return row?.getAttribute("aria-selected") === "true" && row === document.activeElement;
    });
    assert.ok((await last.getAttribute("aria-label")) ?? (await last.textContent()));
    assert.ok((await page.getByRole("treeitem").count()) < 80);
  },
  { query: "sample=large" },
);

flow(
  "with text twice as large in 1280x720 the work keeps its room beside the findings",
  async (page) => {
    for (let i = 0; i < 8; i++) await page.keyboard.press("Control++");
    await page.waitForFunction(
      () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) >= 31,
    );
    const height = async (selector) => (await page.locator(selector).boundingBox()).height;
    assert.ok((await height("[data-testid=canvas]")) > 350, "the drawing can be worked on");
    await page.keyboard.press("Control+Shift+R");
    await press(page, "[data-testid=kind-handoff]");
    const row = page.locator(".records__row").first();
    await row.click();
    const [rows, table] = [await row.boundingBox(), await height("[data-testid=registry-rows]")];
    assert.ok(table > rows.height * 2, "a row can be seen under the titles");
    // Whoever asks for more of the findings gets it.
    const splitter = page.getByRole("separator", { name: "Height of the findings" });
    const before = await height(".window__bottom");
    await splitter.focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowUp");
    await page.waitForFunction(
      (was) => document.querySelector(".window__bottom").getBoundingClientRect().height > was + 20,
      before,
    );
  },
  { viewport: { width: 1280, height: 720 } },
);
