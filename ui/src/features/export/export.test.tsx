import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { EMPTY_DOCUMENT, useDocument } from "../../document/store";
import { start } from "../../document/sync";
import { type PlannedFile, replacePlatform } from "../../platform";
import { DEFAULTS } from "../../session/persist";
import { session } from "../../session/store";
import { type MemoryRegistry, memoryRegistry } from "../../testing/platform";
import { giveSizes } from "../../testing/sizes";
import { RECORDS } from "../../testing/support";
import { DiffView } from "./diff-view";
import { ExportPanel } from "./export-panel";

const file = (path: string, change: PlannedFile["change"]): PlannedFile => ({
  path,
  change,
  kind: "runbooks",
  sha256: "",
  size: 12,
});
const FILES = [file("runbooks/a.md", "changed"), file("runbooks/b.md", "edited")];

let registry: MemoryRegistry;

beforeEach(async () => {
  giveSizes();
  registry = memoryRegistry({ records: RECORDS });
  const report = { files: FILES, current: false, notes: [] };
  vi.spyOn(registry.platform, "exportPlan").mockResolvedValue(report);
  vi.spyOn(registry.platform, "exportWrite").mockResolvedValue(report);
  vi.spyOn(registry.platform, "exportFileDiff").mockResolvedValue({
    path: "runbooks/a.md",
    text: true,
    lines: [
      { change: "removed", text: "old words", old_line: 1, new_line: null },
      { change: "added", text: "new words", old_line: null, new_line: 1 },
    ],
  });
  replacePlatform(registry.platform);
  useDocument.setState(EMPTY_DOCUMENT, true);
  session.set({ ...DEFAULTS, exportFolder: "/tmp/out", past: null, notices: [] });
  await start();
  session.show({ show: "export" });
});

function open() {
  render(
    <>
      <DiffView />
      <ExportPanel />
    </>,
  );
  return userEvent.setup();
}

describe("an export", () => {
  it("shows what changes in a file, by line and sign, and closes on Escape", async () => {
    const user = open();
    await user.click(await screen.findByTestId("file-runbooks/a.md"));
    const view = await screen.findByTestId("diff-view");
    expect(await within(view).findByText("new words")).toBeTruthy();
    expect(within(view).getByText("1 lines added, 1 lines removed")).toBeTruthy();
    expect(within(view).getByText("added:")).toBeTruthy();
    expect(registry.platform.exportFileDiff).toHaveBeenCalledWith(
      "/tmp/out",
      ["contracts", "runbooks"],
      "desk",
      "runbooks/a.md",
    );
    view.focus();
    await user.keyboard("{Escape}");
    expect(screen.queryByTestId("diff-view")).toBeNull();
    expect(session.get().dock).toEqual({ show: "export" });
  });

  it("asks what happens to files that were edited by hand, and tells what was written", async () => {
    const user = open();
    await user.click(await screen.findByTestId("export-refuse"));
    expect(screen.getByTestId("export-write")).toHaveProperty("disabled", true);
    await user.click(screen.getByTestId("export-overwrite"));
    await user.click(screen.getByTestId("export-write"));
    await waitFor(() =>
      expect(registry.platform.exportWrite).toHaveBeenCalledWith(
        "/tmp/out",
        ["contracts", "runbooks"],
        "desk",
        "overwrite",
      ),
    );
    expect((await screen.findByTestId("export-written")).textContent).toBe(
      "Written: 1 rewritten, 1 overwritten.",
    );
  });

  it("is walked with the arrows", async () => {
    const user = open();
    const [folder] = await screen.findAllByRole("treeitem");
    folder?.focus();
    await user.keyboard("{ArrowDown}{ArrowDown}");
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByTestId("file-runbooks/b.md")),
    );
    await user.keyboard("{Home}{ArrowLeft}");
    await waitFor(() => expect(screen.getAllByRole("treeitem")).toHaveLength(1));
  });
});
