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

/** Few requests, so that it can be seen how unsure their shares are. */
async function simulateFew(window) {
  await simulate(window);
  await window.fill("sim-requests", "2000");
  await window.click("sim-run");
  await window.tells("sim-of", "Production, 2,000 requests, seed 1");
}

/** The texts of a chart's parts of a class, by what its picture is called. */
const texts = (window, chart, part) =>
  window.driver.run(
    `return [...document.querySelectorAll('svg[aria-label^="' + arguments[0] + '"] ' + arguments[1])].map((it) => it.textContent);`,
    chart,
    part,
  );

/** How many pixels of the drawing stand in lines of a token's colour that are at least so many pixels thick, both ways. */
const THICK = `
  const [token, least] = arguments;
  const probe = document.createElement("span");
  probe.style.color = "var(--" + token + ")";
  document.body.append(probe);
  const wanted = getComputedStyle(probe).color.match(/\\d+/g).map(Number);
  probe.remove();
  const canvas = document.querySelector("canvas");
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const is = (x, y) => x >= 0 && y >= 0 && x < width && y < height &&
    wanted.every((part, j) => data[4 * (y * width + x) + j] === part);
  const run = (x, y, dx, dy) => {
    let n = 1;
    for (const way of [1, -1])
      for (let k = 1; k < least && is(x + way * k * dx, y + way * k * dy); k++) n += 1;
    return n;
  };
  let count = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (is(x, y) && run(x, y, 1, 0) >= least && run(x, y, 0, 1) >= least) count += 1;
  return count;`;

async function thick(window, token, least) {
  await window.isTrue("the drawing rests", "return window.__baton?.resting === true");
  return window.driver.run(THICK, token, least);
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
  "a sampled result says how sure it is, how long requests take, and where they die",
  async (window) => {
    const { driver } = window;
    await simulateFew(window);
    // Bars of what is not next to certain have whiskers, every share has its margin, and the table has the intervals.
    const whiskers = await driver.run("return document.querySelectorAll('.sim-whisker').length");
    assert.ok(whiskers >= 3, `${whiskers} lines of whiskers`);
    const margins = await texts(window, "How requests end", ".sim-chart__sure");
    assert.ok(
      margins.length >= 3 && margins.every((text) => /±[\d.<]+/.test(text)),
      margins.join(),
    );
    const heads = await driver.run(
      "return [...document.querySelectorAll('.sim-chart__numbers th')].map((it) => it.textContent)",
    );
    assert.ok(heads.includes("95 % sure"), heads.join());

    // The histogram: many bars, round times in their order that do not lie over each other, and the percentiles.
    const times = "How long a request takes";
    assert.ok((await texts(window, times, ".sim-time")).length > 5);
    const ticks = await texts(window, times, ".sim-chart__tick");
    assert.ok(ticks.length >= 2, ticks.join());
    const unit = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };
    const inMs = ticks.map((tick) => {
      const [, number, name] = /^([\d.]+) (ms|s|min|h)$/.exec(tick) ?? assert.fail(tick);
      return Number(number) * unit[name];
    });
    assert.deepEqual(
      inMs,
      [...new Set(inMs)].toSorted((a, b) => a - b),
    );
    const over = await driver.run(
      `const rects = [...document.querySelectorAll('svg[aria-label^="How long a request takes"] .sim-chart__tick')]
         .map((it) => it.getBoundingClientRect());
       const box = document.querySelector('svg[aria-label^="How long a request takes"]').getBoundingClientRect();
       return rects.some((rect, i) => rect.left < box.left - 1 || rect.right > box.right + 1 || rect.bottom > box.bottom + 1 ||
         (i > 0 && rect.left < rects[i - 1].right));`,
    );
    assert.equal(over, false, "words of the axis are cut off or lie over each other");
    const marks = (await texts(window, times, ".sim-chart__mark")).map(
      (text) => text.split(" ")[0],
    );
    assert.deepEqual(marks, ["p50", "p95", "p99"]);

    // The list flies to the handoff: it is selected, and the view moves there.
    const camera = () =>
      driver.run("const { x, y, zoom } = window.__baton.camera; return [x, y, zoom]");
    await window.isTrue("the drawing rests", "return window.__baton?.resting === true");
    const before = await camera();
    const worst = await driver.run(
      "return document.querySelector('[data-testid^=death-]').dataset.testid",
    );
    await window.click(worst);
    await window.isTrue(
      "it is selected",
      "return document.querySelector('.outline [aria-selected=true]') !== null",
    );
    await until("the view moves there", async () => {
      const now = await camera();
      return now.some((part, i) => Math.abs(part - before[i]) > 0.01);
    });
    await window.shows("sim-of");
  },
);

windowTest("traffic changes the widths of lines, and the switch takes it back", async (window) => {
  assert.equal(await thick(window, "traffic-safe", 3), 0);
  await simulate(window);
  await until("busy lines are wide", async () => (await thick(window, "traffic-safe", 3)) > 50);
  const thin = (await ink(window, "traffic-safe")) - (await thick(window, "traffic-safe", 3));
  assert.ok(thin > 50, "lines that are hardly used stay thin");
  await window.click("sim-layer");
  await until("owners colour it again", async () => (await ink(window, "traffic-safe")) === 0);
});

windowTest(
  "the decisive parameter is tried: a preview of the edit first, and the record once it is applied",
  async (window, place) => {
    await simulateFew(window);
    const first = await window.driver.run(
      "return document.querySelector('[data-testid^=improve-]').dataset.testid",
    );
    const [, subject, parameter] = /^improve-(.+)-([a-z_]+)$/.exec(first) ?? assert.fail(first);
    const kind = (await place.record("agent", subject)) ? "agent" : "handoff";
    const valueIn = (record) =>
      JSON.stringify(record).match(new RegExp(`"${parameter}":([\\d.]+)`))?.[1];
    const before = valueIn(await place.record(kind, subject));
    const revision = await window.revision();
    await window.click(first);
    await window.shows("improvement-effect");
    await window.isTrue(
      "the edit is shown",
      "return document.querySelector('.dock-panel')?.textContent.includes(arguments[0])",
      parameter,
    );
    assert.equal(valueIn(await place.record(kind, subject)), before, "nothing is written yet");
    await window.click("improvement-apply");
    await window.saved(revision);
    const after = valueIn(await place.record(kind, subject));
    assert.notEqual(after, before);
    assert.ok(after !== undefined, `${parameter} is written`);
    await window.shows("sim-of");
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

windowTest("two designs stand side by side under the same load", async (window) => {
  await window.command("Put under load");
  await window.fill("load-rate", "120");
  await window.choose("load-per", "h");
  await window.fill("load-time", "2");
  await window.click("load-run");
  await window.tells("load-of", "2 a minute");
  await window.click("load-compare");
  await window.shows("compare-same");
  await window.choose("compare-conditions", "request-10001");
  await window.tells("loads-of", "2 a minute to both, 20 runs of 2 h each");
  await window.shows("difference-waiting_ms.mean");
  await window.shows("difference-throughput_per_second");
  // Whoever cannot keep up is named for each of both, and each agent stands once with both its loads.
  const verdicts = await window.driver.run(
    "return [...document.querySelectorAll('.load-beside__verdict')].map((it) => it.textContent)",
  );
  assert.deepEqual(
    verdicts.map((words) => words.split(":")[0]),
    ["Production", "Request 10,001"],
  );
  assert.match(await window.text("loads-agent-desk-people"), / % → [\d.]+ %.*waits .+ → /);
  await window.click("loads-agent-desk-people");
  await window.isTrue(
    "it is selected",
    "return document.querySelector('.outline [aria-selected=true]') !== null",
  );
  // The load is changed beside the comparison, for both.
  await window.fill("load-rate", "60");
  await window.tells("loads-of", "1 a minute to both");
  await window.click("comparison-back");
  await window.shows("load-of");
});
