import { describe, expect, it } from "vitest";
import { type DeskReply, type Kind, PackedDrawing } from "../platform";
import { packed } from "../testing/mock/packed";
import { NO_CONTRACT, RECORDS, TRIAGE, UNOWNED } from "../testing/support";
import { describeChange } from "./describe";
import { commandsOf, put, withFields } from "./drafts";
import { freshId, slug } from "./records";
import { sceneOf } from "./scene";
import {
  EMPTY_DOCUMENT,
  fromDiff,
  fromSnapshot,
  outcomeOfDiff,
  recordOf,
  recordsOf,
} from "./store";
import { whereabouts } from "./targets";

const start = fromSnapshot(EMPTY_DOCUMENT, {
  revision: 4,
  records: RECORDS.map((stored) => ({ ...stored, revision: 2 })),
  findings: [UNOWNED, NO_CONTRACT],
  can_undo: true,
  can_redo: false,
});

const reply = (revision: number, diff: DeskReply["diff"] = []): DeskReply => ({
  revision,
  diff,
  findings: { changed: [], gone: [] },
  can_undo: true,
  can_redo: false,
  notes: [],
});
const change = (kind: Kind, id: string, after: unknown) => ({ kind, id, before: null, after });

describe("the document", () => {
  it("is written by a diff: created, changed, deleted, each with the new revision", () => {
    const renamed = { ...TRIAGE, name: "Front desk" };
    const diff = [
      change("agent", "triage", renamed),
      change("agent", "billing", null),
      change("agent", "fraud", { id: "fraud", name: "Fraud" }),
    ];
    const findings = { changed: [], gone: [NO_CONTRACT.key] };
    const next = fromDiff(start, { ...reply(5, diff), findings });
    expect([...recordsOf(next, "agent").keys()]).toEqual(["triage", "fraud"]);
    expect(recordsOf(next, "agent").get("triage")).toEqual({ revision: 5, record: renamed });
    expect(next.findings).toEqual([UNOWNED]);
  });

  it("keeps the maps of kinds that a diff does not touch", () => {
    const next = fromDiff(start, reply(5, [change("agent", "billing", null)]));
    expect(recordsOf(next, "handoff")).toBe(recordsOf(start, "handoff"));
    expect(recordsOf(start, "agent").has("billing")).toBe(true);
  });

  it("takes the next revision, ignores an old one and notices a gap", () => {
    expect(outcomeOfDiff(start, reply(5))).toBe("applied");
    expect(outcomeOfDiff(start, reply(4))).toBe("known");
    expect(outcomeOfDiff(start, reply(7))).toBe("gap");
  });
});

describe("edits", () => {
  it("carry the revision that the author saw; what is new must not exist", () => {
    const [known, fresh] = commandsOf(
      start,
      [put("agent", TRIAGE), put("agent", { id: "new", name: "New" })],
      "op",
    );
    expect(known).toMatchObject({
      op: "put",
      kind: "agent",
      id: "triage",
      base_revision: 2,
      operation_id: "op",
    });
    expect(fresh).toMatchObject({ base_revision: 0, operation_id: "op" });
  });

  it("leave out what has its default", () => {
    expect(withFields(TRIAGE, { team: null, kind: undefined })).toEqual({
      id: "triage",
      name: "Triage",
      capabilities: ["intake"],
    });
  });

  it("make ids that are free and readable", () => {
    expect(slug("Rückfragen (EU)", "agent")).toBe("ruckfragen-eu");
    expect(slug("退款", "agent")).toBe("agent");
    expect(freshId("triage", (id) => id === "triage" || id === "triage-2")).toBe("triage-3");
  });
});

describe("a change in words", () => {
  it("names the fields that differ, before and after", () => {
    const before = { id: "h", policy: { timeout_ms: 500 }, owners: ["a"] };
    const after = { id: "h", policy: { timeout_ms: 900, acknowledge: true }, owners: ["a", "b"] };
    expect(describeChange({ kind: "handoff", id: "h", before, after })).toEqual({
      title: "Handoff h",
      what: "changed",
      fields: [
        { field: "policy.timeout_ms", before: "500", after: "900" },
        { field: "owners", before: "a", after: "a, b" },
        { field: "policy.acknowledge", before: null, after: "yes" },
      ],
    });
  });
});

describe("the scene", () => {
  const at = {
    x: 0,
    y: 0,
    width: 208,
    height: 92,
    pinned: false,
    collapsed: false,
    members: 0,
    kind: "agent" as const,
  };
  const agent = (id: string) => ({ kind: "agent" as const, id });
  const bytes = packed({
    topology: "desk",
    bounds: { x: 0, y: 0, width: 600, height: 92 },
    boxes: [
      { ...at, subject: agent("triage") },
      { ...at, x: 300, subject: agent("billing") },
      { ...at, x: 600, subject: agent("gone") },
    ],
    lines: [
      {
        id: "handoff:triage-to-billing",
        kind: "transfer",
        subject: { kind: "handoff", id: "triage-to-billing" },
        from: agent("triage"),
        to: agent("billing"),
        points: [
          { x: 208, y: 46 },
          { x: 300, y: 46 },
        ],
        heading: "right",
        label: null,
        label_at: { x: 254, y: 46 },
        to_people: false,
        parallel: null,
        is_default: false,
      },
    ],
  });
  const { scene } = sceneOf(start, new PackedDrawing(bytes));

  it("shows owner and worst finding, in words too", () => {
    expect(scene.boxes.get("agent:triage")).toMatchObject({
      subtitle: "Customer Care",
      ownerColour: 0,
      glyph: "supervisor",
      badge: null,
    });
    expect(scene.boxes.get("agent:billing")).toMatchObject({
      subtitle: "No owner",
      badge: { severity: "error", count: 1 },
      spoken: "Billing, AI agent, no owner, 1 finding, worst: error",
    });
  });

  it("says what a handoff lacks", () => {
    expect(scene.edges.get("triage-to-billing")).toMatchObject({
      label: "no contract",
      lacking: true,
      badge: { severity: "warning" },
    });
  });

  it("leaves out boxes whose record is gone", () => {
    expect(scene.boxes.has("agent:gone")).toBe(false);
  });
});

describe("where a finding shows", () => {
  it("is its box or its handoff", () => {
    expect(whereabouts(start, UNOWNED, "desk")).toEqual({
      topology: "desk",
      selection: { boxes: ["agent:billing"], edges: [] },
    });
    expect(whereabouts(start, NO_CONTRACT, null)).toEqual({
      topology: "desk",
      selection: { boxes: [], edges: ["triage-to-billing"] },
    });
    expect(recordOf(start, "agent", null)).toBeUndefined();
  });
});
