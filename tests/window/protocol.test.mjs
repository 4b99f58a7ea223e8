// Clean transfer in the real window: a handoff that lets go too early is verified, shown as a run, mended, and verified again.
import assert from "node:assert/strict";
import { until } from "./lib/until.mjs";
import { windowTest } from "./lib/window.mjs";

const HANDOFF = "triage-to-credit";

windowTest(
  "a transfer that can lose its task shows the shortest run, and one press mends it",
  async (window, place) => {
    const { policy } = await place.record("handoff", HANDOFF);
    assert.equal(policy.acknowledge, true, "the sample acknowledges");
    const before = await window.revision();
    const { acknowledge: _, ...careless } = policy;
    await place.change("handoff", HANDOFF, { policy: careless });
    await window.saved(before);
    await window.command("Verify the transfer");
    await window.isTrue(
      "the drawing tells which handoff loses its task",
      "return document.querySelector('[data-property=owner_never_lost] .transfer__handoffs')?.textContent.includes(arguments[0])",
      HANDOFF,
    );
    await window.isTrue(
      "the handoff is opened",
      "const row = document.querySelector('[data-property=owner_never_lost] .transfer__handoffs button'); row?.click(); return Boolean(document.querySelector('[data-property=owner_never_lost] [data-sequence] svg'))",
    );
    await window.isTrue(
      "the run is told in words",
      "return document.querySelectorAll('[data-property=owner_never_lost] .transfer__steps li').length === 2",
    );
    const broken = await window.revision();
    await window.click("preview-all");
    await window.click("apply-remedy");
    await window.saved(broken);
    await until("it acknowledges", async () => {
      const { policy: now } = await place.record("handoff", HANDOFF);
      return now.acknowledge === true;
    });
    await window.isTrue(
      "everything holds",
      "return document.querySelectorAll('.transfer__verdict--holds').length === 4",
    );
  },
);
