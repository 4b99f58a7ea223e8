// A contract in the real window: a change judged while it is typed, who is hit by it, a version published, the old one deprecated.
import assert from "node:assert/strict";
import { css, windowTest } from "./lib/window.mjs";

const OLD = "credit-request@1.0.0";
const NEXT = "credit-request@1.1.0";

windowTest(
  "a required field breaks with a payload and names the teams; made optional, it is safe, published, and the old version ends",
  async (window, place) => {
    const { driver } = window;
    await openPage(window, OLD);
    const first = await window.revision();
    await window.click("draft-next");
    await window.saved(first);
    await window.shows("version-publish");
    const { payload_schema: schema } = await place.record("contract_version", NEXT);
    const urgency = { ...schema.properties, urgency: { type: "string" } };

    await write(window, {
      ...schema,
      properties: urgency,
      required: [...schema.required, "urgency"],
    });
    await verdict(window, "Breaking against 1.0.0");
    await window.isTrue(
      "the payload shows what is missing",
      "return /urgency/.test(document.querySelector(arguments[0])?.textContent)",
      css("counterexample"),
    );
    await window.isTrue(
      "both teams are named",
      "return arguments[1].every((team) => document.querySelector(arguments[0])?.textContent.includes(team))",
      css("impact"),
      ["Subscriber Care", "Billing and Retention"],
    );

    await write(window, { ...schema, properties: urgency });
    await verdict(window, "Safe against 1.0.0");
    const second = await window.revision();
    await driver.press("Control", "Enter");
    await window.saved(second);
    const third = await window.revision();
    await window.click("version-publish");
    await window.click("publish-confirm");
    await window.saved(third);
    assert.equal((await place.record("contract_version", NEXT)).state, "published");

    await openPage(window, OLD);
    const fourth = await window.revision();
    await window.click("version-deprecate");
    await window.isTrue(
      "the dates can be typed",
      "return document.querySelectorAll('.dock-panel input').length >= 2",
    );
    await typeDate(window, "2099-12-31");
    await window.click("deprecate-confirm");
    await window.saved(fourth);
    const { state, sunset_date } = await place.record("contract_version", OLD);
    assert.deepEqual([state, sunset_date], ["deprecated", "2099-12-31"]);
  },
);

/** Opens the page of a record from the palette. */
async function openPage(window, id) {
  await window.driver.press("Control", "k");
  await window.shows("palette-input");
  await window.driver.type(id);
  await window.isTrue(
    `${id} is found`,
    "return document.querySelector('[role=option][aria-selected=true]')?.textContent.includes(arguments[0])",
    id.split("@")[1],
  );
  await window.driver.press("Control", "Enter");
  await window.shows("contract-editor");
}

/** Puts another text into the schema's editor, as pasting does. */
async function write(window, schema) {
  await window.click("schema-editor");
  await window.driver.press("Control", "a");
  await window.driver.run(
    `const content = document.querySelector(arguments[0]).shadowRoot.querySelector(".cm-content");
     const clipboardData = new DataTransfer();
     clipboardData.setData("text/plain", arguments[1]);
     content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true }));`,
    css("schema-editor"),
    JSON.stringify(schema, null, 2),
  );
}

function verdict(window, words) {
  return window.isTrue(
    `the verdict is ${words}`,
    "return document.querySelector(arguments[0])?.textContent.includes(arguments[1])",
    css("verdict-title"),
    words,
  );
}

/** Fills the last date of the panel. */
async function typeDate(window, date) {
  await window.driver.run(`
    const inputs = document.querySelectorAll(".dock-panel input");
    inputs[inputs.length - 1].focus();`);
  await window.driver.press("Control", "a");
  await window.driver.type(date);
  await window.driver.press("Enter");
}
