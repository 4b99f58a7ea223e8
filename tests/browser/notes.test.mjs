// Words on the drawing: notes as Markdown, and names where boxes are too small for words.
import assert from "node:assert/strict";
import { beside, click, exists, onScreen } from "./lib/hand.mjs";
import { flow, place, record, written } from "./lib/page.mjs";

const few = { query: "sample=few" };

flow(
  "a note takes several lines and keeps its marks, however often it is opened",
  async (page) => {
    const at = beside(await place(page, "agent:agent-1"), 0, 180);
    await page.mouse.click(at.x, at.y, { button: "right" });
    await page.getByTestId("menu-add-here").click();
    await page.getByTestId("menu-add-note").click();
    const field = page.getByTestId("draft-name");
    await field.waitFor();
    await page.keyboard.type("# Night shift");
    await page.keyboard.press("Enter");
    await page.keyboard.type("- ask **Maria**");
    await page.keyboard.press("Control+Enter");
    const text = "# Night shift\n- ask **Maria**";
    await record(page, "note", "night-shift", (note) => note.text === text);
    const spoken = await page.getByTestId("note-night-shift").getAttribute("aria-label");
    assert.equal(spoken, "Note: Night shift\nask Maria", "read without its marks");

    const note = await place(page, "note:night-shift");
    await page.mouse.dblclick(note.x, note.y);
    assert.equal(await page.getByTestId("rename").inputValue(), text);
    await page.keyboard.press("Control+Enter");
    await page.getByTestId("rename").waitFor({ state: "detached" });
    assert.equal((await written(page)).length, 1, "what was only looked at is not written");

    await page.keyboard.press("F2");
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Enter");
    await page.keyboard.type("- then Ali");
    const canvas = await onScreen(page, { x: -80, y: -120 });
    await page.mouse.click(canvas.x, canvas.y);
    await record(page, "note", "night-shift", (changed) => changed.text === `${text}\n- then Ali`);

    await click(page, "note:night-shift");
    await page.keyboard.press("F2");
    await page.keyboard.type("never mind");
    await page.keyboard.press("Escape");
    await page.getByTestId("rename").waitFor({ state: "detached" });
    await record(page, "note", "night-shift", (kept) => kept.text === `${text}\n- then Ali`);
    await exists(page, "note", "night-shift");
  },
  few,
);

flow("where boxes are too small for words, names stand beside them once it rests", async (page) => {
  await page.keyboard.press("f");
  const names = async () => {
    await page.waitForFunction(() => window.__baton?.resting === true);
    return page.evaluate(() => window.__baton.names);
  };
  assert.deepEqual(await names(), [], "what can be read needs no name beside it");
  for (let i = 0; i < 8; i++) await page.keyboard.press("-");
  await page.waitForFunction(() => window.__baton.names.length > 0);
  const all = await names();
  assert.ok(
    all.some((id) => id.startsWith("note:")),
    "a note says what it begins with",
  );
  await page.getByTestId("outline-agent:triage-desk").click();
  await page.keyboard.press("1");
  await page.waitForFunction(() => window.__baton.camera.zoom > 0.22);
  // Further out nothing is left beside it where its name could stand.
  for (let i = 0; i < 5; i++) await page.keyboard.press("-");
  await page.waitForFunction(() => window.__baton.names.includes("agent:triage-desk"));
  assert.notDeepEqual(await names(), all, "what is looked at is named first");
});
