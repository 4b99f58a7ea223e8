import { describe, expect, it } from "vitest";
import { ERROR } from "../canvas/layer-colours";
import { difference } from "../canvas/scene";
import { type DeskReply, PackedDrawing } from "../platform";
import { packed } from "../testing/mock/packed";
import { BILLING, NO_CONTRACT, RECORDS, TO_BILLING, TRIAGE, UNOWNED } from "../testing/support";
import { layerOf, type Shade } from "./layers";
import { CHANGE_SHADES, EFFECT_SHADES } from "./marking";
import { sceneOf } from "./scene";
import { type DocumentState, EMPTY_DOCUMENT, fromDiff, fromSnapshot } from "./store";

const start = fromSnapshot(EMPTY_DOCUMENT, {
  revision: 4,
  records: RECORDS.map((stored) => ({ ...stored, revision: 2 })),
  findings: [UNOWNED, NO_CONTRACT],
  can_undo: true,
  can_redo: false,
});

function drawing(at = 300): PackedDrawing {
  const agent = (id: string, x: number) => ({
    subject: { kind: "agent" as const, id },
    kind: "agent" as const,
    x,
    y: 0,
    width: 208,
    height: 92,
    pinned: false,
    collapsed: false,
    members: 0,
  });
  const boxes = [agent("triage", 0), agent("billing", at), agent("gone", 900)];
  const line = {
    id: "handoff:triage-to-billing",
    kind: "transfer" as const,
    subject: { kind: "handoff" as const, id: "triage-to-billing" },
    from: { kind: "agent" as const, id: "triage" },
    to: { kind: "agent" as const, id: "billing" },
    points: [
      { x: 208, y: 46 },
      { x: at, y: 46 },
    ],
    heading: "right" as const,
    label: null,
    label_at: { x: 254, y: 46 },
    to_people: false,
    parallel: null,
    is_default: false,
  };
  const bounds = { x: 0, y: 0, width: 600, height: 92 };
  return new PackedDrawing(packed({ topology: "desk", boxes, lines: [line], bounds }));
}

const first = sceneOf(start, drawing());

function edited(diff: DeskReply["diff"], findings: Partial<DeskReply["findings"]> = {}) {
  return fromDiff(start, {
    revision: 5,
    diff,
    findings: { changed: [], gone: [], ...findings },
    can_undo: true,
    can_redo: false,
    notes: [],
  });
}

/** The ids of what is another object after an edit. */
function changed(state: DocumentState, at?: number): string[] {
  const { scene } = sceneOf(state, drawing(at), null, first);
  const { boxesAfter, edgesAfter } = difference(first.scene, scene);
  return [...boxesAfter, ...edgesAfter].map(({ id }) => id);
}

describe("a scene after an edit", () => {
  it("is made of the same objects where nothing changed", () => {
    expect(changed(start)).toEqual([]);
  });

  it("has another box and line where something moved", () => {
    expect(changed(start, 340)).toEqual(["agent:billing", "triage-to-billing"]);
  });

  it("has another box and other lines where an agent has another name", () => {
    const after = { ...BILLING, name: "Invoices" };
    expect(changed(edited([{ kind: "agent", id: "billing", before: BILLING, after }]))).toEqual([
      "agent:billing",
      "triage-to-billing",
    ]);
  });

  it("has other boxes where a team has another name", () => {
    const team = { kind: "team" as const, id: "care", before: null };
    expect(changed(edited([{ ...team, after: { id: "care", name: "Care" } }]))).toEqual([
      "agent:triage",
      "agent:billing",
    ]);
  });

  it("has another line where a handoff has a gate", () => {
    const after = { ...TO_BILLING, gate: {} };
    const change = { kind: "handoff" as const, id: TO_BILLING.id, before: TO_BILLING, after };
    expect(changed(edited([change]))).toEqual(["triage-to-billing"]);
  });

  it("has another box where a finding came or went", () => {
    expect(changed(edited([], { gone: [UNOWNED.key] }))).toEqual(["agent:billing"]);
    const more = { ...UNOWNED, key: "X", subject: { kind: "agent" as const, id: "triage" } };
    expect(changed(edited([], { changed: [more] }))).toEqual(["agent:triage"]);
  });

  it("stays the same where records changed that are not drawn", () => {
    const after = { id: "ana", name: "Ana" };
    expect(changed(edited([{ kind: "person", id: "ana", before: null, after }]))).toEqual([]);
  });

  it("takes its colours from the layer", () => {
    const { scene } = sceneOf(start, drawing(), layerOf(start, "findings"), first);
    const [triage, billing] = ["triage", "billing"].map((id) => scene.boxes.get(`agent:${id}`));
    expect(triage?.layer).not.toBeNull();
    expect(billing?.layer).not.toBe(triage?.layer);
    expect(first.scene.boxes.get("agent:triage")?.layer).toBeNull();
    expect(TRIAGE.name).toBe(triage?.title);
    expect(triage?.sign).toBeUndefined();
  });

  it("says in words, widths and bars what a layer says, and keeps what it says alike", () => {
    const reading = (told: string) => ({
      box: (): Shade => ({ key: "a", name: "A", colour: ERROR, meter: 0.4, told }),
      edge: (): Shade => ({ key: "b", name: "B", colour: ERROR, width: 7, told }),
    });
    const busy = sceneOf(start, drawing(), reading("57 per 100"), first);
    const line = busy.scene.edges.get("triage-to-billing");
    expect(line).toMatchObject({ label: "57 per 100", lacking: false, width: 7 });
    expect(line?.spoken).toMatch(/, 57 per 100$/);
    const box = busy.scene.boxes.get("agent:billing");
    expect(box).toMatchObject({ subtitle: "57 per 100", meter: 0.4 });
    const again = sceneOf(start, drawing(), reading("57 per 100"), busy).scene;
    expect(again.edges.get("triage-to-billing")).toBe(line);
    expect(again.boxes.get("agent:billing")).toBe(box);
    const less = sceneOf(start, drawing(), reading("56 per 100"), busy).scene;
    expect(less.edges.get("triage-to-billing")?.label).toBe("56 per 100");
    const plain = sceneOf(start, drawing(), null, busy).scene;
    expect(plain.edges.get("triage-to-billing")).toEqual(
      first.scene.edges.get("triage-to-billing"),
    );
    expect(plain.boxes.get("agent:billing")).toEqual(first.scene.boxes.get("agent:billing"));
  });

  it("says what is marked by a sign and in words, not by a colour alone", () => {
    const marked = (shade: Shade) =>
      sceneOf(
        start,
        drawing(),
        { box: (key) => (key === "agent:billing" ? shade : null), edge: () => shade },
        first,
      ).scene;
    const breaks = marked(EFFECT_SHADES.breaks);
    const billing = breaks.boxes.get("agent:billing");
    expect(billing).toMatchObject({ sign: "breaks", layer: ERROR });
    expect(billing?.spoken).toMatch(/, breaks$/);
    expect(breaks.boxes.get("agent:triage")?.sign).toBeUndefined();
    const line = breaks.edges.get("triage-to-billing");
    expect(line).toMatchObject({ sign: "breaks", layer: ERROR });
    expect(line?.spoken).toMatch(/, breaks$/);
    expect(marked(EFFECT_SHADES.needs_upgrade).edges.get("triage-to-billing")?.spoken).toMatch(
      /, needs an upgrade$/,
    );
  });
});

it("no two things that a marking says share a colour or a sign", () => {
  for (const shades of [EFFECT_SHADES, CHANGE_SHADES]) {
    const all: readonly Shade[] = Object.values(shades);
    expect(new Set(all.map(({ colour }) => colour)).size).toBe(all.length);
    expect(new Set(all.map(({ sign }) => sign)).size).toBe(all.length);
  }
});
