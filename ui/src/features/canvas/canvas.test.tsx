import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { listenToKeys } from "../../actions/keyboard";
import { selectionOf } from "../../canvas/selection";
import { EMPTY_DOCUMENT, useDocument } from "../../document/store";
import { start } from "../../document/sync";
import { replacePlatform } from "../../platform";
import { session } from "../../session/store";
import { drawnBox, drawnEdge } from "../../testing/drawn";
import { type MemoryRegistry, memoryRegistry } from "../../testing/platform";
import { giveSizes } from "../../testing/sizes";
import { stillView } from "../../testing/still-view";
import { NO_CONTRACT, RECORDS, UNOWNED } from "../../testing/support";
import { ContextMenu } from "./context-menu";
import { CanvasController, type CanvasHost } from "./controller";
import { setCurrentController } from "./current";
import { FocusChip } from "./focus-chip";
import { movable, move } from "./intents";
import { Legend } from "./legend";
import { Questions } from "./questions";

const LINE = [
  { x: 200, y: 40 },
  { x: 400, y: 40 },
];
const { view } = stillView(
  [
    drawnBox("agent:triage", 0, 0, { title: "Triage" }),
    drawnBox("agent:billing", 400, 0, { title: "Billing" }),
  ],
  [drawnEdge("triage-to-billing", "agent:triage", "agent:billing", LINE)],
);

let registry: MemoryRegistry;
let unlisten = () => {};

beforeEach(async () => {
  localStorage.clear();
  giveSizes();
  registry = memoryRegistry({ records: RECORDS, findings: [UNOWNED, NO_CONTRACT] });
  replacePlatform(registry.platform);
  useDocument.setState(EMPTY_DOCUMENT, true);
  session.set({
    selection: selectionOf([]),
    question: null,
    menu: null,
    focus: null,
    clip: null,
    newBox: null,
    tool: null,
    layer: "owner",
    notices: [],
  });
  await start();
  const host = { select: session.select, locked: () => false, movable, move };
  const canvas = document.createElement("canvas");
  setCurrentController(new CanvasController(canvas, view, host as unknown as CanvasHost));
  unlisten = listenToKeys(window);
});

afterEach(() => {
  unlisten();
  setCurrentController(null);
});

function open() {
  render(
    <div data-testid="canvas">
      <Legend topology="desk" />
      <FocusChip />
      <Questions view={view} />
      <ContextMenu view={view} />
    </div>,
  );
  return userEvent.setup();
}
const choose = (boxes: string[], edges: string[] = []) =>
  act(() => session.select(selectionOf(boxes, edges)));
const offered = () => screen.getAllByRole("menuitem").map((item) => item.textContent);

describe("the menu", () => {
  it("is opened by key and offers what makes sense for an agent", async () => {
    const user = open();
    choose(["agent:triage"]);
    await user.keyboard("{Shift>}{F10}{/Shift}");
    expect(screen.getByRole("menu", { name: "Selection" })).toBeTruthy();
    expect(offered()).toEqual(expect.arrayContaining(["RenameF2", "Draw handoff to …H"]));
    expect(offered().some((text) => text?.includes("Align"))).toBe(false);
    expect(offered().some((text) => text?.includes("Paste"))).toBe(false);
  });

  it("offers aligning for several boxes, in a further menu", async () => {
    const user = open();
    choose(["agent:triage", "agent:billing"]);
    act(() => session.set({ menu: { x: 10, y: 10 } }));
    screen.getByTestId("menu-align-and-distribute").focus();
    await user.keyboard("{ArrowRight}");
    const inner = screen.getByRole("menu", { name: "Align and distribute" });
    expect(document.activeElement).toBe(within(inner).getAllByRole("menuitem")[0]);
    await user.keyboard("{ArrowLeft}");
    expect(screen.queryByRole("menu", { name: "Align and distribute" })).toBeNull();
    expect(document.activeElement).toBe(screen.getByTestId("menu-align-and-distribute"));
  });

  it("is walked with arrows and letters, and left with Escape", async () => {
    const user = open();
    act(() => session.set({ menu: { x: 10, y: 10 } }));
    const [first, second] = screen.getAllByRole("menuitem");
    expect(document.activeElement).toBe(first);
    await user.keyboard("{ArrowDown}");
    expect(document.activeElement).toBe(second);
    await user.keyboard("{ArrowUp}{ArrowUp}");
    expect(document.activeElement).toBe(screen.getAllByRole("menuitem").at(-1));
    await user.keyboard("l");
    expect(document.activeElement).toBe(screen.getByTestId("menu-lay-out-again"));
    await user.keyboard("{Escape}");
    expect(session.get().menu).toBeNull();
  });

  it("adds where it was opened", async () => {
    const user = open();
    act(() => session.set({ menu: { x: 120, y: 140 } }));
    await user.click(screen.getByTestId("menu-add-here"));
    await user.click(screen.getByTestId("menu-add-note"));
    expect(session.get().newBox).toEqual({
      tool: { make: "note" },
      at: { x: 120, y: 140 },
      from: null,
    });
  });

  it("turns a handoff into a call that returns", async () => {
    const user = open();
    choose([], ["triage-to-billing"]);
    act(() => session.set({ menu: { x: 10, y: 10 } }));
    await user.click(screen.getByTestId("menu-set-delegate"));
    await waitFor(() =>
      expect(registry.record("handoff", "triage-to-billing")).toMatchObject({ mode: "delegate" }),
    );
  });
});

describe("the legend", () => {
  it("says what the colours mean and selects what has one", async () => {
    const user = open();
    await user.click(screen.getByTestId("legend-toggle"));
    await user.click(screen.getByRole("button", { name: /Customer Care/ }));
    expect(session.get().selection).toEqual(selectionOf(["agent:triage"]));
  });

  it("changes with the layer", async () => {
    const user = open();
    await user.selectOptions(screen.getByTestId("layer"), "findings");
    expect(session.get().layer).toBe("findings");
    await user.click(screen.getByTestId("legend-warning"));
    expect(session.get().selection).toEqual(selectionOf([], ["triage-to-billing"]));
  });
});

describe("the legend of simulated traffic", () => {
  it("leads to a simulation, and then says how wide lines and bars are read", async () => {
    session.set({ layer: "traffic", simulated: {}, topology: "desk" });
    const user = userEvent.setup();
    render(<Legend topology="desk" />);
    await user.click(screen.getByTestId("legend-toggle"));
    await user.click(screen.getByRole("button", { name: "Simulate" }));
    expect(await screen.findByText("Width: how often 100 requests take it")).toBeTruthy();
    expect(screen.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual(
      expect.arrayContaining(["100", "40", "10"]),
    );
    session.set({ simulated: {}, topology: null, dock: { show: "inspector" } });
  });
});

it("the legend of simulated traffic says of an earlier state that it is not simulated", async () => {
  session.set({ layer: "traffic", simulated: {}, topology: "desk", past: 1 });
  const user = userEvent.setup();
  render(<Legend topology="desk" />);
  await user.click(screen.getByTestId("legend-toggle"));
  expect(screen.getByText("Earlier states are not simulated; owners colour them.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Simulate" })).toBeNull();
  session.set({ past: null, topology: null, layer: "owner" });
});

describe("a question", () => {
  it("makes an AI agent with Enter where a handoff was dropped", async () => {
    const user = open();
    act(() => session.set({ question: { ask: "what", at: { x: 5, y: 6 }, from: "agent:triage" } }));
    await user.keyboard("{Enter}");
    expect(session.get().newBox).toEqual({
      tool: { make: "agent", kind: "ai" },
      at: { x: 5, y: 6 },
      from: "agent:triage",
    });
  });

  it("asks for the channel of an entry", async () => {
    const user = open();
    choose(["agent:triage"]);
    await user.keyboard("e");
    await user.click(screen.getByRole("menuitem", { name: "Email" }));
    await waitFor(() =>
      expect(registry.record("entry", "triage-email")).toMatchObject({ channel: "email" }),
    );
  });

  it("makes a receiver of the name that is typed, beside the sender, with its handoff", async () => {
    const user = open();
    choose(["agent:triage"]);
    act(() => session.set({ question: { ask: "receiver", from: "agent:triage" } }));
    await user.type(await screen.findByTestId("which-box"), "Refunds{Enter}");
    await waitFor(() =>
      expect(registry.record("agent", "refunds")).toMatchObject({ name: "Refunds" }),
    );
    expect(registry.record("handoff", "triage-to-refunds")).toMatchObject({ to: "refunds" });
    expect(session.get().selection).toEqual(selectionOf(["agent:refunds"]));
  });

  it("takes tags for a receiver and keeps the old one as default", async () => {
    const user = open();
    act(() => {
      const from = "agent:triage";
      const handoff = "triage-to-billing";
      session.set({
        question: { ask: "tags", at: { x: 5, y: 6 }, from, handoff, placed: false },
      });
    });
    await user.keyboard("refund{Enter}invoices");
    await user.click(screen.getByTestId("query-create"));
    await waitFor(() =>
      expect(registry.record("handoff", "triage-to-billing")).toMatchObject({
        to: { capabilities: ["refund", "invoices"], default: "billing" },
      }),
    );
  });

  it("draws a handoff by keyboard alone", async () => {
    const user = open();
    choose(["agent:billing"]);
    await user.keyboard("h");
    await user.keyboard("tri{Enter}");
    await waitFor(() =>
      expect(registry.record("handoff", "billing-to-triage")).toMatchObject({ to: "triage" }),
    );
  });

  it("asks before boxes that were placed by hand are moved", async () => {
    const user = open();
    choose(["agent:triage"]);
    await user.keyboard("{Shift>}P{/Shift}");
    const pinned = () => registry.record("placement", "desk.agent.triage");
    await waitFor(() => expect(pinned()).toMatchObject({ pinned: true }));
    await user.keyboard("{Control>}{Shift>}L{/Shift}{/Control}");
    expect(screen.getByText("One box is pinned where it was put.")).toBeTruthy();
    await user.click(screen.getByTestId("layout-move"));
    await waitFor(() => expect(pinned()).not.toHaveProperty("pinned"));
    expect(session.get().question).toBeNull();
  });
});

describe("keys on the drawing", () => {
  it("focus on the neighbours, widen, and leave with Escape", async () => {
    const user = open();
    choose(["agent:triage"]);
    await user.keyboard("2");
    expect(session.get().focus).toEqual({ box: "agent:triage", hops: 2 });
    await user.keyboard("{Escape}{Escape}");
    expect(session.get().focus).toBeNull();
  });

  it("walk from box to box and on to the tools", async () => {
    const user = open();
    await user.keyboard("{Tab}");
    expect(session.get().selection).toEqual(selectionOf(["agent:triage"]));
    await user.keyboard("{Tab}");
    expect(session.get().selection).toEqual(selectionOf(["agent:billing"]));
    await user.keyboard("{Tab}");
    expect(session.get().selection).toEqual(selectionOf([]));
    expect(document.activeElement).toBe(screen.getByTestId("layer"));
  });

  it("do nothing to a drawing that cannot be changed", async () => {
    const user = open();
    choose(["agent:triage"]);
    act(() => session.set({ past: 1 }));
    await user.keyboard("{ArrowRight}{Delete}gn{Control>}d{/Control}");
    expect(registry.written).toEqual([]);
    expect(session.get().newBox).toBeNull();
    act(() => session.set({ past: null }));
  });
});

describe("the clipboard", () => {
  it("copies the selection with its handoffs, and pastes it under the hand", async () => {
    const copy = vi.spyOn(registry.platform, "copyRecords").mockResolvedValue('{"clip":1}');
    const pasted = vi.spyOn(registry.platform, "pasteRecords");
    const user = open();
    choose(["agent:triage"], ["triage-to-billing"]);
    await user.keyboard("{Control>}c{/Control}");
    await waitFor(() => expect(session.get().clip).toBe('{"clip":1}'));
    expect(copy).toHaveBeenCalledWith("desk", [
      { kind: "agent", id: "triage" },
      { kind: "handoff", id: "triage-to-billing" },
    ]);
    await user.keyboard("{Control>}v{/Control}");
    await waitFor(() =>
      expect(pasted).toHaveBeenCalledWith("desk", '{"clip":1}', { x: 500, y: 400 }, false),
    );
    await user.keyboard("{Control>}{Shift>}v{/Shift}{/Control}");
    await waitFor(() => expect(pasted.mock.lastCall?.[3]).toBe(true));
  });

  it("pastes what was copied last, however late the registry answers", async () => {
    let answer: (text: string) => void = () => {};
    const slow = new Promise<string>((resolve) => {
      answer = resolve;
    });
    vi.spyOn(registry.platform, "copyRecords").mockReturnValue(slow);
    const pasted = vi.spyOn(registry.platform, "pasteRecords");
    const user = open();
    choose(["agent:triage"]);
    await user.keyboard("{Control>}c{/Control}");
    await user.keyboard("{Control>}v{/Control}");
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(pasted).not.toHaveBeenCalled();
    answer('{"clip":2}');
    await waitFor(() => expect(pasted.mock.lastCall?.[1]).toBe('{"clip":2}'));
    // The desktop's own event comes after all: it is the same paste.
    const late = new Event("paste", { bubbles: true });
    Object.assign(late, { clipboardData: { getData: () => "" } });
    document.body.dispatchEvent(late);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(pasted).toHaveBeenCalledTimes(1);
  });

  it("takes what another window has copied", async () => {
    const pasted = vi.spyOn(registry.platform, "pasteRecords");
    open();
    const event = new Event("paste", { bubbles: true });
    Object.assign(event, {
      clipboardData: { getData: () => '{"baton":"clip/1","from":"elsewhere"}' },
    });
    document.body.dispatchEvent(event);
    await waitFor(() =>
      expect(pasted.mock.lastCall?.[1]).toBe('{"baton":"clip/1","from":"elsewhere"}'),
    );
  });
});
