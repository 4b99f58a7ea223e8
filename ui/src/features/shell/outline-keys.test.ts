import { expect, it } from "vitest";
import { stepOf } from "./outline-keys";
import type { OutlineNode, OutlineRow } from "./outline-tree";

const node = (key: string, parent: string | null, children: OutlineNode[] = []) =>
  ({
    is: "box",
    key,
    parent,
    depth: 0,
    title: key,
    spoken: key,
    children,
  }) as unknown as OutlineNode;
const LEAF = node("leaf", "root");
const ROOT = node("root", null, [LEAF]);
const row = (of: OutlineNode, open = true): OutlineRow => ({
  node: of,
  open,
  position: 1,
  siblings: 1,
});
const OPEN = [row(ROOT), row(LEAF), row(node("next", null))];
const CLOSED = [row(ROOT, false), row(node("next", null))];
const HELD = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

it.each<[string, readonly OutlineRow[], number, Partial<typeof HELD>, ReturnType<typeof stepOf>]>([
  ["ArrowDown", OPEN, 0, {}, { go: 1, select: "alone" }],
  ["ArrowDown", OPEN, 2, {}, { go: 2, select: "alone" }],
  ["ArrowUp", OPEN, 0, {}, { go: 0, select: "alone" }],
  ["ArrowDown", OPEN, 0, { shiftKey: true }, { go: 1, select: "too" }],
  ["ArrowDown", OPEN, 0, { ctrlKey: true }, { go: 1, select: "not" }],
  ["Home", OPEN, 2, {}, { go: 0, select: "alone" }],
  ["End", OPEN, 0, {}, { go: 2, select: "alone" }],
  ["ArrowRight", CLOSED, 0, {}, { fold: "root", open: true }],
  ["ArrowRight", OPEN, 0, {}, { go: 1, select: "alone" }],
  ["ArrowRight", OPEN, 1, {}, null],
  ["ArrowLeft", OPEN, 0, {}, { fold: "root", open: false }],
  ["ArrowLeft", OPEN, 1, {}, { go: 0, select: "alone" }],
  ["ArrowLeft", CLOSED, 1, {}, null],
  ["Enter", OPEN, 0, {}, { do: "rename" }],
  [" ", OPEN, 0, {}, { do: "toggle" }],
  ["n", OPEN, 0, {}, { go: 2, select: "alone" }],
  ["z", OPEN, 0, {}, null],
  ["c", OPEN, 0, { ctrlKey: true }, null],
  ["Delete", OPEN, 0, {}, null],
])("%s", (key, rows, cursor, held, expected) => {
  expect(stepOf({ ...HELD, ...held, key }, rows, cursor, key)).toEqual(expected);
});
