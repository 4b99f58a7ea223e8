// Names, owners and findings.
import assert from "node:assert/strict";
import { until } from "./lib/until.mjs";
import { windowTest } from "./lib/window.mjs";

windowTest("an agent gets another name and owner in the inspector", async (window, place) => {
  let revision = await window.revision();
  await window.driver.click(await window.box("agent:outage-specialist"));
  await window.says("inspector-name", "Outage Specialist");
  await window.fill("inspector-name", "Outage Desk");
  await window.saved(revision);
  revision = await window.revision();
  await window.choose("inspector-team", "desk-network");
  await window.saved(revision);
  const agent = await place.record("agent", "outage-specialist");
  assert.equal(agent.name, "Outage Desk");
  assert.equal(agent.team, "desk-network");
});

windowTest("a finding is fixed after a preview", async (window, place) => {
  const revision = await window.revision();
  const before = (await place.baton("check").catch(fromFailure)).findings;
  await window.click("fix-TOP003");
  await window.shows("fix-apply");
  assert.equal(await window.revision(), revision, "a preview writes nothing");
  await window.click("fix-apply");
  await window.saved(revision);
  const after = (await place.baton("check").catch(fromFailure)).findings;
  assert.ok(after.length < before.length, `${after.length} of ${before.length} findings are left`);
});

windowTest("an edit is undone after a restart", async (window, place, start) => {
  const revision = await window.revision();
  await window.driver.click(await window.box("agent:triage-desk"));
  await window.fill("inspector-name", "First Line");
  await window.saved(revision);
  await window.close();

  const again = await start();
  const reopened = await again.revision();
  assert.equal((await place.record("agent", "triage-desk")).name, "First Line");
  await again.click("undo");
  await again.saved(reopened);
  assert.equal((await place.record("agent", "triage-desk")).name, "Triage");
  await again.click("redo");
  await until(
    "it is done again",
    async () => (await place.record("agent", "triage-desk")).name === "First Line",
  );
});

/** `baton check` ends with 1 where there are errors, and prints its findings all the same. */
function fromFailure(error) {
  if (error.code !== 1) throw error;
  return JSON.parse(error.stdout);
}
