// @vitest-environment jsdom
import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { action } from "../../actions/all";
import { selectionOf } from "../../canvas/selection";
import type { Gate, GateAdvice, Handoff } from "../../platform";
import { session } from "../../session/store";
import { openRegistry, record } from "../../testing/inspector";
import type { MemoryRegistry } from "../../testing/platform";
import { BILLING, TO_BILLING } from "../../testing/support";
import { Dock } from "../shell/dock";
import { GatePreviewView } from "./preview";
import { costWords } from "./words";

const ACTING = record("agent", {
  ...BILLING,
  tools: [{ name: "pay_out", irreversible: true }],
} as { id: string });
const VERSION = record("contract_version", {
  id: "case@1.0.0",
  contract: "case",
  version: "1.0.0",
  payload_schema: { properties: { order: {}, card: {} } },
  sensitive: [{ pointer: "/card" }],
  examples: {
    accepted: [
      { name: "usual", payload: { order: "O-1", card: "4111" } },
      { name: "bare", payload: { card: "4222" } },
    ],
  },
} as { id: string });

const handoff = (gate?: Gate): ReturnType<typeof record> =>
  record("handoff", {
    ...TO_BILLING,
    contract: "case",
    version: "1.0.0",
    ...(gate && { gate }),
  } as { id: string });

let registry: MemoryRegistry;
const stored = () => registry.record("handoff", "triage-to-billing") as Handoff;

async function open(gate?: Gate, dock: "gates" | "gate" = "gates") {
  registry = await openRegistry([ACTING, VERSION, handoff(gate)]);
  session.set({ topology: "desk" });
  if (dock === "gates") session.show({ show: "gates", topology: "desk" });
  else session.show(designed);
  render(
    <>
      <Dock />
      <GatePreviewView />
    </>,
  );
  return userEvent.setup();
}
const designed = { show: "gate", handoff: "triage-to-billing", typed: {}, sample: 0 } as const;

afterEach(() => session.set({ dock: { show: "inspector" }, path: [], topology: null }));

describe("the gates of a topology", () => {
  it("are proposed with the reason, the way and the cost, and put up with one press", async () => {
    const user = await open();
    const proposal = within(await screen.findByTestId("proposal-add:triage-to-billing"));
    expect(proposal.getByText("Needed")).toBeTruthy();
    expect(proposal.getByText("2 min a review, for 8 % of requests")).toBeTruthy();
    await user.hover(proposal.getByText(/cannot be taken back\./));
    expect(session.get().path).toEqual([
      { kind: "handoff", id: "triage-to-billing" },
      { kind: "agent", id: "triage" },
      { kind: "agent", id: "billing" },
    ]);
    await user.click(screen.getByTestId("preview-add:triage-to-billing"));
    expect(registry.written).toHaveLength(0);
    await user.click(screen.getByTestId("apply-add:triage-to-billing"));
    await waitFor(() => expect(stored().gate).toEqual({ question: "Shall this go on?" }));
    expect(session.get().dock).toMatchObject({ show: "gate", handoff: "triage-to-billing" });
    expect(session.get().path).toEqual([]);
    await act(() => registry.platform.undo());
    expect(stored().gate).toBeUndefined();
  });

  it("are told to be superfluous, and taken away", async () => {
    registry = await openRegistry([handoff({ question: "Why?" })]);
    session.set({ topology: "desk" });
    session.show({ show: "gates", topology: "desk" });
    render(<Dock />);
    const user = userEvent.setup();
    expect(await screen.findByText("Superfluous")).toBeTruthy();
    await user.click(screen.getByTestId("apply-remove:triage-to-billing"));
    await waitFor(() => expect(stored().gate).toBeUndefined());
    expect(await screen.findByText(/None yet/)).toBeTruthy();
  });

  it("say where one does for several, and where none helps", async () => {
    const user = await open();
    const advice: GateAdvice = await registry.platform.gateAdvice("desk");
    const [first] = advice.proposals;
    if (!first) throw new Error("nothing is proposed");
    vi.spyOn(registry.platform, "gateAdvice").mockResolvedValue({
      ...advice,
      summary: "1 gate is missing, 1 agent no gate can guard.",
      proposals: [{ ...first, instead_of: ["triage-to-billing"], notes: ["Name the reviewers."] }],
      unguarded: [{ agent: "billing", message: "Requests come in at Billing itself." }],
    });
    await user.click(screen.getByLabelText("Close"));
    act(() => session.show({ show: "gates", topology: "desk" }));
    expect(await screen.findByText("Requests come in at Billing itself.")).toBeTruthy();
    expect(screen.getByText(/does for another one/).textContent).toContain("Triage → Billing");
    expect(screen.getByText("Name the reviewers.")).toBeTruthy();
  });

  it("say why they cannot be told", async () => {
    registry = await openRegistry([]);
    vi.spyOn(registry.platform, "gateAdvice").mockRejectedValue(new Error("the disk is gone"));
    session.show({ show: "gates", topology: "desk" });
    render(<Dock />);
    expect((await screen.findByRole("alert")).textContent).toContain("the disk is gone");
  });
});

describe("the gate designer", () => {
  const GATE: Gate = {
    question: "Is it due?",
    summary: "Order {{ payload.order }}, card {{ payload.card }}.",
    proposed_action: "Pay it back.",
    branches: [{ answer: "Yes" }, { answer: "No", goes_to: "triage" }],
  };
  const summary = () => screen.getByTestId("review-summary").textContent;

  it("shows what the reviewer sees of each sample, masked and missing", async () => {
    const user = await open(GATE, "gate");
    await waitFor(() => expect(summary()).toBe("Order O-1, card •••••."));
    const card = within(screen.getByTestId("review-card"));
    expect(card.getByText("Is it due?")).toBeTruthy();
    expect(card.getByText("For nobody yet")).toBeTruthy();
    expect(screen.getByTestId("review-masked")).toBeTruthy();
    const answers = within(card.getByRole("list", { name: "Answers" })).getAllByRole("listitem");
    expect(answers.map((one) => one.textContent)).toEqual([
      "Yesgoes on to Billing",
      "Nogoes to Triage",
    ]);
    await user.selectOptions(screen.getByTestId("gate-sample"), "bare");
    await waitFor(() => expect(summary()).toBe("Order no order, card •••••."));
    expect(screen.getByTestId("gate-payload").textContent).toContain("4222");
    await user.click(screen.getByRole("button", { name: "The next sample" }));
    await waitFor(() => expect(summary()).toContain("O-1"));
  });

  it("shows what is typed before it is stored, and gives it up on Escape", async () => {
    const user = await open(GATE, "gate");
    await waitFor(() => expect(summary()).toContain("O-1"));
    const field = screen.getByTestId("gate-question");
    await user.clear(field);
    await user.type(field, "Pay?");
    await waitFor(() =>
      expect(within(screen.getByTestId("review-card")).getByText("Pay?")).toBeTruthy(),
    );
    expect(stored().gate?.question).toBe("Is it due?");
    await user.keyboard("{Escape}");
    await waitFor(() =>
      expect(within(screen.getByTestId("review-card")).getByText("Is it due?")).toBeTruthy(),
    );
  });

  it("puts fields of the payload into the summary", async () => {
    const user = await open({ summary: "Order " }, "gate");
    await user.click(await screen.findByTestId("insert-/order"));
    await waitFor(() => expect(summary()).toBe("Order O-1"));
    await user.type(screen.getByTestId("gate-summary"), "!{Enter}");
    await waitFor(() => expect(stored().gate?.summary).toBe("Order {{ payload.order }}!"));
    expect(screen.getByTestId("insert-/card").querySelector("[aria-label=sensitive]")).toBeTruthy();
  });

  it("says what the rules say of the time budget", async () => {
    await open({ ...GATE, minutes: 5 }, "gate");
    expect((await screen.findByTestId("remark-HIL003")).textContent).toContain("takes 5 minutes");
  });

  it("puts a gate where there is none", async () => {
    const user = await open(undefined, "gate");
    await user.click(screen.getByTestId("gate-put"));
    await waitFor(() => expect(stored().gate).toEqual({}));
    expect(await screen.findByText("No question yet")).toBeTruthy();
    await user.click(screen.getByTestId("gate-all"));
    expect(session.get().dock).toEqual({ show: "gates", topology: "desk" });
  });
});

it("the designer needs one handoff that is selected on a drawing", () => {
  session.set({ selection: selectionOf([], []) });
  expect(action("design-gate").enabled()).toBe(false);
  session.set({ topology: null });
  expect(action("gates").enabled()).toBe(false);
});

it.each([
  [{ minutes: 2, share: null }, "2 min a review, for every request that passes"],
  [{ minutes: 1.5, share: 0.1234 }, "90 s a review, for 12.3 % of requests"],
])("a cost is told in words", (cost, words) => {
  expect(costWords(cost)).toBe(words);
});
