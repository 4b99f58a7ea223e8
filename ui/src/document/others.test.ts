// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { selectionOf } from "../canvas/selection";
import { type Present, platform, replacePlatform } from "../platform";
import { session } from "../session/store";
import { type MemoryRegistry, memoryRegistry } from "../testing/platform";
import { colourOf, followOthers, initialsOf, lookingAt, useOthers } from "./others";
import { useDocument } from "./store";
import { adopt } from "./sync";

const ANA: Present = {
  session: "one/main",
  author: "Ana Ruiz",
  login: "ana",
  place: { topology: "care", selection: [{ kind: "agent", id: "triage" }] },
};

let registry: MemoryRegistry;
let stop = () => {};

beforeEach(async () => {
  vi.useFakeTimers();
  registry = memoryRegistry({ records: [] });
  replacePlatform(registry.platform);
  await adopt(await platform().registryInfo());
});

afterEach(() => {
  stop();
  vi.useRealTimers();
});

const seen = () => useOthers.getState().others.map(({ author }) => author);

it("tells where this window looks, and whom it has met", async () => {
  registry.program.others = [ANA];
  session.set({ startOpen: false, view: "drawing", topology: "care" });
  session.select(selectionOf(["agent:triage", "query:h"], ["i"]));
  stop = followOthers();
  await vi.advanceTimersByTimeAsync(500);
  expect(seen()).toEqual(["Ana Ruiz"]);
  expect(registry.program.looked).toEqual([
    {
      topology: "care",
      selection: [
        { kind: "agent", id: "triage" },
        { kind: "handoff", id: "h" },
        { kind: "handoff", id: "i" },
      ],
    },
  ]);
  // Somebody who has left is gone with the next answer.
  registry.program.others = [];
  await vi.advanceTimersByTimeAsync(4100);
  expect(seen()).toEqual([]);
});

it("tells soon where the window has turned to", async () => {
  registry.program.others = [];
  stop = followOthers();
  await vi.advanceTimersByTimeAsync(500);
  session.set({ startOpen: false, view: "registry", page: { kind: "team", id: "desk" } });
  await vi.advanceTimersByTimeAsync(500);
  expect(registry.program.looked.at(-1)).toEqual({
    topology: null,
    selection: [{ kind: "team", id: "desk" }],
  });
  session.set({ startOpen: true });
  expect(lookingAt()).toEqual({ topology: null, selection: [] });
});

it("asks once where nobody else can be, and again in another registry", async () => {
  stop = followOthers();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(registry.program.looked).toHaveLength(1);
  const { info } = useDocument.getState();
  if (info) useDocument.setState({ info: { ...info, turn: info.turn + 1 } });
  registry.program.others = [ANA];
  await vi.advanceTimersByTimeAsync(500);
  expect(seen()).toEqual(["Ana Ruiz"]);
});

it("shows nobody where the question fails, and goes on asking", async () => {
  registry.program.others = [ANA];
  stop = followOthers();
  await vi.advanceTimersByTimeAsync(500);
  replacePlatform({ ...registry.platform, meet: () => Promise.reject(new Error("away")) });
  await vi.advanceTimersByTimeAsync(4100);
  expect(seen()).toEqual([]);
  replacePlatform(registry.platform);
  await vi.advanceTimersByTimeAsync(4100);
  expect(seen()).toEqual(["Ana Ruiz"]);
});

it("gives everybody letters and a colour that stays", () => {
  expect(["Ana Ruiz", "bo", "ci.runner@db", "", "李雷", "🦊 fox"].map(initialsOf)).toEqual([
    "AR",
    "B",
    "CD",
    "?",
    "李",
    "🦊F",
  ]);
  expect(colourOf(ANA)).toMatch(/^var\(--person-[1-6]\)$/);
  expect(colourOf({ ...ANA, author: "Bo" })).toBe(colourOf(ANA));
});
