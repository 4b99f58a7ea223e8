// The whole way without the mouse.
import assert from "node:assert/strict";
import { until } from "./lib/until.mjs";
import { css, windowTest } from "./lib/window.mjs";

const FOCUS = "return document.activeElement?.matches(arguments[0]) === true";

windowTest(
  "an agent is drawn, connected, renamed and taken back without the mouse",
  async (window, place) => {
    const { driver } = window;
    let revision = await window.revision();
    await driver.press("a");
    await window.isTrue("the name can be typed", FOCUS, css("draft-name"));
    await driver.type("Refund Desk");
    await driver.press("Enter");
    await window.saved(revision);
    const made = await place.record("agent", "refund-desk");
    assert.equal(made.name, "Refund Desk");

    revision = await window.revision();
    await driver.press("h");
    await window.isTrue("the receiver can be typed", FOCUS, css("which-box"));
    await driver.type("Support");
    await window.isTrue(
      "the receiver is offered",
      "return [...document.querySelectorAll('[role=option]')].some((it) => /Support People/.test(it.textContent))",
    );
    await driver.press("Enter");
    await window.saved(revision);
    const handoffs = (await place.baton("list", "handoff")).records;
    assert.ok(handoffs.some(({ from, to }) => from === "refund-desk" && to === "desk-people"));

    revision = await window.revision();
    await driver.press("Control", "z");
    await window.saved(revision);
    await driver.press("Control", "z");
    await until(
      "the agent is gone again",
      async () => !(await place.record("agent", "refund-desk")),
    );
  },
);

windowTest("a search flies to what was meant", async (window) => {
  const { driver } = window;
  const before = JSON.stringify(await driver.run("return window.__baton.camera"));
  await driver.press("/");
  await window.isTrue("words can be typed", FOCUS, css("palette-input"));
  await driver.type("visit planner");
  await window.isTrue(
    "it is found",
    "return /Engineer Visit Planner/.test(document.querySelector('[role=option]')?.textContent)",
  );
  await driver.press("Enter");
  await window.hides("palette-input");
  await window.says("inspector-name", "Engineer Visit Planner");
  await until(
    "the drawing flew there",
    async () => JSON.stringify(await driver.run("return window.__baton.camera")) !== before,
  );
  await window.box("agent:visit-planner");
});
