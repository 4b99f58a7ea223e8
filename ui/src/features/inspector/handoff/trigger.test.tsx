import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { openHandoff } from "../../../testing/handoff";

const words = () =>
  screen
    .getByTestId("trigger-sentence")
    .textContent?.replace(/\s+/g, " ")
    .replace(/ ([,.])/g, "$1");

describe("the trigger", () => {
  it("reads as a sentence", async () => {
    await openHandoff({
      trigger: {
        on: "confidence_below",
        value: 0.8,
        decided_by: "observer",
        confirm: true,
        debounce_seconds: 30,
        priority: 2,
      },
    });
    expect(screen.getByTestId("trigger-value")).toHaveProperty("value", "0.80");
    expect(screen.getByTestId("trigger-decided-by")).toHaveProperty("value", "observer");
    expect(screen.getByTestId("trigger-wait")).toHaveProperty("value", "30 s");
    expect(screen.getByTestId("trigger-priority")).toHaveProperty("value", "2");
    expect(words()).toMatch(/^When confidence is below/);
  });

  it("takes another cause with its usual threshold", async () => {
    const { user, stored } = await openHandoff({});
    await user.selectOptions(screen.getByTestId("trigger-on"), "confidence_below");
    await waitFor(() => expect(stored().trigger).toEqual({ on: "confidence_below", value: 0.8 }));
    await user.selectOptions(screen.getByTestId("trigger-on"), "done");
    await waitFor(() => expect(stored().trigger).toBeUndefined());
  });

  it("becomes the default route, and no longer one once a cause is named", async () => {
    const { user, stored } = await openHandoff({ trigger: { on: "error", priority: 3 } });
    await user.selectOptions(screen.getByTestId("trigger-on"), "otherwise");
    await waitFor(() => expect(stored().trigger).toEqual({ otherwise: true, priority: 3 }));
    await user.selectOptions(screen.getByTestId("trigger-on"), "user_asks");
    await waitFor(() => expect(stored().trigger).toEqual({ on: "user_asks", priority: 3 }));
  });

  it("takes values in their own words", async () => {
    const { type, stored } = await openHandoff({ trigger: { on: "language", value: "de" } });
    await type("trigger-value", "de, fr{Enter}");
    await waitFor(() => expect(stored().trigger).toEqual({ on: "language", value: ["de", "fr"] }));
    await type("trigger-wait", "1 min 30 s{Enter}");
    await waitFor(() => expect(stored().trigger).toMatchObject({ debounce_seconds: 90 }));
    await type("trigger-priority", "-1{Enter}");
    await waitFor(() => expect(stored().trigger).toMatchObject({ priority: -1 }));
    await type("trigger-condition", "payload.total > 100.0{Enter}");
    await waitFor(() =>
      expect(stored().trigger).toMatchObject({ condition: "payload.total > 100.0" }),
    );
  });

  it("says why a value cannot be read, keeps it, and sends nothing", async () => {
    const { type, registry } = await openHandoff({ trigger: { on: "elapsed", value: 90 } });
    const field = await type("trigger-value", "soon{Enter}");
    expect(screen.getByRole("alert").textContent).toContain("30 s");
    expect(field.value).toBe("soon");
    expect(registry.written).toEqual([]);
    await type("trigger-value", "{Escape}");
    expect(screen.queryByRole("alert")).toBeNull();
    expect(field.value).toBe("90 s");
  });

  it("joins conditions, nests them and takes them apart", async () => {
    const { user, stored } = await openHandoff({ trigger: { on: "error" } });
    await user.selectOptions(screen.getByTestId("trigger-on"), "any");
    await waitFor(() => expect(stored().trigger).toEqual({ on: { any: [{ on: "error" }] } }));
    await user.click(screen.getByRole("button", { name: "or …" }));
    await waitFor(() =>
      expect(stored().trigger?.on).toEqual({ any: [{ on: "error" }, { on: "user_asks" }] }),
    );
    await user.selectOptions(screen.getByLabelText("Condition 2"), "all");
    await waitFor(() =>
      expect(stored().trigger?.on).toEqual({
        any: [{ on: "error" }, { on: { all: [{ on: "user_asks" }] } }],
      }),
    );
    await user.selectOptions(screen.getByLabelText("Condition 2.1"), "load");
    await waitFor(() =>
      expect(stored().trigger?.on).toMatchObject({
        any: [{}, { on: { all: [{ on: "load", value: 0.8 }] } }],
      }),
    );
    const remove = screen.getAllByRole("button", { name: "Remove this condition" });
    await user.click(remove[2] as HTMLElement);
    await waitFor(() => expect(stored().trigger).toEqual({ on: { any: [{ on: "error" }] } }));
  });

  it("offers the intents that are named elsewhere", async () => {
    const other = {
      id: "other",
      topology: "desk",
      from: "billing",
      to: "triage",
      trigger: { on: { any: [{ on: "intent", value: ["refund", "return"] }] } },
    };
    await openHandoff(
      { trigger: { on: "intent", value: "order" } },
      { records: [{ kind: "handoff", id: "other", record: other }] },
    );
    const list = screen.getByTestId("trigger-value").getAttribute("list") ?? "";
    const offered = [...(document.getElementById(list)?.children ?? [])];
    expect(offered.map((option) => option.getAttribute("value"))).toEqual([
      "order",
      "refund",
      "return",
    ]);
  });
});
