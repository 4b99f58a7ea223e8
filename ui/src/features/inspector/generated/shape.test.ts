import { describe, expect, it } from "vitest";
import type { Kind } from "../../../platform";
import { KINDS, schemaOf } from "./schemas";
import { type FieldShape, fieldsOf, type Shape } from "./shape";
import { missing, stored, usual } from "./values";
import { CODE_TEXTS, LONG_TEXTS, SHARES, titleOf } from "./words";

/** Every field of every kind, those of inner objects too. */
function everyField(): { kind: Kind; field: FieldShape }[] {
  const inside = (shape: Shape): readonly FieldShape[] =>
    shape.is === "rows" || shape.is === "object" ? deep(shape.fields) : [];
  const deep = (fields: readonly FieldShape[]): FieldShape[] =>
    fields.flatMap((field) => [field, ...inside(field.shape)]);
  return KINDS.flatMap((kind) => deep(fieldsOf(schemaOf(kind))).map((field) => ({ kind, field })));
}
const field = (kind: Kind, name: string): FieldShape => {
  const found = fieldsOf(schemaOf(kind)).find((other) => other.name === name);
  if (!found) throw new Error(`${kind} has no ${name}`);
  return found;
};

describe("the schemas", () => {
  it("cover exactly the kinds of the model", () => {
    const words = schemaOf("placement").$defs.Kind?.oneOf?.map((choice) => choice.const);
    expect([...KINDS].sort()).toEqual(words?.map(String).sort());
  });

  it("are read whole: what stays JSON is JSON in the model", () => {
    // Handoffs have an inspector of their own; its joins and triggers are no plain fields.
    const unread = everyField()
      .filter(({ kind, field: { shape } }) => kind !== "handoff" && shape.is === "json")
      .map(({ field: { name } }) => name);
    expect(new Set(unread)).toEqual(
      new Set([
        "output_schema",
        "payload_schema",
        "payload",
        "schema",
        "verdict",
        "impact",
        "options",
        // What an import keeps under the origin of a record.
        "said",
        "metadata",
      ]),
    );
  });

  it.each<[Kind, string, Shape]>([
    ["team", "parent", { is: "reference", kind: "team" }],
    ["agent", "trust_domain", { is: "reference", kind: "trust_domain" }],
    ["agent", "memory", { is: "references", kind: "memory" }],
    ["agent", "capabilities", { is: "words" }],
    ["comment", "subject", { is: "record" }],
    ["comment", "at", { is: "instant" }],
    ["contract_version", "sunset_date", { is: "date" }],
    ["outcome", "good", { is: "switch" }],
  ])("%s.%s", (kind, name, shape) => {
    expect(field(kind, name).shape).toEqual(shape);
  });

  it("give units, percentages and titles", () => {
    expect(field("agent", "context_window_tokens")).toMatchObject({
      title: "Context window",
      unit: "tokens",
      shape: { is: "number", integer: true, least: 0 },
    });
    expect(field("scenario", "abandon_on_repeat").shape).toMatchObject({ percent: true });
    // A count is no share, though it has the name of one.
    expect(field("observed_handoff", "success").shape).toMatchObject({ percent: false });
    expect(titleOf("prompt_version")).toBe("Prompt version");
  });
});

describe("the tables of words", () => {
  const names = (fits: (shape: Shape) => boolean) =>
    new Set(
      everyField()
        .filter(({ field: { shape } }) => fits(shape))
        .map((f) => f.field.name),
    );
  it.each([
    ["shares", SHARES, names((shape) => shape.is === "number" && !shape.integer)],
    ["long texts", LONG_TEXTS, names((shape) => shape.is === "text")],
    ["code", CODE_TEXTS, names((shape) => shape.is === "text" || shape.is === "words")],
  ])("%s name fields of the schemas only", (_, table, known) => {
    expect([...table].filter((name) => !known.has(name))).toEqual([]);
  });

  it("call only probabilities and shares percentages", () => {
    const told = everyField().filter(
      ({ field: { shape } }) => shape.is === "number" && shape.percent,
    );
    for (const {
      field: { help },
    } of told)
      expect(help).toMatch(/probability|share|floor/i);
  });
});

describe("values", () => {
  it.each<[Kind, string, unknown, unknown]>([
    ["team", "purpose", "", undefined],
    ["team", "platform", false, undefined],
    ["team", "contacts", [], undefined],
    ["agent", "kind", "ai", undefined],
    ["agent", "role", {}, undefined],
    ["scenario", "faults", {}, {}],
    ["agent", "name", "", ""],
    ["environment", "order", 0, undefined],
    ["agent", "flow_limit", 0, 0],
  ])("%s.%s is stored without what is usual", (kind, name, value, kept) => {
    expect(stored(field(kind, name), value)).toEqual(kept);
  });

  it("know what holds where nothing is said", () => {
    expect(usual(field("agent", "lifecycle"))).toBe("experimental");
    expect(usual(field("review", "state"))).toBe("open");
    expect(usual(field("agent", "function"))).toBeUndefined();
  });

  it("know what is still needed", () => {
    const { shape } = field("team", "contacts");
    const fields = shape.is === "rows" ? shape.fields : [];
    expect(missing(fields, { channel: "slack" }).map(({ name }) => name)).toEqual(["address"]);
  });
});
