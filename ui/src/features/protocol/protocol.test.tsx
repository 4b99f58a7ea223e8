// @vitest-environment jsdom
import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { action } from "../../actions/all";
import { NOTHING, selectionOf } from "../../canvas/selection";
import { recordOf, useDocument } from "../../document/store";
import type { Trace } from "../../platform";
import { session } from "../../session/store";
import { openRegistry, record } from "../../testing/inspector";
import type { MemoryRegistry } from "../../testing/platform";
import { TO_BILLING } from "../../testing/support";
import { Dock } from "../shell/dock";
import { Sequence } from "./sequence";
import { shapeOf, yOf } from "./sequence-shape";

let registry: MemoryRegistry;

async function open(policy: object = {}) {
  registry = await openRegistry([
    record("handoff", { ...TO_BILLING, mode: "transfer", policy } as { id: string }),
  ]);
  session.set({ topology: "desk", selection: NOTHING, view: "drawing", startOpen: false });
  render(<Dock />);
  return userEvent.setup();
}

const verify = () => act(() => action("verify-transfer").perform());
const property = (name: string) => screen.getByRole("region", { name });

afterEach(() => session.set({ dock: { show: "inspector" }, topology: null, selection: NOTHING }));

describe("clean transfer", () => {
  it("is asked of the drawing, and leads from what is violated to the handoff", async () => {
    const user = await open();
    verify();
    await screen.findByText("Violated at one handoff", {
      selector: "[data-property=owner_never_lost] p",
    });
    expect(within(property("Never two owners")).getByText("Holds")).toBeTruthy();
    const lost = within(property("The task is never lost"));
    await user.click(lost.getByRole("button", { name: TO_BILLING.id }));
    expect(session.get().dock).toEqual({
      show: "transfer",
      subject: { kind: "handoff", id: TO_BILLING.id },
    });
    expect(await screen.findAllByText("Violated")).toHaveLength(2);
  });

  it("shows the shortest run as a picture and in words, and copies it as Mermaid", async () => {
    const user = await open();
    const written = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    act(() => session.set({ selection: selectionOf([], [TO_BILLING.id]) }));
    verify();
    const [steps] = await screen.findAllByRole("list", { name: "Shortest run, step by step" });
    expect(within(steps as HTMLElement).getAllByRole("listitem")).toHaveLength(2);
    const lost = within(property("The task is never lost"));
    expect(lost.getByRole("img", { name: "Shortest run: The task is never lost" })).toBeTruthy();
    expect(lost.getByText(/Now nobody has the task/)).toBeTruthy();
    await user.click(lost.getByRole("button", { name: "Copy Mermaid" }));
    expect(written.mock.lastCall?.[0]).toContain("p0-xp1: task (lost)");
    await user.click(lost.getByRole("button", { name: "Copy SVG" }));
    expect(written.mock.lastCall?.[0]).toMatch(/^<svg[\s\S]*<\/svg>$/);
    expect(written.mock.lastCall?.[0]).not.toContain("class=");
  });

  it("offers what mends all, shows it field by field, and applies it", async () => {
    const user = await open();
    act(() => session.set({ selection: selectionOf([], [TO_BILLING.id]) }));
    verify();
    await user.click(
      await screen.findByRole("button", { name: "Preview the change that mends all" }),
    );
    const all = within(screen.getByRole("region", { name: "All at once" }));
    const apply = all.getByRole("button", { name: "Apply" });
    await waitFor(() => expect(apply).toHaveProperty("disabled", false));
    await user.click(apply);
    await waitFor(() => expect(screen.queryByText("Violated")).toBeNull());
    const changed = recordOf(useDocument.getState(), "handoff", TO_BILLING.id);
    expect(changed?.policy).toMatchObject({ acknowledge: true, rollback: true });
  });

  it("says what was not proven, and why nothing is told", async () => {
    await open({ acknowledge: true });
    const found = await registry.platform.verifyTransfer({ kind: "handoff", id: TO_BILLING.id });
    const open_ = found.properties.map((one) => ({
      ...one,
      holds: null,
      reason: "The first 300000 states show no violation.",
    }));
    const asked = vi.spyOn(registry.platform, "verifyTransfer");
    asked.mockResolvedValue({ ...found, properties: open_ });
    act(() => session.show({ show: "transfer", subject: { kind: "handoff", id: TO_BILLING.id } }));
    expect(await screen.findAllByText("Not proven")).toHaveLength(4);
    expect(screen.getAllByText(/The first 300000 states/)).toHaveLength(4);
  });

  it("says why it cannot be told", async () => {
    await open();
    vi.spyOn(registry.platform, "verifyTransfer").mockRejectedValue(new Error("it is gone"));
    act(() => session.show({ show: "transfer", subject: { kind: "topology", id: "desk" } }));
    expect((await screen.findByRole("alert")).textContent).toContain("it is gone");
  });
});

const CRASH: Trace = {
  parties: [
    { kind: "sender", name: "Triage" },
    { kind: "receiver", name: "A receiver with a very long name" },
  ],
  steps: [
    { party: 0, kind: "transmit", text: "Triage sends.", short: "sends" },
    { party: 1, kind: "crash", text: "It crashes.", short: "crashes" },
    { party: 1, kind: "return", text: "It is back.", short: "is back" },
    { party: 1, kind: "arrive", text: "It takes over.", short: "takes over" },
  ],
  messages: [
    { from: 0, to: 1, label: "task", sent: 0, arrives: 3, lost: null, repeat: false },
    { from: 0, to: 1, label: "task, attempt 2", sent: 0, arrives: null, lost: 2, repeat: false },
    { from: 1, to: 0, label: "acknowledgement", sent: 3, arrives: null, lost: null, repeat: false },
  ],
  repeats_from: 1,
  conclusion: "It goes round like this for ever.",
  mermaid: "",
};

describe("a sequence diagram", () => {
  it("leads messages from where they were sent to where they arrived", () => {
    const { lines, arrows, height } = shapeOf(CRASH);
    expect(arrows[0]).toMatchObject({ from: [lines[0]?.x, yOf(0)], to: [lines[1]?.x, yOf(3)] });
    expect(arrows.map(({ fate }) => fate)).toEqual(["arrives", "lost", "open"]);
    expect(arrows[1]?.to[0]).toBeLessThan(lines[1]?.x ?? 0);
    expect(lines[1]?.parts.map(({ down }) => down)).toEqual([false, true, false]);
    expect(lines[1]?.parts.at(-1)?.to).toBe(height);
  });

  it("marks crashes and what goes round, and names cut names in full", () => {
    const { container } = render(<Sequence trace={CRASH} title="Shortest run" />);
    expect(container.querySelectorAll(".sequence__crash")).toHaveLength(1);
    expect(container.querySelectorAll(".sequence__life--down")).toHaveLength(1);
    expect(screen.getByText("for ever")).toBeTruthy();
    expect(container.textContent).toContain("A receiver with a very long name");
    expect(container.textContent).toContain("A receiver with …");
  });
});
