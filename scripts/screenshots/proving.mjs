// The surfaces where a change is proven before it is made: its verdict, whom it hits, who has to agree, what they are told.
import {
  draftNext,
  openVersion,
  withField,
  writeSchema,
} from "../../tests/window/lib/contract.mjs";
import { css } from "../../tests/window/lib/window.mjs";

const OLD = "support-ticket@1.1.0";
const NEXT = "support-ticket@1.2.0";
const HANDOFF = "triage-to-credit";

export const proving = {
  "contract-editor": async (window, place) => {
    await breaking(window, place);
    await toTop(window, "contract-editor");
  },
  verdict: async (window, place) => {
    await breaking(window, place);
    await toTop(window, "verdict-title");
  },
  publish: async (window, place) => {
    await safe(window, place);
    await window.click("version-publish");
    await window.shows("publish-confirm");
    await window.shows("publish-review");
  },
  impact: async (window, place) => {
    await breaking(window, place);
    await window.isTrue(
      "the hits are known",
      "return document.querySelector(arguments[0])?.dataset.asking === 'false' && document.querySelector('.hit') !== null",
      css("impact"),
    );
    await window.click("impact-show");
    await window.shows("impact-plan");
    await window.click("legend-toggle");
    await window.driver.hover(await window.at("a hit", ".dock-panel .hit .hit__ends"));
  },
  review: async (window, place) => {
    await reviewed(window, place);
    await window.click("view-registry");
    await window.click("kind-review");
    await window.driver.click(await window.at("a row", "[data-testid^='row-']"));
    await window.driver.press("Enter");
    await window.shows("review-state");
  },
  reviews: async (window, place) => {
    await reviewed(window, place);
    await window.command("Reviews");
    await window.isTrue("one waits", "return document.querySelector('.review-list__row') !== null");
  },
  notices: async (window, place) => {
    await reviewed(window, place);
    await window.command("Notices");
    await window.isTrue("one waits", "return document.querySelector('.notice-row') !== null");
  },
  "topology-changes": async (window, place) => {
    await place.baton("baseline", "set", "sample-support", "Before the summer");
    const handoff = await place.record("handoff", HANDOFF);
    const policy = { ...handoff.policy, timeout_ms: 9000 };
    const subject = { kind: "handoff", id: HANDOFF };
    const remark = { id: "why", subject, text: "Why does it have to take **so** long?", by: "kim" };
    await place.change("handoff", HANDOFF, { policy });
    await place.apply([{ op: "put", kind: "comment", id: remark.id, record: remark }]);
    await window.command("Changes of this topology");
    await window.shows("part-changed");
  },
  "no-baseline": async (window) => {
    await window.command("Changes of this topology");
    await window.shows("baseline-set");
  },
  "no-reviews": async (window) => {
    await window.command("Reviews");
    await window.isTrue(
      "it says so",
      "return document.querySelector('.dock-panel .empty') !== null",
    );
  },
  "no-notices": async (window) => {
    await window.command("Notices");
    await window.isTrue(
      "it says so",
      "return document.querySelector('.dock-panel .empty') !== null",
    );
  },
};

/** A draft that old senders do not keep to, as it is being typed. */
async function breaking(window, place) {
  await openVersion(window, OLD);
  const draft = await draftNext(window, place, NEXT);
  await writeSchema(window, withField(draft, "urgency", true));
  await window.tells("verdict-title", "Breaking");
}

async function safe(window, place) {
  await openVersion(window, OLD);
  const draft = await draftNext(window, place, NEXT);
  await writeSchema(window, withField(draft, "urgency", false));
  await window.tells("verdict-title", "Safe");
  const revision = await window.revision();
  await window.driver.press("Control", "Enter");
  await window.saved(revision);
}

/** A draft that one team has agreed to and the other has not, with a remark on one of its fields. */
async function reviewed(window, place) {
  await safe(window, place);
  const revision = await window.revision();
  await window.click("review-ask");
  await window.write(
    "review-message",
    "Tickets say how **urgent** they are, so that `voice` can be taken first",
  );
  await window.click("review-send");
  await window.saved(revision);
  await window.shows("review-approve");
  const subject = { kind: "contract_version", id: NEXT };
  const pointer = "/payload_schema/properties/urgency";
  const text = "Would a *closed list* not be safer?";
  const remark = { id: "list", subject, pointer, text, by: "kim" };
  const before = await window.revision();
  await window.click("review-approve");
  await window.saved(before);
  await place.apply([{ op: "put", kind: "comment", id: remark.id, record: remark }]);
  await window.shows("comment-list");
}

async function toTop(window, id) {
  await window.driver.run(
    "document.querySelector(arguments[0]).scrollIntoView({ block: 'start' })",
    css(id),
  );
}
