import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { openHandoff } from "../../../testing/handoff";

describe("what people see and hear", () => {
  it("is a list of facts to tick, in one order", async () => {
    const { user, stored } = await openHandoff({}, { open: ["people"] });
    await user.click(screen.getByTestId("snapshot-sentiment"));
    await user.click(screen.getByTestId("snapshot-intent"));
    await waitFor(() => expect(stored().snapshot).toEqual(["intent", "sentiment"]));
    await user.click(screen.getByTestId("snapshot-intent"));
    await waitFor(() => expect(stored().snapshot).toEqual(["sentiment"]));
  });

  it("is told language by language", async () => {
    const { user, type, stored } = await openHandoff({}, { open: ["people"] });
    await user.click(screen.getByTestId("continuity-add"));
    await type("continuity-language", "de{Enter}");
    await waitFor(() => expect(stored().continuity).toEqual([{ language: "de", text: "" }]));
    await type("continuity-de", "Einen Moment bitte.{Enter}");
    await waitFor(() =>
      expect(stored().continuity).toEqual([{ language: "de", text: "Einen Moment bitte." }]),
    );
    await user.click(screen.getByRole("button", { name: "Remove what is told in de" }));
    await waitFor(() => expect(stored().continuity).toBeUndefined());
  });
});

describe("alerts and runbook", () => {
  it("are written part by part", async () => {
    const { user, type, stored } = await openHandoff({}, { open: ["alerts"] });
    await user.click(screen.getByTestId("alert-add"));
    await type("alert-condition-0", "rate > 1{Enter}");
    await user.selectOptions(screen.getByLabelText("How urgent alert 1 is"), "critical");
    await waitFor(() =>
      expect(stored().alerts).toEqual([
        { name: "triage-to-billing-failing", condition: "rate > 1", severity: "critical" },
      ]),
    );
    await type("runbook-add-check", "Is the queue short?{Enter}");
    await type("runbook-add-check", "Does the ledger answer?{Enter}");
    await type("runbook-replay", "Publish again.");
    await user.tab();
    await waitFor(() =>
      expect(stored().runbook).toEqual({
        checks: ["Is the queue short?", "Does the ledger answer?"],
        replay: "Publish again.",
      }),
    );
    screen.getByRole("button", { name: "Move check 2, 2 of 2" }).focus();
    await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
    await waitFor(() =>
      expect(stored().runbook?.checks).toEqual(["Does the ledger answer?", "Is the queue short?"]),
    );
    await waitFor(() =>
      expect(document.activeElement?.getAttribute("aria-label")).toBe("Move check 1, 1 of 2"),
    );
  });
});

describe("figures", () => {
  it("are kept as shares and milliseconds, shown with their units", async () => {
    const { type, stored } = await openHandoff(
      { targets: { success: 0.98, latency_p95_ms: 500, context_loss: 0.005 } },
      { open: ["targets", "simulation"] },
    );
    expect(screen.getByTestId("targets-success")).toHaveProperty("value", "98 %");
    expect(screen.getByTestId("targets-latency")).toHaveProperty("value", "500 ms");
    expect(screen.getByTestId("targets-context-loss")).toHaveProperty("value", "0.5 %");
    await type("targets-success", "99.5 %{Enter}");
    await type("targets-human-rate", "7{Enter}");
    await waitFor(() =>
      expect(stored().targets).toEqual({
        success: 0.995,
        latency_p95_ms: 500,
        context_loss: 0.005,
        human_rate: 0.07,
      }),
    );
    await type("behaviour-share", "0.45{Enter}");
    await type("behaviour-latency", "60 ms{Enter}");
    await type("behaviour-unavailable", "0.4{Enter}");
    await waitFor(() =>
      expect(stored().behaviour).toEqual({ share: 0.45, latency_ms: 60, unavailable: 0.004 }),
    );
  });
});
