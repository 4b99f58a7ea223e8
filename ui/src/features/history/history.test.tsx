import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { NOTHING } from "../../canvas/selection";
import { CHANGE_SHADES } from "../../document/marking";
import { markingNow } from "../../document/past";
import { EMPTY_DOCUMENT, recordOf, useDocument } from "../../document/store";
import { receive, start } from "../../document/sync";
import { type HistoryEntry, replacePlatform } from "../../platform";
import { DEFAULTS } from "../../session/persist";
import { session } from "../../session/store";
import { type MemoryRegistry, memoryRegistry } from "../../testing/platform";
import { giveSizes } from "../../testing/sizes";
import { BILLING, RECORDS } from "../../testing/support";
import { HistoryPanel } from "./history-panel";
import { PastBanner } from "./past-banner";
import { RewindPanel } from "./rewind-panel";

const entry = (revision: number, author: string): HistoryEntry => ({
  revision,
  author,
  at: new Date(Date.now() - (500 - revision) * 60_000).toISOString(),
  operation_id: `op-${revision}`,
  summary: `edit number ${revision}`,
  action: "edit",
  changes: 1,
});
const HISTORY = Array.from({ length: 450 }, (_, i) => entry(450 - i, i % 2 ? "kim" : "maria"));

let registry: MemoryRegistry;

beforeEach(async () => {
  giveSizes();
  registry = memoryRegistry({ records: RECORDS, history: HISTORY });
  const now = await registry.platform.snapshot();
  vi.spyOn(registry.platform, "snapshotAt").mockImplementation(async (revision) => ({
    ...now,
    revision,
    records: now.records.map((stored) =>
      stored.id === "billing" ? { ...stored, record: { ...BILLING, name: "Old Billing" } } : stored,
    ),
  }));
  vi.spyOn(registry.platform, "rewind");
  replacePlatform(registry.platform);
  useDocument.setState(EMPTY_DOCUMENT, true);
  session.set({ ...DEFAULTS, selection: NOTHING, past: null, notices: [], topology: null });
  await start();
});

const billing = () => recordOf(useDocument.getState(), "agent", "billing")?.name;

describe("the history", () => {
  it("is read page by page and filtered by author and words", async () => {
    const user = userEvent.setup();
    const history = vi.spyOn(registry.platform, "history");
    render(<HistoryPanel />);
    expect(await screen.findByText("edit number 450")).toBeTruthy();
    expect(screen.getAllByTestId(/^history-\d+$/).length).toBeLessThan(80);
    await user.selectOptions(screen.getByTestId("history-author"), "kim");
    expect(screen.queryByText("edit number 450")).toBeNull();
    expect(screen.getByText("edit number 449")).toBeTruthy();
    await user.selectOptions(screen.getByTestId("history-author"), "");
    await user.type(screen.getByTestId("history-filter"), "number 17");
    // Nothing of the first page is called so: further ones are asked for.
    await waitFor(() => expect(history).toHaveBeenCalledWith(200, 251));
    expect(await screen.findByText("edit number 170")).toBeTruthy();
    expect(screen.queryByText("Now")).toBeNull();
  });

  it("leads to an earlier state, in which news are left for later", async () => {
    const user = userEvent.setup();
    render(
      <>
        <PastBanner />
        <HistoryPanel />
      </>,
    );
    await user.click(await screen.findByTestId("history-448"));
    expect(await screen.findByText("You are looking at revision 448")).toBeTruthy();
    expect(await screen.findByText(/by maria\. Nothing can be changed here/)).toBeTruthy();
    expect(billing()).toBe("Old Billing");
    expect(useDocument.getState().canUndo).toBe(false);
    await receive({
      revision: 449,
      diff: [{ kind: "agent", id: "billing", before: null, after: { ...BILLING, name: "News" } }],
      findings: { changed: [], gone: [] },
      can_undo: true,
      can_redo: false,
      notes: [],
    });
    expect(billing()).toBe("Old Billing");
    await user.click(screen.getByTestId("past-leave"));
    await waitFor(() => expect(billing()).toBe("Billing"));
    expect(session.get().past).toBeNull();
  });

  it("is stepped through with the scrubber", async () => {
    const user = userEvent.setup();
    render(<PastBanner />);
    render(<HistoryPanel />);
    await user.click(await screen.findByTestId("history-449"));
    await screen.findByText("You are looking at revision 449");
    expect(await screen.findByText(/of 450/)).toBeTruthy();
    // Which edit is the present one is told all the while.
    expect(screen.getByTestId("history-450").textContent).toMatch(/^Now/);
    expect(screen.getAllByText("Now")).toHaveLength(1);
    await user.click(screen.getByTestId("past-before"));
    await user.click(screen.getByTestId("past-before"));
    await waitFor(() => expect(session.get().past).toBe(447));
    expect(registry.platform.snapshotAt).not.toHaveBeenCalledWith(448);
  });

  it("marks what the edit of a state added, changed and took away, unless that is not wanted", async () => {
    const user = userEvent.setup();
    const handoff = { id: "gone", topology: "desk", from: "triage", to: { agent: "billing" } };
    vi.spyOn(registry.platform, "changesOf").mockImplementation(async (revision) =>
      revision === 448
        ? [
            { kind: "agent", id: "billing", before: BILLING, after: { ...BILLING, name: "Old" } },
            { kind: "agent", id: "triage", before: null, after: { id: "triage", name: "Triage" } },
            { kind: "handoff", id: "gone", before: handoff, after: null },
          ]
        : [],
    );
    const drawingAt = vi.spyOn(registry.platform, "drawingAt");
    session.set({ topology: "desk", pastMarked: true });
    render(
      <>
        <PastBanner />
        <HistoryPanel />
      </>,
    );
    await user.click(await screen.findByTestId("history-448"));
    expect((await screen.findByTestId("past-edit")).textContent).toContain(
      "1 added, 1 changed, 1 removed",
    );
    // Where what is gone stood is asked of the state before.
    expect(drawingAt).toHaveBeenCalledWith("desk", 447);
    const marking = () => markingNow(session.get());
    expect(marking()?.box("agent:billing")).toBe(CHANGE_SHADES.changed);
    expect(marking()?.box("agent:triage")).toBe(CHANGE_SHADES.added);
    await user.click(screen.getByTestId("past-marks"));
    expect(marking()).toBeNull();
    await user.click(screen.getByTestId("past-marks"));
    await user.click(screen.getByTestId("past-leave"));
    await waitFor(() => expect(marking()).toBeNull());
  });

  it("restores a state only after a look at what changes", async () => {
    const user = userEvent.setup();
    const diff = [
      {
        kind: "agent" as const,
        id: "billing",
        before: BILLING,
        after: { ...BILLING, name: "Old" },
      },
    ];
    const reply = await registry.platform.rewind(448, true);
    vi.mocked(registry.platform.rewind).mockResolvedValue({ ...reply, diff });
    session.set({ past: 448 });
    render(<RewindPanel revision={448} />);
    expect(await screen.findByText("1 record changes")).toBeTruthy();
    expect(registry.platform.rewind).not.toHaveBeenCalledWith(448, false);
    await user.click(screen.getByTestId("rewind-apply"));
    await waitFor(() => expect(registry.platform.rewind).toHaveBeenCalledWith(448, false));
    expect(session.get().past).toBeNull();
  });
});
