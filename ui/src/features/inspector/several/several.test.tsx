import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { selectionOf } from "../../../canvas/selection";
import { undo } from "../../../document/commit";
import { EMPTY_DOCUMENT, useDocument } from "../../../document/store";
import { start } from "../../../document/sync";
import { replacePlatform } from "../../../platform";
import { session } from "../../../session/store";
import { type MemoryRegistry, memoryRegistry } from "../../../testing/platform";
import { giveSizes } from "../../../testing/sizes";
import { RECORDS } from "../../../testing/support";
import { SelectionInspector } from "../several";

let registry: MemoryRegistry;
const back = {
  id: "billing-to-triage",
  topology: "desk",
  from: "billing",
  to: "triage",
  owners: ["money"],
  criticality: "high",
  policy: { retries: 2, loop_limit: 3 },
};

beforeEach(async () => {
  localStorage.clear();
  vi.unstubAllGlobals();
  giveSizes();
  registry = memoryRegistry({
    records: [
      ...RECORDS,
      { kind: "handoff", id: back.id, record: back },
      { kind: "contract", id: "case", record: { id: "case", name: "Case" } },
      {
        kind: "contract_version",
        id: "case@1.0.0",
        record: { id: "case@1.0.0", contract: "case", version: "1.0.0", state: "published" },
      },
    ],
  });
  replacePlatform(registry.platform);
  useDocument.setState(EMPTY_DOCUMENT, true);
  session.set({ notices: [], past: null, sections: {} });
  await start();
  act(() =>
    session.select(
      selectionOf(["agent:triage", "agent:billing"], ["triage-to-billing", "billing-to-triage"]),
    ),
  );
  render(<SelectionInspector />);
});

const agent = (id: string) => registry.record("agent", id);
const handoff = (id: string) => registry.record("handoff", id);
const shown = (testId: string) => screen.getByTestId<HTMLInputElement>(testId);

describe("several records", () => {
  it("show what they share, and say where they differ", () => {
    expect(shown("several-lifecycle").value).toBe("experimental");
    const kind = screen.getByTestId<HTMLSelectElement>("several-kind");
    expect(kind.selectedOptions[0]?.textContent).toBe("mixed");
    expect(shown("several-team").value).toBe("mixed");
    expect(shown("several-retries").value).toBe("");
    expect(shown("several-retries").placeholder).toBe("mixed");
    expect(screen.getByText("intake").parentElement?.textContent).toContain("1 of 2");
  });

  it("take a field in one edit, which one undo takes back", async () => {
    const user = userEvent.setup();
    await user.selectOptions(shown("several-lifecycle"), "production");
    await waitFor(() => expect(agent("billing")).toMatchObject({ lifecycle: "production" }));
    expect(agent("triage")).toMatchObject({ lifecycle: "production", capabilities: ["intake"] });
    expect(registry.written).toHaveLength(1);
    await act(undo);
    expect(agent("triage")).not.toHaveProperty("lifecycle");
    expect(agent("billing")).not.toHaveProperty("lifecycle");
  });

  it("are sent only where they change", async () => {
    const user = userEvent.setup();
    await user.selectOptions(shown("several-kind"), "supervisor");
    await waitFor(() => expect(registry.written).toHaveLength(1));
    expect(registry.written[0]?.map(({ id }) => id)).toEqual(["billing"]);
  });

  it("get and lose tags", async () => {
    const user = userEvent.setup();
    await user.click(screen.getByRole("button", { name: "Give intake to all" }));
    await waitFor(() => expect(agent("billing")).toMatchObject({ capabilities: ["intake"] }));
    await user.type(shown("several-tags"), "refunds{Enter}");
    await waitFor(() =>
      expect(agent("triage")).toMatchObject({ capabilities: ["intake", "refunds"] }),
    );
    await user.click(screen.getByRole("button", { name: "Remove intake from all" }));
    await waitFor(() => expect(agent("billing")).toMatchObject({ capabilities: ["refunds"] }));
  });

  it("get a contract with its newest published version", async () => {
    const user = userEvent.setup();
    await user.type(shown("several-contract"), "Case{Enter}");
    const pinned = { contract: "case", version: "1.0.0" };
    await waitFor(() => expect(handoff("triage-to-billing")).toMatchObject(pinned));
    expect(handoff("billing-to-triage")).toMatchObject({ ...pinned, criticality: "high" });
    expect(registry.written).toHaveLength(1);
    expect(shown("several-version").value).toBe("1.0.0");
  });

  it("get figures, and keep the others that they have", async () => {
    const user = userEvent.setup();
    await user.type(shown("several-retries"), "4{Enter}");
    await waitFor(() =>
      expect(handoff("triage-to-billing")).toMatchObject({ policy: { retries: 4 } }),
    );
    expect(handoff("billing-to-triage")).toMatchObject({ policy: { retries: 4, loop_limit: 3 } });
    await user.type(shown("several-timeout_ms"), "2 min{Enter}");
    await waitFor(() =>
      expect(handoff("billing-to-triage")).toMatchObject({ policy: { timeout_ms: 120_000 } }),
    );
  });

  it("say at the field why nothing was changed", async () => {
    const user = userEvent.setup();
    registry.refuse = {
      code: "read_only",
      kind: "environment",
      message: "The registry can be read only.",
      hints: [],
      conflict: null,
    };
    await user.type(shown("several-owners"), "Customer{Enter}");
    expect((await screen.findByRole("alert")).textContent?.trim()).toBe(
      "The registry can be read only. Nothing was changed.",
    );
    expect(registry.written).toEqual([]);
  });
});
