// The surfaces where a topology is simulated: what becomes of requests, what would help, two sets of faults side by side.

async function simulate(window) {
  await window.command("Simulate");
  await window.shows("sim-of");
  await window.choose("sim-conditions", "request-10001");
  await window.click("sim-run");
  await window.tells("sim-of", "Request 10,001");
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
  comparison: async (window) => {
    await simulate(window);
    await window.click("sim-compare");
    await window.choose("compare-conditions", "production");
    await window.shows("comparison");
  },
};
