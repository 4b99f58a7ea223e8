// A backend that takes its time.
import assert from "node:assert/strict";
import { windowTest } from "./lib/window.mjs";

windowTest(
  "while the backend is busy the window says so, goes on, and loses nothing",
  async (window, place) => {
    const { driver } = window;
    const before = await window.revision();
    await driver.click(await window.box("agent:triage-desk"));
    await window.fill("inspector-name", "First Line");
    await window.isTrue(
      "it is marked as on its way",
      "return !/^Saved/.test(document.querySelector('[data-testid=status-saved]').textContent)",
    );
    await driver.click(await window.box("agent:credit-agent"));
    await window.says("inspector-name", "Credit Agent");
    await window.isTrue(
      "the wait is told in words",
      "return /not stored yet/.test(document.body.textContent)",
    );
    await window.saved(before);
    assert.equal((await place.record("agent", "triage-desk")).name, "First Line");
  },
  () => ({ BATON_TEST_DELAY_MS: "6000" }),
);
