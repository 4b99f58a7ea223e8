// Gates in the real window: a missing one proposed with its way on the drawing, put there, written beside what its reviewer sees, taken back.
import assert from "node:assert/strict";
import { ink } from "./lib/ink.mjs";
import { until } from "./lib/until.mjs";
import { css, windowTest } from "./lib/window.mjs";

const HANDOFF = "triage-to-credit";

windowTest(
  "a gate that is needed is proposed, its way is drawn, and it is put there with one press",
  async (window, place) => {
    const { driver } = window;
    const gate = async () => (await place.record("handoff", HANDOFF)).gate ?? null;
    assert.ok(await gate(), "the sample has a gate");
    const gated = await window.revision();
    await place.change("handoff", HANDOFF, { gate: undefined });
    await window.saved(gated);
    await window.command("Gates: where people decide");
    await window.tells("gates-summary", "1 gate is missing");
    const before = await ink(window, "advice");
    const reason = `${css(`proposal-add:${HANDOFF}`)} .proposal__reason`;
    await driver.hover(await window.at("a reason", reason));
    await until("the way is drawn", async () => (await ink(window, "advice")) > before + 100);
    await driver.hover({ x: 4, y: 4 });
    await until("the way is gone", async () => (await ink(window, "advice")) <= before);

    const missing = await window.revision();
    await window.click(`apply-add:${HANDOFF}`);
    await window.saved(missing);
    await window.shows("review-card");
    assert.equal((await gate()).branches.length, 2);
    await window.command("Undo");
    await until("the gate is gone", async () => (await gate()) === null);
  },
);

windowTest(
  "a gate is written beside what its reviewer sees of an example, and of payloads made up from the schema",
  async (window, place) => {
    await window.command("Gates: where people decide");
    await window.click(`design-${HANDOFF}`);
    await window.tells("review-summary", "B2210984");
    await window.isTrue(
      "samples are made up too",
      "return document.querySelectorAll(arguments[0]).length > 1",
      `${css("gate-sample")} optgroup`,
    );
    await window.fill("gate-question", "Is the credit right?");
    await window.tells("review-card", "Is the credit right?");
    await until("it is stored", async () => {
      const { gate } = await place.record("handoff", HANDOFF);
      return gate.question === "Is the credit right?";
    });
    await window.fill("gate-minutes", "5 min");
    await window.tells("remark-HIL003", "takes 5 minutes");
  },
);
