import { describe, expect, it } from "vitest";
import type { Handoff, Kind, Placement } from "../platform";
import { RECORDS } from "../testing/support";
import type { Draft } from "./drafts";
import { createAgent, createHandoff, createQuery } from "./edits";
import {
  createGroup,
  fold,
  groupOf,
  groupsAround,
  isCollapsed,
  membersOf,
  outermost,
  regroup,
  ungroup,
} from "./groups";
import {
  askCapabilities,
  canRunTogether,
  reconnect,
  runAlone,
  runTogether,
  setMode,
  tagsAskedFor,
  toggleGates,
} from "./handoffs";
import { moveBoxes, pinBoxes, unpinAll, unpinBoxes } from "./places";
import { type DocumentState, EMPTY_DOCUMENT, fromSnapshot, recordOf } from "./store";

function documentOf(more: readonly { kind: Kind; id: string; record: unknown }[]): DocumentState {
  return fromSnapshot(EMPTY_DOCUMENT, {
    revision: 4,
    records: [...RECORDS, ...more].map((stored) => ({ ...stored, revision: 2 })),
    findings: [],
    can_undo: false,
    can_redo: false,
  });
}

/** The document once the drafts have been written. */
function written(state: DocumentState, drafts: readonly Draft[]): DocumentState {
  const records = new Map([...state.records].map(([kind, map]) => [kind, new Map(map)]));
  for (const draft of drafts) {
    const kind = records.get(draft.kind) ?? new Map();
    records.set(draft.kind, kind);
    if (draft.op === "put") kind.set(draft.id, { revision: 5, record: draft.record });
    else kind.delete(draft.id);
  }
  return { ...state, records };
}

function place(kind: Kind, id: string, over: Partial<Placement> = {}) {
  const record = { id: `desk.${kind}.${id}`, topology: "desk", subject: { kind, id }, ...over };
  return { kind: "placement" as const, id: record.id, record };
}
function group(id: string, parent?: string) {
  const record = { id, topology: "desk", name: id, ...(parent && { parent }) };
  return { kind: "group" as const, id, record };
}
function handoff(id: string, over: Partial<Handoff> = {}) {
  const record: Handoff = { id, topology: "desk", from: "triage", to: "billing", ...over };
  return { kind: "handoff" as const, id, record };
}

const plain = documentOf([]);
const rect = { x: 10, y: 20, width: 208, height: 92 };

/** `outer` holds triage and `inner`, which holds billing. */
const nested = documentOf([
  group("outer"),
  group("inner", "outer"),
  place("agent", "triage", { group: "outer", x: 0, y: 0, pinned: true }),
  place("agent", "billing", { group: "inner" }),
]);

describe("making", () => {
  it("an agent is one group of edits with its place", () => {
    const { drafts } = createAgent(plain, "desk", "Triage", "human", {
      at: { x: 8.4000001, y: 16 },
      group: "outer",
    });
    expect(drafts.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      "agent triage-2",
      "placement desk.agent.triage-2",
    ]);
    expect(drafts[0]).toMatchObject({ record: { kind: "human", name: "Triage" } });
    expect(drafts[1]).toMatchObject({ record: { x: 8.4, y: 16, pinned: true, group: "outer" } });
  });

  it("handoffs run from agents only, to agents and outcomes", () => {
    expect(createHandoff(plain, "desk", "agent:triage", "agent:billing")).toMatchObject({
      id: "triage-to-billing-2",
    });
    expect(createHandoff(plain, "desk", "agent:triage", "outcome:done")).toMatchObject({
      record: { to: { outcome: "done" } },
    });
    expect(createHandoff(plain, "desk", "agent:triage", "note:n")).toBeNull();
    expect(createHandoff(plain, "desk", "agent:triage", "query:h")).toBeNull();
    expect(createHandoff(plain, "desk", "outcome:done", "agent:triage")).toBeNull();
  });

  it("a capability query is a handoff, with a place where one was chosen", () => {
    const spot = { at: { x: 0, y: 0 }, group: null };
    const tags = ["refund", "billing"];
    const created = createQuery(plain, "desk", "agent:triage", tags, spot);
    expect(created?.drafts).toMatchObject([
      { kind: "handoff", id: "triage-to-refund-billing", record: { to: { capabilities: tags } } },
      { kind: "placement", record: { subject: { kind: "handoff" }, pinned: true } },
    ]);
    expect(createQuery(plain, "desk", "agent:triage", tags, null)?.drafts).toHaveLength(1);
    expect(createQuery(plain, "desk", "agent:triage", [], null)).toBeNull();
  });
});

describe("places", () => {
  it("are pinned where a box was put", () => {
    const moves = [{ key: "agent:triage", rect, by: { x: 6, y: 4 } }];
    expect(moveBoxes(plain, "desk", moves)).toMatchObject([
      { kind: "placement", id: "desk.agent.triage", record: { x: 16, y: 24, pinned: true } },
    ]);
  });

  it("follow the members of an open group, and are kept for those of a closed one", () => {
    const by = { x: 5, y: 5 };
    const open = [{ key: "group:inner", rect, by }];
    expect(moveBoxes(nested, "desk", open)).toEqual([]);
    const closed = written(nested, fold(nested, "desk", ["outer"], true));
    const all = ["group:outer", "agent:triage", "agent:billing"].map((key) => ({
      key,
      rect: key === "group:outer" ? rect : null,
      by,
    }));
    expect(moveBoxes(closed, "desk", all)).toMatchObject([
      { id: "desk.group.outer", record: { x: 15, y: 25, collapsed: true } },
      { id: "desk.agent.triage", record: { x: 5, y: 5, group: "outer" } },
    ]);
  });

  it("of an open group that was moved while it was closed go with its members", () => {
    const closed = written(nested, fold(nested, "desk", ["outer"], true));
    const moved = written(
      closed,
      moveBoxes(closed, "desk", [{ key: "group:outer", rect, by: { x: 5, y: 5 } }]),
    );
    const open = written(moved, fold(moved, "desk", ["outer"], false));
    expect(
      moveBoxes(open, "desk", [
        { key: "group:outer", rect: { ...rect, x: 400 }, by: { x: 2, y: 3 } },
      ]),
    ).toMatchObject([{ id: "desk.group.outer", record: { x: 17, y: 28 } }]);
  });

  it("change the group together with the place", () => {
    const moves = [{ key: "agent:triage", rect, by: { x: 0, y: 8 } }];
    const [draft] = moveBoxes(nested, "desk", moves, new Map([["agent:triage", null]]));
    expect(draft).toMatchObject({ record: { x: 10, y: 28, pinned: true } });
    expect(draft).not.toHaveProperty("record.group");
  });

  it("are given back to the layout, with their group kept", () => {
    expect(unpinBoxes(nested, "desk", ["agent:triage", "agent:billing"])).toEqual([
      {
        op: "put",
        kind: "placement",
        id: "desk.agent.triage",
        record: place("agent", "triage", { group: "outer" }).record,
      },
    ]);
    expect(unpinAll(nested, "desk")).toHaveLength(1);
    expect(unpinAll(nested, "other")).toEqual([]);
  });

  it("are pinned where they are drawn, once", () => {
    const boxes = [
      { key: "agent:triage", rect },
      { key: "agent:billing", rect },
    ];
    expect(pinBoxes(nested, "desk", boxes)).toMatchObject([
      { id: "desk.agent.billing", record: { x: 10, y: 20, pinned: true, group: "inner" } },
    ]);
  });
});

describe("groups", () => {
  it("hold their members and those of inner groups, each once", () => {
    expect(membersOf(nested, "desk", "outer")).toEqual([
      "agent:triage",
      "group:inner",
      "agent:billing",
    ]);
    const keys = ["group:outer", "agent:billing", "group:inner", "outcome:x"];
    expect(outermost(nested, "desk", keys)).toEqual(["group:outer", "outcome:x"]);
  });

  it("survive records that hold each other", () => {
    const circle = documentOf([group("a", "b"), group("b", "a")]);
    expect(membersOf(circle, "desk", "a")).toEqual(["group:b"]);
    expect(groupsAround(circle, "a")).toEqual(["b", "a"]);
    expect(groupsAround(nested, "inner")).toEqual(["outer"]);
  });

  it("come where their members were", () => {
    const made = createGroup(nested, "desk", "Money", [{ key: "agent:billing", rect }]);
    const next = written(nested, made.drafts);
    expect(recordOf(next, "group", "money")?.parent).toBe("inner");
    expect(groupOf(next, "desk", "agent:billing")).toBe("money");
  });

  it("are joined and left, boxes by their place and groups by themselves", () => {
    const drafts = regroup(
      nested,
      "desk",
      new Map([
        ["agent:billing", "outer"],
        ["group:inner", null],
        ["agent:triage", "outer"],
      ]),
    );
    expect(drafts).toHaveLength(2);
    const next = written(nested, drafts);
    expect(groupOf(next, "desk", "agent:billing")).toBe("outer");
    expect(groupOf(next, "desk", "group:inner")).toBeNull();
  });

  it("leave what they held to the groups around them when they are dissolved", () => {
    const next = written(nested, ungroup(nested, "desk", ["inner"]));
    expect(recordOf(next, "group", "inner")).toBeUndefined();
    expect(groupOf(next, "desk", "agent:billing")).toBe("outer");
    const bare = written(nested, ungroup(nested, "desk", ["inner", "outer"]));
    expect(groupOf(bare, "desk", "agent:billing")).toBeNull();
    expect(groupOf(bare, "desk", "agent:triage")).toBeNull();
  });

  it("are closed and opened, and stay so", () => {
    const closed = written(nested, fold(nested, "desk", ["outer"], true));
    expect(isCollapsed(closed, "desk", "outer")).toBe(true);
    expect(fold(closed, "desk", ["outer"], true)).toEqual([]);
    const open = written(closed, fold(closed, "desk", ["outer"], false));
    expect(isCollapsed(open, "desk", "outer")).toBe(false);
  });
});

describe("handoffs", () => {
  const calls = documentOf([
    handoff("one", { mode: "delegate" }),
    handoff("two", { mode: "delegate", required_capabilities: ["refund"] }),
    handoff("back", { from: "billing", to: "triage", mode: "delegate" }),
  ]);

  it.each<[string, "from" | "to", string, unknown]>([
    ["to another receiver", "to", "agent:triage", { to: "triage" }],
    ["to an outcome", "to", "outcome:done", { to: { outcome: "done" } }],
    ["to another sender", "from", "agent:billing", { from: "billing" }],
    ["nowhere: it is there already", "to", "agent:billing", null],
    ["nowhere: outcomes send nothing", "from", "outcome:done", null],
    ["nowhere: a note receives nothing", "to", "note:n", null],
  ])("are carried %s", (_, end, box, expected) => {
    const draft = reconnect(plain, "triage-to-billing", end, box);
    if (expected === null) expect(draft).toBeNull();
    else expect(draft).toMatchObject({ record: expected as object });
  });

  it("ask for capabilities instead of an agent, who is kept for when nobody has them", () => {
    expect(askCapabilities(plain, "triage-to-billing", ["refund"])).toMatchObject({
      record: { to: { capabilities: ["refund"], default: "billing" } },
    });
    expect(askCapabilities(plain, "triage-to-billing", [])).toBeNull();
    expect(tagsAskedFor(calls, "two")).toEqual(["refund"]);
    expect(tagsAskedFor(calls, "back")).toEqual(["intake"]);
  });

  it("are called together when they are calls of one agent", () => {
    expect(canRunTogether(calls, ["one", "two"])).toBe(true);
    expect(canRunTogether(calls, ["one"])).toBe(false);
    expect(canRunTogether(calls, ["one", "back"])).toBe(false);
    expect(canRunTogether(calls, ["one", "triage-to-billing"])).toBe(false);
  });

  it("get a parallel group of their own, and lose it", () => {
    const first = written(calls, runTogether(calls, ["one", "two"]));
    expect(recordOf(first, "handoff", "one")).toMatchObject({
      parallel_group: "parallel",
      join: "all",
    });
    expect(runTogether(first, ["one"])[0]).toMatchObject({
      record: { parallel_group: "parallel-2" },
    });
    const alone = written(first, runAlone(first, ["one", "back"]));
    expect(recordOf(alone, "handoff", "one")).toEqual(recordOf(calls, "handoff", "one"));
  });

  it("change their mode; a transfer cannot be called together with others", () => {
    const together = written(calls, runTogether(calls, ["one", "two"]));
    expect(setMode(together, ["one"], "delegate")).toEqual([]);
    expect(setMode(together, ["one"], "transfer")).toEqual([
      { op: "put", kind: "handoff", id: "one", record: handoff("one").record },
    ]);
  });

  it("get gates where they have none, else lose them", () => {
    const some = written(calls, toggleGates(calls, ["one"]));
    expect(recordOf(some, "handoff", "one")?.gate).toEqual({});
    const all = written(some, toggleGates(some, ["one", "two"]));
    expect(recordOf(all, "handoff", "two")?.gate).toEqual({});
    const none = written(all, toggleGates(all, ["one", "two"]));
    expect(recordOf(none, "handoff", "one")?.gate).toBeUndefined();
  });
});
