import { describe, expect, it } from "vitest";
import { among, NOTHING_PICKED, type Picked, pickWay, ranged, toggled } from "./picking";

const IDS = ["a", "b", "c", "d", "e"];
const listed = (chosen: string | null = null) => ({ ids: IDS, chosen });
const picked = (ids: readonly string[], from: string | null = null): Picked => ({
  ids: new Set(ids),
  from,
});
const told = ({ ids, from }: Picked) => [[...ids].join(""), from];

describe("rows that are picked together", () => {
  it.each([
    [{}, "alone"],
    [{ ctrlKey: true }, "toggle"],
    [{ metaKey: true }, "toggle"],
    [{ shiftKey: true }, "range"],
    [{ shiftKey: true, metaKey: true }, "add-range"],
  ])("%o means %s", (keys, way) => {
    expect(pickWay({ shiftKey: false, ctrlKey: false, metaKey: false, ...keys })).toBe(way);
  });

  it("are taken in and left out, the row that was looked at along with the first other", () => {
    expect(told(toggled(NOTHING_PICKED, "b", "a"))).toEqual(["ab", "b"]);
    expect(told(toggled(NOTHING_PICKED, "b", null))).toEqual(["b", "b"]);
    expect(told(toggled(picked(["b", "d"]), "d", "a"))).toEqual(["b", "d"]);
    expect(told(toggled(picked(["b"]), "d", "a"))).toEqual(["bd", "d"]);
  });

  it("are a range from where it began, in either direction, also where it is changed", () => {
    const first = ranged(picked(["c"], "c"), "e", listed(), false);
    expect(told(first)).toEqual(["cde", "c"]);
    expect(told(ranged(first, "a", listed(), false))).toEqual(["abc", "c"]);
    expect(told(ranged(picked(["a"], "c"), "d", listed(), true))).toEqual(["acd", "c"]);
  });

  it("begin a range at the row that is looked at, or at the one that was hit", () => {
    expect(told(ranged(NOTHING_PICKED, "d", listed("b"), false))).toEqual(["bcd", "b"]);
    expect(told(ranged(NOTHING_PICKED, "d", listed("gone"), false))).toEqual(["d", "d"]);
  });

  it("are those that are listed, in their order", () => {
    expect(told(among(picked(["d", "gone", "a"], "d"), IDS))).toEqual(["ad", "d"]);
  });
});
