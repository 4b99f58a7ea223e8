import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { FieldRow } from "../../../platform";
import { openHandoff } from "../../../testing/handoff";

const row = (pointer: string): FieldRow => ({
  pointer,
  name: pointer.split("/").pop() ?? "",
  depth: 0,
  type_words: "text",
  required: true,
  nullable: false,
  sensitive: false,
  meaning: "",
  limits: "",
});
const contractFields = [row("/amount"), row("/amount/value"), row("/lines/*/sku")];
const records = [{ kind: "person" as const, id: "ada", record: { id: "ada", name: "Ada" } }];

describe("the gate", () => {
  it("is put up and taken down", async () => {
    const { user, stored } = await openHandoff({});
    await user.click(screen.getByTestId("inspector-gate"));
    await waitFor(() => expect(stored().gate).toEqual({}));
    await user.click(screen.getByTestId("inspector-gate"));
    await waitFor(() => expect(stored().gate).toBeUndefined());
  });

  it("is written on the card that the reviewer gets", async () => {
    const { type, stored } = await openHandoff({ gate: {} });
    await type("gate-question", "Is it due?{Enter}");
    await type("gate-action", "Pay it back.{Enter}");
    await type("gate-summary", "Order {{{{ payload.order }}, late.{Enter}");
    await waitFor(() =>
      expect(stored().gate).toEqual({
        question: "Is it due?",
        proposed_action: "Pay it back.",
        summary: "Order {{ payload.order }}, late.",
      }),
    );
    expect(screen.getByTestId("gate-preview").textContent).toBe("Order order, late.");
  });

  it("takes fields of the payload into the summary", async () => {
    const { user, stored } = await openHandoff(
      { contract: "case", version: "1.0.0", gate: { summary: "Pay " } },
      { contractFields, open: ["gate"] },
    );
    const insert = screen.getByTestId("gate-insert");
    await user.click(insert);
    const offered = within(await screen.findByRole("listbox"))
      .getAllByRole("option")
      .map((option) => option.textContent);
    expect(offered).toEqual(["/amounttext", "/amount/valuetext"]);
    await user.type(insert, "value{Enter}");
    await user.type(screen.getByTestId("gate-summary"), " EUR{Enter}");
    await waitFor(() => expect(stored().gate?.summary).toBe("Pay {{ payload.amount.value }} EUR"));
  });

  it("names reviewers, once each", async () => {
    const { user, stored } = await openHandoff({ gate: {} }, { records });
    await user.type(screen.getByTestId("gate-add-reviewer"), "Ada{Enter}");
    await waitFor(() => expect(stored().gate?.reviewers).toEqual([{ kind: "person", id: "ada" }]));
    await user.click(screen.getByTestId("gate-add-reviewer"));
    expect(screen.queryByRole("option", { name: /Ada/ })).toBeNull();
    await user.click(screen.getByRole("button", { name: "Remove Ada" }));
    await waitFor(() => expect(stored().gate).toEqual({}));
  });

  it("says what each answer does", async () => {
    const { user, type, stored } = await openHandoff({ gate: {} });
    await user.click(screen.getByTestId("gate-add-answer"));
    await waitFor(() => expect(stored().gate?.branches).toEqual([{ answer: "Approve" }]));
    await user.click(screen.getByTestId("gate-add-answer"));
    await waitFor(() => expect(stored().gate?.branches).toHaveLength(2));
    await type("gate-answer-1", "Decline{Enter}");
    await user.type(screen.getByTestId("gate-goes-to-1"), "Triage{Enter}");
    await waitFor(() =>
      expect(stored().gate?.branches).toEqual([
        { answer: "Approve" },
        { answer: "Decline", goes_to: "triage" },
      ]),
    );
    await user.click(screen.getByRole("button", { name: "Remove the answer Approve" }));
    await waitFor(() => expect(stored().gate?.branches).toHaveLength(1));
  });

  it("keeps its figures in minutes and shares", async () => {
    const { type, stored } = await openHandoff({ gate: { minutes: 1.5, catches: 0.92 } });
    expect(screen.getByTestId("gate-minutes")).toHaveProperty("value", "90 s");
    expect(screen.getByTestId("gate-catches")).toHaveProperty("value", "92 %");
    await type("gate-minutes", "2 min{Enter}");
    await type("gate-catches", "95{Enter}");
    await waitFor(() => expect(stored().gate).toEqual({ minutes: 2, catches: 0.95 }));
  });
});
