// What flows do where a change is proven: pages of versions, commands of the palette, and the surfaces that are looked at.

/** Opens the page of a contract version. */
export async function openVersion(page, id) {
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill(id);
  await page
    .locator('[role=option][aria-selected="true"]', { hasText: id.split("@")[1] })
    .waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByTestId("contract-editor").waitFor();
}

/** Runs a command whose title begins with some words. */
export async function command(page, title) {
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill(`>${title}`);
  await page.locator('[role=option][aria-selected="true"]', { hasText: title }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByTestId("palette-input").waitFor({ state: "detached" });
}

const LONG =
  "Billing, retention, offers, credits, vouchers and everything else that has to do with money in the whole company";
const RIGHT_TO_LEFT = "## نريد حقل **العجلة**\n\nلأن فريق الدعم يحتاج إليه كل يوم";

/** Another program writes reviews, remarks and notices: many of them, of long names, and from right to left. */
export async function crowd(page) {
  await page.evaluate(
    async ([long, rightToLeft]) => {
      const put = (kind, record) => ({
        op: "put",
        kind,
        id: record.id,
        base_revision: null,
        operation_id: `${kind}-${record.id}`,
        record,
      });
      const billing = window.__mock.record("team", "desk-billing");
      const handoff = window.__mock.record("handoff", "triage-to-credit");
      const agent = window.__mock.record("agent", "triage-desk");
      const subjects = ["support-ticket@1.1.0", "ticket-closure@1.0.0", "line-question@1.0.0"];
      const asked = ["desk-care", "desk-billing", "desk-network"].map((team) => ({ team }));
      const messages = [rightToLeft, "Because `urgency` is **needed**", "x".repeat(300), ""];
      const each = (count, make) => Array.from({ length: count }, (_, i) => make(i));
      const baseline = { id: "before", topology: "sample-support", name: long, revision: 1 };
      const edits = [
        put("team", { ...billing, name: long }),
        put("baseline", baseline),
        put("handoff", { ...handoff, policy: { ...handoff.policy, timeout_ms: 4321 } }),
        put("agent", { ...agent, purpose: rightToLeft }),
        ...each(40, (i) =>
          put("review", {
            id: `r${i}`,
            subject: { kind: "contract_version", id: subjects[i % 3] },
            message: messages[i % 4],
            asked_by: "maria",
            asked_at: "2026-11-20T10:00:00Z",
            asked,
            approvals: i % 5 === 0 ? [{ team: "desk-care", by: "kim", decision: "approve" }] : [],
            state: "open",
            content_hash: "another",
          }),
        ),
        ...each(6, (i) =>
          put("comment", {
            id: `c${i}`,
            subject: i % 2 ? { kind: "handoff", id: handoff.id } : { kind: "agent", id: agent.id },
            text: messages[i % 3],
            by: i === 0 ? long : "kim",
            resolved: i === 5,
          }),
        ),
        ...each(40, (i) =>
          put("notice", {
            id: `n${i}`,
            to: asked[i % 3].team,
            topic: "review_asked",
            about: { kind: "review", id: `r${i}` },
            text: `Review asked: ${subjects[i % 3]}\n\n${messages[i % 4]}`,
            state: "pending",
          }),
        ),
      ];
      await window.__mock.outside(edits, "somebody");
    },
    [LONG, RIGHT_TO_LEFT],
  );
}

const close = (page) => page.getByRole("button", { name: "Close", exact: true }).last().click();

/** Each surface: how it is opened and left. */
export const PROVING = [
  {
    name: "impact",
    open: async (page) => {
      await openVersion(page, "support-ticket@1.1.0");
      await page.getByTestId("page-impact").click();
      await page.getByTestId("impact-show").click();
      await page.getByTestId("impact-plan").waitFor();
      await page.getByTestId("legend-toggle").click();
      await page.locator(".hit summary").first().click();
    },
    leave: async (page) => {
      await page.getByTestId("legend-toggle").click();
      await close(page);
    },
  },
  {
    name: "reviews",
    open: async (page) => {
      await command(page, "Reviews");
      await page.locator("[data-testid^=review-row-]").first().waitFor();
    },
    leave: close,
  },
  {
    name: "notices",
    open: async (page) => {
      await command(page, "Notices");
      await page.locator("[data-testid^=notice-] summary").first().click();
    },
    leave: close,
  },
  {
    name: "changes of a topology",
    open: async (page) => {
      await command(page, "Changes of this topology");
      await page.getByTestId("remark-handoff-triage-to-credit").click();
      await page.getByTestId("comment-text").fill("Why so long?");
    },
    leave: close,
  },
  {
    name: "asking for a review",
    open: async (page) => {
      await openVersion(page, "support-ticket@1.1.0");
      await page.getByTestId("draft-next").click();
      await page.getByTestId("review-ask").click();
      await page.getByTestId("review-message").fill("Because it is **needed**");
    },
    leave: (page) => page.getByTestId("review-send").click(),
  },
  {
    name: "a review that waits",
    open: async (page) => {
      await page.getByTestId("review-override").click();
      await page.getByTestId("comment-text").fill("Why?");
      await page.getByTestId("comment-about").waitFor();
    },
    leave: (page) => page.getByTestId("view-drawing").click(),
  },
];

/** The same with nothing in them. */
export const EMPTY = [
  {
    name: "no reviews",
    open: async (page) => {
      await command(page, "Reviews");
      await page.getByText("No review waits").waitFor();
    },
    leave: close,
  },
  {
    name: "no notices",
    open: async (page) => {
      await command(page, "Notices");
      await page.getByText("No notice waits").waitFor();
    },
    leave: close,
  },
  {
    name: "no baseline",
    open: async (page) => {
      await command(page, "Changes of this topology");
      await page.getByTestId("baseline-set").waitFor();
    },
  },
  {
    name: "naming a baseline",
    open: (page) => page.getByTestId("baseline-set").click(),
    leave: close,
  },
];
