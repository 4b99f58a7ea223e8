// The surfaces where a whole topology is judged and shaped: audit, gates, patterns, rules, templates and parts.
import { css } from "../../tests/window/lib/window.mjs";

const HANDOFF = "triage-to-credit";

export const coordinating = {
  audit: async (window) => {
    await window.click("view-audit");
    await window.shows("audit-rows");
    const row = await window.at("the riskiest", "[aria-rowindex='2'], .risks__row");
    await window.driver.click(row);
    await window.shows("risk-report");
  },
  scorecards: async (window, place) => {
    await place.change("agent", "outage-specialist", { team: "desk-network" });
    await window.click("view-audit");
    await window.click("audit-tab-scores");
    await window.shows("scorecard");
  },
  gates: async (window, place) => {
    const gated = await window.revision();
    await place.change("handoff", HANDOFF, { gate: undefined });
    await window.saved(gated);
    await window.command("Gates: where people decide");
    await window.tells("gates-summary", "1 gate is missing");
    const reason = `${css(`proposal-add:${HANDOFF}`)} .proposal__reason`;
    await window.driver.hover(await window.at("a reason", reason));
  },
  "gate-designer": async (window) => {
    await window.command("Gates: where people decide");
    await window.click(`design-${HANDOFF}`);
    await window.tells("review-summary", "B2210984");
  },
  patterns: async (window) => {
    await window.command("Patterns: what is drawn");
    await window.shows("pattern-supervisor");
    await window.driver.click(
      await window.at("a pattern", `${css("pattern-supervisor")} .pattern__show`),
    );
  },
  rules: async (window) => {
    await window.command("Rules");
    await window.write("rules-filter", "RES003");
    await window.click("rules-row-RES003");
    await window.shows("severity-error");
  },
  gallery: async (window) => {
    await window.command("Templates");
    await window.shows("gallery-back");
    await window.isTrue(
      "every template has a picture",
      `const cards = document.querySelectorAll(".templates .template").length;
       return cards > 1 && document.querySelectorAll(".templates svg.template-picture").length === cards;`,
    );
  },
  template: async (window) => {
    await window.command("Templates");
    await window.click("template-incident-triage");
    await window.shows("template-start");
    await window.isTrue(
      "the template's picture is drawn",
      `return document.querySelector(".template-page svg.template-picture rect") !== null;`,
    );
  },
  parts: async (window) => {
    await window.driver.click(await window.box("agent:triage-desk"));
    await window.command("Insert a part");
    await window.click("part-escalation-ladder");
    await window.tells("part-preview", "3 agents");
  },
};
