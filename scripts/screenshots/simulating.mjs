// The surfaces where a topology is simulated: what becomes of requests, what would help, load, two sets of faults side by side.

async function simulate(window) {
  await window.command("Simulate");
  await window.shows("sim-of");
  await window.choose("sim-conditions", "request-10001");
  await window.click("sim-run");
  await window.tells("sim-of", "Request 10,001");
}

/** More than the people of the sample can take. */
async function load(window) {
  await window.command("Put under load");
  await window.fill("load-rate", "40");
  await window.choose("load-per", "h");
  await window.fill("load-time", "8");
  await window.click("load-run");
  await window.shows("load-verdict");
  await window.hides("sim-progress");
}

/** Scrolls the panel so that it begins with a part of it and the title above that. */
function beginsWith(window, selector) {
  return window.driver.run(
    "const it = document.querySelector(arguments[0]); (it.closest('section.sim-chart') ?? it).scrollIntoView({ block: 'start' });",
    selector,
  );
}

export const simulating = {
  simulation: async (window) => {
    await simulate(window);
    await window.click("legend-toggle");
  },
  improvement: async (window) => {
    await simulate(window);
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
  },
  latency: async (window) => {
    await simulate(window);
    await beginsWith(window, 'svg[aria-label^="How long a request takes"]');
  },
  sensitivity: async (window) => {
    await simulate(window);
    await beginsWith(window, '[aria-label="What would help most"]');
  },
  load: async (window) => {
    await load(window);
    await beginsWith(window, ".sim-result");
  },
  "load-comparison": async (window) => {
    await load(window);
    await window.click("load-compare");
    await window.choose("compare-conditions", "request-10001");
    await window.shows("loads-of");
    await beginsWith(window, '[data-testid="loads-of"]');
  },
  comparison: async (window) => {
    await simulate(window);
    await window.click("sim-compare");
    await window.choose("compare-conditions", "production");
    await window.shows("comparison");
  },
};
