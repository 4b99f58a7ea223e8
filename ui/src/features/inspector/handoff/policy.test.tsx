import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { openHandoff } from "../../../testing/handoff";

describe("the policy", () => {
  it("keeps times in the field's unit, however they are typed", async () => {
    const { type, stored } = await openHandoff({ policy: { timeout_ms: 8000 } });
    expect(screen.getByTestId("policy-timeout")).toHaveProperty("value", "8 s");
    await type("policy-timeout", "1.5{Enter}");
    await waitFor(() => expect(stored().policy).toEqual({ timeout_ms: 1500 }));
    await type("policy-timeout", "2 min{Enter}");
    await waitFor(() => expect(stored().policy).toEqual({ timeout_ms: 120_000 }));
  });

  it("takes figures, and leaves out what is at its default", async () => {
    const { type, user, stored } = await openHandoff({});
    await type("policy-retries", "2{Enter}");
    await waitFor(() => expect(stored().policy).toEqual({ retries: 2 }));
    await user.selectOptions(screen.getByTestId("policy-backoff"), "exponential");
    await waitFor(() => expect(stored().policy).toEqual({ retries: 2, backoff: "exponential" }));
    await type("policy-loop-limit", "3{Enter}");
    await type("policy-entity-key", "/order_id{Enter}");
    await waitFor(() =>
      expect(stored().policy).toMatchObject({ loop_limit: 3, entity_key: "/order_id" }),
    );
    await user.clear(screen.getByTestId("policy-loop-limit"));
    await user.tab();
    await waitFor(() => expect(stored().policy).not.toHaveProperty("loop_limit"));
  });

  it("opens a breaker with usual figures, changes one and takes it away", async () => {
    const { user, type, stored } = await openHandoff({});
    await user.click(screen.getByTestId("policy-add-breaker"));
    await waitFor(() =>
      expect(stored().policy?.breaker).toEqual({
        threshold: 2,
        window_seconds: 600,
        reset_seconds: 300,
      }),
    );
    await type("breaker-window", "60 s{Enter}");
    await waitFor(() => expect(stored().policy?.breaker).toMatchObject({ window_seconds: 60 }));
    await user.click(screen.getByRole("button", { name: "Remove the breaker" }));
    await waitFor(() => expect(stored().policy).toBeUndefined());
  });

  it("says where rejected and undelivered requests go", async () => {
    const { user, type, stored } = await openHandoff({});
    await user.selectOptions(screen.getByTestId("policy-on-reject"), "fallback_owner");
    await type("policy-dead-letter", "desk.dead{Enter}");
    await waitFor(() =>
      expect(stored().policy).toEqual({ on_reject: "fallback_owner", dead_letter: "desk.dead" }),
    );
  });

  it.each([
    ["Validate the payload on entry", { boundary_validation: true }],
    ["Release control only once the receiver has acknowledged", { acknowledge: true }],
    ["Roll a failed transfer back", { rollback: true }],
    ["Make repeats harmless, by the handoff id", { idempotent_by: "handoff_id" }],
    ["Bring people up to date after a dropped connection", { resync: true }],
  ])("switches: %s", async (name, policy) => {
    const { user, stored } = await openHandoff({}, { open: ["policy"] });
    await user.click(screen.getByRole("switch", { name }));
    await waitFor(() => expect(stored().policy).toEqual(policy));
    await user.click(screen.getByRole("switch", { name }));
    await waitFor(() => expect(stored().policy).toBeUndefined());
  });
});

describe("fallbacks", () => {
  const records = ["one", "two", "three"].map((id) => ({
    kind: "agent" as const,
    id,
    record: { id, name: `Agent ${id}` },
  }));

  it("change their order by keyboard", async () => {
    const { user, stored } = await openHandoff({ fallbacks: ["one", "two", "three"] }, { records });
    screen.getByRole("button", { name: "Move Agent one, 1 of 3" }).focus();
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    await waitFor(() => expect(stored().fallbacks).toEqual(["two", "one", "three"]));
    expect(screen.getByText("Agent one is now 2 of 3.")).toBeTruthy();
  });

  it("are added by typing a name, and taken away", async () => {
    const { user, stored } = await openHandoff({ fallbacks: ["one"] }, { records });
    await user.type(screen.getByTestId("inspector-add-fallback"), "thr{Enter}");
    await waitFor(() => expect(stored().fallbacks).toEqual(["one", "three"]));
    await user.click(screen.getByRole("button", { name: "Remove Agent one" }));
    await user.click(screen.getByRole("button", { name: "Remove Agent three" }));
    await waitFor(() => expect(stored().fallbacks).toBeUndefined());
  });
});
