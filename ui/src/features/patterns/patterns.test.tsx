// @vitest-environment jsdom
import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { action } from "../../actions/all";
import { NOTHING, selectionOf } from "../../canvas/selection";
import { CHANGE_SHADES, markingName, markingOf, PATTERN_SHADE } from "../../document/marking";
import type { Advice, Handoff } from "../../platform";
import { session } from "../../session/store";
import { openRegistry, record } from "../../testing/inspector";
import type { MemoryRegistry } from "../../testing/platform";
import { TO_BILLING } from "../../testing/support";
import { Dock } from "../shell/dock";
import { natureRows } from "./words";

const call = (id: string, to: string) =>
  record("handoff", {
    ...TO_BILLING,
    id,
    to,
    mode: "delegate",
    contract: "case",
    owners: ["care"],
  } as { id: string });

let registry: MemoryRegistry;

async function open() {
  registry = await openRegistry([
    record("agent", { id: "lookup", name: "Look-up" } as { id: string }),
    call("triage-to-billing", "billing"),
    call("triage-to-lookup", "lookup"),
  ]);
  session.set({ topology: "desk", selection: NOTHING });
  show();
  render(<Dock />);
  return userEvent.setup();
}
const show = (agents: readonly string[] = []) =>
  session.show({ show: "patterns", topology: "desk", agents, shown: null, plan: null });

afterEach(() =>
  session.set({ dock: { show: "inspector" }, topology: null, selection: NOTHING, path: [] }),
);

describe("patterns", () => {
  it("are told with what they were recognised by, and painted on the drawing", async () => {
    const user = await open();
    const found = within(await screen.findByTestId("pattern-supervisor"));
    expect(
      found.getByText("Triage delegates to 2 agents and gets their answers back."),
    ).toBeTruthy();
    expect(found.getByText("Triage, Billing, Look-up")).toBeTruthy();
    expect(markingOf(session.get().dock)).toBeNull();
    await user.click(found.getByRole("button", { name: /Supervisor/, pressed: false }));
    const { dock } = session.get();
    expect(markingOf(dock)?.box("agent:billing")).toBe(PATTERN_SHADE);
    expect(markingOf(dock)?.edge("triage-to-lookup")).toBe(PATTERN_SHADE);
    expect(markingName(dock)).toBe("Coloured by the pattern");
    await user.click(found.getByRole("button", { name: /Supervisor/, pressed: true }));
    expect(markingOf(session.get().dock)).toBeNull();
  });

  it("are asked of the agents that are selected", async () => {
    const user = await open();
    await screen.findByTestId("pattern-supervisor");
    const asked = vi.spyOn(registry.platform, "patternAdvice");
    expect(screen.getByTestId("patterns-selected")).toHaveProperty("disabled", true);
    act(() => session.set({ selection: selectionOf(["agent:triage", "agent:billing"], []) }));
    await user.click(screen.getByTestId("patterns-selected"));
    await waitFor(() => expect(asked).toHaveBeenLastCalledWith("desk", ["triage", "billing"]));
    await user.click(screen.getByTestId("patterns-all"));
    await waitFor(() => expect(asked).toHaveBeenLastCalledWith("desk", []));
  });

  it("say what the work is like, what was inferred, and change with what is declared", async () => {
    const user = await open();
    const read = await screen.findByTestId("nature-read");
    expect(read.textContent).toContain("Nobody has said how the steps hang together");
    await user.click(screen.getByRole("button", { name: "Say what it is" }));
    await user.selectOptions(screen.getByLabelText("How the steps hang together"), "sequential");
    await waitFor(() =>
      expect(registry.record("topology", "desk")).toMatchObject({
        nature: { coupling: "sequential" },
      }),
    );
    await waitFor(() => expect(read.textContent).toContain("The steps follow from each other"));
  });

  it("recommend one with reasons, and compare it with what is there", async () => {
    const user = await open();
    const best = within(await screen.findByTestId("recommendation"));
    expect(best.getByText("Supervisor")).toBeTruthy();
    expect(best.getByText("it is there")).toBeTruthy();
    const trade = within(screen.getByTestId("trade-offs"));
    expect(trade.getByText("One place saw everything.")).toBeTruthy();
    expect(trade.getByText("The path has to be put together from traces.")).toBeTruthy();
    expect(trade.getByText("The steps would wait for each other.")).toBeTruthy();
    await user.selectOptions(screen.getByTestId("compared"), "supervisor");
    expect(trade.getAllByText("One place saw everything.")).toHaveLength(2);
  });

  it("say so where nothing is recognised and nothing speaks for one", async () => {
    registry = await openRegistry([]);
    const none: Advice = await registry.platform.patternAdvice("desk", []);
    vi.spyOn(registry.platform, "patternAdvice").mockResolvedValue({
      ...none,
      recognised: [],
      fits: none.fits.map((fit) => ({ ...fit, points: 0, present: false })),
    });
    show();
    render(<Dock />);
    expect(await screen.findByText("No pattern is recognised")).toBeTruthy();
    expect(screen.getByText(/Nothing speaks for one pattern/)).toBeTruthy();
    expect(screen.getByText("No pattern")).toBeTruthy();
  });
});

describe("turning a supervisor into a chain", () => {
  it("shows before and after, paints what changes, and is applied and taken back", async () => {
    const user = await open();
    await user.click(await screen.findByTestId("turn-triage-chain"));
    expect(await screen.findByRole("img", { name: /^Before: Triage asks Billing/ })).toBeTruthy();
    expect(
      screen.getByRole("img", {
        name: "After: Triage hands over to Billing; Billing hands over to Look-up",
      }),
    ).toBeTruthy();
    expect(screen.getByTestId("restructure-kept").textContent).toMatch(
      /2 handoffs are joined.*1 contract stays.*2 handoffs keep their owners/,
    );
    const { dock } = session.get();
    expect(markingOf(dock)?.edge("triage-to-lookup")).toBe(CHANGE_SHADES.changed);
    expect(registry.written).toHaveLength(0);
    await user.click(screen.getByTestId("restructure-apply"));
    const stored = () => registry.record("handoff", "triage-to-lookup") as Handoff;
    await waitFor(() => expect(stored()).toMatchObject({ from: "billing", mode: "transfer" }));
    expect(stored()).toMatchObject({ contract: "case", owners: ["care"] });
    expect(session.get().dock).toMatchObject({ show: "patterns", plan: null });
    await act(() => registry.platform.undo());
    expect(stored()).toMatchObject({ from: "triage", mode: "delegate" });
  });

  it("goes back without a change, and says why where it cannot be", async () => {
    const user = await open();
    await user.click(await screen.findByTestId("turn-triage-chain"));
    await user.click(await screen.findByTestId("restructure-back"));
    expect(registry.written).toHaveLength(0);
    vi.spyOn(registry.platform, "restructurePlan").mockRejectedValue(new Error("no chain begins"));
    await user.click(await screen.findByTestId("turn-triage-chain"));
    expect((await screen.findByRole("alert")).textContent).toContain("no chain begins");
  });
});

it("the action looks at what is selected, if that is more than one agent", () => {
  session.set({ topology: "desk", selection: NOTHING });
  expect(action("patterns").enabled()).toBe(true);
  action("patterns").perform();
  expect(session.get().dock).toMatchObject({ show: "patterns", agents: [] });
});

it("each trait is told in words, with where it is known from", () => {
  const said = <T,>(value: T) => ({ value, declared: true, because: "" });
  const guessed = <T,>(value: T) => ({ value, declared: false, because: "the drawing" });
  const rows = natureRows({
    coupling: said("independent"),
    stateful: guessed(true),
    parallel_flows: said(6),
    latency_ms: 900,
    regulated: guessed(false),
    specialists: said(1),
  });
  expect(rows.map(({ words, declared }) => `${words}${declared ? "" : "?"}`)).toEqual([
    "The steps do not need each other",
    "They share state?",
    "6 flows run at once",
    "One specialised field",
    "It is not regulated?",
    "Users wait 900 ms at most",
  ]);
});
