import { describe, expect, it } from "vitest";
import type { BoxShape, Scene, SceneBox, SceneEdge } from "../../canvas/scene";
import { selectionOf } from "../../canvas/selection";
import { parentsOf } from "../../document/groups";
import type { Placement } from "../../platform";
import {
  keysOf,
  type OutlineNode,
  rowsOf,
  selectionOfNode,
  treeOf,
  typedRow,
} from "./outline-tree";

function box(shape: BoxShape, id: string, title = id): SceneBox {
  return {
    id: `${shape}:${id}`,
    shape,
    rect: { x: 0, y: 0, width: 1, height: 1 },
    title,
    subtitle: "",
    glyph: "ai",
    ownerColour: null,
    tags: shape === "query" ? ["refund"] : [],
    badge: null,
    person: false,
    layer: null,
    collapsed: false,
    good: true,
    pinned: false,
    spoken: `${title}, ${shape}`,
  };
}

function edge(kind: SceneEdge["kind"], id: string, from: string, to: string): SceneEdge {
  return {
    id,
    kind,
    from,
    to,
    points: [],
    labelAt: { x: 0, y: 0 },
    label: "",
    lacking: false,
    delegate: false,
    toPerson: false,
    parallel: null,
    layer: null,
    gate: false,
    badge: null,
    spoken: `${from} hands over to ${to}`,
  };
}

const BOXES = [
  box("note", "start"),
  box("outcome", "solved"),
  box("agent", "triage", "Triage"),
  box("agent", "billing-10", "Billing 10"),
  box("agent", "billing-9", "Billing 9"),
  box("entry", "chat"),
  box("query", "any"),
  box("group", "front", "Front"),
];
const EDGES = [
  edge("entry", "e", "entry:chat", "agent:triage"),
  edge("handoff", "h1", "agent:triage", "agent:billing-9"),
  edge("handoff", "h2", "agent:triage", "query:any"),
  edge("candidate", "c", "query:any", "agent:billing-10"),
];
const SCENE: Scene = {
  boxes: new Map(BOXES.map((each) => [each.id, each])),
  edges: new Map(EDGES.map((each) => [each.id, each])),
  bounds: null,
};
const PARENTS = new Map([["agent:triage", "group:front"]]);
const TREE = treeOf(SCENE, PARENTS);
const lines = (closed: readonly string[] = [], filter = "") =>
  rowsOf(TREE, new Set(closed), filter).map(
    ({ node, position, siblings }) =>
      `${"  ".repeat(node.depth)}${node.title} ${position}/${siblings}`,
  );

describe("the outline", () => {
  it("holds everything on the drawing once, groups first", () => {
    expect(lines()).toEqual([
      "Front 1/5",
      "  Triage 1/1",
      "    chat 1/3",
      "    Billing 9 2/3",
      "    query: refund 3/3".replace("query", "any"),
      "Billing 9 2/5",
      "Billing 10 3/5",
      "solved 4/5",
      "start 5/5",
    ]);
  });

  it("leaves out what closed nodes hold", () => {
    expect(lines(["group:front"])).toEqual([
      "Front 1/5",
      "Billing 9 2/5",
      "Billing 10 3/5",
      "solved 4/5",
      "start 5/5",
    ]);
  });

  it("shows what fits a filter and the way there, closed or not", () => {
    expect(lines(["group:front"], "chat")).toEqual(["Front 1/1", "  Triage 1/1", "    chat 1/1"]);
    expect(lines([], "nothing like it")).toEqual([]);
  });

  it("is searched by typing, on from the cursor and around", () => {
    const rows = rowsOf(TREE, new Set(["group:front"]), "");
    expect(typedRow(rows, 0, "b")).toBe(1);
    expect(typedRow(rows, 1, "b")).toBe(2);
    expect(typedRow(rows, 2, "b")).toBe(1);
    expect(typedRow(rows, 1, "billing 1")).toBe(2);
    expect(typedRow(rows, 0, "z")).toBe(-1);
  });

  it("selects as the drawing does", () => {
    const [front] = TREE;
    const handoff = front?.children[0]?.children[1] as OutlineNode;
    expect(selectionOfNode(handoff)).toEqual(selectionOf([], ["h1"]));
    expect([...keysOf(selectionOf(["agent:a"], ["h1"]))]).toEqual(["agent:a", "handoff:h1"]);
  });

  it("knows the groups of boxes from their placements", () => {
    const place = (topology: string, id: string, group?: string): { record: Placement } => ({
      record: {
        id: `${topology}.agent.${id}`,
        topology,
        subject: { kind: "agent", id },
        ...(group === undefined ? {} : { group }),
      },
    });
    const parents = parentsOf(
      [place("desk", "a", "front"), place("desk", "b"), place("other", "c", "front")],
      [{ record: { id: "front", parent: "all" } }],
      "desk",
    );
    expect([...parents]).toEqual([
      ["agent:a", "group:front"],
      ["group:front", "group:all"],
    ]);
  });
});
