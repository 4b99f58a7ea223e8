import { describe, expect, it } from "vitest";
import { EMPTY_DOCUMENT, fromSnapshot } from "../../document/store";
import { RECORDS } from "../../testing/support";
import { fieldName, placesOn, placeWords, schemaPlace } from "./anchors";

const SCHEMA = {
  properties: {
    order: { $ref: "#/$defs/order" },
    lines: { type: "array", items: { properties: { sku: {} } } },
    prices: { additionalProperties: { properties: { net: {} } } },
    either: { oneOf: [{ type: "null" }, { properties: { "a/b": {} } }] },
  },
  allOf: [{ properties: { late: {} } }],
  $defs: { order: { properties: { id: {}, next: { $ref: "#/$defs/order" } } } },
};

describe("the place of a field in its schema", () => {
  it.each([
    ["/order", "/properties/order"],
    ["/order/id", "/$defs/order/properties/id"],
    ["/order/next/next/id", "/$defs/order/properties/id"],
    ["/lines/*/sku", "/properties/lines/items/properties/sku"],
    ["/prices/*/net", "/properties/prices/additionalProperties/properties/net"],
    ["/either/a~1b", "/properties/either/oneOf/1/properties/a~1b"],
    ["/late", "/allOf/0/properties/late"],
    ["/order/gone", "/properties/order"],
    ["/gone", ""],
  ])("%s is at %s", (field, place) => {
    expect(schemaPlace(SCHEMA, field)).toBe(`/payload_schema${place}`);
  });

  it("is given up where references lead round in a circle", () => {
    const round = { $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/a" } } };
    expect(schemaPlace(round, "/x")).toBe("/payload_schema");
    expect(schemaPlace(true, "/x")).toBe("/payload_schema");
  });
});

it.each([
  ["/payload_schema", "schema as a whole"],
  ["/payload_schema/properties/order/properties/email", "field order.email"],
  ["/payload_schema/properties/lines/items/properties/sku", "field lines[].sku"],
  ["/payload_schema/allOf/0/properties/late", "field late"],
  ["/payload_schema/properties/properties", "field properties"],
  ["/payload_schema/properties/order/required", "field order.required"],
  ["/examples/accepted/1", "accepted example 2"],
  ["/examples", "examples"],
  ["/invariants/0", "invariant 1"],
  ["/task_states", "task states"],
  ["/policy/timeout_ms", "policy, timeout ms"],
])("%s is called %s", (pointer, words) => {
  expect(placeWords(pointer)).toBe(words);
});

it("fields are named as they are written", () => {
  expect(fieldName("/order/lines/*/sku")).toBe("order.lines[].sku");
});

it("what changed on a topology is offered first", () => {
  const state = fromSnapshot(EMPTY_DOCUMENT, {
    revision: 1,
    records: RECORDS.map((stored) => ({ ...stored, revision: 1 })),
    findings: [],
    can_undo: false,
    can_redo: false,
  });
  const labels = (changed: readonly string[]) =>
    placesOn(state, "desk", new Set(changed)).map(({ label, note }) => `${label} (${note})`);
  expect(labels([])[0]).toBe("Triage → Billing (Handoff)");
  expect(labels(["agent:billing"])[0]).toBe("Billing (Agent, changed)");
  expect(labels([])).toContain("Triage (Agent)");
});
