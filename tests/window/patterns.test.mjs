// Patterns in the real window: recognised, painted, compared, and a supervisor turned into a chain and back.
import assert from "node:assert/strict";
import { ink } from "./lib/ink.mjs";
import { until } from "./lib/until.mjs";
import { css, windowTest } from "./lib/window.mjs";

const CALL = "look-for-outages";

windowTest("what is recognised is painted, and recommended with its reasons", async (window) => {
  await window.command("Patterns: what is drawn");
  await window.shows("pattern-supervisor");
  await window.shows("pattern-escalation");
  await window.tells("recommendation", "Supervisor");
  await window.tells("trade-offs", "One place saw everything.");
  const before = await ink(window, "advice");
  await window.driver.click(
    await window.at("a pattern", `${css("pattern-supervisor")} .pattern__show`),
  );
  await until("it is painted", async () => (await ink(window, "advice")) > before + 100);
});

windowTest(
  "a supervisor is turned into a chain after a preview, with its contracts, and back with undo",
  async (window, place) => {
    // Tools stay called; specialists can hand on.
    const drawn = await window.revision();
    await place.change("agent", "line-test", { kind: "ai" });
    await place.change("agent", "network-status", { kind: "ai" });
    await window.saved(drawn + 1);
    const call = () => place.record("handoff", CALL);
    const { revision: _before, ...before } = await call();
    assert.equal(before.mode, "delegate");
    await window.command("Patterns: what is drawn");
    await window.click("turn-triage-desk-chain");
    await window.tells("restructure-kept", "contracts stay");
    assert.ok((await ink(window, "warning")) > 0, "what changes is painted");
    const revision = await window.revision();
    await window.click("restructure-apply");
    await window.saved(revision);
    const turned = await call();
    assert.equal(turned.mode, "transfer");
    assert.equal(turned.contract, before.contract);
    assert.deepEqual(turned.owners, before.owners);
    await window.command("Undo");
    await until("it is a call again", async () => (await call()).mode === "delegate");
    const { revision: _after, ...after } = await call();
    assert.deepEqual(after, before);
  },
);
