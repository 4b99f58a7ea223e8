import { expect, it } from "vitest";
import type { PlannedFile } from "../../platform";
import { treeOf, writeSummary } from "./tree";

const file = (path: string, change: PlannedFile["change"]): PlannedFile => ({
  path,
  change,
  kind: "contracts",
  sha256: "",
  size: 1,
});
const files = [
  file("b/two.md", "edited"),
  file("a.json", "new"),
  file("b/c/one.md", "changed"),
  file("b/old.md", "removed"),
];

it("groups files by folder, folders first and in order", () => {
  const tree = treeOf(files);
  expect(tree.files.map(({ path }) => path)).toEqual(["a.json"]);
  expect(tree.folders[0]?.folders[0]).toMatchObject({ name: "c", path: "b/c" });
});

it("says what a write does, and counts hand-made files only when they are given up", () => {
  expect(writeSummary(files, false)).toBe("1 new, 1 changed, 1 deleted");
  expect(writeSummary(files, true)).toBe("1 new, 1 changed, 1 deleted, 1 overwritten");
  expect(writeSummary([file("a", "same")], true)).toBeNull();
});
