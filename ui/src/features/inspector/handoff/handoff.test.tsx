import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { ErrorReply } from "../../../platform";
import { session } from "../../../session/store";
import { openHandoff } from "../../../testing/handoff";
import { NO_CONTRACT } from "../../../testing/support";
import { showField } from "../../findings/field";
import { answersTo, FIELDS, type FieldName } from "./fields";

const READ_ONLY: ErrorReply = {
  code: "read_only",
  kind: "environment",
  message: "The registry can be read only.",
  hints: ["Open a copy."],
  conflict: null,
};

describe("a section", () => {
  it("says in a line what is set while it is closed", async () => {
    const { user } = await openHandoff(
      {
        policy: { timeout_ms: 8000, retries: 3, boundary_validation: true },
        trigger: { on: "error" },
      },
      { open: [] },
    );
    const heads = screen.getAllByRole("button", { expanded: false });
    const said = Object.fromEntries(
      heads.map((head) => {
        const [title, ...summary] = [...head.querySelectorAll("span")].map(
          (one) => one.textContent,
        );
        return [title, summary.join()];
      }),
    );
    expect(said).toMatchObject({
      "From, to and mode": "Transfer: control moves, medium criticality",
      When: "when a tool or step failed, decided by a rule",
      "If it fails": "8 s, 3 retries, boundary validation",
      "Human gate": "not set",
    });
    await user.click(screen.getByRole("button", { name: /^If it fails/ }));
    expect(screen.getByTestId("policy-retries")).toHaveProperty("value", "3");
    expect(session.get().sections["handoff.policy"]).toBe(true);
  });
});

describe("finding a field", () => {
  it.each<[string, FieldName[]]>([
    ["dead letter", ["dead-letter"]],
    ["idempot", ["idempotent-by"]],
    ["debounce", ["trigger"]],
    ["p95", []],
  ])("by %j", (words, names) => {
    const found = (Object.keys(FIELDS) as FieldName[]).filter((name) => answersTo(name, words));
    expect(found).toEqual(names);
  });

  it("shows only what answers, and Enter goes there", async () => {
    const { user } = await openHandoff({}, { open: [] });
    await user.type(screen.getByTestId("field-filter"), "dead letter");
    expect(screen.getAllByRole("heading", { level: 3 }).map((one) => one.textContent)).toEqual([
      "If it fails",
    ]);
    expect(screen.queryByTestId("policy-timeout")).toBeNull();
    await user.keyboard("{Enter}");
    expect(document.activeElement).toBe(screen.getByTestId("policy-dead-letter"));
    await user.clear(screen.getByTestId("field-filter"));
    await user.type(screen.getByTestId("field-filter"), "zzz");
    expect(screen.getByText("No field is called that.")).toBeTruthy();
    await user.keyboard("{Escape}");
    expect(screen.getAllByRole("heading", { level: 3 }).length).toBeGreaterThan(8);
  });

  it("opens its section when a finding leads there", async () => {
    await openHandoff({}, { open: [] });
    act(() => showField("TOP003"));
    await waitFor(() =>
      expect(screen.getByTestId("policy-loop-limit").closest("[data-field]")).toHaveProperty(
        "dataset.field",
        "loop-limit",
      ),
    );
  });
});

describe("findings", () => {
  it("stand at their field and mark its section", async () => {
    const { user } = await openHandoff({}, { findings: [NO_CONTRACT], open: [] });
    const head = screen.getByRole("button", { name: /^What travels/ });
    expect(within(head).getByLabelText("warning")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: /CON001/ }));
    const field = screen.getByTestId("inspector-contract").closest("[data-field]");
    expect(field?.textContent).toContain(NO_CONTRACT.message);
  });
});

describe("an edit", () => {
  it("that is refused stays as it was typed, with the reason at the field", async () => {
    const { registry, type, user } = await openHandoff({ policy: { dead_letter: "old" } });
    registry.refuse = READ_ONLY;
    const field = await type("policy-dead-letter", "new{Enter}");
    const alert = await screen.findByRole("alert");
    expect(alert.textContent?.trim()).toBe(
      "The registry can be read only. Nothing was changed. Open a copy.",
    );
    expect(alert.closest("[data-field]")).toHaveProperty("dataset.field", "dead-letter");
    expect(field.value).toBe("new");
    expect(session.get().notices).toEqual([]);
    registry.refuse = null;
    await user.type(field, "{Enter}");
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
    expect(registry.written).toHaveLength(1);
  });

  it("keeps focus and text while other people change the handoff", async () => {
    const { type, elsewhere, stored, user } = await openHandoff({ criticality: "low" });
    const field = await type("policy-dead-letter", "desk.de");
    await elsewhere({ criticality: "high" });
    expect(document.activeElement).toBe(field);
    expect(field.value).toBe("desk.de");
    await user.keyboard("ad{Enter}");
    await waitFor(() =>
      expect(stored()).toMatchObject({
        criticality: "high",
        policy: { dead_letter: "desk.dead" },
      }),
    );
  });

  it("of a field that has changed meanwhile is judged by what its author saw", async () => {
    const { registry, type, elsewhere, user } = await openHandoff({});
    await type("policy-dead-letter", "mine");
    await elsewhere({ policy: { dead_letter: "theirs" } });
    await user.keyboard("{Enter}");
    await waitFor(() => expect(registry.written).toHaveLength(2));
    expect(registry.written[1]?.[0]).toMatchObject({ base_revision: 1 });
  });

  it("follows the one before: both are kept", async () => {
    const { user, stored } = await openHandoff({});
    await user.type(screen.getByTestId("policy-dead-letter"), "desk.dead");
    await user.click(screen.getByRole("switch", { name: /Roll a failed/ }));
    await waitFor(() =>
      expect(stored().policy).toEqual({ dead_letter: "desk.dead", rollback: true }),
    );
  });

  it("cannot be made while an earlier state is looked at", async () => {
    await openHandoff({});
    act(() => session.set({ past: 1 }));
    expect(screen.getByTestId("policy-dead-letter").matches(":disabled")).toBe(true);
    expect(screen.getByRole("button", { name: /^If it fails/ }).matches(":disabled")).toBe(false);
    act(() => session.set({ past: null }));
  });
});
