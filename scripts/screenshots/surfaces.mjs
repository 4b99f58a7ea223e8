// The surfaces of the window that pictures are taken of.
import { css } from "../../tests/window/lib/window.mjs";
import { coordinating } from "./coordinating.mjs";
import { proving } from "./proving.mjs";
import { simulating } from "./simulating.mjs";

/** The handoff that is made to let go of its task too early. */
const CARELESS = "triage-to-credit";

/** Each surface: how the window gets there from a fresh start on the sample. */
export const surfaces = {
  sample: async () => {},
  "agent-inspector": async (window) => {
    await window.driver.click(await window.box("agent:outage-specialist"));
    await window.says("inspector-name", "Outage Specialist");
  },
  "handoff-inspector": async (window) => {
    await search(window, "triage credit");
    await window.shows("inspector-route");
  },
  "several-inspector": async (window) => {
    await window.driver.press("Control", "a");
    await window.isTrue("all is selected", "return /12 agents/.test(document.body.textContent)");
  },
  findings: async (window) => {
    await window.click("finding-TOP003");
    await window.shows("inspector-route");
  },
  "fix-preview": async (window) => {
    await window.click("fix-TOP003");
    await window.shows("fix-apply");
  },
  silence: async (window) => {
    await window.click("finding-CON001");
    await window.driver.press("s");
    await window.shows("silence-reason");
  },
  "command-palette": async (window) => {
    await window.click("search");
    await window.shows("palette-input");
    await window.driver.type("triage");
    await window.says("palette-input", "triage");
  },
  shortcuts: async (window) => {
    await window.driver.press("?");
    await window.isTrue(
      "they are listed",
      "return document.querySelector('[role=dialog]') !== null",
    );
  },
  layers: async (window) => {
    await window.choose("layer", "contract-version");
    await window.click("legend-toggle");
  },
  registry: async (window) => {
    await window.click("view-registry");
    await window.click("kind-handoff");
    await window.isTrue(
      "rows are there",
      "return document.querySelector('[data-testid^=row-]') !== null",
    );
  },
  "record-page": (window) => page(window, "team", "desk-network"),
  "escalation-path": (window) => page(window, "escalation_path"),
  "contract-version": (window) => page(window, "contract_version"),
  history: async (window) => {
    const revision = await window.revision();
    await window.driver.click(await window.box("agent:triage-desk"));
    await window.fill("inspector-name", "First Line");
    await window.saved(revision);
    await window.driver.press("Escape");
    const second = await window.revision();
    await window.driver.click(await window.box("agent:outage-specialist"));
    await window.click("inspector-delete");
    await window.click("delete-confirm");
    await window.saved(second);
    await window.driver.press("Control", "h");
    await window.click(`history-${second}`);
    await window.click("past-after");
    await window.tells("past-edit", "removed");
  },
  export: async (window) => {
    await window.click("export-open");
    await window.click("export-choose");
    await window.isTrue(
      "the files are listed",
      `return document.querySelector(arguments[0])?.disabled === false`,
      css("export-write"),
    );
  },
  ...proving,
  ...coordinating,
  ...simulating,
  transfer: async (window, place) => {
    const { policy } = await place.record("handoff", CARELESS);
    const before = await window.revision();
    const { acknowledge: _, ...careless } = policy;
    await place.change("handoff", CARELESS, { policy: careless });
    await window.saved(before);
    await search(window, "triage credit");
    await window.shows("inspector-route");
    await window.command("Verify the transfer");
    await window.isTrue(
      "the run is drawn",
      "return document.querySelector('[data-property=owner_never_lost] [data-sequence] svg') !== null",
    );
  },
  connect: async (window) => {
    await window.command("Connect to a server");
    await window.click("connect-address");
    await window.driver.type("postgres://maria@db.example.com:5432/baton?schema=support");
    await window.isTrue(
      "it can be opened",
      "return document.querySelector(arguments[0])?.disabled === false",
      css("connect-open"),
    );
  },
  start: async (window) => {
    await window.click("start-open");
    await window.shows("template-customer-support");
    await window.isTrue(
      "every template has a picture",
      `const cards = document.querySelectorAll(".templates .template").length;
       return cards > 1 && document.querySelectorAll(".templates svg.template-picture").length === cards;`,
    );
  },
};

/** Flies to the first thing that is found. */
async function search(window, text) {
  await window.click("search");
  await window.shows("palette-input");
  await window.driver.type(text);
  await window.isTrue(
    "something is found",
    "return document.querySelector('[role=option][aria-selected=true]') !== null",
  );
  await window.driver.press("Enter");
  await window.hides("palette-input");
}

/** Opens the page of a record, or of the first one of its kind. */
async function page(window, kind, id) {
  await window.click("view-registry");
  await window.click(`kind-${kind}`);
  const row = id ? css(`row-${id}`) : "[data-testid^='row-']";
  await window.driver.click(await window.at("a row", row));
  await window.driver.press("Enter");
  await window.shows("record-page");
}
