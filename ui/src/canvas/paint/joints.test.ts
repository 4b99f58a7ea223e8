import { describe, expect, it } from "vitest";
import type { SceneEdge } from "../scene";
import { jointsOf } from "./joints";

function branch(parallel: string | null, y: number, to = 400): SceneEdge {
  return {
    id: `${parallel}-${y}`,
    kind: "handoff",
    from: "agent:a",
    to: `agent:${y}`,
    points: [
      { x: 200, y },
      { x: to, y },
    ],
    labelAt: { x: 300, y },
    label: "",
    lacking: false,
    delegate: true,
    toPerson: false,
    parallel,
    layer: null,
    gate: false,
    badge: null,
    spoken: "",
  };
}

describe("a parallel group", () => {
  it("is held together by a bar across its lines", () => {
    expect(jointsOf([branch("checks", 20), branch("checks", 60), branch("checks", 40)])).toEqual([
      { name: "checks", from: { x: 213, y: 14 }, to: { x: 213, y: 66 } },
    ]);
  });

  it("needs two lines on one side", () => {
    expect(jointsOf([branch("checks", 20)])).toEqual([]);
    expect(jointsOf([branch("checks", 20), branch(null, 60), branch("others", 40)])).toEqual([]);
    expect(jointsOf([branch("checks", 20), branch("checks", 60, 0)])).toEqual([]);
  });
});
