// Simulating in the real window: the 10,001st request, where requests die, an improvement with what it does, faults of one's own.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ink } from "./lib/ink.mjs";
import { until } from "./lib/until.mjs";
import { css, windowTest } from "./lib/window.mjs";

async function simulate(window, profile) {
  await window.driver.press("Control", "Enter");
  await window.shows("sim-of");
  if (profile) await simulateAgain(window, profile);
}

/** With the panel open and nothing under way: a second press of the keys would begin a run that takes the button away. */
async function simulateAgain(window, profile) {
  await window.choose("sim-conditions", profile);
  await window.click("sim-run");
  await window.tells("sim-of", "Request 10,001, 200,000 requests, seed 1");
}

/** The share of requests that end in a way, as the chart has it in words. */
const shareOf = (window, outcome) =>
  window.driver.run(
    `const told = document.querySelector(".sim-chart__picture")?.getAttribute("aria-label") ?? "";
     const found = told.match(new RegExp(arguments[0] + " ([0-9.]+) %"));
     return found ? Number(found[1]) : null;`,
    outcome,
  );

windowTest(
  "the 10,001st request is simulated, its losses colour the drawing, and the worst handoff is flown to",
  async (window) => {
    const { driver } = window;
    assert.equal(await ink(window, "traffic-most"), 0);
    await simulate(window);
    const calm = await shareOf(window, "Resolved");
    await simulateAgain(window, "request-10001");
    await until("fewer are resolved", async () => (await shareOf(window, "Resolved")) < calm - 10);
    await until("losses are painted", async () => (await ink(window, "traffic-most")) > 0);

    const worst = await driver.run(
      "return document.querySelector('[data-testid^=death-]').dataset.testid",
    );
    await window.click(worst);
    await window.isTrue(
      "it is selected",
      "return document.querySelector('.outline [aria-selected=true]') !== null",
    );
    await window.shows("sim-of");
    // The same dice, the same result.
    const resolved = await shareOf(window, "Resolved");
    await window.click("sim-run");
    await window.shows("sim-run");
    assert.equal(await shareOf(window, "Resolved"), resolved);
  },
);

windowTest(
  "an improvement is looked at with what it does, applied, and more requests end well",
  async (window) => {
    await simulate(window, "request-10001");
    const before = await shareOf(window, "Resolved");
    await window.click("sim-improvements");
    await window.isTrue(
      "improvements are found",
      "return document.querySelector('[data-testid^=build-]') !== null",
    );
    const first = await window.driver.run(
      "return document.querySelector('[data-testid^=build-]').dataset.testid",
    );
    await window.click(first);
    await window.tells("improvement-effect", "Better");
    const revision = await window.revision();
    await window.click("improvement-apply");
    await window.saved(revision);
    await window.shows("sim-of");
    await until("it is simulated again", async () => {
      const after = await shareOf(window, "Resolved");
      return after !== null && after !== before;
    });
    await window.command("Undo");
    await window.shows("sim-stale");
    await window.click("sim-again");
    await until("it is as before", async () => (await shareOf(window, "Resolved")) === before);
  },
);

windowTest(
  "millions of requests tell how far they are, and end early with what was walked",
  async (window) => {
    await simulate(window);
    await window.fill("sim-requests", "2000000000");
    await window.click("sim-run");
    await window.tells("sim-progress", "of 2,000,000,000 requests");
    await window.isTrue(
      "it goes on",
      "return document.querySelector('progress') !== null && !/^0 of/.test(document.querySelector(arguments[0]).textContent)",
      css("sim-progress"),
    );
    await window.click("sim-cancel");
    await window.tells("sim-of", "(stopped early)");
    await window.hides("sim-progress");
  },
);

windowTest(
  "faults of one's own are written beside the drawing and simulated",
  async (window, place) => {
    await simulate(window, "request-10001");
    const revision = await window.revision();
    await window.click("scenario-new");
    await window.saved(revision);
    await window.shows("scenario-run");
    const { faults } = await place.record("scenario", "like-request-10-001");
    assert.equal(faults.tool_failure, 0.5);
    await window.click("scenario-run");
    await window.tells("sim-of", "Like Request 10,001");
  },
);

windowTest(
  "a chart is saved as a picture of its own",
  async (window, place) => {
    await simulate(window);
    await window.click("save-sample-support-outcomes");
    const text = await until("the picture is there", () => {
      try {
        return readFileSync(join(place.folder, "outcomes.svg"), "utf8");
      } catch {
        return null;
      }
    });
    assert.match(text, /^<\?xml .*<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/s);
    assert.match(text, /Resolved/);
    assert.doesNotMatch(text, / class=|<script|<style/);
  },
  (place) => ({ BATON_TEST_DIALOG_PATH: join(place.folder, "outcomes.svg") }),
);

windowTest("a design is put under load, and says who cannot keep up", async (window) => {
  await window.command("Put under load");
  await window.fill("load-rate", "120");
  await window.choose("load-per", "h");
  await window.fill("load-time", "2");
  await window.click("load-run");
  await window.tells("load-of", "2 a minute");
  // The people of the sample take one ticket at a time.
  await window.tells("load-verdict", "more than");
  await window.click("load-agent-desk-people");
  await window.isTrue(
    "it is selected",
    "return document.querySelector('.outline [aria-selected=true]') !== null",
  );
  await window.fill("load-rate", "36000");
  await window.fill("load-time", "1000");
  await window.click("load-run");
  await window.shows("sim-progress");
  await window.click("sim-cancel");
  await window.hides("sim-progress");
});
