import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { EMPTY_DOCUMENT, useDocument } from "../../document/store";
import { start } from "../../document/sync";
import { type CustomState, type RuleInfo, replacePlatform } from "../../platform";
import { DEFAULTS, EVERY_FINDING } from "../../session/persist";
import { session } from "../../session/store";
import { type MemoryOptions, type MemoryRegistry, memoryRegistry } from "../../testing/platform";
import { NO_CONTRACT, RECORDS, UNOWNED } from "../../testing/support";
import { RulePanel } from "./rule-panel";
import { RulesPanel } from "./rules-panel";

const OWNER: RuleInfo = {
  code: "OWN001",
  name: "agent-without-owner",
  category: "ownership",
  severity: "warning",
  summary: "An agent has no owning team.",
  explanation:
    "## What it does\nFinds agents without a `team`.\n\n## Options\n- `most` (default `3`): how many.\n\n## Fix safety\nSafe.",
  has_fix: true,
};
const CONTRACT: RuleInfo = {
  ...OWNER,
  code: "CON001",
  name: "handoff-without-contract",
  category: "contracts",
  severity: "error",
  summary: "No contract on the edge.",
};
const CUSTOM: CustomState = {
  file: "/home/maria/desk.rules.toml",
  there: true,
  rules: [
    {
      code: "ACME001",
      name: "acme-rule",
      severity: "advice",
      on: "agent",
      topology: null,
      when: "record.team == null",
      message: "Say who answers.",
      why: "",
      line: 3,
    },
  ],
  problems: [
    {
      code: "ACME002",
      line: 9,
      column: 4,
      message: "an agent has no field `tema` there",
      remedy: "did you mean team?",
    },
  ],
};

let registry: MemoryRegistry;

async function open(options: Partial<MemoryOptions> = {}) {
  registry = memoryRegistry({
    records: RECORDS,
    findings: [UNOWNED, NO_CONTRACT],
    rules: [OWNER, CONTRACT],
    ruleOptions: [
      {
        code: "OWN001",
        options: [
          {
            name: "most_minutes",
            meaning: "how long it may take.",
            unit: "minutes",
            default: 3,
            takes: { kind: "number", whole: true, negative: false },
          },
          {
            name: "levels",
            meaning: "which count.",
            unit: null,
            default: ["high"],
            takes: { kind: "words", choices: ["low", "high"] },
          },
        ],
      },
    ],
    ...options,
  });
  replacePlatform(registry.platform);
  await start();
  await waitFor(() => expect(useDocument.getState().custom).not.toBeNull());
  session.set({ topology: "desk" });
  return userEvent.setup();
}

const settings = () =>
  registry
    .all()
    .filter(({ kind }) => kind === "rule_setting")
    .map(({ record }) => record);

beforeEach(() => {
  useDocument.setState(EMPTY_DOCUMENT, true);
  session.set({ ...DEFAULTS, past: null, findingsFilter: EVERY_FINDING, dock: { show: "rules" } });
});

describe("all rules", () => {
  it("stand by family with how grave they are and what they find", async () => {
    const user = await open({ custom: CUSTOM });
    render(<RulesPanel />);
    const row = await screen.findByTestId("rules-row-OWN001");
    expect(row.textContent).toBe("OWN001agent-without-owner1 finding");
    expect(within(row).getByLabelText("warning")).toBeTruthy();
    const families = screen.getAllByRole("heading", { level: 3 }).map((each) => each.textContent);
    expect(families).toEqual(["Contracts 1", "Ownership 1", "Custom rules 1"]);
    await user.click(row);
    expect(session.get().dock).toEqual({ show: "rule", code: "OWN001" });
    await user.type(screen.getByTestId("rules-filter"), "no contract");
    expect(screen.queryByTestId("rules-row-OWN001")).toBeNull();
    expect(screen.getByTestId("rules-row-CON001")).toBeTruthy();
  });

  it("tell what is wrong with the file of users' rules, and how to mend it", async () => {
    await open({ custom: CUSTOM });
    render(<RulesPanel />);
    const file = screen.getByRole("region", { name: "File of custom rules" });
    expect(within(file).getByText("ACME002, line 9, column 4")).toBeTruthy();
    expect(within(file).getByText("Did you mean team?")).toBeTruthy();
  });

  it("say where users' rules would go", async () => {
    await open({ custom: { file: "/x/desk.rules.toml", there: false, rules: [], problems: [] } });
    render(<RulesPanel />);
    expect(screen.getByText("desk.rules.toml")).toBeTruthy();
    expect(screen.getByText(/Rules of your own go into this file/)).toBeTruthy();
  });
});

describe("one rule", () => {
  it("takes a severity for the registry, and gives it back", async () => {
    const user = await open();
    render(<RulePanel code="OWN001" />);
    await user.click(await screen.findByTestId("severity-error"));
    await waitFor(() =>
      expect(settings()).toEqual([{ id: "own001", code: "OWN001", severity: "error" }]),
    );
    expect(screen.getByTestId("severity-error").getAttribute("aria-pressed")).toBe("true");
    await user.click(screen.getByTestId("severity-warning"));
    await waitFor(() => expect(settings()).toEqual([]));
  });

  it("takes options for one topology, beside what holds everywhere", async () => {
    const user = await open();
    render(<RulePanel code="OWN001" />);
    await user.click(await screen.findByTestId("rule-here"));
    const field = await screen.findByRole("textbox", { name: "Most minutes" });
    await user.clear(field);
    await user.type(field, "5{Enter}");
    await waitFor(() =>
      expect(settings()).toEqual([
        { id: "own001-desk", code: "OWN001", topology: "desk", options: { most_minutes: 5 } },
      ]),
    );
    await user.click(screen.getByRole("button", { name: "low" }));
    await waitFor(() =>
      expect(settings()).toEqual([
        {
          id: "own001-desk",
          code: "OWN001",
          topology: "desk",
          options: { most_minutes: 5, levels: ["low", "high"] },
        },
      ]),
    );
    await user.click(screen.getByTestId("reset-levels"));
    await user.click(await screen.findByTestId("rule-reset"));
    await waitFor(() => expect(settings()).toEqual([]));
  });

  it("explains a value that the rule cannot take, and writes nothing", async () => {
    const user = await open({
      optionProblems: [{ name: "levels", message: "Choose among low, high." }],
    });
    render(<RulePanel code="OWN001" />);
    await user.click(await screen.findByRole("button", { name: "low" }));
    expect(await screen.findByText("Choose among low, high.")).toBeTruthy();
    expect(settings()).toEqual([]);
  });

  it("leads to its findings", async () => {
    const user = await open();
    render(<RulePanel code="CON001" />);
    await user.click(await screen.findByTestId("rule-findings"));
    expect(session.get().findingsFilter.families).toEqual(["CON"]);
    expect(session.get().findingsGroup).toBe("rule");
  });

  it("shows what a rule of users says, and where", async () => {
    await open({ custom: CUSTOM });
    render(<RulePanel code="ACME001" />);
    expect(await screen.findByText("record.team == null")).toBeTruthy();
    expect(screen.getByText("Line 3 of /home/maria/desk.rules.toml")).toBeTruthy();
  });

  it("changes nothing while an earlier state is looked at", async () => {
    await open();
    render(<RulePanel code="OWN001" />);
    await screen.findByTestId("severity-error");
    act(() => session.set({ past: 1 }));
    expect(screen.getByRole("group", { name: "Severity" }).matches(":disabled")).toBe(true);
  });
});
