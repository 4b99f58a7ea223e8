// Earlier states: looked at, restored as a new edit.
import assert from "node:assert/strict";
import { ink } from "./lib/ink.mjs";
import { until } from "./lib/until.mjs";
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

windowTest(
  "what each edit changed is marked while one scrubs through the history",
  async (window) => {
    const { driver } = window;
    const first = await window.revision();
    await driver.click(await window.box("agent:triage-desk"));
    await window.fill("inspector-name", "First Line");
    await window.saved(first);
    const second = await window.revision();
    await driver.press("Escape");
    await driver.click(await window.box("agent:credit-agent"));
    await window.click("inspector-delete");
    await window.click("delete-confirm");
    await window.saved(second);
    const third = await window.revision();
    await driver.press("Control", "h");
    await window.click(`history-${second}`);
    await window.tells("past-edit", "1 changed");
    await until("the changed box is marked", async () => (await ink(window, "warning")) > 0);
    await window.click("past-after");
    await window.tells("past-edit", "removed");
    await window.shows("ghost-agent:credit-agent");
    assert.equal(
      await window.driver.run(
        "return document.querySelector('[data-testid=ghosts]').getAttribute('aria-label').includes('Credit Agent')",
      ),
      true,
    );
    assert.match(await window.text("past-scrubber"), new RegExp(`^${third}$`));
    await window.click("past-marks");
    await window.hides("ghosts");
    await window.click("past-leave");
    await window.hides("past-banner");
  },
);
