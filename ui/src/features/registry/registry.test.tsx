import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { selectionOf } from "../../canvas/selection";
import { commit } from "../../document/commit";
import { put } from "../../document/drafts";
import { EMPTY_DOCUMENT, useDocument } from "../../document/store";
import { start } from "../../document/sync";
import { replacePlatform } from "../../platform";
import { session } from "../../session/store";
import { type MemoryRegistry, memoryRegistry } from "../../testing/platform";
import { BILLING, NO_CONTRACT, RECORDS, UNOWNED } from "../../testing/support";
import { forgetPlaces, goBack, goForward } from "./places";
import { RegistrySurface } from "./registry";

/** Nothing has a size here but what is scrolled. */
class NoSizes {
  observe() {}
  unobserve() {}
  disconnect() {}
}

let registry: MemoryRegistry;

beforeEach(async () => {
  localStorage.clear();
  vi.stubGlobal("ResizeObserver", NoSizes);
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(900);
  Element.prototype.scrollTo = () => {};
  registry = memoryRegistry({ records: RECORDS, findings: [UNOWNED, NO_CONTRACT] });
  replacePlatform(registry.platform);
  useDocument.setState(EMPTY_DOCUMENT, true);
  forgetPlaces();
  session.set({ view: "registry", dock: { show: "inspector" }, selection: selectionOf([]) });
  await start();
  session.set({ view: "registry" });
});

async function open() {
  const user = userEvent.setup();
  render(<RegistrySurface />);
  await screen.findByTestId("row-billing");
  return user;
}

const names = () =>
  screen.getAllByTestId(/^row-/).map((row) => within(row).getAllByRole("gridcell")[0]?.textContent);

describe("the table", () => {
  it("lists a kind with the worst finding of each record", async () => {
    await open();
    expect(names()).toEqual(["Billing", "Triage"]);
    expect(within(screen.getByTestId("row-billing")).getByLabelText("error")).toBeTruthy();
    expect(screen.getByTestId("kind-agent").textContent).toBe("Agents2");
  });

  it("is sorted by a column, first one way, then the other, then as it was", async () => {
    const user = await open();
    const order = () =>
      screen.getAllByRole("columnheader").map((header) => header.getAttribute("aria-sort"));
    expect(order()[0]).toBe("none");
    await user.click(screen.getByTestId("sort-name"));
    expect(order()[0]).toBe("ascending");
    await user.click(screen.getByTestId("sort-name"));
    expect(order()[0]).toBe("descending");
    await waitFor(() => expect(names()).toEqual(["Triage", "Billing"]));
    await user.click(screen.getByTestId("sort-name"));
    expect(order()[0]).toBe("none");
  });

  it("shows what fits the query once its writer pauses", async () => {
    const user = await open();
    await user.type(screen.getByTestId("registry-query"), "owner:care");
    await waitFor(() => expect(names()).toEqual(["Triage"]));
    expect(session.get().registry.query).toBe("owner:care");
    expect(screen.getByRole("status").textContent).toBe("1 of 2 agents");
  });

  it("completes terms and their values", async () => {
    const user = await open();
    const field = screen.getByTestId("registry-query");
    await user.type(field, "own");
    const terms = screen.getByRole("listbox", { name: "Terms" });
    expect(within(terms).getAllByRole("option")[0]?.textContent).toContain("owner:");
    await user.keyboard("{Tab}");
    expect(field).toHaveProperty("value", "owner:");
    await user.type(field, "cust{ArrowDown}{Enter}");
    expect(field).toHaveProperty("value", "owner:care ");
  });

  it("says which term cannot be read and keeps the rows", async () => {
    const user = await open();
    await user.type(screen.getByTestId("registry-query"), "owner:{Escape}");
    expect((await screen.findByRole("alert")).textContent).toContain('"owner:" has no value');
    expect(names()).toEqual(["Billing", "Triage"]);
  });

  it("says what to do where nothing fits", async () => {
    const user = await open();
    await user.type(screen.getByTestId("registry-query"), "nobody{Enter}");
    await user.click(await screen.findByTestId("registry-show-all"));
    await waitFor(() => expect(names()).toEqual(["Billing", "Triage"]));
    expect(screen.getByTestId("registry-query")).toHaveProperty("value", "");
  });

  it("follows the registry", async () => {
    await open();
    await act(() => commit([put("agent", { ...BILLING, name: "Accounts" })]));
    await waitFor(() => expect(names()).toEqual(["Accounts", "Triage"]));
  });

  it("shows the newest answer, whichever comes last", async () => {
    const user = await open();
    const answers: (() => void)[] = [];
    const { table } = registry.platform;
    replacePlatform({
      ...registry.platform,
      table: async (...args) => {
        await new Promise<void>((resolve) => answers.push(resolve));
        return table(...args);
      },
    });
    await user.click(screen.getByTestId("sort-name"));
    await user.click(screen.getByTestId("sort-name"));
    expect(answers).toHaveLength(2);
    await act(async () => answers[1]?.());
    await waitFor(() => expect(names()).toEqual(["Triage", "Billing"]));
    await act(async () => answers[0]?.());
    expect(names()).toEqual(["Triage", "Billing"]);
  });

  it("is walked through by keys, and opens pages by them", async () => {
    const user = await open();
    act(() => screen.getByTestId("registry-rows").focus());
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(screen.getByTestId("row-triage").getAttribute("aria-selected")).toBe("true");
    expect(session.get().dock).toEqual({
      show: "record",
      subject: { kind: "agent", id: "triage" },
    });
    await user.keyboard("{Enter}");
    expect(session.get().page).toEqual({ kind: "agent", id: "triage" });
  });

  it("leads to the drawing", async () => {
    const user = await open();
    await user.dblClick(screen.getByTestId("row-triage"));
    expect(session.get().view).toBe("drawing");
    expect(session.get().selection).toEqual(selectionOf(["agent:triage"]));
  });
});

describe("a page", () => {
  it("tells what touches the record, and leads there and back", async () => {
    const user = await open();
    await user.click(screen.getByTestId("kind-team"));
    await user.click(within(await screen.findByTestId("row-care")).getByText("Customer Care"));
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Customer Care");
    await user.click(await screen.findByTestId("related-agent-triage"));
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Triage");
    await act(async () => goBack());
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Customer Care");
    await act(async () => goBack());
    await screen.findByTestId("row-care");
    await act(async () => goForward());
    expect(session.get().page).toEqual({ kind: "team", id: "care" });
  });

  it("keeps the query of the table behind it", async () => {
    const user = await open();
    await user.type(screen.getByTestId("registry-query"), "owner:care{Enter}");
    await waitFor(() => expect(names()).toEqual(["Triage"]));
    await user.click(within(screen.getByTestId("row-triage")).getByText("Triage"));
    await user.click(screen.getByTestId("page-kind"));
    await waitFor(() => expect(names()).toEqual(["Triage"]));
    expect(screen.getByTestId("registry-query")).toHaveProperty("value", "owner:care");
  });

  it("offers the fixes of its findings", async () => {
    const user = await open();
    await user.click(within(screen.getByTestId("row-billing")).getByText("Billing"));
    await user.click(screen.getByTestId("page-fix-OWN001"));
    expect(session.get().dock).toEqual({ show: "fix", finding: UNOWNED.key, fix: 0 });
  });

  it("says so when its record is gone", async () => {
    const user = await open();
    await user.click(within(screen.getByTestId("row-billing")).getByText("Billing"));
    await act(() => commit([{ op: "delete", kind: "agent", id: "billing" }]));
    expect(await screen.findByText("This record is gone")).toBeTruthy();
  });
});
