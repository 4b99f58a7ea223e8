// @vitest-environment jsdom
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { markingOf } from "../../document/marking";
import {
  type AskedRow,
  type DeskReply,
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
  comments: [
    {
      id: "c1",
      subject: SUBJECT,
      subject_name: "Refund 2.0.0",
      text: "Why a number?",
      by: "kim",
      at: null,
      pointer: "/payload_schema/properties/order",
      resolved: false,
    },
  ],
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

  it("carries comments at places, which are written and settled", async () => {
    const add = writes("addComment");
    const settle = writes("resolveComment");
    const user = userEvent.setup();
    render(<ReviewSection subject={SUBJECT} />);
    const comment = within(await screen.findByTestId("comment-c1"));
    expect(comment.getByText("/payload_schema/properties/order")).toBeTruthy();
    await user.click(comment.getByText("Settle"));
    expect(settle).toHaveBeenCalledWith("c1", true);
    await user.type(screen.getByTestId("comment-text"), "It is an id");
    await user.type(screen.getByLabelText("Place in it"), "/examples");
    await user.click(screen.getByTestId("comment-add"));
    expect(add).toHaveBeenCalledWith(SUBJECT, "It is an id", "/examples");
  });
});

it("reviews that wait are listed, and lead to their pages", async () => {
  const user = userEvent.setup();
  render(<ReviewsPanel />);
  await user.click(await screen.findByTestId("review-row-r1"));
  expect(session.get()).toMatchObject({ view: "registry", page: { kind: "review", id: "r1" } });
});

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

  it("are told by field and coloured on the drawing", async () => {
    page = null;
    vi.spyOn(registry.platform, "baselines").mockResolvedValue([
      {
        id: "b1",
        name: "Before",
        topology: "desk",
        topology_name: "Support desk",
        revision: 3,
        note: "",
      },
    ]);
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
