import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { EMPTY_DOCUMENT, useDocument } from "../../document/store";
import { start } from "../../document/sync";
import {
  type ErrorReply,
  type PasteTextReply,
  PlatformError,
  replacePlatform,
} from "../../platform";
import { session } from "../../session/store";
import { type MemoryRegistry, memoryRegistry } from "../../testing/platform";
import { pasteOutside } from "./outside";
import { PastePanel } from "./paste-panel";

let registry: MemoryRegistry;

beforeEach(async () => {
  registry = memoryRegistry({
    records: [{ kind: "topology", id: "desk", record: { id: "desk", name: "Desk" } }],
  });
  replacePlatform(registry.platform);
  useDocument.setState(EMPTY_DOCUMENT);
  await start();
  session.set({ topology: "desk", dock: { show: "inspector" } });
});

/** What every text is read as from now on. */
function readAs(answer: Partial<PasteTextReply>) {
  const { platform } = registry;
  const plain = platform.pasteText;
  return vi
    .spyOn(platform, "pasteText")
    .mockImplementation(async (...asked) => ({ ...(await plain(...asked)), ...answer }));
}

const CREATED = { kind: "agent" as const, id: "sorter", before: null, after: { id: "sorter" } };
const reply = {
  revision: 1,
  diff: [CREATED],
  findings: { changed: [], gone: [] },
  can_undo: false,
  can_redo: false,
  notes: [],
};

describe("text from elsewhere", () => {
  it("stands at once where it is a note, at whole units", async () => {
    const pasted = readAs({ read_as: "note" });
    await pasteOutside("Ask Maria", { x: 10.4, y: 20.6 });
    const place = { x: 10, y: 21 };
    expect(pasted.mock.calls).toEqual([
      ["desk", "Ask Maria", place, true],
      ["desk", "Ask Maria", place, false],
    ]);
    expect(session.get().dock.show).toBe("inspector");
  });

  it.each(["edits", "file"] as const)("is shown first where it is %s", async (read_as) => {
    const pasted = readAs({ read_as });
    await pasteOutside("flowchart LR", null);
    expect(pasted).toHaveBeenCalledTimes(1);
    expect(session.get().dock).toEqual({ show: "paste", text: "flowchart LR", at: null });
  });

  it("is shown with the reason where it cannot be read", async () => {
    const error: ErrorReply = {
      code: "invalid_input",
      kind: "user",
      message: "line 1, column 2: this is no JSON",
      hints: ["Close what was opened."],
      conflict: null,
    };
    vi.spyOn(registry.platform, "pasteText").mockRejectedValue(new PlatformError(error));
    await pasteOutside("[", null);
    expect(session.get().dock.show).toBe("paste");
    render(<PastePanel text="[" at={null} />);
    expect((await screen.findByTestId("paste-refusal")).textContent).toContain("no JSON");
    expect(screen.getByTestId("paste-apply")).toHaveProperty("disabled", true);
  });
});

describe("the panel", () => {
  it("reads what is typed, says what it is, and pastes it", async () => {
    const user = userEvent.setup();
    const pasted = readAs({ read_as: "file", told: "a Mermaid flowchart", reply });
    render(<PastePanel text="" at={null} />);
    expect(document.activeElement).toBe(screen.getByLabelText("Text"));
    expect(screen.getByTestId("paste-apply")).toHaveProperty("disabled", true);
    await user.type(screen.getByLabelText("Text"), "flowchart LR");
    expect((await screen.findByTestId("paste-told")).textContent).toContain("a Mermaid flowchart");
    await user.click(screen.getByRole("button", { name: "Paste 1 record" }));
    await waitFor(() =>
      expect(pasted.mock.lastCall).toEqual(["desk", "flowchart LR", null, false]),
    );
  });

  it("says so where there is nothing new in it", async () => {
    readAs({ read_as: "edits", told: "1 edit of records" });
    render(<PastePanel text="[]" at={null} />);
    expect((await screen.findByTestId("paste-told")).textContent).toContain("nothing new");
    expect(screen.getByTestId("paste-apply")).toHaveProperty("disabled", true);
  });
});
