// @vitest-environment jsdom
import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { selectionOf } from "../../canvas/selection";
import { markingOf } from "../../document/marking";
import {
  type AskedRow,
  type BaselineRow,
  type DeskReply,
  type FieldRow,
  type Platform,
  PlatformError,
  type ReviewPage,
  type TopologyDiff,
} from "../../platform";
import { session } from "../../session/store";
import { openRegistry } from "../../testing/inspector";
import type { MemoryRegistry } from "../../testing/platform";
import { ChangesPanel } from "./changes-panel";
import { ReviewSection } from "./review-section";
import { ReviewsPanel } from "./reviews-panel";

const SUBJECT = { kind: "contract_version", id: "refund@2.0.0" } as const;

const asked = (team: string, name: string, fields: Partial<AskedRow> = {}): AskedRow => ({
  team,
  name,
  owns_subject: false,
  because: ["handoff triage-to-billing"],
  because_count: 3,
  since: false,
  decision: null,
  by: null,
  at: null,
  comment: "",
  ...fields,
});

const OPEN: ReviewPage = {
  id: "r1",
  subject: SUBJECT,
  subject_name: "Refund 2.0.0",
  message: "Refunds go by order",
  asked_by: "maria",
  asked_at: "2026-11-20T10:00:00Z",
  state: "open",
  clearance: { state: "waiting", teams: ["money"] },
  asked: [
    asked("care", "Customer Care", {
      owns_subject: true,
      decision: "approve",
      by: "kim",
      at: "2026-11-20T12:00:00Z",
      comment: "Fine with us",
    }),
    asked("money", "Money"),
  ],
  said: [{ team: "care", by: "kim", decision: "approve", at: "2026-11-20T12:00:00Z" }],
  verdict: null,
  impact: { summary: "2 of 3 handoffs break." },
  baseline: null,
  overridden: null,
  comments: [],
};

const VERSION = {
  id: "refund@2.0.0",
  contract: "refund",
  version: "2.0.0",
  payload_schema: { properties: { order: { type: "number" } } },
  examples: { accepted: [{ name: "Usual", payload: { order: 1 } }] },
};
const COMMENT = {
  id: "c1",
  subject: SUBJECT,
  text: "Why a **number**?",
  by: "kim",
  pointer: "/payload_schema/properties/order",
};

let registry: MemoryRegistry;
let page: ReviewPage | null;

const NOTHING: DeskReply = {
  revision: 1,
  diff: [],
  findings: { changed: [], gone: [] },
  can_undo: false,
  can_redo: false,
  notes: [],
};
type Writes = "askReview" | "answerReview" | "overrideReview" | "withdrawReview" | "addComment";
const writes = (command: Writes | "resolveComment" | "setBaseline") =>
  vi.spyOn(registry.platform as Platform, command).mockResolvedValue(NOTHING);

beforeEach(async () => {
  registry = await openRegistry([
    { kind: "team", id: "desk", record: { id: "desk", name: "Platform desk", platform: true } },
    { kind: "contract_version", id: VERSION.id, record: VERSION },
    { kind: "comment", id: "c1", record: COMMENT },
    {
      kind: "comment",
      id: "c2",
      record: { id: "c2", subject: { kind: "handoff", id: "triage-to-billing" }, text: "Too slow" },
    },
  ]);
  page = OPEN;
  vi.spyOn(registry.platform, "reviews").mockImplementation(async () => (page ? [page] : []));
  vi.spyOn(registry.platform, "reviewPage").mockImplementation(async () => page ?? OPEN);
});
afterEach(() => session.set({ dock: { show: "inspector" }, notices: [] }));

describe("a review", () => {
  it("is asked for with the reason", async () => {
    page = null;
    const ask = writes("askReview");
    const user = userEvent.setup();
    render(<ReviewSection subject={SUBJECT} />);
    await user.click(await screen.findByTestId("review-ask"));
    expect(screen.getByTestId("review-send").hasAttribute("disabled")).toBe(true);
    await user.type(screen.getByTestId("review-message"), "Refunds go by order");
    await user.click(screen.getByTestId("review-send"));
    expect(ask).toHaveBeenCalledWith(SUBJECT, "Refunds go by order", null);
    await waitFor(() => expect(screen.queryByTestId("review-message")).toBeNull());
  });

  it("tells who is asked, why, and what each said", async () => {
    render(<ReviewSection subject={SUBJECT} />);
    expect((await screen.findByTestId("review-state")).textContent).toBe("Waits for Money");
    const care = within(screen.getByTestId("asked-care"));
    expect(care.getByText(/approved/).textContent).toContain("kim");
    expect(care.getByText(/owns it, through Triage → Billing and 2 more/)).toBeTruthy();
    expect(care.getByText("Fine with us")).toBeTruthy();
    expect(screen.getByTestId("asked-money").textContent).toContain("has not answered");
    expect(screen.getByText("2 of 3 handoffs break.")).toBeTruthy();
    expect(screen.getByText(/Names are claimed, not proven/)).toBeTruthy();
    // While one waits, there is nothing to ask again.
    expect(screen.queryByTestId("review-ask")).toBeNull();
  });

  it("is answered for the team that has not spoken; a refusal says why", async () => {
    const answer = writes("answerReview");
    const user = userEvent.setup();
    render(<ReviewSection subject={SUBJECT} />);
    expect((await screen.findByTestId("review-reject")).hasAttribute("disabled")).toBe(true);
    await user.type(screen.getByTestId("review-comment"), "Not before June");
    await user.click(screen.getByTestId("review-reject"));
    expect(answer).toHaveBeenLastCalledWith("r1", "money", "reject", "Not before June");
    await user.selectOptions(screen.getByTestId("review-team"), "care");
    await user.click(screen.getByTestId("review-approve"));
    expect(answer).toHaveBeenLastCalledWith("r1", "care", "approve", "");
  });

  it("keeps what was typed when the answer is refused, and says so", async () => {
    const user = userEvent.setup();
    vi.spyOn(registry.platform, "answerReview").mockRejectedValue(
      new PlatformError({
        code: "invalid_input",
        kind: "user",
        message: "the review ended meanwhile",
        hints: [],
        conflict: null,
      }),
    );
    render(<ReviewSection subject={SUBJECT} />);
    await user.type(await screen.findByTestId("review-comment"), "Fine");
    await user.click(screen.getByTestId("review-approve"));
    expect(session.get().notices.at(-1)).toMatchObject({
      tone: "error",
      title: "the review ended meanwhile",
    });
    expect(screen.getByTestId<HTMLTextAreaElement>("review-comment").value).toBe("Fine");
  });

  it("is overridden by a platform team with a reason, and withdrawn", async () => {
    const override = writes("overrideReview");
    const withdraw = writes("withdrawReview");
    const user = userEvent.setup();
    render(<ReviewSection subject={SUBJECT} />);
    await user.click(await screen.findByTestId("review-override"));
    await user.type(screen.getByTestId("override-reason"), "The law asks for it");
    await user.click(screen.getByTestId("override-send"));
    expect(override).toHaveBeenCalledWith("r1", "desk", "The law asks for it");
    await user.click(screen.getByTestId("review-withdraw"));
    expect(withdraw).toHaveBeenCalledWith("r1");
  });

  it("that is stale says so, takes no answers and can be asked for again", async () => {
    page = { ...OPEN, clearance: { state: "stale" } };
    render(<ReviewSection subject={SUBJECT} />);
    expect((await screen.findByTestId("review-state")).textContent).toMatch(/^Stale/);
    expect(screen.queryByTestId("review-approve")).toBeNull();
    expect(screen.getByTestId("review-ask").textContent).toBe("Ask again");
  });

  it("carries comments at places, in words, which are settled", async () => {
    const settle = writes("resolveComment");
    const user = userEvent.setup();
    render(<ReviewSection subject={SUBJECT} />);
    const comment = within(await screen.findByTestId("comment-c1"));
    expect(comment.getByText("field order")).toBeTruthy();
    expect(comment.getByText("number").tagName).toBe("STRONG");
    await user.click(comment.getByText("Settle"));
    expect(settle).toHaveBeenCalledWith("c1", true);
  });

  it("takes comments on what is chosen from a list", async () => {
    const add = writes("addComment");
    vi.spyOn(registry.platform, "contractFields").mockResolvedValue([FIELD]);
    const user = userEvent.setup();
    render(<ReviewSection subject={SUBJECT} />);
    const say = async (words: string, about?: RegExp) => {
      await user.type(await screen.findByTestId("comment-text"), words);
      if (about) {
        await user.click(screen.getByTestId("comment-about"));
        await user.click(await screen.findByRole("option", { name: about }));
      }
      await user.click(screen.getByTestId("comment-add"));
      return add.mock.lastCall;
    };
    expect(await say("All of it")).toEqual([SUBJECT, "All of it", null]);
    expect(await say("It is an id", /Field order/)).toEqual([
      SUBJECT,
      "It is an id",
      "/payload_schema/properties/order",
    ]);
    expect(await say("Rare", /Accepted example 1.*Usual/)).toEqual([
      SUBJECT,
      "Rare",
      "/examples/accepted/0",
    ]);
  });

  it("shows messages as Markdown, and their first line alone in lists", async () => {
    page = { ...OPEN, message: "# Refunds *go* by order\n\n- one\n- two" };
    render(
      <>
        <ReviewSection subject={SUBJECT} />
        <ReviewsPanel />
      </>,
    );
    expect(await screen.findByText("two")).toBeTruthy();
    const row = within(await screen.findByTestId("review-row-r1"));
    expect(row.getByText("Refunds go by order")).toBeTruthy();
  });
});

it("reviews that wait are listed, and lead to their pages", async () => {
  const user = userEvent.setup();
  render(<ReviewsPanel />);
  await user.click(await screen.findByTestId("review-row-r1"));
  expect(session.get()).toMatchObject({ view: "registry", page: { kind: "review", id: "r1" } });
});

const FIELD: FieldRow = {
  pointer: "/order",
  name: "order",
  depth: 0,
  type_words: "number",
  required: false,
  nullable: false,
  sensitive: false,
  meaning: "",
  limits: "",
};

describe("changes since a baseline", () => {
  const DIFF: TopologyDiff = {
    revision: 3,
    added: [{ key: { kind: "agent", id: "billing" }, name: "Billing" }],
    removed: [{ key: { kind: "agent", id: "old" }, name: "Old desk" }],
    changed: [
      {
        key: { kind: "handoff", id: "triage-to-billing" },
        name: "triage-to-billing",
        fields: [{ pointer: "/policy/timeout_ms", before: 3000, after: 5000 }],
      },
    ],
    moved: [{ key: { kind: "agent", id: "triage" }, name: "Triage" }],
  };

  const BASELINE: BaselineRow = {
    id: "b1",
    name: "Before",
    topology: "desk",
    topology_name: "Support desk",
    revision: 3,
    note: "",
  };

  it("are told by field and coloured on the drawing", async () => {
    page = null;
    vi.spyOn(registry.platform, "baselines").mockResolvedValue([BASELINE]);
    vi.spyOn(registry.platform, "topologyChanges").mockResolvedValue(DIFF);
    session.set({ dock: { show: "changes", topology: "desk", baseline: null, diff: null } });
    render(<ChangesPanel topology="desk" baseline={null} />);
    const changes = within(await screen.findByTestId("topology-changes"));
    expect(changes.getByText("Old desk")).toBeTruthy();
    expect(changes.getByText("policy.timeout_ms")).toBeTruthy();
    expect(changes.getByText("5000").tagName).toBe("INS");
    await waitFor(() => expect(markingOf(session.get().dock)).not.toBeNull());
    const marking = markingOf(session.get().dock);
    expect(marking?.box("agent:billing")?.key).toBe("added");
    expect(marking?.box("agent:triage")?.key).toBe("moved");
    expect(marking?.edge("triage-to-billing")?.key).toBe("changed");
  });

  it("are remarked on where they stand, or by pointing at the drawing", async () => {
    page = null;
    const add = writes("addComment");
    vi.spyOn(registry.platform, "baselines").mockResolvedValue([BASELINE]);
    vi.spyOn(registry.platform, "topologyChanges").mockResolvedValue(DIFF);
    session.set({
      dock: { show: "changes", topology: "desk", baseline: null, diff: null },
      topology: "desk",
      view: "drawing",
      selection: selectionOf([]),
    });
    const user = userEvent.setup();
    render(<ChangesPanel topology="desk" baseline={null} />);
    const before = within(await screen.findByTestId("comment-c2"));
    expect(before.getByText("Triage → Billing")).toBeTruthy();
    await user.click(await screen.findByTestId("remark-handoff-triage-to-billing"));
    expect(document.activeElement).toBe(screen.getByTestId("comment-text"));
    expect(screen.getByTestId<HTMLInputElement>("comment-about").value).toBe("Triage → Billing");
    await user.type(screen.getByTestId("comment-text"), "Why five seconds?");
    await user.click(screen.getByTestId("comment-add"));
    const handoff = { kind: "handoff", id: "triage-to-billing" };
    expect(add).toHaveBeenLastCalledWith(handoff, "Why five seconds?", null);
    act(() => session.select(selectionOf(["agent:billing"])));
    await user.type(screen.getByTestId("comment-text"), "And here?");
    await user.click(screen.getByTestId("comment-add"));
    expect(add).toHaveBeenLastCalledWith({ kind: "agent", id: "billing" }, "And here?", null);
  });

  it("need a baseline, which is set here", async () => {
    const set = writes("setBaseline");
    const user = userEvent.setup();
    render(<ChangesPanel topology="desk" baseline={null} />);
    expect(await screen.findByText("No baseline yet")).toBeTruthy();
    await user.click(screen.getByTestId("baseline-set"));
    await user.type(screen.getByTestId("baseline-name"), "Before the summer");
    await user.click(screen.getByTestId("baseline-keep"));
    expect(set).toHaveBeenCalledWith("desk", "Before the summer", "", null);
  });
});
