// A contract in the real window: a change judged while it is typed, who is hit by it, a version published, the old one deprecated.
import assert from "node:assert/strict";
import { draftNext, openVersion, withField, writeSchema } from "./lib/contract.mjs";
import { css, windowTest } from "./lib/window.mjs";

const OLD = "credit-request@1.0.0";
const NEXT = "credit-request@1.1.0";
const RENUMBERED = "credit-request@1.2.0";

windowTest(
  "a required field breaks with a payload and names the teams; made optional, it is safe, published, and the old version ends",
  async (window, place) => {
    const { driver } = window;
    await openVersion(window, OLD);
    const drafted = await draftNext(window, place, NEXT);

    const first = await window.revision();
    await window.fill("version-number", "1.2.0");
    await window.saved(first);
    await window.shows("timeline-1.2.0");
    assert.deepEqual(
      (await place.record("contract_version", RENUMBERED)).payload_schema,
      drafted.payload_schema,
    );

    await writeSchema(window, withField(drafted, "urgency", true));
    await window.tells("verdict-title", "Breaking against 1.0.0");
    await window.tells("counterexample", "urgency");
    await window.shows("field-/urgency");
    for (const team of ["Subscriber Care", "Billing and Retention"]) {
      await window.tells("impact", team);
    }

    await writeSchema(window, withField(drafted, "urgency", false));
    await window.tells("verdict-title", "Safe against 1.0.0");
    const second = await window.revision();
    await driver.press("Control", "Enter");
    await window.saved(second);
    const third = await window.revision();
    await window.click("version-publish");
    await window.isTrue(
      "what publishing would do is told",
      "return document.querySelector(arguments[0])?.disabled === false",
      css("publish-confirm"),
    );
    await window.shows("publish-told");
    assert.equal(await window.revision(), third, "nothing is written for a rehearsal");
    await window.click("publish-confirm");
    await window.saved(third);
    assert.equal((await place.record("contract_version", RENUMBERED)).state, "published");

    await openVersion(window, OLD);
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

/** Fills the last date of the panel. */
async function typeDate(window, date) {
  await window.driver.run(`
    const inputs = document.querySelectorAll(".dock-panel input");
    inputs[inputs.length - 1].focus();`);
  await window.driver.press("Control", "a");
  await window.driver.type(date);
  await window.driver.press("Enter");
}
