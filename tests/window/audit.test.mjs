// The audit in the real window: the riskiest handoff first and explained; an incident raises its risk, and its runbook names it; scores over time.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "./lib/until.mjs";
import { css, windowTest } from "./lib/window.mjs";

const HANDOFF = "outage-to-visit";

windowTest(
  "an incident makes its handoff riskier, and the runbook and the command line tell of it",
  async (window, place) => {
    await openAudit(window);
    const { handoffs } = await place.baton("audit");
    await until("the riskiest stands first, as the command line says", async () => {
      const [first] = await rows(window);
      return first?.id === handoffs[0].id && Math.abs(first.risk - handoffs[0].risk) < 0.6;
    });

    await window.click(`audit-${HANDOFF}`);
    await window.shows("risk-report");
    const before = await figure(window);
    await window.tells("a term with its finding", "no contract", ".term__finding");

    const revision = await window.revision();
    await window.click("risk-record-incident");
    await window.write("incident-cause", "No address arrived");
    await window.click("incident-send");
    await window.saved(revision);
    await until("the risk has risen", async () => (await figure(window)) > before);
    await window.tells("the reason", "1 incident is not resolved", ".risk-report");
    const [incident] = (await place.baton("incident", "list", HANDOFF)).incidents;
    assert.equal(incident.cause, "No address arrived");
    const after = (await place.baton("audit")).handoffs.find(({ id }) => id === HANDOFF);
    assert.ok(Math.abs((await figure(window)) - after.risk) < 0.6);

    await place.baton("export", "runbooks", "--out", place.exports);
    const runbook = readFileSync(join(place.exports, "runbooks", `${HANDOFF}.md`), "utf8");
    assert.match(runbook, /not resolved\*\*: No address arrived/);

    const last = await window.revision();
    await window.click(`resolve-${incident.id}`);
    await window.write("resolve-lesson", "Ask for it first");
    await window.click("resolve-send");
    await window.saved(last);
    assert.equal((await place.record("incident", incident.id)).lesson, "Ask for it first");
    await window.tells("the past", "1 incident happened here before", ".risk-report");

    await window.click("risk-show");
    await window.shows("canvas");
    await window.shows("risk-report");
  },
);

windowTest(
  "scorecards follow the registry's history, and agents that stand out are told",
  async (window, place) => {
    await place.apply([
      {
        op: "put",
        kind: "handoff",
        id: "bare",
        record: { topology: "sample-support", from: "triage-desk", to: "outage-specialist" },
      },
    ]);
    await openAudit(window);
    await window.click("audit-tab-scores");
    await window.shows("scorecard");
    await window.isTrue(
      "the score fell with the bare handoff",
      `const told = document.querySelector(".scorecard .chart__picture")?.getAttribute("aria-label") ?? "";
       const [, first, last] = /Score: (\\d+) %.*, (\\d+) %/.exec(told) ?? [];
       return Number(last) < Number(first);`,
    );
    await window.click("audit-tab-agents");
    await window.tells("sprawl-unowned", "Outage Specialist");
    await place.change("agent", "outage-specialist", { team: "desk-network" });
    await window.tells("sprawl-unowned", "Every agent has a team");
  },
);

async function openAudit(window) {
  await window.click("view-audit");
  await window.shows("audit-rows");
}

/** The rows in sight, from the top. */
function rows(window) {
  return window.driver.run(
    `return [...document.querySelectorAll(".risks__row")]
       .sort((a, b) => Number(a.ariaRowIndex ?? a.getAttribute("aria-rowindex")) - Number(b.ariaRowIndex ?? b.getAttribute("aria-rowindex")))
       .map((row) => ({
         id: row.dataset.testid.slice("audit-".length),
         risk: Number(row.querySelector(".risk__number").textContent),
       }));`,
  );
}

function figure(window) {
  return window.driver.run(
    "return Number(document.querySelector(arguments[0])?.textContent)",
    css("risk-figure"),
  );
}
