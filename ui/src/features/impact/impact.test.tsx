// @vitest-environment jsdom
import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { action } from "../../actions/all";
import { EFFECT_DEPRECATED, ERROR, WARNING } from "../../canvas/layer-colours";
import { selectionOf } from "../../canvas/selection";
import { markedIn, markingOf } from "../../document/marking";
import { type ImpactReport, PlatformError } from "../../platform";
import { session } from "../../session/store";
import { drawnBox, drawnEdge, drawnScene } from "../../testing/drawn";
import { elsewhere, openRegistry } from "../../testing/inspector";
import type { MemoryRegistry } from "../../testing/platform";
import { colourOfHit } from "../canvas/use-path";
import { Dock } from "../shell/dock";
import { ImpactSection } from "./impact-section";
import { showPathAt } from "./show";
import { BROKEN, hit, report } from "./testing";

const QUESTION = { ask: "agent_retired", agent: "billing" } as const;

let registry: MemoryRegistry;
beforeEach(async () => {
  registry = await openRegistry([]);
});
afterEach(() => session.set({ dock: { show: "inspector" }, path: [], view: "drawing" }));

const answers = (given: ImpactReport) =>
  vi.spyOn(registry.platform, "impact").mockResolvedValue(given);

describe("who is hit", () => {
  it("is told from the sentence down to the first step of a team", async () => {
    answers(BROKEN);
    render(<ImpactSection question={QUESTION} />);
    expect(screen.getByText("Asking who is hit…")).toBeTruthy();
    expect((await screen.findByTestId("impact-summary")).textContent).toBe(BROKEN.summary);
    const row = within(screen.getByTestId("hit-triage-to-billing"));
    expect(row.getByText("Triage → Billing")).toBeTruthy();
    expect(row.getByText(/needs a field/)).toBeTruthy();
    expect(row.getByText("payload that fails, 2 fields")).toBeTruthy();
    expect(row.getByTestId("counterexample")).toBeTruthy();
    expect(row.getAllByText("inferred")).toHaveLength(1);
    expect(screen.getByTestId("impact-plan").textContent).toContain("Until 2027-01-31.");
    expect(screen.getByText(/First: page Money after 15 min/)).toBeTruthy();
  });

  it("says so when it is nobody, and offers nothing to draw", async () => {
    answers(report());
    render(<ImpactSection question={QUESTION} />);
    expect(await screen.findByText("Nobody is hit.")).toBeTruthy();
    expect(screen.queryByTestId("impact-show")).toBeNull();
  });

  it("says why it cannot be told, with what to do", async () => {
    vi.spyOn(registry.platform, "impact").mockRejectedValue(
      new PlatformError({
        code: "not_found",
        kind: "user",
        message: "there is no such agent",
        hints: ["name another one"],
        conflict: null,
      }),
    );
    render(<ImpactSection question={QUESTION} />);
    expect((await screen.findByRole("alert")).textContent).toMatch(
      /there is no such agent.*name another one/,
    );
  });

  it("cuts long lists and tells what is left out", async () => {
    const hits = Array.from({ length: 70 }, (_, i) => hit(`h${i}`));
    answers(report({ hits, left_out: 5, counts: { ...BROKEN.counts, breaks: 75 } }));
    const user = userEvent.setup();
    render(<ImpactSection question={QUESTION} />);
    expect(await screen.findAllByTestId(/^hit-/)).toHaveLength(8);
    expect(screen.getByTestId("impact-left-out").textContent).toMatch(/^5 more handoffs are hit/);
    await user.click(screen.getByText("Show 50 of 62 more"));
    await user.click(screen.getByText("Show 12 more"));
    expect(screen.getAllByTestId(/^hit-/)).toHaveLength(70);
  });

  it("is asked anew when the registry changes", async () => {
    const asked = answers(BROKEN);
    render(<ImpactSection question={QUESTION} />);
    await screen.findByTestId("impact-summary");
    asked.mockResolvedValue(report());
    await elsewhere(registry, "team", { id: "late" });
    expect(await screen.findByText("Nobody is hit.")).toBeTruthy();
  });
});

describe("on the drawing", () => {
  const { scene } = drawnScene(
    [
      drawnBox("agent:triage", 0, 0),
      drawnBox("agent:billing", 300, 0),
      drawnBox("agent:x", 0, 300),
    ],
    [
      drawnEdge("triage-to-billing", "agent:triage", "agent:billing", []),
      drawnEdge("other", "agent:triage", "agent:x", []),
    ],
  );

  it("what is hit has its effect's colour, and all else steps back", async () => {
    answers(BROKEN);
    session.set({ topology: "desk" });
    const user = userEvent.setup();
    render(<ImpactSection question={QUESTION} />);
    await user.click(await screen.findByTestId("impact-show"));
    const { dock } = session.get();
    expect(dock.show).toBe("impact");
    const marking = markingOf(dock);
    expect(marking?.edge("triage-to-billing")?.key).toBe("breaks");
    expect(marking?.edge("other")).toBeNull();
    expect(marking?.box("agent:billing")?.key).toBe("breaks");
    const marked = marking && markedIn(scene, marking);
    expect([...(marked?.boxes ?? [])].sort()).toEqual(["agent:billing", "agent:triage"]);
    expect([...(marked?.edges ?? [])]).toEqual(["triage-to-billing"]);
  });

  it("asks for all of it where the list had left some out", async () => {
    const asked = answers({ ...BROKEN, left_out: 10 });
    const user = userEvent.setup();
    render(<ImpactSection question={QUESTION} />);
    const show = await screen.findByTestId("impact-show");
    asked.mockResolvedValue(BROKEN);
    await user.click(show);
    await waitFor(() => expect(session.get().dock).toMatchObject({ report: { left_out: 0 } }));
    expect(asked.mock.lastCall?.[2]).toBeGreaterThan(10_000);
  });

  it("pointing at a hit draws the way to it, and Close ends all of it", async () => {
    answers(BROKEN);
    session.set({ dock: { show: "impact", question: QUESTION, report: BROKEN } });
    const user = userEvent.setup();
    render(<Dock />);
    const way = [
      { kind: "handoff", id: "triage-to-billing" },
      { kind: "agent", id: "triage" },
      { kind: "agent", id: "billing" },
    ];
    await user.hover(screen.getByText("Triage → Billing"));
    expect(session.get().path).toEqual(way);
    await user.unhover(screen.getByText("Triage → Billing"));
    expect(session.get().path).toEqual([]);
    act(() => showPathAt({ on: "edge", id: "triage-to-billing" }));
    expect(session.get().path).toEqual(way);
    act(() => showPathAt({ on: "box", id: "agent:billing" }));
    expect(session.get().path).toEqual(way);
    act(() => showPathAt({ on: "empty" }));
    expect(session.get().path).toEqual([]);
    await user.click(screen.getByLabelText("Close"));
    expect(session.get().dock.show).toBe("inspector");
    expect(markingOf(session.get().dock)).toBeNull();
  });

  it("the way has the colour of what happens at its end", () => {
    const given = report({
      hits: [hit("a"), hit("b", { effect: "undecided" }), hit("c", { effect: "deprecated" })],
    });
    const dock = { show: "impact", question: QUESTION, report: given } as const;
    const colour = (...handoffs: string[]) => {
      const path = handoffs.map((id) => ({ kind: "handoff", id }) as const);
      return colourOfHit({ dock, path: [...path, { kind: "agent", id: "billing" }] });
    };
    expect(colour("b", "a")).toBe(ERROR);
    expect(colour("a", "b")).toBe(WARNING);
    expect(colour("a", "c")).toBe(EFFECT_DEPRECATED);
    expect(colourOfHit({ dock: { show: "inspector" }, path: [] })).toBeNull();
  });

  it("follows the registry while it is shown", async () => {
    answers(report());
    session.set({ dock: { show: "impact", question: QUESTION, report: BROKEN } });
    render(<Dock />);
    await elsewhere(registry, "team", { id: "late" });
    expect(await screen.findByText("Nobody is hit.")).toBeTruthy();
    expect(session.get().dock).toMatchObject({ report: { holds: true } });
  });
});

describe("the actions that ask", () => {
  it("are about what is looked at", async () => {
    const asked = answers(BROKEN);
    const retire = action("impact-agent");
    session.set({ view: "registry", page: { kind: "team", id: "money" } });
    expect(retire.enabled()).toBe(false);
    expect(action("impact-team").enabled()).toBe(true);
    session.set({ page: { kind: "agent", id: "billing" } });
    expect(retire.enabled()).toBe(true);
    await act(async () => retire.perform());
    expect(asked.mock.lastCall?.[0]).toEqual(QUESTION);
    expect(session.get()).toMatchObject({ view: "drawing", dock: { show: "impact" } });
  });

  it("say nothing of what is not on screen", () => {
    session.set({ selection: selectionOf(["agent:billing"]), view: "registry", page: null });
    expect(action("impact-agent").enabled()).toBe(false);
  });
});
