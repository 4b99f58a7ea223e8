// Who a change of a contract hits, in the real window: asked on its page, painted on the drawing with the plan beside it.
import assert from "node:assert/strict";
import { draftNext, openVersion, withField, writeSchema } from "./lib/contract.mjs";
import { ink } from "./lib/ink.mjs";
import { until } from "./lib/until.mjs";
import { css, windowTest } from "./lib/window.mjs";

const OLD = "support-ticket@1.1.0";
const NEXT = "support-ticket@1.2.0";
/** The design tokens of the effects. */
const TOKENS = {
  breaks: "error",
  undecided: "warning",
  unowned: "effect-unowned",
  needs_upgrade: "advice",
  deprecated: "effect-deprecated",
};

windowTest(
  "a breaking draft is asked about, what it hits is painted, and pointing at a hit draws the way to it",
  async (window, place) => {
    const { driver } = window;
    await openVersion(window, OLD);
    const draft = await draftNext(window, place, NEXT);
    await writeSchema(window, withField(draft, "urgency", true));
    await window.tells("verdict-title", "Breaking");
    await window.isTrue(
      "the hits are known",
      "return document.querySelector(arguments[0])?.dataset.asking === 'false' && document.querySelectorAll('.hit').length > 0",
      css("impact"),
    );
    await window.click("impact-show");
    await window.shows("impact-plan");

    const hits = await driver.run(
      "return [...document.querySelectorAll('.dock-panel .hit')].map(({ dataset }) => dataset)",
    );
    assert.ok(hits.length > 2, "several handoffs are hit");
    for (const effect of new Set(hits.map(({ effect }) => effect)))
      assert.ok((await ink(window, TOKENS[effect])) > 0, `${effect} is painted`);
    await window.tells("the plan", "Triage", ".dock-panel");

    const { testid, effect } = hits[0];
    const token = TOKENS[effect];
    const before = await ink(window, token);
    await driver.hover(await window.at("a hit", `${css(testid)} .hit__ends`));
    await until("the way is drawn", async () => (await ink(window, token)) > before + 200);
    await driver.hover({ x: 4, y: 4 });
    await until("the way is gone", async () => (await ink(window, token)) <= before);

    await driver.press("Escape");
    await window.hides("impact-plan");
    assert.equal(await ink(window, "effect-deprecated"), 0);
  },
);

windowTest("each effect of a hit has a sign of its own", async (window) => {
  await openVersion(window, OLD);
  await window.click("page-impact");
  await window.click("impact-show");
  await window.isTrue(
    "rows are there",
    "return document.querySelectorAll('.dock-panel .hit').length > 0",
  );
  const marks = await window.driver.run(`
    return [...document.querySelectorAll(".dock-panel .effect")].map((mark) => [
      mark.lastChild.textContent,
      [...mark.querySelectorAll("polyline")].map((line) => line.getAttribute("points")).join(" "),
    ]);`);
  assert.ok(marks.length > 0 && marks.every(([, strokes]) => strokes !== ""));
});
