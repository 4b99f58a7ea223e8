// Reviews in the real window: a draft agreed to, objected to, overridden and published; a topology against its baseline; what teams are told.
import assert from "node:assert/strict";
import { draftNext, openVersion, withField, writeSchema } from "./lib/contract.mjs";
import { ink } from "./lib/ink.mjs";
import { css, windowTest } from "./lib/window.mjs";

const OLD = "support-ticket@1.1.0";
const NEXT = "support-ticket@1.2.0";

windowTest(
  "a draft is reviewed, goes stale when it changes, is objected to, overridden with a reason, and published",
  async (window, place) => {
    const draft = await safeDraft(window, place);
    await ask(window, "Tickets carry how **urgent** they are");
    await window.tells("review-state", "Waits for");
    await window.tells("the message", "urgent", ".review__why .markdown strong");

    await place.change("contract_version", NEXT, {
      payload_schema: withField(draft, "tone", false),
    });
    await window.tells("review-state", "Stale");
    await ask(window, "With their tone, too");
    await window.tells("review-state", "Waits for");

    const teams = await asked(window);
    assert.ok(teams.length >= 2, `both sides are asked: ${teams}`);
    await answer(window, teams[0], "approve", "");
    await answer(window, teams[1], "reject", "Not before June");
    await window.tells("review-state", "A team refused");

    const revision = await window.revision();
    await window.click("review-override");
    await window.write("override-reason", "The law asks for it");
    await window.click("override-send");
    await window.saved(revision);
    await window.tells("review-state", "Overridden by window-test: The law asks for it");

    const last = await window.revision();
    await window.click("version-publish");
    await window.tells("publish-review", "A platform team decided to go on");
    await window.click("publish-confirm");
    await window.saved(last);
    assert.equal((await place.record("contract_version", NEXT)).state, "published");
    const reviews = (await place.baton("list", "review")).records;
    assert.deepEqual(reviews.map(({ state }) => state).sort(), ["published", "withdrawn"]);
  },
);

windowTest(
  "notices tell each team what was asked and what was agreed to",
  async (window, place) => {
    await safeDraft(window, place);
    await ask(window, "Tickets carry how urgent they are");
    const teams = await asked(window);
    for (const team of teams) await answer(window, team, "approve", "");
    await window.tells("review-state", "Everybody agreed");
    await window.command("Notices");
    const rows = () =>
      window.driver.run(
        "return [...document.querySelectorAll('.notice-row')].map((row) => row.textContent)",
      );
    await window.isTrue(
      "notices are listed",
      "return document.querySelector('.notice-row') !== null",
    );
    const told = await rows();
    assert.equal(told.filter((text) => text.includes("A review waits")).length, teams.length);
    assert.equal(told.filter((text) => text.includes("Everybody agreed")).length, teams.length);
    assert.ok(told.every((text) => text.includes("waits to be sent")));
  },
);

windowTest(
  "a topology is compared with its baseline on the drawing, and a changed handoff is remarked on",
  async (window, place) => {
    await window.command("Changes of this topology");
    await window.click("baseline-set");
    const first = await window.revision();
    await window.write("baseline-name", "Before the summer");
    await window.click("baseline-keep");
    await window.saved(first);
    await window.shows("no-changes");
    assert.equal(await ink(window, "warning"), 0);

    const handoff = await place.record("handoff", "triage-to-credit");
    const policy = { ...handoff.policy, timeout_ms: 4321 };
    await place.change("handoff", handoff.id, { policy });
    await window.tells("part-changed", "4321");
    assert.ok((await ink(window, "warning")) > 50, "the handoff is painted");

    const second = await window.revision();
    await window.click("remark-handoff-triage-to-credit");
    await window.says("comment-about", "Triage → Credit Agent");
    await window.driver.type("Why so long?");
    await window.click("comment-add");
    await window.saved(second);
    const [remark] = (await place.baton("list", "comment")).records;
    assert.deepEqual(remark.subject, { kind: "handoff", id: handoff.id });
    await window.tells(`comment-${remark.id}`, "Triage → Credit Agent");

    await window.driver.click(await window.box("agent:triage-desk"));
    const third = await window.revision();
    await window.write("comment-text", "And this one");
    await window.says("comment-about", "Triage");
    await window.click("comment-add");
    await window.saved(third);

    const fourth = await window.revision();
    await window.click(`settle-${remark.id}`);
    await window.saved(fourth);
    await window.hides(`comment-${remark.id}`);
    assert.equal((await place.record("comment", remark.id)).resolved, true);

    await ask(window, "Credit takes longer");
    await window.tells("review-state", "Waits for");
  },
);

/** A draft that everybody can live with: one more field that may be left out. */
async function safeDraft(window, place) {
  await openVersion(window, OLD);
  const draft = await draftNext(window, place, NEXT);
  await writeSchema(window, withField(draft, "urgency", false));
  await window.tells("verdict-title", "Safe");
  const revision = await window.revision();
  await window.driver.press("Control", "Enter");
  await window.saved(revision);
  return place.record("contract_version", NEXT);
}

async function ask(window, message) {
  const revision = await window.revision();
  await window.click("review-ask");
  await window.write("review-message", message);
  await window.click("review-send");
  await window.saved(revision);
}

/** The teams whose word is needed. */
async function asked(window) {
  await window.shows("review-state");
  const ids = await window.driver.run(
    "return [...document.querySelectorAll('[data-testid^=asked-]')].map(({ dataset }) => dataset.testid)",
  );
  return ids.map((id) => id.slice("asked-".length));
}

async function answer(window, team, decision, comment) {
  const revision = await window.revision();
  await window.choose("review-team", team);
  if (comment) await window.write("review-comment", comment);
  await window.click(`review-${decision}`);
  await window.saved(revision);
  await window.isTrue(
    `${team} has answered`,
    "return document.querySelector(arguments[0])?.dataset.decision === arguments[1]",
    css(`asked-${team}`),
    decision,
  );
}
