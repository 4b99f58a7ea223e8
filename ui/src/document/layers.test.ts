import { describe, expect, it } from "vitest";
import type { Kind } from "../platform";
import { LAYERS, type Layer } from "../session/persist";
import { drawnBox, drawnEdge, drawnScene } from "../testing/drawn";
import { NO_CONTRACT, UNOWNED } from "../testing/support";
import { layerOf, legendOf } from "./layers";
import { EMPTY_DOCUMENT, fromSnapshot } from "./store";

const record = (kind: Kind, id: string, fields: object = {}) => ({
  kind,
  id,
  revision: 1,
  record: { id, name: id, ...fields },
});
const handoff = (id: string, fields: object = {}) =>
  record("handoff", id, { topology: "desk", from: "triage", to: "billing", ...fields });

const state = fromSnapshot(EMPTY_DOCUMENT, {
  revision: 1,
  records: [
    record("team", "care", { name: "Care" }),
    record("team", "aaa", { name: "Another" }),
    record("trust_domain", "inside", { name: "Inside" }),
    record("agent", "triage", { team: "care", health: { state: "down" }, trust_domain: "inside" }),
    record("agent", "billing"),
    record("contract_version", "order@1.0.0", { state: "published" }),
    record("contract_version", "order@0.9.0", { state: "deprecated" }),
    handoff("bare"),
    handoff("loose", { contract: "order" }),
    handoff("pinned", { contract: "order", version: "1.0.0" }),
    handoff("old", { contract: "order", version: "0.9.0" }),
    handoff("wrong", { contract: "order", version: "7.0.0" }),
  ],
  findings: [
    UNOWNED,
    { ...UNOWNED, key: "x", severity: "advice" },
    { ...NO_CONTRACT, subject: { kind: "handoff", id: "bare" } },
    { ...UNOWNED, key: "y", subject: { kind: "agent", id: "triage" }, silenced: "It may be." },
  ],
  can_undo: false,
  can_redo: false,
});

const line = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
];
const { scene } = drawnScene(
  [
    drawnBox("agent:triage", 0, 0),
    drawnBox("agent:billing", 300, 0),
    drawnBox("note:n", 600, 0, { shape: "note" }),
  ],
  ["bare", "loose", "pinned", "old", "wrong"].map((id) =>
    drawnEdge(id, "agent:triage", "agent:billing", line),
  ),
);
const told = (layer: Layer) =>
  legendOf(layerOf(state, layer), scene).map(
    ({ name, colour, boxes, edges }) => `${name} ${colour}: ${[...boxes, ...edges].join(" ")}`,
  );

describe("the layers", () => {
  it.each<[Layer, string[]]>([
    ["owner", ["Care 1: agent:triage", "No owner 10: agent:billing"]],
    ["trust-domain", ["Inside 0: agent:triage", "No trust domain 10: agent:billing"]],
    ["health", ["Down 11: agent:triage", "Unknown 10: agent:billing"]],
    [
      "findings",
      [
        "Errors 11: agent:billing",
        "Warnings 12: bare",
        "No findings 14: agent:triage loose pinned old wrong",
      ],
    ],
    [
      "contract-version",
      [
        "Version does not exist 11: wrong",
        "Contract without version 12: loose",
        "Version is deprecated 12: old",
        "Published version 14: pinned",
        "No contract 10: bare",
      ],
    ],
  ])("%s", (layer, expected) => {
    expect(told(layer)).toEqual(expected);
  });

  it("have a reading each; traffic has one only once it was simulated", () => {
    for (const layer of LAYERS)
      expect([layer, told(layer).length > 0]).toEqual([layer, layer !== "traffic"]);
  });
});
