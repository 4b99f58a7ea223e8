import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { session } from "../../../session/store";
import { openHandoff } from "../../../testing/handoff";

const records = [
  {
    kind: "agent" as const,
    id: "billing",
    record: { id: "billing", name: "Billing", team: "money" },
  },
  { kind: "team" as const, id: "base", record: { id: "base", name: "Agent Base", platform: true } },
  { kind: "person" as const, id: "ada", record: { id: "ada", name: "Ada" } },
  {
    kind: "escalation_path" as const,
    id: "night",
    record: {
      id: "night",
      name: "At night",
      team: "money",
      repeat: 2,
      steps: [
        { after_minutes: 15, notify: { kind: "person", id: "ada" }, channel: "phone" },
        { after_minutes: 0, notify: { kind: "team", id: "money" }, channel: "page" },
      ],
    },
  },
];

describe("ownership", () => {
  it("explains each model with the teams that it means here", async () => {
    await openHandoff({}, { records });
    const model = (name: string) => screen.getByTestId(`owner-model-${name}`).parentElement;
    expect(model("downstream")?.textContent).toContain("Money");
    expect(model("platform")?.textContent).toContain("Agent Base");
    expect(model("joint")?.textContent).toContain("Customer Care and Money");
  });

  it("takes the teams of a model where nobody owns it yet, and leaves owners alone otherwise", async () => {
    const { user, stored } = await openHandoff({}, { records });
    await user.click(screen.getByTestId("owner-model-joint"));
    await waitFor(() =>
      expect(stored()).toMatchObject({ owner_model: "joint", owners: ["care", "money"] }),
    );
    await user.click(screen.getByTestId("owner-model-downstream"));
    await waitFor(() =>
      expect(stored()).toMatchObject({ owner_model: "downstream", owners: ["care", "money"] }),
    );
    await user.click(screen.getByRole("button", { name: "Remove Customer Care" }));
    await waitFor(() => expect(stored().owners).toEqual(["money"]));
    await user.click(screen.getByRole("button", { name: "Not decided yet" }));
    await waitFor(() => expect(stored()).not.toHaveProperty("owner_model"));
  });

  it("asks who decides where owners are joint", async () => {
    const { user, type, stored } = await openHandoff({ owner_model: "joint" }, { records });
    await user.type(screen.getByTestId("disagreement-decides"), "Ada{Enter}");
    await type("disagreement-rule", "Money decides on money.{Enter}");
    await waitFor(() =>
      expect(stored().disagreement).toEqual({
        decides: { kind: "person", id: "ada" },
        rule: "Money decides on money.",
      }),
    );
  });

  it("names a fallback owner", async () => {
    const { user, stored } = await openHandoff({}, { records });
    await user.type(screen.getByTestId("inspector-fallback-owner"), "Ada{Enter}");
    await waitFor(() => expect(stored().fallback_owner).toEqual({ kind: "person", id: "ada" }));
  });

  it("shows an escalation path as a ladder and leads to the path", async () => {
    const { user, stored } = await openHandoff({}, { records });
    await user.type(screen.getByTestId("inspector-escalation"), "night{Enter}");
    await waitFor(() => expect(stored().escalation_path).toBe("night"));
    const ladder = within(await screen.findByTestId("ladder"));
    expect(ladder.getAllByRole("listitem").map((step) => step.textContent)).toEqual([
      "at onceMoney (team)page",
      "after 15 minAdaphone",
    ]);
    expect(ladder.getByText("then again, 2 times")).toBeTruthy();
    await user.click(ladder.getByText("Open the path"));
    expect(session.get().dock).toEqual({
      show: "record",
      subject: { kind: "escalation_path", id: "night" },
    });
  });
});
