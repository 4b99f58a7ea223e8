/** An import is looked at as a drawing, goes where people say, and comes by dropping too. */
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { EMPTY_DOCUMENT, useDocument } from "../../document/store";
import { start } from "../../document/sync";
import {
  type ImportProgress,
  type ImportReply,
  type PickedFile,
  PlatformError,
  platform,
  replacePlatform,
} from "../../platform";
import { session } from "../../session/store";
import { type MemoryRegistry, memoryRegistry } from "../../testing/platform";
import { giveSizes } from "../../testing/sizes";
import { Dock } from "../shell/dock";
import { DropTarget } from "./drop-target";
import { droppedFiles } from "./dropped";
import { importFiles } from "./import";

const REPLY: ImportReply = {
  revision: 1,
  created: [{ kind: "agent", id: "greeter" }],
  updated: [{ kind: "agent", id: "billing" }],
  changes: [
    { kind: "agent", id: "billing", before: { name: "Billing" }, after: { name: "Accounts" } },
  ],
  notes: [],
  proposals: [{ message: "Clerk is no longer in the file", edit: deletion() }],
  refused: false,
  drawings: [
    {
      topology: "desk",
      name: "Desk",
      is_new: true,
      agents: 1,
      handoffs: 0,
      picture: {
        width: 100,
        height: 40,
        boxes: [
          { kind: "agent", agent_kind: "ai", name: "Greeter", x: 0, y: 0, width: 100, height: 40 },
        ],
        lines: [],
      },
    },
  ],
};

function deletion(): ImportReply["proposals"][number]["edit"] {
  return { op: "delete", kind: "agent", id: "clerk", base_revision: 1, operation_id: "" };
}

let registry: MemoryRegistry;
let asked: { files: PickedFile[]; topology: string | null }[];

beforeEach(async () => {
  giveSizes();
  localStorage.clear();
  asked = [];
  registry = memoryRegistry({
    records: [
      { kind: "topology", id: "old", record: { id: "old", name: "Old desk" } },
      {
        kind: "agent",
        id: "clerk",
        record: { id: "clerk", name: "Clerk", kind: "ai", lifecycle: "experimental" },
      },
    ],
    findings: [],
    imports: REPLY,
  });
  replacePlatform({
    ...registry.platform,
    importPreview: async (files, topology) => {
      asked.push({ files, topology });
      return REPLY;
    },
  });
  useDocument.setState(EMPTY_DOCUMENT, true);
  session.set({ dock: { show: "inspector" }, notices: [] });
  await start();
});

describe("an import", () => {
  it("is shown as a drawing with what changes", async () => {
    render(<Dock />);
    await act(importFiles);
    expect(screen.getByRole("img", { name: "Desk: 1 agents" })).toBeTruthy();
    expect(screen.getByText("Accounts")).toBeTruthy();
  });

  it("goes into the topology that is chosen, after a look at that", async () => {
    render(<Dock />);
    await act(importFiles);
    await userEvent.setup().selectOptions(screen.getByTestId("import-topology"), "old");
    await waitFor(() => expect(asked.map(({ topology }) => topology)).toEqual([null, "old"]));
    expect(registry.imported).toBe(0);
  });

  it("leaves to people what only they decide", async () => {
    render(<Dock />);
    await act(importFiles);
    expect(screen.getByText("Clerk is no longer in the file")).toBeTruthy();
    await userEvent.setup().click(screen.getByRole("button", { name: /^Delete/ }));
    await waitFor(() => expect(registry.record("agent", "clerk")).toBeUndefined());
  });
});

describe("an import that takes its time", () => {
  const ended = new PlatformError({
    code: "cancelled",
    kind: "user",
    message: "the import was ended",
    hints: ["nothing was stored"],
    conflict: null,
  });
  let tell: (progress: ImportProgress) => void;
  /** Never answers until it is ended. */
  let held: (files: PickedFile[], topology: string | null, run: string) => Promise<ImportReply>;
  let run: string;

  beforeEach(() => {
    let refuse: (reason: unknown) => void = () => {};
    held = (_files, _topology, id) => {
      run = id;
      return new Promise((_, reject) => {
        refuse = reject;
      });
    };
    replacePlatform({
      ...registry.platform,
      importPreview: async () => REPLY,
      onImportProgress: async (handler) => {
        tell = handler;
        return () => {};
      },
      cancelImport: async (id) => {
        if (id === run) refuse(ended);
        return null;
      },
    });
  });

  it("names its files at once, tells how far it is, and ends without a trace", async () => {
    replacePlatform({ ...platform(), importPreview: held });
    const user = userEvent.setup();
    render(<Dock />);
    let over: Promise<void> = Promise.resolve();
    await act(async () => {
      over = importFiles();
    });
    expect(screen.getByText("/tmp/desk.json")).toBeTruthy();
    const progress = screen.getByTestId("import-progress");
    expect(progress.textContent).toContain("Reading the files");
    act(() => tell({ run, step: { phase: "reading", done: 4000, of: 12000 } }));
    act(() => tell({ run: "another", step: { phase: "reading", done: 9, of: 10 } }));
    expect(progress.textContent).toContain("Placing on the drawing: 4,000 of 12,000");
    expect(screen.getByTestId<HTMLButtonElement>("import-apply").disabled).toBe(true);
    await user.click(screen.getByTestId("import-progress-end"));
    await act(() => over);
    expect(session.get().dock.show).toBe("inspector");
    expect(session.get().notices).toEqual([]);
  });

  it("is ended by whoever closes it while it is read", async () => {
    replacePlatform({ ...platform(), importPreview: held });
    render(<Dock />);
    let over: Promise<void> = Promise.resolve();
    await act(async () => {
      over = importFiles();
    });
    act(session.closeDock);
    await act(() => over);
    expect(session.get().importing).toBeNull();
    expect(session.get().dock.show).toBe("inspector");
  });

  it("keeps what it showed when its storing is ended", async () => {
    replacePlatform({ ...platform(), importApply: held });
    const user = userEvent.setup();
    render(<Dock />);
    await act(importFiles);
    await user.click(screen.getByTestId("import-apply"));
    act(() => tell({ run, step: { phase: "storing", done: 20000, of: 50000 } }));
    expect(screen.getByTestId("import-progress").textContent).toContain(
      "Storing: 20,000 of 50,000 records",
    );
    await user.click(screen.getByTestId("import-progress-end"));
    await waitFor(() => expect(screen.queryByTestId("import-progress")).toBeNull());
    expect(screen.getByText("Accounts")).toBeTruthy();
    expect(screen.getByTestId<HTMLButtonElement>("import-apply").disabled).toBe(false);
    expect(registry.imported).toBe(0);
  });

  it("goes on being stored when its panel is closed, and says when it is in", async () => {
    let answer: (reply: ImportReply) => void = () => {};
    replacePlatform({
      ...platform(),
      importApply: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    });
    const user = userEvent.setup();
    render(<Dock />);
    await act(importFiles);
    await user.click(screen.getByTestId("import-apply"));
    act(session.closeDock);
    await act(async () => answer(REPLY));
    await waitFor(() =>
      expect(session.get().notices.map(({ title }) => title)).toEqual([
        "Imported: 1 created, 1 updated",
      ]),
    );
  });
});

describe("a drop", () => {
  it("shows where it goes and what it would bring", async () => {
    render(
      <>
        <DropTarget />
        <Dock />
      </>,
    );
    const dataTransfer = transferOf([["desk.json", "{}"]]);
    fireEvent.dragEnter(window, { dataTransfer });
    expect(screen.getByText(/Drop to look/)).toBeTruthy();
    fireEvent.drop(window, { dataTransfer });
    await waitFor(() =>
      expect(asked).toEqual([{ files: [{ name: "desk.json", text: "{}" }], topology: null }]),
    );
    expect(screen.queryByText(/Drop to look/)).toBeNull();
    expect(await screen.findByText("desk.json")).toBeTruthy();
  });

  it("of something else is nothing to the window", () => {
    render(<DropTarget />);
    fireEvent.dragEnter(window, { dataTransfer: { types: ["text/plain"], items: [], files: [] } });
    expect(screen.queryByText(/Drop to look/)).toBeNull();
  });

  it("of a folder brings what some tool may have written", async () => {
    const folder = folderOf("crew", {
      "agents.yaml": "a: 1",
      "README.md": "no",
      ".github": { CODEOWNERS: "* @x" },
      node_modules: { "x.json": "{}" },
    });
    // Browsers list a folder as a file of its name as well.
    const transfer = {
      items: [{ webkitGetAsEntry: () => folder }],
      files: [new File([], "crew")],
    };
    const files = await droppedFiles(transfer as unknown as DataTransfer);
    expect(files).toEqual([
      { name: "crew/agents.yaml", text: "a: 1" },
      { name: "crew/.github/CODEOWNERS", text: "* @x" },
    ]);
  });

  it("of bytes that are no text is refused by name", async () => {
    const transfer = transferOf([["a.json", new Uint8Array([0xff, 0xfe])]]);
    await expect(droppedFiles(transfer)).rejects.toThrow("a.json: the file is not UTF-8");
  });
});

function fileOf(name: string, content: string | Uint8Array<ArrayBuffer>): File {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const file = new File([bytes], name);
  // jsdom has no such method.
  Object.defineProperty(file, "arrayBuffer", { value: async () => bytes });
  return file;
}

function transferOf(files: [string, string | Uint8Array<ArrayBuffer>][]): DataTransfer {
  const plain = files.map(([name, content]) => fileOf(name, content));
  return {
    types: ["Files"],
    items: plain.map(() => ({ webkitGetAsEntry: () => ({ isDirectory: false }) })),
    files: plain,
  } as unknown as DataTransfer;
}

interface Tree {
  readonly [name: string]: string | Tree;
}

function folderOf(name: string, tree: Tree): unknown {
  const entries = Object.entries(tree).map(([child, content]) =>
    typeof content === "string"
      ? {
          name: child,
          isDirectory: false,
          file: (done: (file: File) => void) => done(fileOf(child, content)),
        }
      : folderOf(child, content),
  );
  return {
    name,
    isDirectory: true,
    createReader: () => {
      const batches = [entries, []];
      return { readEntries: (done: (batch: unknown[]) => void) => done(batches.shift() ?? []) };
    },
  };
}
