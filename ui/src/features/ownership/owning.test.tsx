import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { action } from "../../actions/all";
import { validated } from "../../session/persist";
import { session } from "../../session/store";
import { openRegistry, record } from "../../testing/inspector";
import type { MemoryRegistry } from "../../testing/platform";
import { forgetPlaces, showDesk, showPage, showTable } from "../registry/places";
import { RegistrySurface } from "../registry/registry";
import { Dock } from "../shell/dock";

const stored = (kind: Parameters<typeof record>[0], id: string, fields: object) =>
  record(kind, { id, ...fields });

const RECORDS = [
  stored("team", "night", { name: "Night desk" }),
  stored("environment", "staging", { name: "Staging", order: 1 }),
  stored("environment", "production", { name: "Production", order: 2 }),
  stored("agent_version", "triage@1.0.0", { agent: "triage", version: "1.0.0" }),
  stored("agent_version", "triage@1.1.0", { agent: "triage", version: "1.1.0" }),
  stored("deployment", "triage@staging", {
    agent: "triage",
    environment: "staging",
    version: "1.0.0",
  }),
  stored("agent", "spare", { name: "Spare", capabilities: ["refunds", "idle"] }),
  stored("capability", "refund", { tag: "refund", meaning: "Pays back.", synonyms: ["refunds"] }),
];

let registry: MemoryRegistry;

beforeEach(async () => {
  registry = await openRegistry(RECORDS);
  forgetPlaces();
  session.set({ view: "registry", hiddenColumns: {}, columnOrders: {}, columnWidths: {} });
});

function show() {
  render(
    <>
      <RegistrySurface />
      <Dock />
    </>,
  );
  return userEvent.setup();
}

describe("the matrix of deployments", () => {
  it("shows versions by environment, is walked by arrows, and records what runs", async () => {
    act(() => showDesk({ show: "deployments" }));
    const user = show();
    const grid = await screen.findByRole("grid");
    const row = within(grid).getByRole("row", { name: /Triage/ });
    const [staging, production] = within(row).getAllByRole("button", { name: / in / });
    expect(staging?.textContent).toContain("1.0.0 an older version");
    act(() => staging?.focus());
    await user.keyboard("{ArrowRight}{Enter}");
    expect(document.activeElement).toBe(production);
    await user.selectOptions(await screen.findByLabelText("Version"), "1.1.0");
    await user.click(screen.getByTestId("deploy-send"));
    await waitFor(() =>
      expect(registry.record("deployment", "triage@production")).toMatchObject({
        version: "1.1.0",
      }),
    );
  });

  it("says what an environment is where there is none", async () => {
    const empty = { environments: [], agents: [], without_versions: 2 };
    vi.spyOn(registry.platform, "deploymentMatrix").mockResolvedValue(empty);
    act(() => showDesk({ show: "deployments" }));
    show();
    expect(await screen.findByText("No environment yet")).toBeTruthy();
  });
});

describe("the vocabulary", () => {
  it("tells what is odd, narrows by it, and merges what means the same", async () => {
    const user = show();
    await user.click(screen.getByTestId("desk-capabilities"));
    const line = await screen.findByTestId("tag-refunds");
    expect(line.textContent).toContain("means refund");
    await user.selectOptions(screen.getByTestId("tag-filter"), "unasked");
    expect(screen.queryByTestId("tag-refund")).toBeNull();
    await user.click(within(screen.getByTestId("tag-refunds")).getByText("Merge with refund"));
    expect(await screen.findByText("One record changes")).toBeTruthy();
    await user.click(screen.getByTestId("rename-apply"));
    await waitFor(() =>
      expect(registry.record("agent", "spare")).toMatchObject({ capabilities: ["refund", "idle"] }),
    );
    expect(session.get().dock.show).toBe("inspector");
  });
});

describe("handing over", () => {
  it("is opened from a team's page, leaves out what is not meant, and is one step", async () => {
    act(() => showPage({ kind: "team", id: "care" }));
    const user = show();
    await user.click(await screen.findByTestId("page-transfer"));
    const apply = screen.getByTestId("transfer-apply");
    expect(apply).toHaveProperty("disabled", true);
    await user.type(screen.getByTestId("transfer-to"), "night{Enter}");
    await screen.findByTestId("transfer-preview");
    await user.click(apply);
    await waitFor(() =>
      expect(registry.record("agent", "triage")).toMatchObject({ team: "night" }),
    );
  });
});

describe("the columns of a table", () => {
  it("are chosen, kept, and written into the file", async () => {
    const saved = vi.spyOn(registry.platform, "saveText");
    act(() => showTable("agent"));
    const user = show();
    await screen.findByTestId("row-triage");
    const titles = () => screen.getAllByRole("columnheader").map((header) => header.textContent);
    const before = titles();
    expect(before.length).toBeGreaterThan(2);
    await user.click(screen.getByTestId("registry-columns"));
    await user.click(screen.getByLabelText(before[1] ?? ""));
    expect(titles()).toEqual(before.filter((_, i) => i !== 1));
    await user.keyboard("{Escape}");
    await act(async () => action("export-csv").perform());
    await waitFor(() => expect(saved).toHaveBeenCalled());
    const [, name, text] = saved.mock.calls[0] ?? [];
    expect(name).toBe("agents.csv");
    expect(text?.split("\r\n")[0]).toBe(titles().join(","));
    expect(session.get().hiddenColumns.agent).toHaveLength(1);
  });

  it("are put into another order by keys, by dragging and in the list, kept, and put back", async () => {
    act(() => showTable("agent"));
    const user = show();
    await screen.findByTestId("row-triage");
    const titles = () => screen.getAllByRole("columnheader").map((header) => header.textContent);
    const [first = "", second = "", third = "", ...more] = titles();
    const head = (title: string) =>
      within(screen.getByRole("columnheader", { name: title })).getByRole("button");
    act(() => head(second).focus());
    await user.keyboard("{Control>}{Shift>}{ArrowRight}{/Shift}{/Control}");
    expect(titles()).toEqual([first, third, second, ...more]);
    // The first one names the records: it stays, and nothing comes before it.
    act(() => head(third).focus());
    await user.keyboard("{Control>}{Shift>}{ArrowLeft}{/Shift}{/Control}");
    expect(titles()).toEqual([first, third, second, ...more]);
    for (const [i, header] of screen.getAllByRole("columnheader").entries())
      header.getBoundingClientRect = () => new DOMRect(i * 100, 0, 100, 30);
    const dragged = head(third);
    dragged.setPointerCapture = () => {};
    fireEvent.pointerDown(dragged, { button: 0, clientX: 150 });
    fireEvent.pointerMove(dragged, { clientX: 260 });
    fireEvent.pointerUp(dragged, { clientX: 260 });
    fireEvent.click(dragged);
    expect(titles()).toEqual([first, second, third, ...more]);
    expect(session.get().registry.sort).toBeNull();
    await user.click(screen.getByTestId("registry-columns"));
    screen.getByRole("button", { name: new RegExp(`^Move ${second}`) }).focus();
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    expect(titles()).toEqual([first, third, second, ...more]);
    expect(validated({ columnOrders: session.get().columnOrders }).columnOrders.agent).toEqual(
      session.get().columnOrders.agent,
    );
    await user.click(screen.getByTestId("columns-reset"));
    expect(titles()).toEqual([first, second, third, ...more]);
  });
});
