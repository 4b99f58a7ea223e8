// To and from elsewhere: text that is pasted, pictures that are copied, saved and printed.
import assert from "node:assert/strict";
import { click, exists, selected } from "./lib/hand.mjs";
import { flow, record, written } from "./lib/page.mjs";

/** What the desktop does when its clipboard holds a text and Ctrl+V is pressed. */
function pasteText(page, text) {
  return page.evaluate((words) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", words);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
  }, text);
}

const CHART = "flowchart LR\n  sorter[Post sorter] --> ledger[Ledger]";

flow(
  "a flowchart is looked at before it is pasted, and undo takes all of it back",
  async (page) => {
    await pasteText(page, CHART);
    await page.getByTestId("paste-told").getByText("a Mermaid flowchart").waitFor();
    await page.getByText("every arrow became a handoff").waitFor();
    assert.deepEqual(await written(page), []);
    await page.getByTestId("paste-apply").click();
    await record(page, "handoff", "sorter-to-ledger", ({ to }) => to === "ledger");
    await selected(page, ["agent:ledger", "agent:sorter", "handoff:sorter-to-ledger"]);
    await page.waitForFunction(() => window.__baton.screenPosition("agent:ledger") !== null);
    assert.equal((await written(page)).length, 1);
    await page.keyboard.press("Control+z");
    await exists(page, "agent", "sorter", false);
  },
);

flow("edits with a mistake say where it is, and are mended in place", async (page) => {
  await pasteText(page, '[{"op":');
  await page.getByTestId("paste-refusal").getByText("line 1").waitFor();
  const edit = { op: "put", kind: "team", id: "night", record: { id: "night", name: "Night" } };
  await page.getByLabel("Text", { exact: true }).fill(JSON.stringify([edit]));
  await page.getByTestId("paste-told").getByText("1 edit of records").waitFor();
  await page.getByRole("button", { name: "Paste 1 record" }).click();
  await record(page, "team", "night", ({ name }) => name === "Night");
});

flow("any other text becomes a note under the hand, at once", async (page) => {
  await pasteText(page, "Ask **Maria** first");
  await record(page, "note", "pasted", ({ text }) => text === "Ask **Maria** first");
  await selected(page, ["note:pasted"]);
  await record(page, "placement", "sample-support.note.pasted", ({ pinned }) => pinned);
});

flow("the panel is opened by command, for those whose clipboard stays shut", async (page) => {
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill(">paste from elsewhere");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "paste-text");
  await page.keyboard.type(CHART);
  await page.getByRole("button", { name: "Paste 3 records" }).waitFor();
  await page.getByTestId("paste-cancel").click();
  assert.deepEqual(await written(page), []);
});

flow(
  "what is selected is copied as a picture in words, all of it where nothing is",
  async (page) => {
    await click(page, "agent:agent-0");
    await page.keyboard.press("Shift+F10");
    await page.getByTestId("menu-picture").click();
    await page.getByTestId("menu-picture-copy-mermaid").click();
    await page.getByText("Copied as Mermaid").waitFor();
    const held = () => page.evaluate(() => navigator.clipboard.readText());
    assert.equal(await held(), 'flowchart LR\n  agent-0["Agent 0"]\n');
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByTestId("palette-input").fill(">copy as mermaid");
    await page.keyboard.press("Enter");
    await page.getByText("The whole drawing.").waitFor();
    assert.match(await held(), /agent-2/);
  },
  { query: "sample=few", permissions: ["clipboard-read", "clipboard-write"] },
);

flow("paper shows the drawing alone, in light colours", async (page) => {
  await page.evaluate(() => {
    window.print = () => {
      window.__printed = document.title;
    };
  });
  await page.keyboard.press("Control+p");
  await page.waitForFunction(() => window.__printed === "Support desk (with findings)");
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const shown = await page.evaluate(() => {
    const sheet = document.querySelector(".print-sheet");
    const card = sheet.shadowRoot.querySelector(".card");
    const others = [...document.body.children].filter(
      (each) => each !== sheet && getComputedStyle(each).display !== "none",
    );
    return { fill: getComputedStyle(card).fill, others: others.length };
  });
  assert.deepEqual(shown, { fill: "rgb(255, 255, 255)", others: 0 });
  // A wide drawing lies on its side where the paper stands upright, and as it is where the paper does.
  for (const [width, height] of [
    [700, 1000],
    [1000, 700],
  ]) {
    await page.setViewportSize({ width, height });
    const drawn = await page.evaluate(() => {
      const sheet = document.querySelector(".print-sheet");
      const [{ width: across, height: down }, paper] = [
        sheet.shadowRoot.querySelector("svg"),
        sheet,
      ].map((each) => each.getBoundingClientRect());
      return {
        isUpright: down > across,
        isWithin: across <= paper.width + 1 && down <= paper.height + 1,
        isOnPage: paper.height <= innerHeight,
      };
    });
    assert.deepEqual(drawn, { isUpright: height > width, isWithin: true, isOnPage: true });
  }
  await page.emulateMedia({ media: "screen" });
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  assert.equal(await page.locator(".print-sheet").count(), 0);
});
