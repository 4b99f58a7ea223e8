import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { selectionOf } from "../../canvas/selection";
import { EMPTY_DOCUMENT, useDocument } from "../../document/store";
import { start } from "../../document/sync";
import { replacePlatform, type SearchHit } from "../../platform";
import { session } from "../../session/store";
import { type MemoryRegistry, memoryRegistry } from "../../testing/platform";
import { RECORDS } from "../../testing/support";
import { CommandPalette } from "./command-palette";

let registry: MemoryRegistry;

beforeEach(async () => {
  localStorage.clear();
  Element.prototype.scrollIntoView = () => {};
  Element.prototype.scrollTo = () => {};
  registry = memoryRegistry({ records: RECORDS });
  replacePlatform(registry.platform);
  useDocument.setState(EMPTY_DOCUMENT, true);
  await start();
  session.set({ view: "drawing", selection: selectionOf([]), choices: [], page: null });
});

function open() {
  session.set({ palette: true });
  render(<CommandPalette />);
  return { user: userEvent.setup(), field: screen.getByTestId("palette-input") };
}

const options = () => screen.getAllByRole("option").map((option) => option.textContent);
const active = () => {
  const id = screen.getByTestId("palette-input").getAttribute("aria-activedescendant");
  return id === null ? null : document.getElementById(id)?.textContent;
};

describe("the palette", () => {
  it("finds records, names before the rest", async () => {
    const { user, field } = open();
    await user.type(field, "triage");
    await waitFor(() => expect(options()[0]).toBe("TriageCustomer Care"));
    expect(options()).not.toContain("Billing");
  });

  it("divides what is found by kind, the kind of the best hit first, as ranked within", async () => {
    const hit = (kind: SearchHit["kind"], name: string): SearchHit => ({
      ...{ kind, id: name, name, note: "" },
    });
    const search = vi.fn(async () => [
      hit("handoff", "To triage"),
      hit("agent", "Triage"),
      hit("handoff", "From triage"),
      hit("team", "Triagers"),
      hit("agent", "A triage"),
    ]);
    replacePlatform({ ...registry.platform, search });
    const { user, field } = open();
    await user.click(field);
    await user.paste("triage");
    await screen.findByText("Triagers");
    const groups = screen.getAllByRole("group");
    expect(groups.map((group) => group.getAttribute("aria-label"))).toEqual([
      "Handoffs",
      "Agents",
      "Teams",
    ]);
    expect(options()).toEqual(["To triage", "From triage", "Triage", "A triage", "Triagers"]);
    expect(active()).toBe("To triage");
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(active()).toBe("Triage");
    await user.keyboard("{ArrowUp}{ArrowUp}{ArrowUp}");
    expect(active()).toBe("Triagers");
    expect(search).toHaveBeenCalledTimes(1);
  });

  it("flies to what stands on a drawing", async () => {
    const { user, field } = open();
    await user.type(field, "triage{Enter}");
    await waitFor(() => expect(session.get().selection).toEqual(selectionOf(["agent:triage"])));
    expect(session.get().palette).toBe(false);
  });

  it("opens the page of what stands on none, or with Ctrl", async () => {
    const { user, field } = open();
    await user.type(field, "money{Enter}");
    await waitFor(() => expect(session.get().page).toEqual({ kind: "team", id: "money" }));
    await user.clear(field);
    await user.type(field, "triage{Control>}{Enter}{/Control}");
    await waitFor(() => expect(session.get().page).toEqual({ kind: "agent", id: "triage" }));
  });

  it("lets Enter wait for the answer to what was typed", async () => {
    let answer: (hits: SearchHit[]) => void = () => {};
    replacePlatform({
      ...registry.platform,
      search: () => new Promise((resolve) => (answer = resolve)),
    });
    const { user, field } = open();
    await user.type(field, "show{Enter}");
    await waitFor(() => expect(options()).toContain("Show the registryCtrlShiftR"));
    expect(session.get().palette).toBe(true);
    await waitFor(async () => {
      await act(async () => answer([]));
      expect(session.get().palette).toBe(false);
    });
  });

  it("asks one question at a time, and shows the answer to the last letter alone", async () => {
    const answers = new Map<string, (hits: SearchHit[]) => void>();
    replacePlatform({
      ...registry.platform,
      search: (text) => new Promise((resolve) => answers.set(text, resolve)),
    });
    const { user, field } = open();
    const hit = (name: string): SearchHit => ({ kind: "team", id: name, name, note: "" });
    await user.type(field, "x");
    await waitFor(() => expect(answers.has("x")).toBe(true));
    await user.type(field, "yz");
    expect([...answers.keys()]).toEqual(["x"]);
    await act(async () => answers.get("x")?.([hit("older")]));
    expect([...answers.keys()]).toEqual(["x", "xyz"]);
    expect(screen.queryByText("older")).toBeNull();
    await act(async () => answers.get("xyz")?.([hit("newer")]));
    expect(options()).toEqual(["newer"]);
  });

  it("asks for commands alone after >", async () => {
    const search = vi.spyOn(registry.platform, "search");
    const { user, field } = open();
    await user.type(field, ">dark");
    expect(options()).toEqual(["Dark appearance"]);
    await user.keyboard("{Enter}");
    expect(session.get().theme).toBe("dark");
    expect(search).not.toHaveBeenCalled();
  });

  it("shows what cannot be done, last and without doing it", async () => {
    const { user, field } = open();
    await user.type(field, ">undo");
    expect(screen.getByRole("option", { name: /^Undo/ }).getAttribute("aria-disabled")).toBe(
      "true",
    );
    await user.keyboard("{Enter}");
    expect(session.get().palette).toBe(true);
  });

  it("begins with what was chosen lately", async () => {
    const first = open();
    await first.user.type(first.field, "billing");
    await waitFor(() => expect(active()).toBe("BillingNo owner"));
    await first.user.keyboard("{Enter}");
    session.set({ palette: true });
    await first.user.clear(first.field);
    expect(active()).toBe("BillingAgent");
  });

  it("says so when nothing has the words", async () => {
    const { user, field } = open();
    await user.type(field, "qqqq");
    expect(await screen.findByText(/No record and no command/)).toBeTruthy();
  });

  it("is put away by Escape", async () => {
    const { user, field } = open();
    await user.type(field, "{Escape}");
    expect(session.get().palette).toBe(false);
  });
});
