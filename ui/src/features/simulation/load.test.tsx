// @vitest-environment jsdom
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { action } from "../../actions/all";
import { type LoadRequest, PlatformError, type SimulationProgress } from "../../platform";
import { USUAL_SIMULATION } from "../../session/simulation";
import { session } from "../../session/store";
import { elsewhere, openRegistry, record } from "../../testing/inspector";
import type { MemoryRegistry } from "../../testing/platform";
import { TRIAGE } from "../../testing/support";
import { Dock } from "../shell/dock";

let registry: MemoryRegistry;
let asked: LoadRequest[];

beforeEach(() => {
  asked = [];
});

async function open(records: Parameters<typeof openRegistry>[0] = []) {
  registry = await openRegistry(records);
  const { simulateLoad } = registry.platform;
  registry.platform.simulateLoad = (what, run) => {
    asked.push(what);
    return simulateLoad(what, run);
  };
  session.set({ topology: "desk", simulation: USUAL_SIMULATION, loaded: {}, refused: null });
  action("simulate-load").perform();
  render(<Dock />);
  return userEvent.setup();
}

async function ran() {
  const user = await open();
  await user.click(screen.getByTestId("load-run"));
  await screen.findByTestId("load-of");
  return user;
}

async function type(user: ReturnType<typeof userEvent.setup>, id: string, text: string) {
  await user.clear(screen.getByTestId(id));
  await user.type(screen.getByTestId(id), `${text}{Enter}`);
}

describe("a topology under load", () => {
  it("is asked for in units that people use, and is remembered", async () => {
    const user = await open();
    await type(user, "load-rate", "90");
    await type(user, "load-time", "2");
    await user.click(screen.getByTestId("load-run"));
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]).toMatchObject({
      topology: "desk",
      profile: "production",
      rate_per_second: 1.5,
      seconds: 7200,
      replications: 20,
    });
    expect(session.get().simulation.load).toMatchObject({ rate: 90, time: 2 });
    expect((await screen.findByTestId("load-of")).textContent).toBe(
      "Production, 1.5 a second: 216,000 requests in 20 runs of 2 h",
    );
  });

  it("does not take a rate of nothing", async () => {
    const user = await open();
    await type(user, "load-rate", "0");
    expect(session.get().simulation.load.rate).toBe(60);
  });

  it("takes a scenario's own rate where none is typed", async () => {
    const busy = { id: "busy", name: "Monday", topology: "desk", rate_per_second: 4 };
    const user = await open([record("scenario", busy)]);
    await screen.findByRole("option", { name: "Monday" });
    await user.selectOptions(screen.getByTestId("sim-conditions"), "Monday");
    await type(user, "load-rate", "");
    await user.click(screen.getByTestId("load-run"));
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]).toMatchObject({ scenario: "busy", profile: null, rate_per_second: null });
  });

  it("says who cannot keep up, who waits and what load loses, and flies there", async () => {
    const user = await ran();
    const verdict = screen.getByTestId("load-verdict");
    expect(verdict.textContent).toContain("is asked for 130 % of what it can do");
    await user.click(within(verdict).getAllByRole("button")[0] as HTMLElement);
    await waitFor(() => expect(session.get().selection.boxes).toHaveLength(1));
    const [first] = screen.getAllByTestId(/^load-agent-/);
    expect(first?.dataset.saturated).toBe("true");
    expect(first?.textContent).toContain("18 % turned away");
    expect(first?.textContent).toContain("9 % gave up");
    expect(screen.getByText("Turned away: the queue was full")).toBeTruthy();
    const [worst] = screen.getAllByTestId(/^load-handoff-/);
    expect(worst?.textContent).toContain("breaker opens 3.2 times an hour");
    expect(worst?.textContent).toContain("2.4 attempts a use");
  });

  it("tells how far it is, ends early with what is complete, and says so", async () => {
    const user = await open();
    let tell: (progress: SimulationProgress) => void = () => {};
    registry.platform.onSimulationProgress = async (handler) => {
      tell = handler;
      return () => {};
    };
    const { simulateLoad } = registry.platform;
    let finish = () => {};
    registry.platform.simulateLoad = async (what, run) => {
      const found = await simulateLoad(what, run);
      tell({ run, walked: 144_000, requests: 576_000 });
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return { ...found, replications: 8 };
    };
    const cancelled: string[] = [];
    registry.platform.cancelSimulation = async (run) => {
      cancelled.push(run);
      finish();
      return null;
    };
    await user.click(screen.getByTestId("load-run"));
    await waitFor(() =>
      expect(screen.getByTestId("sim-progress").textContent).toContain(
        "144,000 of 576,000 requests",
      ),
    );
    await user.click(screen.getByTestId("sim-cancel"));
    expect((await screen.findByTestId("load-of")).textContent).toContain("(stopped early)");
    expect(cancelled).toHaveLength(1);
  });

  it("says what is wrong by name", async () => {
    const user = await open();
    registry.platform.simulateLoad = () =>
      Promise.reject(
        new PlatformError({
          code: "invalid_input",
          kind: "user",
          message: "the load: requests is 5e9; it has to be at most 1000000000",
          hints: ["shorten the time"],
          conflict: null,
        }),
      );
    await user.click(screen.getByTestId("load-run"));
    expect((await screen.findByTestId("sim-refused")).textContent).toContain("shorten the time");
    await user.click(screen.getByTestId("sim-one-by-one"));
    expect(screen.queryByTestId("sim-refused")).toBeNull();
  });

  it("says where a design without limits gets them", async () => {
    const user = await open();
    const { simulateLoad } = registry.platform;
    registry.platform.simulateLoad = async (what, run) => {
      const found = await simulateLoad(what, run);
      return { ...found, agents: found.agents.map((agent) => ({ ...agent, slots: null })) };
    };
    await user.click(screen.getByTestId("load-run"));
    expect((await screen.findByTestId("load-verdict")).textContent).toContain("Capacity");
  });

  it("stands beside other faults under the same load, and says who keeps up in which", async () => {
    const user = await ran();
    const pairs: LoadRequest[][] = [];
    const { compareLoads } = registry.platform;
    registry.platform.compareLoads = (a, b, run) => {
      pairs.push([a, b]);
      return compareLoads(a, b, run);
    };
    await user.click(screen.getByTestId("load-compare"));
    expect(await screen.findByTestId("compare-same")).toBeTruthy();
    await screen.findByRole("option", { name: "Calm" });
    await user.selectOptions(screen.getByTestId("compare-conditions"), "calm");
    const comparison = within(await screen.findByTestId("comparison"));
    expect(pairs[0]).toMatchObject([
      { profile: "production", rate_per_second: 1, seconds: 28_800, seed: 1 },
      { profile: "calm", rate_per_second: 1, seconds: 28_800, seed: 1 },
    ]);
    const verdicts = comparison.getByRole("list", { name: "Who keeps up" }).textContent;
    expect(verdicts).toContain("Production: 1 agent is asked for more than it can do");
    expect(verdicts).toContain("Calm: every agent keeps up");
    const [busiest] = comparison.getAllByTestId(/^loads-agent-/);
    expect(busiest?.textContent).toContain("99.8 % → 60 %");
    expect(comparison.getByTestId("difference-waiting_ms.mean").textContent).toContain("31 s");
    await type(user, "load-rate", "120");
    await waitFor(() =>
      expect(pairs.at(-1)).toMatchObject([{ rate_per_second: 2 }, { rate_per_second: 2 }]),
    );
    await user.click(screen.getByTestId("comparison-back"));
    expect(screen.getByTestId("load-of")).toBeTruthy();
  });

  it("is out of date once the design changes", async () => {
    await ran();
    await elsewhere(registry, "agent", { ...TRIAGE, capacity: { at_once: 2 } } as { id: string });
    expect(await screen.findByTestId("load-stale")).toBeTruthy();
  });
});
