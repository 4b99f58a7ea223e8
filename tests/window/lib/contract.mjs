// What tests do on the page of a contract version.
import { css } from "./window.mjs";

/** Opens the page of a version from the palette. */
export async function openVersion(window, id) {
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
  // What the verdict and the fields say moves what stands below them.
  await window.shows("verdict-title");
  await window.isTrue("the fields are there", "return document.querySelector('.fields') !== null");
}

/** Drafts the next version from the page of the one that is shown, and returns it as it is stored. */
export async function draftNext(window, place, id) {
  const revision = await window.revision();
  await window.click("draft-next");
  await window.saved(revision);
  await window.shows("version-publish");
  return place.record("contract_version", id);
}

/** The schema of a version with one more field. */
export function withField({ payload_schema: schema }, name, required) {
  return {
    ...schema,
    properties: { ...schema.properties, [name]: { type: "string" } },
    required: required ? [...schema.required, name] : schema.required,
  };
}

/** Puts another text into the schema's editor, as pasting does. */
export async function writeSchema(window, schema) {
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
