import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { action } from "../../actions/all";
import { EMPTY_DOCUMENT, useDocument } from "../../document/store";
import { start } from "../../document/sync";
import {
  type ExportKindInfo,
  type ExportProgress,
  type PlannedFile,
  PlatformError,
  replacePlatform,
} from "../../platform";
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
  session.set({ ...DEFAULTS, exports: {}, past: null, notices: [] });
  vi.spyOn(registry.platform, "exportChoice").mockResolvedValue({
    folder: "/tmp/out",
    kinds: null,
    whole: false,
  });
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
        expect.any(String),
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

  it("remembers folder, kinds and scope for this topology", async () => {
    const remember = vi.spyOn(registry.platform, "rememberExport");
    const user = open();
    await user.click(await screen.findByTestId("export-scope-whole"));
    await user.click(screen.getByTestId("export-family-Operations"));
    await user.click(screen.getByTestId("export-kind-runbooks"));
    const choice = { folder: "/tmp/out", kinds: ["contracts"], whole: true };
    expect(remember).toHaveBeenLastCalledWith("desk", choice);
    await waitFor(() =>
      expect(registry.platform.exportPlan).toHaveBeenLastCalledWith(
        "/tmp/out",
        ["contracts"],
        null,
        expect.any(String),
      ),
    );
  });

  it("lists what can be written by family, searches it, and ticks a family at once", async () => {
    const kind = (id: string, family: string): ExportKindInfo => ({
      id,
      title: `Title of ${id}`,
      about: `What \`${id}\` is.`,
      family,
    });
    const known = [kind("a", "One"), kind("b", "One"), kind("c", "Two")];
    vi.spyOn(registry.platform, "exportKinds").mockResolvedValue(known);
    const user = open();
    const all = await screen.findByTestId<HTMLInputElement>("export-kind-family-One");
    expect(screen.getByTestId("export-kinds-count").textContent).toBe("3 of 3");
    await user.click(all);
    expect(screen.getByTestId("export-kinds-count").textContent).toBe("1 of 3");
    await user.type(screen.getByTestId("export-kinds-search"), "title of B");
    expect(screen.queryByTestId("export-kind-c")).toBeNull();
    await user.click(screen.getByTestId("export-kind-b"));
    await user.clear(screen.getByTestId("export-kinds-search"));
    expect(all.indeterminate).toBe(true);
    await user.click(all);
    expect(screen.getByTestId("export-kinds-count").textContent).toBe("3 of 3");
    await user.click(screen.getByTestId("export-kinds-none"));
    expect(await screen.findByText("Nothing to write")).toBeTruthy();
  });

  it("tells how far a write is, and ends it with what was written until then", async () => {
    let tell: (progress: ExportProgress) => void = () => {};
    let refuse: (reason: unknown) => void = () => {};
    registry.platform.onExportProgress = async (handler) => {
      tell = handler;
      return () => {};
    };
    registry.platform.exportWrite = (_folder, _kinds, _topology, _edited, run) => {
      tell({ run, step: { phase: "writing", done: 3, of: 12 } });
      tell({ run: "another", step: { phase: "writing", done: 9, of: 12 } });
      return new Promise((_, reject) => {
        refuse = reject;
      });
    };
    registry.platform.cancelExport = async () => {
      refuse(
        new PlatformError({
          code: "cancelled",
          kind: "user",
          message: "the export was ended after 3 of 12 files",
          hints: ["those are new, the others are as they were"],
          conflict: null,
        }),
      );
      return null;
    };
    const user = open();
    await screen.findByTestId("file-runbooks/a.md");
    await user.click(screen.getByTestId("export-write"));
    const progress = await screen.findByTestId("export-progress");
    expect(progress.textContent).toContain("Writing: 3 of 12");
    await user.click(screen.getByTestId("export-progress-end"));
    expect((await screen.findByTestId("export-written")).textContent).toContain(
      "The export was ended after 3 of 12 files. Those are new, the others are as they were.",
    );
    expect(screen.queryByTestId("export-progress")).toBeNull();
    expect(session.get().notices).toEqual([]);
  });

  it("ends a comparison, and compares again", async () => {
    let refuse: (reason: unknown) => void = () => {};
    const plan = vi.spyOn(registry.platform, "exportPlan").mockImplementationOnce(
      () =>
        new Promise((_, reject) => {
          refuse = reject;
        }),
    );
    registry.platform.cancelExport = async () => {
      const words = { message: "the export was ended", hints: [], conflict: null };
      refuse(new PlatformError({ code: "cancelled", kind: "user", ...words }));
      return null;
    };
    const user = open();
    await user.click(await screen.findByTestId("export-progress-end"));
    await user.click(await screen.findByTestId("export-again"));
    expect(await screen.findByTestId("file-runbooks/a.md")).toBeTruthy();
    expect(plan).toHaveBeenCalledTimes(2);
  });

  it("opens the folder, and says when that cannot be done", async () => {
    const shown = vi.spyOn(registry.platform, "openExportFolder");
    const user = open();
    await user.click(await screen.findByTestId("export-open-folder"));
    expect(shown).toHaveBeenCalledWith("/tmp/out");
    const words = { message: "/tmp/out is no folder", hints: ["choose it again"], conflict: null };
    shown.mockRejectedValueOnce(new PlatformError({ code: "not_found", kind: "user", ...words }));
    action("open-export-folder").perform();
    await waitFor(() => expect(session.get().notices).toHaveLength(1));
  });
});
