// @vitest-environment jsdom
import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import { action } from "../../actions/all";
import { useDocument } from "../../document/store";
import {
  PlatformError,
  type Simulated,
  type SimulationAsked,
  type SimulationComparison,
} from "../../platform";
import { USUAL_SIMULATION } from "../../session/simulation";
import { session } from "../../session/store";
import { elsewhere, openRegistry, record } from "../../testing/inspector";
import type { MemoryRegistry } from "../../testing/platform";
import { TRIAGE } from "../../testing/support";
import { RecordInspector } from "../inspector/record";
import { Dock } from "../shell/dock";

let registry: MemoryRegistry;
/** What was asked, the last one last. */
let asked: SimulationAsked[];

async function open(records: Parameters<typeof openRegistry>[0] = []) {
  registry = await openRegistry(records);
  asked = [];
  const { simulate } = registry.platform;
  registry.platform.simulate = (what, run) => {
    asked.push(what);
    return simulate(what, run);
  };
  session.set({ topology: "desk", layer: "owner", simulation: USUAL_SIMULATION });
  session.show({ show: "simulation", topology: "desk" });
  render(<Dock />);
  return userEvent.setup();
}

async function ran(records: Parameters<typeof openRegistry>[0] = []) {
  const user = await open(records);
  await user.click(screen.getByTestId("sim-run"));
  await screen.findByTestId("sim-of");
  return user;
}

const answer = (found: Partial<Simulated>) => {
  const { simulate } = registry.platform;
  registry.platform.simulate = async (what, run) => ({ ...(await simulate(what, run)), ...found });
};

afterEach(() =>
  session.set({
    dock: { show: "inspector" },
    simulated: {},
    refused: null,
    run: null,
    topology: null,
  }),
);

describe("running a simulation", () => {
  it("asks with what is chosen, and tells how requests end with how sure that is", async () => {
    const user = await open();
    await user.selectOptions(await screen.findByTestId("sim-conditions"), "Request 10,001");
    const requests = screen.getByTestId("sim-requests");
    await user.clear(requests);
    await user.type(requests, "5000{Tab}");
    await user.click(screen.getByTestId("sim-run"));
    const of = await screen.findByTestId("sim-of");
    expect(of.textContent).toBe("Request 10,001, 5,000 requests, seed 1");
    expect(asked).toEqual([
      {
        topology: "desk",
        method: "sampled",
        requests: 5000,
        seed: 1,
        precision: null,
        profile: "request-10001",
        scenario: null,
        change: [],
      },
    ]);
    const chart = screen.getByRole("img", { name: /^How requests end: Resolved 60 %/ });
    expect(within(chart).getByText("Wrong, unnoticed")).toBeTruthy();
    expect(screen.getByText("59.8 % to 60.2 %")).toBeTruthy();
    expect(screen.getByText(/^Never: person, told twice/)).toBeTruthy();
  });

  it("solves without dice where that is chosen: no seed, no times, the bound told", async () => {
    const user = await open();
    await user.click(screen.getByTestId("sim-exact"));
    expect(screen.queryByTestId("sim-seed")).toBeNull();
    await user.click(screen.getByTestId("sim-run"));
    expect((await screen.findByTestId("sim-of")).textContent).toMatch(
      /^Production, solved exactly, off by at most 1e-12$/,
    );
    expect(asked[0]).toMatchObject({ method: "exact", requests: null, seed: null });
    expect(screen.getByText(/told as a chart when requests are walked/)).toBeTruthy();
  });

  it("is done by the action too, which opens the panel", async () => {
    await open();
    act(() => session.closeDock());
    act(() => action("simulate").perform());
    expect(await screen.findByTestId("sim-of")).toBeTruthy();
    expect(session.get().dock).toEqual({ show: "simulation", topology: "desk" });
  });

  it("tells how far it is, and ends early with what was walked", async () => {
    const user = await open();
    let tell = (_walked: number) => {};
    registry.platform.onSimulationProgress = async (handler) => {
      tell = (walked) => handler({ run: session.get().run?.id ?? "", walked, requests: 200_000 });
      return () => {};
    };
    let finish = () => {};
    const cancelled: string[] = [];
    const { simulate } = registry.platform;
    registry.platform.simulate = async (what, run) => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return { ...(await simulate(what, run)), requests: 120_000, ended: "cancelled" };
    };
    registry.platform.cancelSimulation = async (run) => {
      cancelled.push(run);
      return null;
    };
    await user.click(screen.getByTestId("sim-run"));
    const run = session.get().run?.id;
    await waitFor(() => expect(session.get().run).not.toBeNull());
    act(() => tell(50_000));
    expect(screen.getByText("50,000 of 200,000 requests")).toBeTruthy();
    expect(screen.getByRole("progressbar", { name: "Requests walked" })).toMatchObject({
      value: 25,
    });
    await user.click(screen.getByTestId("sim-cancel"));
    expect(cancelled).toEqual([session.get().run?.id ?? run]);
    expect(screen.getByTestId("sim-cancel")).toMatchObject({ disabled: true });
    await act(async () => finish());
    expect((await screen.findByTestId("sim-of")).textContent).toBe(
      "Production, 120,000 requests, seed 1 (stopped early)",
    );
    expect(session.get().run).toBeNull();
  });

  it("keeps what was found before when it is cancelled before there is anything else", async () => {
    const user = await ran();
    registry.platform.simulate = async () => {
      throw new PlatformError({
        code: "cancelled",
        kind: "user",
        message: "the solution was ended before it was there",
        hints: [],
        conflict: null,
      });
    };
    await user.click(screen.getByTestId("sim-run"));
    await waitFor(() => expect(session.get().run).toBeNull());
    expect(screen.queryByTestId("sim-refused")).toBeNull();
    expect(screen.getByTestId("sim-of")).toBeTruthy();
  });

  it("says why it cannot be done and what to do, and keeps what was found before", async () => {
    const user = await ran();
    registry.platform.simulate = async () => {
      throw new PlatformError({
        code: "invalid_input",
        kind: "user",
        message: "no request can start",
        hints: ["draw an entry"],
        conflict: null,
      });
    };
    await user.click(screen.getByTestId("sim-run"));
    const refused = await screen.findByTestId("sim-refused");
    expect(refused.textContent).toBe(
      "It could not be simulated: no request can startdraw an entry",
    );
    expect(screen.getByTestId("sim-of")).toBeTruthy();
  });

  it("says when the design has changed since, and runs again with one press", async () => {
    const user = await ran();
    expect(screen.queryByTestId("sim-stale")).toBeNull();
    await elsewhere(registry, "agent", { ...TRIAGE, name: "Desk" } as { id: string });
    await user.click(screen.getByTestId("sim-again"));
    await waitFor(() => expect(screen.queryByTestId("sim-stale")).toBeNull());
    expect(asked).toHaveLength(2);
  });
});

describe("what a simulation found", () => {
  it("colours the drawing at first, and gives its colours back with a switch", async () => {
    const user = await ran();
    expect(session.get().layer).toBe("traffic");
    await user.click(screen.getByTestId("sim-layer"));
    expect(session.get().layer).toBe("owner");
    await user.click(screen.getByTestId("sim-run"));
    await waitFor(() => expect(asked).toHaveLength(2));
    await waitFor(() => expect(session.get().run).toBeNull());
    expect(session.get().layer).toBe("owner");
  });

  it("is held against targets, in words too, and one with two bounds is one row", async () => {
    const user = await open();
    const one = {
      figure: "human_rate",
      subject: null,
      found: 0.2,
      source: "default" as const,
    };
    answer({
      targets: [
        { ...one, wanted: 0.05, is_at_least: true, holds: true },
        { ...one, wanted: 0.1, is_at_least: false, holds: false },
        {
          figure: "handoff_success",
          subject: { kind: "handoff", id: "triage-to-billing" },
          wanted: 0.98,
          is_at_least: true,
          found: 0.9,
          holds: false,
          source: "handoff",
        },
      ],
    });
    await user.click(screen.getByTestId("sim-run"));
    const range = within(await screen.findByTestId("target-human_rate"));
    expect(range.getByLabelText("Missed")).toBeTruthy();
    expect(range.getByText("5 % to 10 %")).toBeTruthy();
    expect(screen.getByTestId("own-targets").textContent).toBe(
      "Targets of single handoffs: 0 of 1 met",
    );
    await user.click(screen.getByTestId("own-targets"));
    await user.click(within(screen.getByTestId("target-handoff_success")).getByRole("button"));
    expect(session.get().selection.edges).toEqual(["triage-to-billing"]);
  });

  it("leads to the handoff where requests die, and the panel stays", async () => {
    const user = await ran();
    const death = screen.getByTestId("death-triage-to-billing");
    expect(death.textContent).toMatch(/^Triage → Billing6.6 %5.6 % wrong, unnoticed, 1 % dropped$/);
    await user.click(death);
    expect(session.get().selection.edges).toEqual(["triage-to-billing"]);
    expect(session.get().dock.show).toBe("simulation");
  });

  it("explains what recovers and what digs deeper, at each agent and in its inspector", async () => {
    const user = await ran();
    expect(screen.getByText(/Say a request carries a mistake/)).toBeTruthy();
    const fate = screen.getByTestId("fate-triage");
    expect(fate.textContent).toBe("Triage90 % recovers10 % digs deeper");
    await user.click(fate);
    expect(session.get().selection.boxes).toEqual(["agent:triage"]);
    render(<RecordInspector subject={{ kind: "agent", id: "triage" }} />);
    const section = screen.getByRole("region", { name: "In the last simulation" });
    expect(within(section).getByText("90 % recovers")).toBeTruthy();
    expect(within(section).getByText(/A request comes here 1 times on average/)).toBeTruthy();
  });

  it("shows times with their percentiles, and saves charts as pictures of their own", async () => {
    const saved: string[][] = [];
    const user = await ran();
    registry.platform.saveText = async (title, name, text) => {
      saved.push([title, name, text]);
      return `/tmp/${name}`;
    };
    expect(
      screen.getByRole("img", {
        name: "How long a request takes: p50 1.5 s, p95 5.2 s, p99 9.1 s.",
      }),
    ).toBeTruthy();
    await user.click(screen.getByTestId("save-desk-times"));
    await waitFor(() => expect(saved).toHaveLength(1));
    const [title = "", name, text = ""] = saved[0] ?? [];
    expect([title, name]).toEqual(["Save “How long a request takes”", "desk-times.svg"]);
    const picture = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    expect(picture.namespaceURI).toBe("http://www.w3.org/2000/svg");
    expect(picture.querySelectorAll("[class], [style], script, image")).toHaveLength(0);
    expect(picture.textContent).toContain("p95 5.2 s");
  });
});

describe("improvements", () => {
  const improved = (found: SimulationComparison) => {
    registry.platform.compareSimulations = async () => found;
  };

  it("are shown with what they change and do before anybody agrees, and then simulated", async () => {
    const user = await ran();
    await user.click(screen.getByTestId("improve-triage-hallucination"));
    const effect = within(await screen.findByTestId("improvement-effect"));
    expect((await effect.findByTestId("difference-resolved")).textContent).toBe("Resolved80 %85 %");
    expect(effect.getAllByText("Better")).toHaveLength(2);
    expect(effect.getByText("The same")).toBeTruthy();
    expect(await screen.findByText("behaviour.hallucination")).toBeTruthy();
    expect(registry.written).toHaveLength(0);
    await user.click(screen.getByTestId("improvement-apply"));
    await screen.findByTestId("sim-of");
    expect(registry.record("agent", "triage")).toMatchObject({
      behaviour: { hallucination: 0.09 },
    });
    expect(session.get().dock).toEqual({ show: "simulation", topology: "desk" });
    await waitFor(() => expect(asked).toHaveLength(2));
  });

  it("tell what is neither better nor worse, and what the dice cannot tell apart", async () => {
    const user = await ran();
    const { compareSimulations } = registry.platform;
    const base = await compareSimulations(asked[0] as never, asked[0] as never, "x");
    const row = { a: 0.1, b: 0.2, difference: 0.1, is_better: null };
    improved({
      ...base,
      differences: [
        { ...row, figure: "human", interval: { low: 0.09, high: 0.11 } },
        { ...row, figure: "wrong", interval: { low: -0.1, high: 0.3 } },
        { ...row, figure: "cost_usd", b: null, difference: null, interval: null },
      ],
    });
    await user.click(screen.getByTestId("improve-triage-hallucination"));
    expect(await screen.findByText("More")).toBeTruthy();
    expect(screen.getByText("Too close to tell")).toBeTruthy();
    expect(screen.getByText("Not known on both sides")).toBeTruthy();
    expect(screen.getByText("+10 points (+9 to +11 points)")).toBeTruthy();
  });

  it("are looked for with progress, and not all of them when that is stopped", async () => {
    const user = await ran();
    let tell = (_tried: number) => {};
    registry.platform.onSimulationProgress = async (handler) => {
      tell = (walked) => handler({ run: session.get().run?.id ?? "", walked, requests: 40 });
      return () => {};
    };
    let finish = () => {};
    registry.platform.improvements = async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return [];
    };
    await user.click(screen.getByTestId("sim-improvements"));
    await waitFor(() => expect(session.get().run).not.toBeNull());
    act(() => tell(10));
    expect(screen.getByText("10 of 40 changes")).toBeTruthy();
    expect(screen.getByRole("progressbar", { name: "Changes tried" })).toMatchObject({ value: 25 });
    await user.click(screen.getByTestId("sim-cancel"));
    await act(async () => finish());
    expect(await screen.findByText("Stopped early: not everything was tried.")).toBeTruthy();
    expect(screen.queryByText(/^Nothing that could be built/)).toBeNull();
    expect(session.get().run).toBeNull();
  });

  it("are not applied on a record that somebody has changed meanwhile", async () => {
    const user = await ran();
    await user.click(screen.getByTestId("improve-triage-hallucination"));
    await screen.findByTestId("improvement-effect");
    await elsewhere(registry, "agent", { ...TRIAGE, name: "Desk" } as { id: string });
    expect(screen.getByTestId("improvement-apply")).toMatchObject({ disabled: true });
    expect(screen.getByText(/has changed meanwhile/)).toBeTruthy();
  });

  it("cannot be tried where the faults decide, and users are named where they do", async () => {
    const user = await open();
    const one = { value: 0.8, derivative: 0.1, effect: -0.008, improved: null };
    answer({
      sensitivities: [
        { ...one, subject: { kind: "topology", id: "desk" }, parameter: "abandon_on_repeat" },
        { ...one, subject: { kind: "agent", id: "triage" }, parameter: "tool_failure" },
        { ...one, effect: 0.01, subject: { kind: "agent", id: "billing" }, parameter: "recovery" },
      ],
    });
    await user.click(screen.getByTestId("sim-run"));
    const users = await screen.findByTestId("sensitivity-desk-abandon_on_repeat");
    expect(users.textContent).toBe(
      "Usershow often those who are asked again leave80 % by the faults that were chosen0.8 %fewer let down",
    );
    expect(screen.getByTestId("sensitivity-triage-tool_failure").textContent).toMatch(/^Triage/);
    expect(screen.queryByTestId("sensitivity-billing-recovery")).toBeNull();
    expect(screen.queryByRole("button", { name: /^Improve/ })).toBeNull();
  });

  it("that could be built in are looked for on demand", async () => {
    const user = await ran();
    registry.platform.improvements = async () => [
      {
        title: "Put a gate on Triage → Billing",
        subject: { kind: "handoff", id: "triage-to-billing" },
        parameter: "gate",
        edits: [],
        effect: -0.02,
        note: "Say who reviews.",
      },
    ];
    await user.click(screen.getByTestId("sim-improvements"));
    await user.click(await screen.findByTestId("build-triage-to-billing-gate"));
    expect(await screen.findByText("Say who reviews.")).toBeTruthy();
    await user.click(screen.getByTestId("improvement-back"));
    expect(await screen.findByTestId("sim-of")).toBeTruthy();
  });
});

describe("two designs", () => {
  it("are compared as soon as they differ, and named by what tells them apart", async () => {
    const user = await ran();
    await user.click(screen.getByTestId("sim-compare"));
    expect(await screen.findByTestId("compare-same")).toBeTruthy();
    await user.selectOptions(screen.getByTestId("compare-conditions"), "Request 10,001");
    const comparison = within(await screen.findByTestId("comparison"));
    const heads = comparison.getAllByRole("columnheader").map(({ textContent }) => textContent);
    expect(heads).toEqual(expect.arrayContaining(["Production", "Request 10,001"]));
    expect(comparison.getAllByText("Worse").length).toBeGreaterThan(0);
    expect(
      comparison.getByRole("img", { name: /^How requests end with Production and with Request/ }),
    ).toBeTruthy();
    await user.click(screen.getByTestId("comparison-back"));
    expect(await screen.findByTestId("sim-of")).toBeTruthy();
  });

  it("can be two topologies", async () => {
    const user = await ran([record("topology", { id: "night", name: "Night desk" } as never)]);
    await user.click(screen.getByTestId("sim-compare"));
    await user.selectOptions(screen.getByTestId("compare-topology"), "Night desk");
    const comparison = within(await screen.findByTestId("comparison"));
    expect(
      comparison.getByRole("img", { name: /with Support desk and with Night desk/ }),
    ).toBeTruthy();
  });
});

describe("faults of one's own", () => {
  it("begin with those of a profile, are written as a scenario, and are simulated", async () => {
    const user = await open();
    const { simulationChoices } = registry.platform;
    registry.platform.simulationChoices = async (topology) => {
      const choices = await simulationChoices(topology);
      const profiles = choices.profiles.map((profile) => ({
        ...profile,
        faults: { hallucination: 0.02 },
      }));
      return { ...choices, profiles };
    };
    await act(async () => useDocument.setState((state) => ({ revision: state.revision + 0 })));
    act(() => session.closeDock());
    act(() => session.show({ show: "simulation", topology: "desk" }));
    await waitFor(() => expect(screen.getByTestId("sim-conditions").children).toHaveLength(3));
    await user.click(screen.getByTestId("scenario-new"));
    const floor = await screen.findByLabelText("An agent makes something up");
    expect(floor).toMatchObject({ value: "2" });
    await user.clear(floor);
    await user.type(floor, "12{Tab}");
    await waitFor(() =>
      expect(registry.record("scenario", "like-production")).toEqual({
        id: "like-production",
        name: "Like Production",
        topology: "desk",
        faults: { hallucination: 0.12 },
      }),
    );
    await user.click(screen.getByTestId("scenario-run"));
    expect((await screen.findByTestId("sim-of")).textContent).toMatch(/^Like Production, /);
    expect(asked.at(-1)).toMatchObject({ scenario: "like-production", profile: null });
  });

  it("are chosen no longer once they are deleted", async () => {
    const user = await open([
      record("scenario", { id: "busy", name: "Busy", topology: "desk" } as never),
    ]);
    session.set({ simulation: { ...USUAL_SIMULATION, conditions: { scenario: "busy" } } });
    await user.click(await screen.findByTestId("scenario-edit"));
    await user.click(screen.getByTestId("scenario-delete"));
    await waitFor(() => expect(registry.record("scenario", "busy")).toBeUndefined());
    await user.click(await screen.findByTestId("sim-run"));
    await screen.findByTestId("sim-of");
    expect(asked.at(-1)).toMatchObject({ profile: "production", scenario: null });
  });
});
