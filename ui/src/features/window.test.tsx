import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { selectionOf } from "../canvas/selection";
import { EMPTY_DOCUMENT, useDocument } from "../document/store";
import { start } from "../document/sync";
import type { ImportReply } from "../platform";
import { replacePlatform } from "../platform";
import { session } from "../session/store";
import { type MemoryRegistry, memoryRegistry } from "../testing/platform";
import { giveSizes } from "../testing/sizes";
import { NO_CONTRACT, RECORDS, UNOWNED } from "../testing/support";
import { FindingsPanel } from "./findings/findings-panel";
import { importFiles } from "./import/import";
import { Dock } from "./shell/dock";
import { Notices } from "./shell/notices";
import { Outline } from "./shell/outline";

let registry: MemoryRegistry;

const IMPORTED: ImportReply = {
  revision: 1,
  created: [{ kind: "agent", id: "greeter" }],
  updated: [{ kind: "team", id: "care" }],
  changes: [],
  notes: [{ level: "warning", path: "desk.json#/nodes/3", message: "A timer has no place here." }],
  proposals: [],
  refused: false,
  drawings: [],
};

beforeEach(async () => {
  localStorage.clear();
  giveSizes();
  registry = memoryRegistry({
    records: RECORDS,
    findings: [UNOWNED, NO_CONTRACT],
    imports: IMPORTED,
  });
  replacePlatform(registry.platform);
  useDocument.setState(EMPTY_DOCUMENT, true);
  session.set({
    notices: [],
    dock: { show: "inspector" },
    selection: selectionOf([]),
    firstSteps: true,
  });
  await start();
});

function open() {
  render(
    <>
      <Outline />
      <FindingsPanel />
      <Dock />
      <Notices />
    </>,
  );
  return userEvent.setup();
}

describe("findings", () => {
  it("are counted by severity and lead to their subject", async () => {
    const user = open();
    expect(screen.getByTestId("count-error").textContent).toContain("1 error");
    await user.click(screen.getByTestId("finding-OWN001"));
    expect(session.get().selection).toEqual(selectionOf(["agent:billing"]));
    expect(screen.getByTestId("inspector-name")).toHaveProperty("value", "Billing");
  });

  it("are fixed after a look at what changes", async () => {
    const user = open();
    await user.click(screen.getByTestId("fix-OWN001"));
    expect(await screen.findByText("money")).toBeTruthy();
    expect(registry.written).toEqual([]);
    await user.click(screen.getByTestId("fix-apply"));
    await waitFor(() =>
      expect(registry.record("agent", "billing")).toMatchObject({ team: "money" }),
    );
    expect(registry.written[0]?.[0]).toMatchObject({ base_revision: 1 });
  });

  it("lead to the field that answers them where there is no fix", async () => {
    const user = open();
    await user.click(screen.getByTestId("open-CON001"));
    await waitFor(() => expect(document.activeElement?.id).toBeTruthy());
    expect(document.activeElement).toBe(screen.getByTestId("inspector-contract"));
  });
});

describe("first steps", () => {
  it("are shown for the topology until they are put away", async () => {
    const user = open();
    expect(within(screen.getByTestId("first-steps")).getAllByRole("listitem")).toHaveLength(4);
    await user.click(screen.getByTestId("first-steps-close"));
    expect(screen.queryByTestId("first-steps")).toBeNull();
    expect(session.get().firstSteps).toBe(false);
  });
});

describe("an import", () => {
  it("is looked at before anything is written", async () => {
    const user = open();
    await act(importFiles);
    expect(screen.getByText("greeter")).toBeTruthy();
    expect(screen.getByText("A timer has no place here.")).toBeTruthy();
    expect(screen.getByText("desk.json#/nodes/3")).toBeTruthy();
    await user.click(screen.getByTestId("import-cancel"));
    expect(registry.imported).toBe(0);
    await act(importFiles);
    await user.click(screen.getByTestId("import-apply"));
    await waitFor(() => expect(registry.imported).toBe(1));
    expect(await screen.findByText("Imported: 1 created, 1 updated")).toBeTruthy();
  });
});

describe("the inspector", () => {
  it("commits a name on Enter and nothing on Escape", async () => {
    const user = open();
    act(() => session.select(selectionOf(["agent:billing"])));
    const name = screen.getByTestId("inspector-name");
    await user.clear(name);
    await user.type(name, "Accounts{Escape}");
    expect(registry.written).toEqual([]);
    await user.clear(screen.getByTestId("inspector-name"));
    await user.type(screen.getByTestId("inspector-name"), "Accounts{Enter}");
    await waitFor(() =>
      expect(registry.record("agent", "billing")).toEqual({ id: "billing", name: "Accounts" }),
    );
    expect(screen.getByRole("treeitem", { name: /^Accounts/ })).toBeTruthy();
  });

  it("gives an agent to a team, the record whole", async () => {
    const user = open();
    act(() => session.select(selectionOf(["agent:triage"])));
    await user.selectOptions(screen.getByTestId("inspector-team"), "money");
    await waitFor(() =>
      expect(registry.record("agent", "triage")).toMatchObject({
        team: "money",
        capabilities: ["intake"],
      }),
    );
  });

  it("says what goes along before it deletes", async () => {
    const user = open();
    act(() => session.select(selectionOf(["agent:billing"])));
    await user.click(screen.getByTestId("inspector-delete"));
    expect(await screen.findByText("Triage → Billing")).toBeTruthy();
    expect(registry.record("agent", "billing")).toBeTruthy();
    await user.click(screen.getByTestId("delete-confirm"));
    await waitFor(() => expect(registry.record("handoff", "triage-to-billing")).toBeUndefined());
    expect(screen.queryByRole("treeitem", { name: /^Billing/ })).toBeNull();
  });
});

describe("a refusal", () => {
  it("says what happened, what was kept and what to do, and changes nothing", async () => {
    const user = open();
    registry.refuse = {
      code: "read_only",
      kind: "environment",
      message: "The registry can be read only.",
      hints: ["Open a copy."],
      conflict: null,
    };
    act(() => session.select(selectionOf(["agent:billing"])));
    await user.type(screen.getByTestId("inspector-name"), "!{Enter}");
    const alert = await screen.findByRole("alert");
    expect(within(alert).getByText("The registry can be read only.")).toBeTruthy();
    expect(within(alert).getByText("Nothing was changed.")).toBeTruthy();
    expect(within(alert).getByText("Open a copy.")).toBeTruthy();
    expect(useDocument.getState().revision).toBe(1);
  });

  it("shows both values of a conflict", async () => {
    const user = open();
    registry.refuse = {
      code: "conflict",
      kind: "conflict",
      message: "Somebody else changed it.",
      hints: [],
      conflict: {
        subject: { kind: "agent", id: "billing" },
        pointer: "",
        yours: { id: "billing", name: "Mine" },
        theirs: { id: "billing", name: "Theirs" },
        revision: 1,
      },
    };
    act(() => session.select(selectionOf(["agent:billing"])));
    await user.type(screen.getByTestId("inspector-name"), "!{Enter}");
    expect(await screen.findByText("Theirs", { selector: ".conflict__value" })).toBeTruthy();
    registry.refuse = null;
    await user.click(screen.getByTestId("conflict-save"));
    await waitFor(() =>
      expect(registry.record("agent", "billing")).toMatchObject({ name: "Mine" }),
    );
  });
});
