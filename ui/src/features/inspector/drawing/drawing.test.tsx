import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { field, inspect, record } from "../../../testing/inspector";

describe("a topology", () => {
  const desk = { kind: "topology", id: "desk" } as const;

  it("reads its nature as sentences and is changed in them", async () => {
    const { user, now } = await inspect(desk);
    await user.selectOptions(field("How the steps hang together"), "sequential");
    await user.type(field("Flows that run at once"), "12{Enter}");
    await user.selectOptions(field("Whether regulation asks for records and reviews"), "yes");
    await waitFor(() =>
      expect(now()).toMatchObject({
        nature: { coupling: "sequential", parallel_flows: 12, regulated: true },
      }),
    );
    await user.clear(field("Flows that run at once"));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(now()).not.toHaveProperty("nature.parallel_flows"));
  });

  it("has targets in percent and milliseconds", async () => {
    const { user, now } = await inspect(desk);
    await user.type(field("Success, at least"), "99.5{Enter}");
    await user.type(field("95 % within"), "1200{Enter}");
    await waitFor(() =>
      expect(now()).toMatchObject({ targets: { success: 0.995, latency_p95_ms: 1200 } }),
    );
  });

  it("tells how much stands in it", async () => {
    await inspect(desk);
    expect(screen.getByText("2 agents, 1 handoff, 0 entries, 0 outcomes")).toBeTruthy();
  });
});

describe("a group", () => {
  it("is closed as one box, through its place on the drawing", async () => {
    const { user, registry } = await inspect({ kind: "group", id: "front" }, [
      record("group", { id: "front", topology: "desk", name: "Front" } as never),
    ]);
    await user.click(screen.getByRole("switch", { name: "Shown closed, as one box" }));
    await waitFor(() =>
      expect(registry.record("placement", "desk.group.front")).toMatchObject({ collapsed: true }),
    );
  });
});

describe("a note", () => {
  it("is text of several paragraphs", async () => {
    const { user, now } = await inspect({ kind: "note", id: "n" }, [
      record("note", { id: "n", topology: "desk", text: "One" } as never),
    ]);
    await user.type(field("Text"), "{Enter}{Enter}Two");
    await user.tab();
    await waitFor(() => expect(now()).toMatchObject({ text: "One\n\nTwo" }));
  });
});
