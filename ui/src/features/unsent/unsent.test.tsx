/** What was typed or asked for and never acknowledged, after the page has died. */
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { PlatformError } from "../../platform";
import { load, SESSION_KEY } from "../../session/persist";
import { session } from "../../session/store";
import { MOST_LETTERS } from "../../session/unsent";
import { inspect, openRegistry } from "../../testing/inspector";
import type { MemoryRegistry } from "../../testing/platform";
import { IncidentPanel } from "../audit/incident-panel";
import { IncidentRowView } from "../audit/incident-row";
import { CreatePanel } from "../inspector/create";
import { RecordInspector } from "../inspector/record";
import { Notices } from "../shell/notices";
import { forget } from "./keeper";
import { UnsentBanner } from "./unsent-banner";

const AGENT = { kind: "agent", id: "billing" } as const;
const NAME = "inspector-name";
const field = () => screen.getByTestId<HTMLTextAreaElement>(NAME);
const kept = () => Object.values(session.get().unsentTexts);

const NOTHING_NEW = {
  ...{ revision: 1, diff: [], findings: { changed: [], gone: [] }, notes: [] },
  ...{ can_undo: false, can_redo: false },
};

/** The page dies with everything in it; what it has kept is read by the next one. */
function dies(registry: MemoryRegistry): void {
  window.dispatchEvent(new Event("pagehide"));
  const stored = load(localStorage, 1440);
  // What leaves the page as its fields go is nothing that a dead page could have done.
  cleanup();
  const elsewhere = <T extends { readonly page: string }>(all: Readonly<Record<string, T>>) =>
    Object.fromEntries(
      Object.entries(all).map(([key, entry]) => [key, { ...entry, page: "dead" }]),
    );
  session.set({
    notices: [],
    putBack: {},
    unsentTexts: elsewhere(stored.unsentTexts),
    unsentEdits: elsewhere(stored.unsentEdits),
  });
  expect(registry.written).toHaveLength(0);
}

async function typed(text: string): Promise<MemoryRegistry> {
  session.set({ unsentTexts: {}, unsentEdits: {}, putBack: {} });
  const { user, registry } = await inspect(AGENT);
  await user.clear(field());
  await user.type(field(), text);
  return registry;
}

describe("a text that was typed and not acknowledged", () => {
  it("is offered after a crash, and stored only once its author leaves the field", async () => {
    dies(await typed("Accounts"));
    const user = userEvent.setup();
    const registry = await openRegistry([]);
    render(
      <>
        <UnsentBanner />
        <RecordInspector subject={AGENT} />
      </>,
    );
    expect(screen.getByTestId("unsent").textContent).toContain("Accounts");
    expect(screen.getByTestId("unsent").textContent).toContain("name of agent Billing");
    expect(field().value).toBe("Billing");
    await user.click(screen.getByTestId("unsent-put-back"));
    await waitFor(() => expect(field().value).toBe("Accounts"));
    expect(screen.queryByTestId("unsent")).toBeNull();
    expect(registry.written).toHaveLength(0);
    await user.click(field());
    await user.keyboard("{Enter}");
    await waitFor(() =>
      expect(registry.record("agent", "billing")).toMatchObject({ name: "Accounts" }),
    );
    expect(kept()).toHaveLength(0);
  });

  it("says beside its field what is kept of it where it is very long, and keeps that", async () => {
    session.set({ unsentTexts: {}, unsentEdits: {}, putBack: {} });
    const { registry } = await inspect(AGENT);
    const letters = "x".repeat(MOST_LETTERS - 1);
    fireEvent.change(field(), { target: { value: `${letters}y` } });
    expect(screen.queryByTestId("long-text")).toBeNull();
    fireEvent.change(field(), { target: { value: `${letters}🚀 and more` } });
    expect(screen.getByTestId("long-text").textContent).toContain("100,010 letters");
    expect(screen.getByTestId("long-text").textContent).toContain("only the first 100,000");
    dies(registry);
    await openRegistry([]);
    render(<UnsentBanner />);
    expect(screen.getByTestId("unsent").textContent).toContain("Only its first 99,999 letters");
    expect(kept()[0]?.text).toBe(letters);
  });

  it("is discarded when its author says so", async () => {
    dies(await typed("Accounts"));
    const user = userEvent.setup();
    render(<UnsentBanner />);
    await user.click(screen.getByTestId("unsent-discard"));
    expect(screen.queryByTestId("unsent")).toBeNull();
    expect(kept()).toHaveLength(0);
  });

  it("belongs to its registry, and to nobody while its page is open", async () => {
    dies(await typed("Accounts"));
    render(<UnsentBanner />);
    act(() => session.set({ otherPages: ["dead"] }));
    expect(screen.queryByTestId("unsent")).toBeNull();
    act(() => session.set({ otherPages: [] }));
    expect(screen.getByTestId("unsent")).toBeTruthy();
    act(() =>
      session.set(({ unsentTexts }) => ({
        unsentTexts: Object.fromEntries(
          Object.entries(unsentTexts).map(([key, text]) => [key, { ...text, registry: "/x" }]),
        ),
      })),
    );
    expect(screen.queryByTestId("unsent")).toBeNull();
  });

  it("is kept no longer than until it is stored, given up, or its field goes away", async () => {
    await typed("Accounts");
    await waitFor(() => expect(kept()).toHaveLength(1));
    const user = userEvent.setup();
    await user.keyboard("{Escape}");
    expect(kept()).toHaveLength(0);
    await user.type(field(), "2");
    await waitFor(() => expect(kept()).toHaveLength(1));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(kept()).toHaveLength(0));
    await user.type(field(), "3");
    await waitFor(() => expect(kept()).toHaveLength(1));
    cleanup();
    expect(kept()).toHaveLength(0);
  });

  it("is read back with suspicion", () => {
    const form = { registry: "r", kind: "agent", id: "", field: "f", label: "", text: "t", at: 1 };
    const broken = {
      unsentTexts: {
        a: { text: 3 },
        b: { ...form, page: "p", form: { show: "create" } },
        c: { ...form, page: "p" },
      },
      unsentEdits: { b: { commands: [{}] } },
    };
    localStorage.setItem(SESSION_KEY, JSON.stringify(broken));
    expect(load(localStorage, 1440)).toMatchObject({ unsentTexts: {}, unsentEdits: {} });
  });
});

describe("what was filled in of something that does not exist yet", () => {
  const create = () => {
    const { dock } = session.get();
    return dock.show === "create" ? <CreatePanel key={dock.kept} {...dock} /> : null;
  };

  it("is offered after a crash with what was still being typed, and made by its author", async () => {
    session.set({ unsentTexts: {}, unsentEdits: {}, putBack: {} });
    const { user, registry } = await inspect(AGENT);
    cleanup();
    render(<CreatePanel kind="capability" />);
    const [tag, meaning] = screen.getAllByRole<HTMLTextAreaElement>("textbox");
    if (!tag || !meaning) throw new Error("the form has no fields");
    await user.type(tag, "tea-making");
    await user.type(meaning, "Makes te");
    dies(registry);
    const again = await openRegistry([]);
    const { rerender } = render(<UnsentBanner />);
    expect(screen.getByTestId("unsent").textContent).toContain("Unsent text for a new ");
    expect(screen.getByTestId("unsent").textContent).toContain("tea-making, Makes te");
    await user.click(screen.getByTestId("unsent-put-back"));
    rerender(
      <>
        <UnsentBanner />
        {create()}
      </>,
    );
    expect(screen.queryByTestId("unsent")).toBeNull();
    const values = screen.getAllByRole<HTMLTextAreaElement>("textbox").map(({ value }) => value);
    expect(values).toEqual(["tea-making", "Makes te"]);
    expect(again.written).toHaveLength(0);
    await user.click(screen.getByTestId("create-apply"));
    await waitFor(() =>
      expect(again.record("capability", "tea-making")).toMatchObject({ meaning: "Makes te" }),
    );
    cleanup();
    expect(kept()).toHaveLength(0);
  });

  it("is kept no longer than its form is open", async () => {
    session.set({ unsentTexts: {}, unsentEdits: {}, putBack: {} });
    const { user } = await inspect(AGENT);
    cleanup();
    render(<CreatePanel kind="capability" />);
    await user.type(screen.getAllByRole("textbox")[0] as HTMLElement, "tea");
    await waitFor(() => expect(kept()).toHaveLength(1));
    cleanup();
    expect(kept()).toHaveLength(0);
  });

  it("is forgotten once it was sent", async () => {
    session.set({ unsentTexts: {}, unsentEdits: {}, putBack: {} });
    const { user, registry } = await inspect(AGENT);
    cleanup();
    vi.spyOn(registry.platform, "resolveIncident").mockResolvedValue(NOTHING_NEW as never);
    const late = { handoff: "triage-billing", handoff_name: "", topology: "desk", cause: "Lost" };
    const open = { resolved_at: null, lesson: "", link: null, versions: [] };
    const incident = { id: "late", at: "2026-03-01T09:00:00Z", ...late, ...open };
    render(<IncidentRowView incident={incident} />);
    await user.click(screen.getByTestId("resolve-late"));
    await user.type(screen.getByTestId("resolve-lesson"), "Look twice");
    await waitFor(() => expect(kept()).toHaveLength(1));
    expect(kept()[0]).toMatchObject({ kind: "incident", id: "late", text: "Look twice" });
    await user.click(screen.getByTestId("resolve-send"));
    await waitFor(() => expect(kept()).toHaveLength(0));
  });

  it("goes back into its form at once, all of it", async () => {
    session.set({ unsentTexts: {}, unsentEdits: {}, putBack: {} });
    const { user, registry } = await inspect(AGENT);
    cleanup();
    render(<IncidentPanel handoff="triage-billing" />);
    await user.type(screen.getByTestId("incident-cause"), "It went astray");
    await user.type(screen.getByTestId("incident-lesson"), "Look twice");
    dies(registry);
    await openRegistry([]);
    render(<UnsentBanner />);
    expect(screen.getAllByTestId("unsent-put-back")).toHaveLength(2);
    await user.click(screen.getAllByTestId("unsent-put-back")[0] as HTMLElement);
    expect(session.get().dock).toEqual({ show: "incident", handoff: "triage-billing" });
    render(<IncidentPanel handoff="triage-billing" />);
    expect(screen.getByTestId<HTMLTextAreaElement>("incident-cause").value).toBe("It went astray");
    expect(screen.getByTestId<HTMLTextAreaElement>("incident-lesson").value).toBe("Look twice");
    await waitFor(() => expect(screen.queryByTestId("unsent")).toBeNull());
  });
});

describe("an edit that the server did not answer", () => {
  it("outlives the page as the same operation, and is sent when its author says so", async () => {
    session.set({ unsentTexts: {}, unsentEdits: {} });
    const { user, registry } = await inspect(AGENT);
    const away = { code: "unreachable", kind: "environment", message: "db is away" } as const;
    const apply = vi
      .spyOn(registry.platform, "applyEdits")
      .mockRejectedValueOnce(new PlatformError({ ...away, hints: [], conflict: null }));
    await user.clear(field());
    await user.type(field(), "Accounts{Enter}");
    await waitFor(() => expect(session.get().notices).toHaveLength(1));
    const [sent] = apply.mock.calls[0] ?? [];
    for (const key of Object.keys(session.get().unsentTexts)) forget(key);
    dies(registry);
    const again = await openRegistry([]);
    const applied = vi.spyOn(again.platform, "applyEdits");
    render(
      <>
        <UnsentBanner />
        <Notices />
      </>,
    );
    expect(screen.getByRole("alert").textContent).toContain("Agent Accounts changed");
    expect(applied).not.toHaveBeenCalled();
    await userEvent.click(screen.getByTestId("notice-act"));
    await waitFor(() =>
      expect(again.record("agent", "billing")).toMatchObject({ name: "Accounts" }),
    );
    expect(applied.mock.calls[0]?.[0]).toEqual(sent);
    expect(session.get().unsentEdits).toEqual({});
  });
});
