import { describe, expect, it } from "vitest";
import { drawnBox, drawnEdge, drawnScene } from "../testing/drawn";
import { neighbourhood } from "./neighbourhood";

const line = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
];
const { scene, index } = drawnScene(
  [
    ...["a", "b", "c", "d", "alone"].map((id, i) => drawnBox(id, i * 300, 0)),
    drawnBox("g", -20, -20, {
      shape: "group",
      rect: { x: -20, y: -20, width: 520, height: 120 },
    }),
  ],
  [
    drawnEdge("ab", "a", "b", line),
    drawnEdge("cb", "c", "b", line),
    drawnEdge("cd", "c", "d", line),
    drawnEdge("bb", "b", "b", line),
  ],
);
const around = (box: string, hops: number) => {
  const { boxes, edges } = neighbourhood(scene, index, box, hops);
  return [[...boxes].sort().join(" "), [...edges].sort().join(" ")];
};

describe("a neighbourhood", () => {
  it.each<[string, number, string, string]>([
    ["a", 1, "a b g", "ab bb"],
    ["a", 2, "a b c g", "ab bb cb"],
    ["a", 3, "a b c d g", "ab bb cb cd"],
    ["d", 1, "c d", "cd"],
    ["alone", 3, "alone", ""],
    ["gone", 2, "", ""],
  ])("of %s within %i", (box, hops, boxes, edges) => {
    expect(around(box, hops)).toEqual([boxes, edges]);
  });
});
