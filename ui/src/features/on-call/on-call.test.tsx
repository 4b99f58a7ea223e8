import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { session } from "../../session/store";
import { openRegistry, record } from "../../testing/inspector";
import type { MemoryRegistry } from "../../testing/platform";
import { RecordInspector } from "../inspector/record";
import { forgetPlaces, showDesk } from "../registry/places";
import { RegistrySurface } from "../registry/registry";
import { RunbookSurface } from "../runbook/runbook";

const stored = (kind: Parameters<typeof record>[0], id: string, fields: object) =>
  record(kind, { id, ...fields });

const RECORDS = [
  stored("team", "pay", { name: "Payments", contacts: [{ channel: "slack", address: "#pay" }] }),
  stored("person", "noa", { name: "Noa", email: "noa@example.com" }),
  stored("person", "ivo", { name: "Ivo", email: "ivo@example.com" }),
  stored("rotation", "duty", {
    name: "Duty",
    team: "pay",
    schedule: [
      { person: "noa", from: "2026-11-21T00:00:00Z", to: "2026-11-22T00:00:00Z" },
      { person: "ivo", from: "2026-11-22T00:00:00Z", to: "2026-11-23T00:00:00Z" },
    ],
  }),
  stored("escalation_path", "ladder", {
    name: "Payments ladder",
    team: "pay",
    steps: [
      { after_minutes: 15, notify: { kind: "person", id: "noa" } },
      { after_minutes: 0, notify: { kind: "rotation", id: "duty" }, channel: "page" },
    ],
  }),
  stored("topology", "t", { name: "Support" }),
  stored("agent", "a", { name: "Triage" }),
  stored("agent", "b", { name: "Billing" }),
  stored("handoff", "h", {
    topology: "t",
    from: "a",
    to: "b",
    mode: "transfer",
    owners: ["pay"],
    escalation_path: "ladder",
  }),
];

let registry: MemoryRegistry;

beforeEach(async () => {
  registry = await openRegistry(RECORDS);
  forgetPlaces();
  session.set({ view: "registry", askedTime: "" });
});

describe("who is called", () => {
  it("follows the time that is asked about", async () => {
    const user = userEvent.setup();
    render(<RegistrySurface />);
    await user.click(screen.getByTestId("desk-on-call"));
    const path = await screen.findByTestId("path-ladder");
    const first = () => within(path).getAllByRole("listitem")[0]?.textContent ?? "";
    await waitFor(() => expect(first()).toContain("Noa"));
    expect(first()).toContain("at once");
    await user.click(screen.getByRole("button", { name: "Sunday 02:00" }));
    await waitFor(() => expect(first()).toContain("Ivo"));
  });

  it("says what cannot be read, and keeps what was told", async () => {
    const user = userEvent.setup();
    act(() => showDesk({ show: "on-call" }));
    render(<RegistrySurface />);
    await screen.findByTestId("path-ladder");
    await user.type(screen.getByTestId("asked-time"), "soon{Enter}");
    expect(await screen.findByText(/"soon" is no time/)).toBeTruthy();
  });

  it("shows gaps of nobody and the calendar of a rotation, and plans turns", async () => {
    const user = userEvent.setup();
    render(<RecordInspector subject={{ kind: "rotation", id: "duty" }} />);
    const lane = await screen.findByRole("list", { name: "Who is on call on Duty" });
    expect(within(lane).getAllByRole("listitem")).toHaveLength(2);
    await user.click(screen.getByTestId("plan-turns"));
    await user.click(screen.getByTestId("turns-send"));
    await waitFor(() => {
      const { schedule } = registry.record("rotation", "duty") as { schedule: unknown[] };
      expect(schedule).toHaveLength(14);
    });
  });
});

describe("a runbook", () => {
  it("tells whom to page, what to check and what is missing, and is written beside that", async () => {
    const user = userEvent.setup();
    act(() => showDesk({ show: "runbook", handoff: "h", writing: false }));
    render(<RegistrySurface />);
    expect(await screen.findByTestId("call-duty")).toBeTruthy();
    expect(screen.getByText("Nobody has written what to check.")).toBeTruthy();
    await user.click(screen.getByTestId("runbook-fill"));
    await user.type(await screen.findByTestId("runbook-add-check"), "Is the ledger up?{Enter}");
    await waitFor(() => expect(screen.queryByText("Nobody has written what to check.")).toBeNull());
    const { runbook } = registry.record("handoff", "h") as { runbook: { checks: string[] } };
    expect(runbook.checks).toEqual(["Is the ledger up?"]);
  });

  it("says what to do without a handoff, and which have none written yet", async () => {
    const user = userEvent.setup();
    render(<RunbookSurface handoff="" writing={false} />);
    expect(screen.getByText("Choose a handoff")).toBeTruthy();
    expect(await screen.findByText(/^Nothing is written yet for 2 of 2/)).toBeTruthy();
    const row = screen.getByTestId("runbook-of-h");
    expect(row.textContent).toContain("not written");
    await user.click(row);
    expect(session.get().desk).toEqual({ show: "runbook", handoff: "h", writing: false });
    expect(screen.getByTestId("runbook-handoff")).toBeTruthy();
  });
});
