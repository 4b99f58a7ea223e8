import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EMPTY_SCENE } from "../../canvas/scene";
import { NOTHING, selectionOf } from "../../canvas/selection";
import { commit } from "../../document/commit";
import { put } from "../../document/drafts";
import { EMPTY_DOCUMENT, useDocument } from "../../document/store";
import { start } from "../../document/sync";
import { replacePlatform } from "../../platform";
import { DEFAULTS } from "../../session/persist";
import { session } from "../../session/store";
import { type MemoryRegistry, memoryRegistry } from "../../testing/platform";
import { giveSizes } from "../../testing/sizes";
import { BILLING, RECORDS } from "../../testing/support";
import { LiveRegion, selectionWords } from "./live-region";
import { Notices } from "./notices";
import { Outline } from "./outline";
import { BusyWords, SaveProgress, SaveState } from "./save-state";
import { TopologyMenu } from "./topology-menu";

let registry: MemoryRegistry;

beforeEach(async () => {
  giveSizes();
  registry = memoryRegistry({ records: RECORDS });
  replacePlatform(registry.platform);
  useDocument.setState(EMPTY_DOCUMENT, true);
  session.set({ ...DEFAULTS, selection: NOTHING, past: null, notices: [], saving: 0 });
  await start();
});
afterEach(() => vi.useRealTimers());

describe("the state of what is shown", () => {
  it.each([
    [0, "Saving…"],
    [1100, "Saving…"],
    [5100, "Not stored yet"],
  ])("after %d ms says %s", (passed, words) => {
    vi.useFakeTimers();
    render(
      <>
        <SaveState />
        <BusyWords />
        <SaveProgress />
      </>,
    );
    expect(screen.getByTestId("status-saved").textContent).toContain("Saved");
    act(() => session.set({ saving: 1 }));
    act(() => vi.advanceTimersByTime(passed));
    expect(screen.getByTestId("status-saved").textContent).toContain(words);
    expect(
      screen.queryByText("The registry is busy; what you see is not stored yet") !== null,
    ).toBe(passed > 5000);
    expect(screen.queryByRole("progressbar") !== null).toBe(passed > 1000);
    act(() => session.set({ saving: 0 }));
    expect(screen.getByTestId("status-saved").textContent).toContain("Saved");
  });
});

describe("an edit while nothing can be changed", () => {
  it("is refused with the reason, and is never sent", async () => {
    render(<Notices />);
    act(() => session.set({ past: 3 }));
    await act(async () => {
      expect(await commit([put("agent", BILLING)])).toBe(false);
    });
    expect(registry.written).toEqual([]);
    expect(screen.getByRole("alert").textContent).toContain("Revision 3 is an earlier state");
  });
});

describe("people who do not see the window", () => {
  it("are told what an edit did and what is selected", async () => {
    render(<LiveRegion />);
    await act(async () => {
      await commit([put("agent", { ...BILLING, name: "Accounts" })]);
    });
    expect(screen.getByTestId("live-region").textContent).toBe("Agent Accounts changed");
    act(() => session.select(selectionOf(["agent:triage"])));
    await waitFor(() =>
      expect(screen.getByTestId("live-region").textContent).toMatch(/^Selected: Triage/),
    );
  });

  it.each([
    [NOTHING, ""],
    [selectionOf(["agent:a", "agent:b"], ["h"]), "2 boxes and 1 handoff selected"],
    [selectionOf([], ["h", "i"]), "2 handoffs selected"],
  ])("hear how much is selected", (selection, words) => {
    expect(selectionWords(EMPTY_SCENE, selection)).toBe(words);
  });
});

describe("the outline", () => {
  it("follows the selection and leads it", async () => {
    const user = userEvent.setup();
    render(<Outline />);
    const triage = await screen.findByRole("treeitem", { name: /^Triage, / });
    await user.click(triage);
    expect(session.get().selection).toEqual(selectionOf(["agent:triage"]));
    triage.focus();
    await user.keyboard("{ArrowDown}");
    expect(session.get().selection).toEqual(selectionOf([], ["triage-to-billing"]));
    expect(document.activeElement?.id).toBe("outline-handoff:triage-to-billing");
    act(() => session.select(selectionOf(["agent:billing"])));
    expect(screen.getByRole("treeitem", { name: /^Billing, / }).getAttribute("aria-selected")).toBe(
      "true",
    );
    await user.keyboard("{ArrowLeft}");
  });

  it("keeps thousands of agents out of the document", async () => {
    const agents = Array.from({ length: 3000 }, (_, i) => ({
      kind: "agent" as const,
      id: `a-${i}`,
      record: { id: `a-${i}`, name: `Agent ${i}` },
    }));
    const placements = agents.map(({ id }) => ({
      kind: "placement" as const,
      id: `desk.agent.${id}`,
      record: {
        id: `desk.agent.${id}`,
        topology: "desk",
        subject: { kind: "agent" as const, id },
      },
    }));
    const records = [...RECORDS, ...agents, ...placements];
    replacePlatform(memoryRegistry({ records }).platform);
    useDocument.setState(EMPTY_DOCUMENT, true);
    await start();
    render(<Outline />);
    expect(await screen.findByText("3,002 agents, 1 handoff")).toBeTruthy();
    expect(screen.getAllByRole("treeitem").length).toBeLessThan(80);
  });
});

describe("the topologies", () => {
  it("are found by typing, and a new name makes one", async () => {
    const user = userEvent.setup();
    render(<TopologyMenu />);
    await user.click(screen.getByTestId("topology-menu"));
    const field = screen.getByTestId("topology-search");
    await waitFor(() => expect(document.activeElement).toBe(field));
    expect(screen.getByRole("option", { name: "Support desk" })).toBeTruthy();
    await user.type(field, "Night shift{Enter}");
    await waitFor(() =>
      expect(registry.record("topology", "night-shift")).toEqual({
        id: "night-shift",
        name: "Night shift",
      }),
    );
    expect(session.get().topology).toBe("night-shift");
  });
});
