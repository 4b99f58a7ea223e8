import { beforeEach, describe, expect, it } from "vitest";
import {
  type Context,
  fitText,
  forgetMeasurements,
  isRightToLeft,
  wrapText,
  writeLine,
} from "./text";

const FONT = "13px sans";
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** A context in which every character is ten wide. */
function context() {
  const written: { text: string; x: number; direction: string }[] = [];
  const ctx = {
    font: "",
    direction: "ltr",
    textAlign: "left",
    measureText: (text: string) => ({ width: [...graphemes.segment(text)].length * 10 }),
    fillText: (text: string, x: number) => written.push({ text, x, direction: ctx.direction }),
  };
  return { ctx: ctx as unknown as Context, written };
}

beforeEach(forgetMeasurements);

describe("text that has to fit", () => {
  it.each([
    ["Refunds", 70, "Refunds"],
    ["Refunds", 60, "Refun…"],
    ["Refunds team", 90, "Refunds…"],
    ["A", 10, "A"],
    ["Refunds", 10, ""],
    ["客户支持升级", 40, "客户支…"],
    ["👩‍👩‍👧‍👦👍🏽e\u0301x", 30, "👩‍👩‍👧‍👦👍🏽…"],
  ])("%s in %i is %s", (text, width, shown) => {
    expect(fitText(context().ctx, FONT, text, width)).toBe(shown);
  });

  it("is short work where the text is long", () => {
    expect(fitText(context().ctx, FONT, "x".repeat(100_000), 50)).toBe("xxxx…");
  });

  it("is measured anew only when a face has arrived", () => {
    const { ctx } = context();
    expect(fitText(ctx, FONT, "Refunds", 60)).toBe("Refun…");
    const wide = { ...ctx, measureText: () => ({ width: 1 }) } as unknown as Context;
    expect(fitText(wide, FONT, "Refunds", 60)).toBe("Refun…");
    forgetMeasurements();
    expect(fitText(wide, FONT, "Refunds", 60)).toBe("Refunds");
  });
});

describe("text in lines", () => {
  it.each([
    ["one two three", 70, 3, ["one two", "three"]],
    ["one\ntwo", 70, 3, ["one", "two"]],
    ["one\n\ntwo", 70, 3, ["one", "", "two"]],
    ["one two three four", 70, 1, ["one tw…"]],
    ["客户支持升级", 30, 2, ["客户支", "持升级"]],
    ["customer-support-escalation", 90, 2, ["customer-", "support-…"]],
  ])("%j in %i and %i lines", (text, width, limit, lines) => {
    expect(wrapText(context().ctx, FONT, text, width, limit)).toEqual(lines);
  });
});

describe("the direction of a text", () => {
  it.each([
    ["Refunds", false],
    ["استرداد", true],
    ["החזרים 2", true],
    ["42 استرداد", true],
    ["Team استرداد", false],
    ["استرداد Team", true],
    ["123", false],
    ["退款", false],
  ])("%s", (text, fromTheRight) => {
    expect(isRightToLeft(text)).toBe(fromTheRight);
  });

  it("decides on which side a line starts", () => {
    const { ctx, written } = context();
    writeLine(ctx, FONT, "Refunds", 10, 0, 100);
    writeLine(ctx, FONT, "החזרים", 10, 0, 100);
    expect(written).toEqual([
      { text: "Refunds", x: 10, direction: "ltr" },
      { text: "החזרים", x: 110, direction: "rtl" },
    ]);
    expect(ctx.direction).toBe("ltr");
  });
});
