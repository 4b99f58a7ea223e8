import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { field, inspect, record } from "../../../testing/inspector";

const rosa = record("person", { id: "rosa", name: "Rosa", teams: ["money"] } as never);
const path = {
  id: "ladder",
  name: "Ladder",
  team: "care",
  steps: [
    { after_minutes: 0, notify: { kind: "team", id: "care" }, channel: "page" },
    { after_minutes: 10, notify: { kind: "person", id: "rosa" } },
  ],
};
const ladder = { kind: "escalation_path", id: "ladder" } as const;
const openLadder = () => inspect(ladder, [rosa, record("escalation_path", path as never)]);

describe("a team", () => {
  it("gains members through the people who join", async () => {
    const { user, registry } = await inspect({ kind: "team", id: "care" }, [rosa]);
    await user.type(screen.getByTestId("member-add"), "ros{Enter}");
    await waitFor(() =>
      expect(registry.record("person", "rosa")).toMatchObject({ teams: ["money", "care"] }),
    );
    await user.click(await screen.findByRole("button", { name: "Rosa leaves the team" }));
    await waitFor(() =>
      expect(registry.record("person", "rosa")).toMatchObject({ teams: ["money"] }),
    );
  });

  it("cannot belong to itself", async () => {
    const { user } = await inspect({ kind: "team", id: "care" });
    await user.click(field("Belongs to"));
    expect(screen.getAllByRole("option", { name: /Money/ })).toHaveLength(1);
    expect(screen.queryByRole("option", { name: /Customer Care/ })).toBeNull();
  });

  it("lists what it answers for", async () => {
    await inspect({ kind: "team", id: "care" });
    expect(screen.getByRole("link", { name: "Triage" })).toBeTruthy();
    expect(screen.getByText("It owns no handoff.")).toBeTruthy();
  });
});

describe("an escalation path", () => {
  it("tells when each step is reached", async () => {
    await openLadder();
    expect(screen.getAllByText("at once").length).toBeGreaterThan(0);
    expect(screen.getByText("The last one is told after 10 min.")).toBeTruthy();
  });

  it("moves people by keyboard and keeps the times", async () => {
    const { user, now } = await openLadder();
    screen.getByRole("button", { name: "Move Rosa, 2 of 2" }).focus();
    await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
    await waitFor(() =>
      expect(now()).toMatchObject({
        steps: [
          { after_minutes: 0, notify: { id: "rosa" } },
          { after_minutes: 10, notify: { id: "care" }, channel: "page" },
        ],
      }),
    );
  });

  it("puts a step where its minutes belong", async () => {
    const { user, now } = await openLadder();
    const first = field("Minutes after the start, step 1");
    await user.clear(first);
    await user.type(first, "20{Enter}");
    await waitFor(() =>
      expect(now()).toMatchObject({
        steps: [{ notify: { id: "rosa" } }, { after_minutes: 20, notify: { id: "care" } }],
      }),
    );
  });

  it("grows by somebody who is told next", async () => {
    const { user, now } = await openLadder();
    await user.click(screen.getByTestId("ladder-add"));
    await user.type(field("Who is told next"), "money{Enter}");
    await waitFor(() =>
      expect(now()).toMatchObject({
        steps: [{}, {}, { after_minutes: 20, notify: { kind: "team", id: "money" } }],
      }),
    );
  });

  it("loses a step and is climbed again", async () => {
    const { user, now } = await openLadder();
    await user.click(screen.getByRole("button", { name: "Remove Rosa" }));
    await user.type(field("Then again"), "2{Enter}");
    await waitFor(() => expect(now()).toEqual({ ...path, steps: [path.steps[0]], repeat: 2 }));
    expect(
      screen.getByText("Everybody is told at once; in all, the ladder is climbed 3 times."),
    ).toBeTruthy();
  });
});

describe("a rotation", () => {
  it("gets a shift", async () => {
    const rotation = { id: "calls", name: "Calls", team: "care" };
    const { user, now } = await inspect({ kind: "rotation", id: "calls" }, [
      rosa,
      record("rotation", rotation as never),
    ]);
    await user.click(screen.getByTestId("add-schedule"));
    await user.type(field(/^Person, New/), "ros{Enter}");
    await user.type(field(/^From, New/), "2026-03-01 09:00Z{Enter}");
    await user.type(field(/^To, New/), "2026-03-08 09:00Z");
    await user.click(screen.getByTestId("new-add"));
    await waitFor(() =>
      expect(now()).toEqual({
        ...rotation,
        schedule: [{ person: "rosa", from: "2026-03-01T09:00:00Z", to: "2026-03-08T09:00:00Z" }],
      }),
    );
  });
});
