import { describe, expect, it } from "vitest";
import { TRAFFIC_MOST, TRAFFIC_SAFE, TRAFFIC_SOME, UNOWNED } from "../canvas/layer-colours";
import type { Fates, HandoffUse, Simulated } from "../platform";
import { drawnBox, drawnEdge, drawnScene } from "../testing/drawn";
import { legendOf } from "./layers";
import { badOf, busiestOf, trafficOf, WIDEST, widthOf } from "./traffic";

const NEVER: Fates = {
  resolved: 0,
  wrong: 0,
  human: 0,
  human_repeat: 0,
  abandoned: 0,
  dropped: 0,
  killed: 0,
  stuck: 0,
};

const use = (id: string, uses: number | null, ends: Partial<Fates> = {}): HandoffUse => ({
  id,
  uses,
  ends_here: { ...NEVER, ...ends },
  success: 1,
  context_loss: 0,
  human_rate: 0,
  latency_p95_ms: 20,
});

const found = {
  handoffs: [
    use("busy", 0.8, { wrong: 0.07, dropped: 0.01 }),
    use("half", 0.4, { abandoned: 0.004 }),
    use("rare", 0.002),
    use("idle", 0),
    use("endless", null, { stuck: 0.5 }),
  ],
  agents: [
    { id: "triage", recovers: 0.62, digs_deeper: 0.38, visits: 1 },
    { id: "billing", recovers: 0.25, digs_deeper: 0.75, visits: 0.8 },
    { id: "tool", recovers: 0, digs_deeper: 1, visits: 0 },
  ],
} as unknown as Simulated;

const traffic = trafficOf(found);

describe("the layer of simulated traffic", () => {
  it("draws each handoff as wide as it is used, and the busiest one widest", () => {
    const widths = ["busy", "half", "rare", "idle"].map((id) => traffic.edge(id)?.width);
    expect(widths).toEqual([WIDEST, WIDEST / 2, 1.25, 1.25]);
    expect(widthOf(0.3, busiestOf([]))).toBe(1.25);
  });

  it.each([
    ["busy", TRAFFIC_MOST, "80 per 100, 8 lost"],
    ["half", TRAFFIC_SOME, "40 per 100, 0.4 lost"],
    ["rare", TRAFFIC_SAFE, "0.2 per 100"],
    ["idle", UNOWNED, "unused"],
    ["endless", TRAFFIC_MOST, "uses unknown, 50 lost"],
  ])("tells of %s in colour and in words", (id, colour, told) => {
    expect(traffic.edge(id)).toMatchObject({ colour, told });
  });

  it("gives only the worst losses a sign, and says nothing of what was not simulated", () => {
    expect(traffic.edge("busy")?.sign).toBe("breaks");
    expect(traffic.edge("half")?.sign).toBeUndefined();
    expect(traffic.edge("drawn-later")).toBeNull();
    expect(traffic.box("outcome:done")).toBeNull();
  });

  it("shows at each agent how many mistakes recover, but not where no request comes", () => {
    expect(traffic.box("agent:triage")).toMatchObject({
      key: "recovers",
      meter: 0.62,
      told: "62 % of mistakes recover",
    });
    expect(traffic.box("agent:billing")).toMatchObject({ key: "digs", meter: 0.25 });
    expect(traffic.box("agent:tool")).toMatchObject({ key: "unvisited" });
    expect(traffic.box("agent:tool")?.meter).toBeUndefined();
  });

  it("lists in the legend what occurs, the worst first", () => {
    const line = [
      { x: 0, y: 0 },
      { x: 1, y: 0 },
    ];
    const { scene } = drawnScene(
      [drawnBox("agent:triage", 0, 0), drawnBox("agent:billing", 300, 0)],
      ["busy", "half"].map((id) => drawnEdge(id, "agent:triage", "agent:billing", line)),
    );
    expect(legendOf(traffic, scene).map(({ name }) => name)).toEqual([
      "Over 5 in 100 requests die",
      "Under 1 in 100 die",
      "Mistakes mostly recover",
      "Mistakes mostly dig deeper",
    ]);
  });

  it("counts as lost what ends badly, not what a person takes over", () => {
    expect(badOf({ ...NEVER, resolved: 0.5, human: 0.2, human_repeat: 0.1, killed: 0.2 })).toBe(
      0.2,
    );
  });
});
