// Reviews of a draft and of a topology: asked, answered, overridden, gone stale; remarks on what is chosen; what the teams are told.
import assert from "node:assert/strict";
import { flow, place, record } from "./lib/page.mjs";
import { command, openVersion } from "./lib/proving.mjs";

const PUBLISHED = "support-ticket@1.1.0";
const DRAFT = "support-ticket@1.2.0";

async function draft(page) {
  await openVersion(page, PUBLISHED);
  await page.getByTestId("draft-next").click();
  await record(page, "contract_version", DRAFT, (version) => version?.version === "1.2.0");
  await page.getByTestId("review-ask").waitFor();
}

async function ask(page, message) {
  await page.getByTestId("review-ask").click();
  await page.getByTestId("review-message").fill(message);
  await page.getByTestId("review-send").click();
  await page.getByTestId("review-state").waitFor();
}

async function answer(page, team, decision, comment = "") {
  await page.getByTestId("review-team").selectOption(team);
  await page.getByTestId("review-comment").fill(comment);
  await page.getByTestId(`review-${decision}`).click();
  await page.locator(`[data-testid=asked-${team}][data-decision=${decision}]`).waitFor();
}

const stands = (page, words) =>
  page.getByTestId("review-state").filter({ hasText: words }).waitFor();

flow(
  "a draft is reviewed: one team agrees, another objects, the platform overrides with a reason",
  async (page) => {
    await draft(page);
    await ask(page, "## Tickets carry a *tone*\n\n- asked for by care");
    await page.locator(".markdown em", { hasText: "tone" }).waitFor();
    await stands(page, "Waits for");
    await answer(page, "desk-care", "approve");
    assert.ok(await page.getByTestId("review-reject").isDisabled(), "a refusal says why");
    await answer(page, "desk-billing", "reject", "Not **before** June");
    await page.getByTestId("asked-desk-billing").locator("strong", { hasText: "before" }).waitFor();
    await stands(page, "A team refused");
    await page.getByTestId("review-override").click();
    await page.getByTestId("override-reason").fill("The law asks for it");
    await page.getByTestId("override-send").click();
    await stands(page, "Overridden by maria: The law asks for it");

    await command(page, "Reviews");
    const row = page.locator("[data-testid^=review-row-]");
    await row.getByText("Tickets carry a tone", { exact: true }).waitFor();
    await command(page, "Notices");
    const notices = page.locator("[data-testid^=notice-]");
    await notices.first().waitFor();
    assert.equal(await notices.count(), 4, "every team that was asked is told");
  },
);

flow("a review goes stale when its draft changes, and can be asked for again", async (page) => {
  await draft(page);
  await ask(page, "As it is");
  await page.evaluate((id) => {
    const version = window.__mock.record("contract_version", id);
    const edit = {
      op: "put",
      kind: "contract_version",
      id,
      base_revision: null,
      operation_id: "x",
    };
    return window.__mock.outside(
      [{ ...edit, record: { ...version, payload_schema: { type: "object" } } }],
      "somebody",
    );
  }, DRAFT);
  await stands(page, "Stale");
  assert.equal(await page.getByTestId("review-approve").count(), 0);
  await page.getByTestId("review-ask").getByText("Ask again").waitFor();
});

flow("a remark is about a field that is chosen from a list, and is settled", async (page) => {
  await draft(page);
  await page.getByTestId("comment-text").fill("Why a **number**?");
  await page.getByTestId("comment-about").click();
  const option = page.locator("[role=option]", { hasText: "Field " }).first();
  const name = (await option.locator(".picker__label").textContent()).replace("Field ", "");
  await option.click();
  await page.getByTestId("comment-add").click();
  const comment = page.locator("[data-testid^=comment-comment-]");
  await comment.getByText(`field ${name}`, { exact: true }).waitFor();
  await comment.locator("strong", { hasText: "number" }).waitFor();
  await page.getByTestId("settle-comment-1").click();
  await page.getByTestId("comments-settled").getByText("Show 1 settled").waitFor();
});

flow(
  "a topology's changes are painted since its baseline, and remarked on by pointing at them",
  async (page) => {
    await command(page, "Changes of this topology");
    await page.getByText("No baseline yet").waitFor();
    await page.getByTestId("baseline-set").click();
    await page.getByTestId("baseline-name").fill("Before the summer");
    await page.getByTestId("baseline-keep").click();
    await page.getByTestId("no-changes").waitFor();
    await page.evaluate(() => {
      const handoff = window.__mock.record("handoff", "triage-to-credit");
      const edit = { op: "put", kind: "handoff", id: handoff.id, base_revision: null };
      const policy = { ...handoff.policy, timeout_ms: 4321 };
      return window.__mock.outside(
        [{ ...edit, operation_id: "y", record: { ...handoff, policy } }],
        "somebody",
      );
    });
    const changed = page.getByTestId("part-changed");
    await changed.locator("ins", { hasText: "4321" }).waitFor();
    await page.getByTestId("remark-handoff-triage-to-credit").click();
    await page.keyboard.type("Why so long?");
    await page.getByTestId("comment-add").click();
    const first = page.getByTestId("comment-comment-1");
    await first.getByText("Triage → Credit Agent").waitFor();

    const agent = await place(page, "agent:triage-desk");
    await page.mouse.click(agent.x, agent.y);
    await page.getByTestId("comment-text").fill("And this one");
    await page.getByTestId("comment-add").click();
    await record(page, "comment", "comment-2", ({ subject }) => subject.id === "triage-desk");
    await page.getByTestId("settle-comment-1").click();
    await page.getByTestId("comments-settled").waitFor();
  },
);
