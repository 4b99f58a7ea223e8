// @vitest-environment jsdom
import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { action } from "../../actions/all";
import { selectionOf } from "../../canvas/selection";
import { useDocument } from "../../document/store";
import { type AuditSeries, PlatformError } from "../../platform";
import { session, WHOLE_AUDIT } from "../../session/store";
import { elsewhere, openRegistry } from "../../testing/inspector";
import type { MemoryRegistry } from "../../testing/platform";
import { UNOWNED } from "../../testing/support";
import { Dock } from "../shell/dock";
import { AuditSurface } from "./audit";
import { EXPLAINED, incident, row, SCORES, SERIES, table } from "./testing";
import { TimeChart } from "./time-chart";
import { percent } from "./words";

let registry: MemoryRegistry;
beforeEach(async () => {
  registry = await openRegistry([]);
  session.set({ view: "audit", audit: WHOLE_AUDIT, dock: { show: "inspector" } });
});
afterEach(() => session.set({ view: "drawing", audit: WHOLE_AUDIT, dock: { show: "inspector" } }));

const ROWS = [
  row("triage-to-billing"),
  row("other", {
    risk: 2.04,
    teams: [],
    open_incidents: 2,
    answers: { ...row("").answers, contract: true },
  }),
];
const spy = <K extends keyof MemoryRegistry["platform"]>(name: K) =>
  vi.spyOn(registry.platform, name as never) as unknown as {
    mockResolvedValue: (value: unknown) => void;
    mockRejectedValue: (reason: unknown) => void;
    mock: { lastCall?: unknown[] };
  };

describe("the handoffs", () => {
  it("stand in the order that they came in, with figure, answers and owner", async () => {
    spy("auditTable").mockResolvedValue(table(ROWS));
    render(<AuditSurface />);
    const first = within(await screen.findByTestId("audit-triage-to-billing"));
    expect(first.getByText("32")).toBeTruthy();
    expect(first.getByText("Triage → Billing")).toBeTruthy();
    expect(first.getByText("Customer Care")).toBeTruthy();
    expect(first.getByTitle("Contract: no").textContent).toBe("no");
    expect(first.getByTitle("Owner: yes").textContent).toBe("yes");
    const second = within(screen.getByTestId("audit-other"));
    expect(second.getByText("2.0")).toBeTruthy();
    expect(second.getByTitle("2 open incidents")).toBeTruthy();
    expect(second.getByText("Nobody")).toBeTruthy();
    expect(screen.getByRole("status").textContent).toBe("2 handoffs, the riskiest first");
  });

  it("are explained by a click or the arrow keys, and told to those who listen", async () => {
    spy("auditTable").mockResolvedValue(table(ROWS));
    const user = userEvent.setup();
    render(<AuditSurface />);
    await user.click(await screen.findByTestId("audit-triage-to-billing"));
    expect(session.get().dock).toEqual({ show: "risk", handoff: "triage-to-billing" });
    const grid = screen.getByRole("grid");
    act(() => grid.focus());
    await user.keyboard("{ArrowDown}");
    expect(session.get().dock).toEqual({ show: "risk", handoff: "other" });
    expect(grid.getAttribute("aria-activedescendant")).toBe("risk-other");
    expect(screen.getByTestId("audit-other").getAttribute("aria-selected")).toBe("true");
  });

  it("are asked for by the filter, which can be taken away where nothing fits", async () => {
    const asked = spy("auditTable");
    asked.mockResolvedValue(table(ROWS));
    const user = userEvent.setup();
    render(<AuditSurface />);
    await screen.findByTestId("audit-other");
    asked.mockResolvedValue(table([], 2));
    await user.selectOptions(screen.getByTestId("audit-missing"), "contract");
    expect(asked.mock.lastCall?.[0]).toEqual({ topology: null, team: null, missing: "contract" });
    expect(await screen.findByText("No handoff fits the filter")).toBeTruthy();
    await user.selectOptions(screen.getByTestId("audit-team"), "care");
    expect(asked.mock.lastCall?.[0]).toMatchObject({ team: "care", missing: "contract" });
    asked.mockResolvedValue(table(ROWS));
    await user.click(await screen.findByTestId("audit-show-all"));
    expect(await screen.findByTestId("audit-other")).toBeTruthy();
    expect(session.get().audit).toMatchObject({ team: null, missing: null });
  });

  it("are asked for anew when the registry changes", async () => {
    const asked = spy("auditTable");
    asked.mockResolvedValue(table(ROWS));
    render(<AuditSurface />);
    await screen.findByTestId("audit-other");
    asked.mockResolvedValue(table([row("other", { risk: 50 })]));
    await elsewhere(registry, "team", { id: "late" });
    expect(within(await screen.findByTestId("audit-other")).getByText("50")).toBeTruthy();
    expect(screen.queryByTestId("audit-triage-to-billing")).toBeNull();
  });

  it("say what to do where there are none, and why where they cannot be told", async () => {
    const asked = spy("auditTable");
    asked.mockResolvedValue(table([]));
    const { unmount } = render(<AuditSurface />);
    expect(await screen.findByText("There are no handoffs to audit yet")).toBeTruthy();
    unmount();
    const error = {
      code: "io",
      kind: "environment",
      message: "the disk is gone",
      hints: [],
      conflict: null,
    };
    asked.mockRejectedValue(new PlatformError(error as never));
    render(<AuditSurface />);
    expect((await screen.findByRole("alert")).textContent).toMatch(/the disk is gone/);
  });
});

describe("why a handoff is risky", () => {
  const open = async () => {
    spy("auditHandoff").mockResolvedValue(EXPLAINED);
    session.set({ dock: { show: "risk", handoff: "triage-to-billing" } });
    render(<Dock />);
    await screen.findByTestId("risk-figure");
    return userEvent.setup();
  };

  it("is told term by term, with what would lower each", async () => {
    await open();
    expect(screen.getByTestId("risk-figure").textContent).toBe("32");
    expect(screen.getByText(/The riskiest of 2 handoffs/)).toBeTruthy();
    const hangs = within(screen.getByLabelText("What hangs on it"));
    expect(hangs.getByText("Much hangs on it")).toBeTruthy();
    expect(hangs.getByText("60 %")).toBeTruthy();
    expect(hangs.getByText("Without it the risk is 12.")).toBeTruthy();
    const fails = within(screen.getByLabelText("How likely it fails"));
    expect(fails.getByText("Set a loop limit.")).toBeTruthy();
    // Nothing lowers what nobody has thought of.
    expect(fails.getAllByText(/^Without it/)).toHaveLength(2);
    const asked = within(screen.getByLabelText("Questions"));
    expect(asked.getByText("See to contract.")).toBeTruthy();
    expect(asked.queryByText("See to owner.")).toBeNull();
  });

  it("leads to the fix of a finding", async () => {
    useDocument.setState({ findings: [UNOWNED] });
    const user = await open();
    expect(screen.getByText(/Billing has no owning team/)).toBeTruthy();
    await user.click(screen.getByTestId("term-fix-OWN001"));
    expect(session.get().dock).toEqual({ show: "fix", finding: UNOWNED.key, fix: 0 });
  });

  it("is told over time, of this handoff alone, and anew with every change", async () => {
    const asked = spy("auditSeries");
    const seriesOf = (...figures: number[]) => ({
      points: figures.map((_, i) => ({ revision: i + 1, at: `2026-03-${11 + 10 * i}T12:00:00Z` })),
      lines: [
        {
          kind: "handoff",
          id: "triage-to-billing",
          marks: figures.map((mean_risk) => ({ score: 0.4, mean_risk, handoffs: 1 })),
        },
      ],
    });
    asked.mockResolvedValue(seriesOf(12.3, 32.4));
    await open();
    const part = within(await screen.findByLabelText("Over time"));
    expect(asked.mock.lastCall?.[2]).toEqual({ kind: "handoff", id: "triage-to-billing" });
    expect(
      part.getByRole("img", { name: "Risk: 12 on Mar 11, 2026, 32 on Mar 21, 2026." }),
    ).toBeTruthy();
    expect(part.getByText("12 →", { exact: false }).textContent).toBe("12 → 32");
    const cells = part.getAllByRole("cell").map(({ textContent }) => textContent);
    expect(cells).toEqual(["Mar 11, 2026", "12", "Mar 21, 2026", "32"]);

    const lower = { ...EXPLAINED, audit: { ...EXPLAINED.audit, risk: 8.04 }, riskier: 1 };
    spy("auditHandoff").mockResolvedValue(lower);
    asked.mockResolvedValue(seriesOf(12.3, 32.4, 8.04));
    await elsewhere(registry, "team", { id: "late" });
    await waitFor(() => expect(screen.getByTestId("risk-figure").textContent).toBe("8.0"));
    expect(screen.getByText(/1 of 2 handoffs is riskier/)).toBeTruthy();
    expect(await part.findByText("8.0", { selector: "b" })).toBeTruthy();
  });

  it("says nothing of time where nothing is known of it", async () => {
    spy("auditSeries").mockResolvedValue({ points: [], lines: [] });
    await open();
    await act(async () => {});
    expect(screen.queryByLabelText("Over time")).toBeNull();
  });

  it("shows the handoff on the drawing and stays beside it", async () => {
    const user = await open();
    await user.click(screen.getByTestId("risk-show"));
    expect(session.get()).toMatchObject({
      view: "drawing",
      topology: "desk",
      selection: selectionOf([], ["triage-to-billing"]),
      dock: { show: "risk" },
    });
  });
});

describe("incidents", () => {
  it("are recorded at a handoff, whose risk is shown then", async () => {
    const recorded = spy("recordIncident");
    recorded.mockResolvedValue({
      revision: 1,
      diff: [],
      findings: { changed: [], gone: [] },
      can_undo: true,
      can_redo: false,
      notes: [],
    });
    act(() => {
      session.set({ selection: selectionOf([], []) });
      session.show({ show: "incident", handoff: "triage-to-billing" });
    });
    const user = userEvent.setup();
    render(<Dock />);
    const send = screen.getByTestId<HTMLButtonElement>("incident-send");
    expect(send.disabled).toBe(true);
    await user.type(screen.getByTestId("incident-cause"), "No amount arrived");
    await user.type(screen.getByTestId("incident-link"), "https://incidents.example.com/1");
    await user.click(send);
    expect(recorded.mock.lastCall?.[0]).toEqual({
      handoff: "triage-to-billing",
      cause: "No amount arrived",
      at: null,
      versions: [],
      link: "https://incidents.example.com/1",
      lesson: "",
    });
    await waitFor(() =>
      expect(session.get().dock).toEqual({ show: "risk", handoff: "triage-to-billing" }),
    );
  });

  it("are listed, narrowed to open ones, and resolved with what was learnt", async () => {
    spy("incidents").mockResolvedValue([
      incident("late", { resolved_at: "2026-03-02T09:00:00Z", lesson: "Ask first" }),
      incident("early"),
    ]);
    const resolved = spy("resolveIncident");
    session.set({ audit: { ...WHOLE_AUDIT, tab: "incidents" } });
    const user = userEvent.setup();
    render(<AuditSurface />);
    expect((await screen.findByTestId("incident-late")).textContent).toMatch(
      /Resolved Mar 2, 2026/,
    );
    await user.click(screen.getByRole("switch", { name: "Only open ones" }));
    expect(screen.queryByTestId("incident-late")).toBeNull();
    await user.click(screen.getByTestId("resolve-early"));
    await user.type(screen.getByTestId("resolve-lesson"), "Check the amount");
    await user.click(screen.getByTestId("resolve-send"));
    expect(resolved.mock.lastCall).toEqual(["early", true, "Check the amount"]);
  });

  it("say what they are for where there are none", async () => {
    session.set({ audit: { ...WHOLE_AUDIT, tab: "incidents" } });
    render(<AuditSurface />);
    expect(await screen.findByText("No incident is recorded")).toBeTruthy();
  });
});

describe("scores", () => {
  it("are told of the registry, then of what is chosen, over time", async () => {
    spy("auditScores").mockResolvedValue(SCORES);
    spy("auditTable").mockResolvedValue(table(ROWS));
    const asked = spy("auditSeries");
    asked.mockResolvedValue(SERIES);
    session.set({ audit: { ...WHOLE_AUDIT, tab: "scores" } });
    const user = userEvent.setup();
    render(<AuditSurface />);
    const card = within(await screen.findByLabelText("Scorecard: The registry"));
    expect(card.getAllByText("71 %")[0]?.tagName).toBe("STRONG");
    expect(
      await card.findByRole("img", {
        name: "Score: 43 % on Mar 11, 2026, 71 % on Mar 31, 2026.",
      }),
    ).toBeTruthy();
    await user.selectOptions(screen.getByTestId("audit-span"), "30");
    expect(asked.mock.lastCall).toEqual([30, 24, null]);
    await user.click(screen.getByTestId("score-team-care"));
    await user.click(
      within(await screen.findByLabelText("Scorecard: Customer Care")).getByTestId(
        "scorecard-handoffs",
      ),
    );
    expect(session.get().audit).toMatchObject({ tab: "handoffs", team: "care" });
  });

  it("of nothing are none: neither a card nor a chart says 0 %", async () => {
    const [all, team] = SCORES.cards;
    if (!all || !team) throw new Error("cards");
    const empty = { ...team, handoffs: 0, score: 0, answered: {}, highest_risk: 0, mean_risk: 0 };
    spy("auditScores").mockResolvedValue({ ...SCORES, cards: [all, empty] });
    spy("auditTable").mockResolvedValue(table(ROWS));
    const none = { handoffs: 0, score: 0, mean_risk: 0, highest_risk: 0 };
    const lines = SERIES.lines.map((line) => ({ ...line, marks: [none, ...line.marks.slice(1)] }));
    spy("auditSeries").mockResolvedValue({ ...SERIES, lines });
    session.set({ audit: { ...WHOLE_AUDIT, tab: "scores" } });
    const user = userEvent.setup();
    const { container } = render(<AuditSurface />);
    const row = await screen.findByTestId("score-team-care");
    expect(row.textContent).toContain("nothing to count");
    expect(
      await screen.findByRole("img", {
        name: "Score: 43 % on Mar 11, 2026, 71 % on Mar 31, 2026.",
      }),
    ).toBeTruthy();
    await user.click(row);
    const card = await screen.findByLabelText("Scorecard: Customer Care");
    expect(card.textContent).toContain("nothing to count");
    expect(container.textContent).not.toMatch(/(^|\D)0 %/);
  });

  it("of one moment alone are told in words", () => {
    const [first, ...rest] = SERIES.points;
    const only: AuditSeries["points"] = first ? [first] : rest;
    render(
      <TimeChart
        title="Score"
        times={only.map(({ at }) => at)}
        values={[0.5]}
        most={1}
        words={percent}
      />,
    );
    expect(screen.getByRole("img").getAttribute("aria-label")).toMatch(
      /^Score: 50 % on Mar 1, 2026\. A line begins/,
    );
    expect(screen.queryByRole("table")).toBeNull();
  });
});

describe("agents that stand out", () => {
  it("are told by all four reasons, and lead to their fields", async () => {
    spy("auditScores").mockResolvedValue(SCORES);
    session.set({ audit: { ...WHOLE_AUDIT, tab: "agents" } });
    const user = userEvent.setup();
    render(<AuditSurface />);
    const unowned = within(await screen.findByTestId("sprawl-unowned"));
    expect(screen.getByRole("status").textContent).toBe("1 of 2 agents stands out");
    expect(within(screen.getByTestId("sprawl-duplicate")).getByText("like Triage")).toBeTruthy();
    expect(screen.getByTestId("sprawl-unused").textContent).toMatch(/Every agent stands in/);
    expect(screen.getByTestId("sprawl-stale_health").textContent).toMatch(/within 30 days/);
    await user.click(unowned.getByLabelText("Change Billing"));
    expect(session.get().dock).toEqual({
      show: "record",
      subject: { kind: "agent", id: "billing" },
    });
  });
});

describe("the actions", () => {
  it("explain and record for the handoff that is looked at", () => {
    const [why, record] = [action("explain-risk"), action("record-incident")];
    session.set({ view: "registry", page: { kind: "team", id: "care" } });
    expect(why.enabled()).toBe(false);
    session.set({ page: { kind: "handoff", id: "triage-to-billing" } });
    expect(why.enabled()).toBe(true);
    why.perform();
    expect(session.get().dock).toEqual({ show: "risk", handoff: "triage-to-billing" });
    record.perform();
    expect(session.get().dock).toEqual({ show: "incident", handoff: "triage-to-billing" });
    action("show-audit").perform();
    expect(session.get().view).toBe("audit");
    session.set({ past: 3 });
    expect(action("show-audit").enabled()).toBe(false);
    session.set({ past: null });
  });
});
