// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { platform, replacePlatform, type Snapshot } from "../platform";
import { memoryRegistry } from "../testing/platform";
import { EMPTY_DOCUMENT, recordOf, useDocument } from "./store";
import { adopt, receive, resnapshot, start } from "./sync";

const TEAM = { kind: "team", id: "desk", record: { id: "desk", name: "Desk" } } as const;

/** Snapshots are answered when the test says so. */
function heldSnapshots(): ((snapshot: Snapshot) => void)[] {
  const waiting: ((snapshot: Snapshot) => void)[] = [];
  replacePlatform({
    ...platform(),
    snapshot: () => new Promise((resolve) => waiting.push(resolve)),
  });
  return waiting;
}

beforeEach(async () => {
  replacePlatform(memoryRegistry({ records: [TEAM] }).platform);
  await adopt(await platform().registryInfo());
});

it("keeps a reply that overtook a snapshot", async () => {
  const old = await platform().snapshot();
  const waiting = heldSnapshots();
  const reading = resnapshot();
  await receive({
    revision: old.revision + 1,
    diff: [{ kind: "team", id: "desk", before: TEAM.record, after: { id: "desk", name: "Night" } }],
    findings: { changed: [], gone: [] },
    can_undo: true,
    can_redo: false,
    notes: [],
  });
  waiting[0]?.(old);
  await reading;
  expect(recordOf(useDocument.getState(), "team", "desk")?.name).toBe("Night");
  expect(useDocument.getState().revision).toBe(old.revision + 1);
});

it("drops a snapshot of a registry that was left meanwhile", async () => {
  const info = await platform().registryInfo();
  const old = await platform().snapshot();
  const waiting = heldSnapshots();
  const reading = resnapshot();
  const turning = adopt({ ...info, registry: "/tmp/other.baton" });
  waiting[1]?.({ ...old, revision: 1, records: [] });
  await turning;
  waiting[0]?.({ ...old, revision: 9 });
  await reading;
  expect(recordOf(useDocument.getState(), "team", "desk")).toBeUndefined();
});

describe("the first look", () => {
  const night = { ...TEAM, revision: 9, record: { id: "desk", name: "Night" } };

  /** The window is opened on what was there before; the registry has moved on meanwhile. */
  async function openedLate(now: { readonly revision?: number; readonly turn?: number }) {
    const info = await platform().registryInfo();
    const before = await platform().snapshot();
    replacePlatform({
      ...platform(),
      firstLook: async () => ({ info, snapshot: { ...before, rest: null }, place: null }),
      registryInfo: async () => ({ ...info, ...now }),
      snapshot: async () => ({ ...before, revision: 9, records: [night] }),
    });
    useDocument.setState(EMPTY_DOCUMENT, true);
    const stop = await start();
    stop();
    return { shown: recordOf(useDocument.getState(), "team", "desk")?.name, before };
  }

  it("is all that is read where nothing has happened", async () => {
    const { shown } = await openedLate({});
    expect(shown).toBe("Desk");
  });

  it("is followed by what was committed before news were heard", async () => {
    const { shown } = await openedLate({ revision: 9 });
    expect(shown).toBe("Night");
    expect(useDocument.getState().revision).toBe(9);
  });

  it("is followed by what was opened before news were heard", async () => {
    const { shown } = await openedLate({ turn: 7 });
    expect(shown).toBe("Night");
    expect(useDocument.getState().info?.turn).toBe(7);
  });
});
