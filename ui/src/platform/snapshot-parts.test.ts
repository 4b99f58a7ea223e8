import { expect, it } from "vitest";
import { NO_CONTRACT, UNOWNED } from "../testing/support";
import type { SnapshotStart } from "./bindings";
import { wholeSnapshot } from "./snapshot-parts";

const team = (id: string) => ({ kind: "team", id, revision: 3, record: { id } }) as const;
const START: SnapshotStart = {
  revision: 3,
  records: [team("a")],
  findings: [],
  can_undo: true,
  can_redo: false,
  rest: 5,
};

it("puts parts together in their order until the last one", async () => {
  const parts = [
    { records: [team("b"), team("c")], findings: [], last: false },
    { records: [], findings: [UNOWNED, NO_CONTRACT], last: true },
  ];
  const asked: number[] = [];
  const whole = await wholeSnapshot(START, async (ticket) => {
    asked.push(ticket);
    return parts.shift() ?? Promise.reject(new Error("nothing is left"));
  });
  expect(asked).toEqual([5, 5]);
  expect(whole).toEqual({
    ...START,
    records: [team("a"), team("b"), team("c")],
    findings: [UNOWNED, NO_CONTRACT],
    rest: null,
  });
});

it("asks for nothing where one answer was all", async () => {
  const all = { ...START, rest: null };
  expect(await wholeSnapshot(all, () => Promise.reject(new Error("asked")))).toBe(all);
});

it("is refused where a part is", async () => {
  const gone = new Error("gone");
  await expect(wholeSnapshot(START, () => Promise.reject(gone))).rejects.toBe(gone);
});
