// Earlier states: looked at, restored as a new edit.
import assert from "node:assert/strict";
import { windowTest } from "./lib/window.mjs";

windowTest("an earlier state is looked at and restored as a new edit", async (window, place) => {
  const { driver } = window;
  const first = await window.revision();
  await driver.click(await window.box("agent:triage-desk"));
  await window.fill("inspector-name", "First Line");
  await window.saved(first);
  const second = await window.revision();

  await driver.press("Escape");
  await driver.press("Control", "h");
  await window.click(`history-${first}`);
  await window.shows("past-banner");
  await driver.click(await window.box("agent:triage-desk"));
  await window.says("inspector-name", "Triage");
  await window.isTrue(
    "nothing can be changed",
    "return document.querySelector('[data-testid=inspector-name]').matches(':disabled, [readonly]')",
  );

  await window.click("past-restore");
  await window.click("rewind-apply");
  await window.hides("past-banner");
  await window.saved(second);
  assert.equal((await place.record("agent", "triage-desk")).name, "Triage");

  const third = await window.revision();
  await driver.press("Control", "z");
  await window.saved(third);
  assert.equal((await place.record("agent", "triage-desk")).name, "First Line");
});
