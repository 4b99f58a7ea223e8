// Findings by family, their ways on the drawing, rules that are set otherwise, and rules that users write.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ink } from "./lib/ink.mjs";
import { until } from "./lib/until.mjs";
import { css, windowTest } from "./lib/window.mjs";

async function openRule(window, code) {
  await window.command("Rules");
  await window.write("rules-filter", code);
  await window.click(`rules-row-${code}`);
  await window.shows("severity-error");
}

const severityOf = (window, code) =>
  window.driver.run(
    "return document.querySelector(arguments[0])?.querySelector('svg')?.getAttribute('aria-label')",
    css(`finding-${code}`),
  );

windowTest("findings are narrowed to a family, and a way is painted", async (window) => {
  await window.shows("finding-OWN001");
  await window.click("family-TOP");
  await window.hides("finding-OWN001");
  await window.click("finding-TOP003");
  const painted = await until(
    "its way is painted",
    async () => (await ink(window, "error")) || null,
  );
  await window.command("Select nothing");
  await until("it is painted no more", async () => (await ink(window, "error")) < painted - 50);
  await window.click("findings-every");
  await window.shows("finding-OWN001");
});

windowTest("a severity is changed, and undone", async (window, place) => {
  const revision = await window.revision();
  await window.shows("finding-OWN001");
  assert.equal(await severityOf(window, "OWN001"), "warning");
  await openRule(window, "OWN001");
  await window.click("severity-error");
  await window.saved(revision);
  await until("it is an error", async () => (await severityOf(window, "OWN001")) === "error");
  assert.equal((await place.record("rule_setting", "own001")).severity, "error");
  await window.click("undo");
  await until("it is a warning", async () => (await severityOf(window, "OWN001")) === "warning");
});

windowTest("an option is changed for the topology, and undone", async (window, place) => {
  const revision = await window.revision();
  await window.shows("finding-RES003");
  await openRule(window, "RES003");
  await window.click("rule-here");
  const chip = (word) => `[data-testid="option-levels"] .chip:nth-child(${word})`;
  // In the order of the words: low, medium, high, critical.
  for (const number of [3, 4]) {
    const before = await window.revision();
    await window.driver.click(await window.at(`word ${number}`, chip(number)));
    await window.saved(before);
  }
  await window.hides("finding-RES003");
  const set = await place.record("rule_setting", "res003-sample-support");
  assert.deepEqual(set.options, { levels: [] });
  await window.click("undo");
  await window.click("undo");
  await window.shows("finding-RES003");
  assert.ok((await window.revision()) > revision);
});

windowTest(
  "a file of custom rules is read again, and its mistakes are told",
  async (window, place) => {
    const file = join(place.folder, "registry.rules.toml");
    const rule = (field) => `[[rule]]
code = "ACME001"
name = "agent-without-team"
severity = "error"
on = "agent"
when = "record.${field} == null"
message = "\${record.name} has no team; name one."
`;
    writeFileSync(file, rule("team"));
    await window.command("Reload custom rules");
    await window.shows("finding-ACME001");
    writeFileSync(file, rule("tema"));
    await window.command("Reload custom rules");
    await window.hides("finding-ACME001");
    await window.shows("custom-problems");
    await window.tells("the problem", "Did you mean team?", ".custom-file");
    await window.tells("its place", "line 6, column 15", ".custom-file");
  },
);
