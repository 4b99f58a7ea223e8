import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { NOTHING, selectionOf } from "../../canvas/selection";
import { EMPTY_DOCUMENT, useDocument } from "../../document/store";
import { start } from "../../document/sync";
import { type Finding, type RuleInfo, replacePlatform } from "../../platform";
import { DEFAULTS } from "../../session/persist";
import { session } from "../../session/store";
import { type MemoryRegistry, memoryRegistry } from "../../testing/platform";
import { giveSizes } from "../../testing/sizes";
import { NO_CONTRACT, RECORDS, UNOWNED } from "../../testing/support";
import { FindingsPanel } from "./findings-panel";
import { FixAllPanel } from "./fix-all-panel";
import { SilencePanel } from "./silence-panel";

const SILENT: Finding = {
  ...UNOWNED,
  key: "OWN001:agent:triage",
  subject: { kind: "agent", id: "triage" },
  silenced: "The vendor answers.",
};
const LOOP: Finding = {
  ...NO_CONTRACT,
  key: "TOP003:handoff:triage-to-billing",
  code: "TOP003",
  path: [{ kind: "handoff", id: "triage-to-billing" }],
};
const RULE: RuleInfo = {
  code: "OWN001",
  name: "agent-without-owner",
  category: "ownership",
  severity: "warning",
  summary: "An agent has no owning team.",
  explanation: "## What it does\nFinds agents without a `team`.",
  has_fix: true,
};
const SILENCE = {
  kind: "silence",
  id: "own001-triage",
  record: {
    id: "own001-triage",
    code: "OWN001",
    subject: SILENT.subject,
    reason: "The vendor answers.",
  },
} as const;

let registry: MemoryRegistry;

async function open(findings: readonly Finding[]) {
  registry = memoryRegistry({ records: [...RECORDS, SILENCE], findings, rules: [RULE] });
  replacePlatform(registry.platform);
  await start();
  session.set({ topology: "desk" });
  render(<FindingsPanel />);
  return userEvent.setup();
}

it("offers no filters and no order where there is nothing to filter", async () => {
  await open([]);
  expect(screen.getByText("No findings")).toBeTruthy();
  expect(screen.queryByTestId("findings-filter")).toBeNull();
  expect(screen.queryByTestId("findings-about")).toBeNull();
  act(() => useDocument.setState({ findings: [UNOWNED] }));
  expect(screen.getByTestId("findings-filter")).toBeTruthy();
  expect(screen.getByTestId("findings-about")).toBeTruthy();
});

it("asks for no more room than its words need where there are none, whatever a filter leaves out", async () => {
  const isEmpty = () => screen.getByTestId("findings-panel").matches(".findings--empty");
  const user = await open([SILENT]);
  expect(isEmpty()).toBe(true);
  await user.click(screen.getByTestId("count-silenced"));
  expect(isEmpty()).toBe(false);
  act(() => useDocument.setState({ findings: [UNOWNED] }));
  await user.type(screen.getByTestId("findings-filter"), "nothing of the kind");
  expect(await screen.findByText("No finding fits")).toBeTruthy();
  expect(isEmpty()).toBe(false);
});

beforeEach(() => {
  giveSizes();
  useDocument.setState(EMPTY_DOCUMENT, true);
  session.set({
    ...DEFAULTS,
    dock: { show: "inspector" },
    selection: NOTHING,
    path: [],
    findingKey: null,
    past: null,
    notices: [],
  });
});

describe("the list of findings", () => {
  it("keeps thousands of lines out of the document", async () => {
    const many = Array.from({ length: 4000 }, (_, i) => ({ ...UNOWNED, key: `OWN001:${i}` }));
    await open(many);
    expect(screen.getByTestId("count-error").textContent).toContain("4000");
    expect(screen.getAllByTestId("finding-OWN001").length).toBeLessThan(80);
  });

  it("is walked with the arrows, and left to the drawing with Enter", async () => {
    const user = await open([UNOWNED, NO_CONTRACT]);
    screen.getByTestId("finding-OWN001").focus();
    await user.keyboard("{ArrowDown}");
    expect(document.activeElement).toBe(screen.getByTestId("finding-CON001"));
    await user.keyboard("{Enter}");
    expect(session.get().selection).toEqual(selectionOf([], ["triage-to-billing"]));
    await user.keyboard("{ArrowUp}f");
    expect(session.get().dock).toEqual({ show: "fix", finding: UNOWNED.key, fix: 0 });
  });

  it("draws a finding's way until something else is selected", async () => {
    const user = await open([LOOP]);
    await user.click(screen.getByTestId("finding-TOP003"));
    expect(session.get().path).toEqual(LOOP.path);
    act(() => session.select(selectionOf(["agent:triage"])));
    expect(session.get().path).toEqual([]);
  });

  it("explains the rule in place", async () => {
    const user = await open([UNOWNED]);
    await user.click(screen.getByRole("button", { name: "Why OWN001 matters" }));
    expect(screen.getByText("Nobody is called when it breaks.")).toBeTruthy();
    await user.click(screen.getByTestId("rule-OWN001"));
    expect(await screen.findByText("An agent has no owning team.")).toBeTruthy();
    expect(screen.getByText("What it does")).toBeTruthy();
  });

  it("divides by family as the catalogue says, and filters", async () => {
    const user = await open([UNOWNED, NO_CONTRACT]);
    await user.selectOptions(screen.getByRole("combobox", { name: "Divide findings" }), "family");
    expect(await screen.findByRole("heading", { name: "Ownership OWN" })).toBeTruthy();
    await user.type(screen.getByTestId("findings-filter"), "contract");
    await waitFor(() => expect(screen.queryByTestId("finding-OWN001")).toBeNull());
    await user.type(screen.getByTestId("findings-filter"), "zzz");
    await user.click(await screen.findByRole("button", { name: "Show all of them" }));
    expect(await screen.findByTestId("finding-OWN001")).toBeTruthy();
  });

  it("shows what was silenced on demand, with the reason, and lets it speak again", async () => {
    const user = await open([NO_CONTRACT, SILENT]);
    expect(screen.queryByText("Silenced: The vendor answers.")).toBeNull();
    await user.click(screen.getByTestId("count-silenced"));
    expect(await screen.findByText("Silenced: The vendor answers.")).toBeTruthy();
    await user.click(screen.getByTestId("speak-OWN001"));
    await waitFor(() => expect(registry.record("silence", "own001-triage")).toBeUndefined());
  });

  it("offers no edit while nothing can be changed", async () => {
    await open([UNOWNED]);
    act(() => session.set({ past: 1 }));
    expect(screen.queryByTestId("fix-OWN001")).toBeNull();
    expect(screen.queryByTestId("silence-OWN001")).toBeNull();
  });
});

describe("silencing", () => {
  it("asks for a reason, and holds where it was meant", async () => {
    const user = await open([NO_CONTRACT]);
    render(<SilencePanel findingKey={NO_CONTRACT.key} />);
    await user.click(screen.getByTestId("silence-apply"));
    expect(within(screen.getByRole("alert")).getByText(/Say why/)).toBeTruthy();
    expect(registry.written).toEqual([]);
    await user.type(screen.getByTestId("silence-reason"), "Agreed with Care.");
    await user.click(screen.getByTestId("silence-apply"));
    await waitFor(() =>
      expect(registry.record("silence", "con001-triage-to-billing")).toEqual({
        id: "con001-triage-to-billing",
        code: "CON001",
        subject: NO_CONTRACT.subject,
        reason: "Agreed with Care.",
        topology: "desk",
      }),
    );
  });

  it("can hold everywhere", async () => {
    const user = await open([NO_CONTRACT]);
    render(<SilencePanel findingKey={NO_CONTRACT.key} />);
    await user.type(screen.getByTestId("silence-reason"), "Known.");
    await user.click(screen.getByTestId("silence-everywhere"));
    await user.click(screen.getByTestId("silence-apply"));
    await waitFor(() =>
      expect(registry.record("silence", "con001-triage-to-billing")).not.toHaveProperty("topology"),
    );
  });
});

describe("all safe fixes", () => {
  it("are looked at, left out one by one, and applied as one edit", async () => {
    const safe = (id: string): Finding => ({
      ...UNOWNED,
      key: `OWN001:agent:${id}`,
      subject: { kind: "agent", id },
      fixes: UNOWNED.fixes.map((fix) => ({
        ...fix,
        safe: true,
        title: `Give ${id} to Money`,
        edits: [
          {
            op: "put",
            kind: "agent",
            id,
            record: { id, name: id, team: "money" },
            base_revision: null,
            operation_id: "",
          },
        ],
      })),
    });
    const user = await open([safe("triage"), safe("billing"), NO_CONTRACT]);
    expect(screen.getByTestId("fix-all").textContent).toContain("Fix 2 safe");
    render(<FixAllPanel />);
    await user.click(screen.getByRole("checkbox", { name: /Give billing/ }));
    await waitFor(() =>
      expect(screen.getByTestId("fix-all-apply")).toHaveProperty("disabled", false),
    );
    await user.click(screen.getByTestId("fix-all-apply"));
    await waitFor(() => expect(registry.written).toHaveLength(1));
    expect(registry.written[0]).toMatchObject([{ kind: "agent", id: "triage", base_revision: 1 }]);
  });
});
