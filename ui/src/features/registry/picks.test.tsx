import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { selectionOf } from "../../canvas/selection";
import { EMPTY_DOCUMENT, useDocument } from "../../document/store";
import { start } from "../../document/sync";
import { replacePlatform } from "../../platform";
import { session } from "../../session/store";
import { type MemoryRegistry, memoryRegistry } from "../../testing/platform";
import { RECORDS } from "../../testing/support";
import { forgetPlaces } from "./places";
import { RegistrySurface } from "./registry";

/** Nothing has a size here but what is scrolled. */
class NoSizes {
  observe() {}
  unobserve() {}
  disconnect() {}
}

const MORE = Array.from({ length: 300 }, (_, i) => {
  const id = `agent-${String(i).padStart(3, "0")}`;
  return { kind: "agent" as const, id, record: { id, name: id, kind: "ai" } };
});

let registry: MemoryRegistry;

beforeEach(async () => {
  localStorage.clear();
  vi.stubGlobal("ResizeObserver", NoSizes);
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(900);
  Element.prototype.scrollTo = () => {};
  registry = memoryRegistry({ records: [...RECORDS, ...MORE] });
  replacePlatform(registry.platform);
  useDocument.setState(EMPTY_DOCUMENT, true);
  forgetPlaces();
  await start();
  session.set({ view: "registry", dock: { show: "inspector" }, selection: selectionOf([]) });
});

async function open() {
  const user = userEvent.setup();
  render(<RegistrySurface />);
  await screen.findByTestId("row-agent-000");
  return user;
}

const row = (i: number) => screen.getByTestId(`row-agent-00${i}`);
const name = (i: number) => within(row(i)).getByText(`agent-00${i}`);
const selected = () =>
  screen
    .queryAllByTestId(/^row-/)
    .filter((each) => each.getAttribute("aria-selected") === "true")
    .map((each) => each.dataset.testid?.slice(-3));
const grid = () => screen.getByTestId("registry-rows");
const bar = () => screen.queryByTestId("picked")?.querySelector("strong")?.textContent ?? null;

describe("rows of a table", () => {
  it("are taken in with Ctrl, also where their name is hit, and shown to be several", async () => {
    const user = await open();
    expect(grid().getAttribute("aria-multiselectable")).toBe("true");
    await user.click(row(1));
    expect([selected(), bar()]).toEqual([["001"], null]);
    await user.keyboard("{Control>}");
    await user.click(row(3));
    await user.click(name(5));
    await user.keyboard("{/Control}");
    expect([selected(), bar()]).toEqual([["001", "003", "005"], "3 selected"]);
    expect(session.get().page).toBeNull();
    expect(session.get().announcement.words).toBe("3 agents selected");
    expect(session.get().dock).toEqual({
      show: "listed",
      kind: "agent",
      ids: ["agent-001", "agent-003", "agent-005"],
    });
    await user.keyboard("{Control>}");
    await user.click(row(3));
    await user.keyboard("{/Control}");
    expect(bar()).toBe("2 selected");
    await user.click(row(0));
    expect([selected(), bar()]).toEqual([["000"], null]);
  });

  it("are taken in as a range with Shift, far beyond the rows that are in sight", async () => {
    const user = await open();
    await user.click(row(2));
    await user.keyboard("{Shift>}");
    await user.click(row(5));
    await user.keyboard("{/Shift}");
    expect([selected(), bar()]).toEqual([["002", "003", "004", "005"], "4 selected"]);
    await user.keyboard("{Shift>}{End}{/Shift}");
    // Billing and Triage come after the others.
    expect(bar()).toBe("300 selected");
  });

  it("are taken in by keys: Space, Shift and arrows, Ctrl and A; Escape lets them go", async () => {
    const user = await open();
    await user.click(row(0));
    act(() => grid().focus());
    await user.keyboard(" {ArrowDown}{ArrowDown} ");
    expect([selected(), bar()]).toEqual([["000", "002"], "2 selected"]);
    expect(grid().getAttribute("aria-activedescendant")).toBe("record-agent-002");
    await user.keyboard("{Shift>}{ArrowDown}{ArrowDown}{/Shift}");
    expect(selected()).toEqual(["002", "003", "004"]);
    await user.keyboard(" ");
    expect(selected()).toEqual(["002", "003"]);
    await user.keyboard("{Control>}a{/Control}");
    expect(bar()).toBe("302 selected");
    await user.keyboard("{Escape}");
    expect([selected(), bar()]).toEqual([["004"], null]);
    expect(session.get().announcement.words).toBe("Nothing is selected");
  });

  it("are of what the filter lists, and of one kind", async () => {
    const user = await open();
    act(() => grid().focus());
    await user.keyboard("{Control>}a{/Control}");
    await user.type(screen.getByTestId("registry-query"), "billing");
    await waitFor(() => expect(bar()).toBe("1 selected"));
    await user.click(screen.getByTestId("kind-team"));
    await screen.findByTestId("row-care");
    expect(bar()).toBeNull();
  });
});

describe("the titles of the columns", () => {
  it("are reached by arrows from the first row, and walked and left by arrows", async () => {
    const user = await open();
    await user.click(row(1));
    const titled = () => document.activeElement?.textContent;
    await user.keyboard("{ArrowUp}");
    expect(document.activeElement).toBe(grid());
    await user.keyboard("{ArrowUp}");
    expect(document.activeElement).toBe(screen.getByTestId("sort-name"));
    const [first, second] = screen.getAllByRole("columnheader").map((each) => each.textContent);
    await user.keyboard("{ArrowRight}");
    expect(titled()).toBe(second);
    await user.keyboard("{ArrowLeft}{ArrowLeft}");
    expect(titled()).toBe(first);
    await user.keyboard("{Enter}");
    expect(session.get().registry.sort).toBe("name");
    await user.keyboard("{ArrowDown}");
    expect(document.activeElement).toBe(grid());
  });
});

describe("the bar of selected rows", () => {
  it("comes right after the rows in the order of the focus, and leads right back", async () => {
    const user = await open();
    await user.click(row(0));
    await user.keyboard("{Shift>}{ArrowDown}{ArrowDown}{/Shift}");
    await user.tab();
    expect(document.activeElement).toBe(screen.getByTestId("picked-edit"));
    await user.tab({ shift: true });
    expect(document.activeElement).toBe(grid());
  });

  it("edits them together", async () => {
    const user = await open();
    act(() => grid().focus());
    await user.keyboard("{ArrowDown}");
    expect(screen.queryByTestId("picked-edit")).toBeNull();
    await user.keyboard(" ");
    expect(screen.getByTestId("picked-edit")).toHaveProperty("disabled", true);
    await user.keyboard("{Shift>}{ArrowDown}{/Shift}");
    session.set(({ panels }) => ({ panels: { ...panels, inspector: false } }));
    await user.click(screen.getByTestId("picked-edit"));
    expect(session.get().dock).toMatchObject({ show: "listed", kind: "agent" });
    expect(session.get().panels.inspector).toBe(true);
  });

  it("deletes them in one step, shows them on the drawing, and gives the focus back", async () => {
    const user = await open();
    await user.click(row(0));
    await user.keyboard("{Shift>}");
    await user.click(row(2));
    await user.keyboard("{/Shift}");
    await user.click(screen.getByTestId("picked-delete"));
    await waitFor(() => expect(screen.queryByTestId("row-agent-001")).toBeNull());
    expect(bar()).toBeNull();
    expect(document.activeElement).toBe(grid());
    await user.keyboard("{End}{Shift>}{ArrowUp}{/Shift}");
    await user.click(screen.getByTestId("picked-show"));
    expect(session.get().view).toBe("drawing");
    expect(session.get().selection).toEqual(selectionOf(["agent:billing", "agent:triage"]));
  });
});
