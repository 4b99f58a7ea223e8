// Templates and parts in the real window: the gallery, one to start from, one added, an escalation ladder at an agent.
import assert from "node:assert/strict";
import { until } from "./lib/until.mjs";
import { windowTest } from "./lib/window.mjs";

const PICTURED = `
  const cards = document.querySelectorAll(".templates .template").length;
  return cards > 1 && document.querySelectorAll(".templates svg.template-picture").length === cards;`;

windowTest("the gallery shows every template, and a registry begins with one", async (window) => {
  await window.command("Templates");
  await window.shows("gallery-back");
  await window.isTrue("every template has a picture", PICTURED);
  await window.click("template-order-fulfilment");
  await window.isTrue(
    "it says when to use it",
    "return document.body.textContent.includes('Use it where the steps are known')",
  );
  await window.click("template-start");
  await window.isTrue(
    "it is drawn",
    "return window.__baton?.ready && document.body.textContent.includes('order-fulfilment.baton')",
  );
});

windowTest("a template is added to the registry as one step", async (window, place) => {
  const before = await window.revision();
  await window.command("Templates");
  await window.click("template-order-fulfilment");
  await window.click("template-add");
  await window.tells("add-template", "records come in");
  assert.equal(
    (await place.baton("list", "topology")).records.length,
    1,
    "a preview stores nothing",
  );
  await window.click("template-add-confirm");
  await window.box("agent:web-order-intake");
  await window.saved(before);
  assert.equal((await place.baton("list", "topology")).records.length, 2);
  const added = await window.revision();
  await window.command("Undo");
  await window.saved(added);
  assert.equal((await place.baton("list", "topology")).records.length, 1);
});

windowTest("an escalation ladder is put at an agent and taken back", async (window, place) => {
  const before = await window.revision();
  const agents = async () => (await place.baton("list", "agent")).records.length;
  const known = await agents();
  await window.driver.click(await window.box("agent:triage-desk"));
  await window.command("Insert a part");
  await window.click("part-escalation-ladder");
  await window.tells("part-preview", "3 agents");
  assert.equal(await agents(), known, "a preview stores nothing");
  await window.click("part-insert");
  await window.saved(before);
  await window.box("agent:triage-desk-step-1");
  assert.equal(await agents(), known + 3);
  const { findings } = await place.baton("check");
  assert.ok(findings.every(({ subject }) => !subject.id.startsWith("triage-desk-")));
  await window.command("Undo");
  await until("it is gone", async () => (await agents()) === known);
});
