import { describe, expect, it } from "vitest";
import {
  differenceWords,
  dollars,
  figureName,
  figureWords,
  lossWords,
  milliseconds,
  share,
  sure,
} from "./words";

describe("how results are written", () => {
  it.each([
    [0, "0 %"],
    [0.00001, "<0.01 %"],
    [0.0042, "0.42 %"],
    [0.356, "35.6 %"],
    [0.9987, "99.87 %"],
    [0.99999, ">99.99 %"],
    [1, "100 %"],
  ])("the share %d as %s", (value, words) => expect(share(value)).toBe(words));

  it.each([
    [0.35, 0.354, "±0.2"],
    [0.3, 0.35, "±2.5"],
    [0, 0.00001, "±<0.01"],
    [0.98, 0.9804, "±0.02"],
  ])("how sure a share from %d to %d is as %s", (low, high, words) =>
    expect(sure({ low, high })).toBe(words),
  );

  it.each([
    [0.25, "0.25 ms"],
    [40, "40 ms"],
    [1500, "1.5 s"],
    [24_614, "24.6 s"],
    [90_000, "90 s"],
  ])("%d milliseconds as %s", (ms, words) => expect(milliseconds(ms)).toBe(words));

  it.each([
    [0, "$0"],
    [0.0012, "$0.0012"],
    [0.0295, "$0.029"],
    [2.5, "$2.50"],
  ])("%d dollars as %s", (usd, words) => expect(dollars(usd)).toBe(words));

  it.each([
    ["resolved", 0.05, "+5 points"],
    ["wrong", -0.0038, "−0.38 points"],
    ["hops", 0.25, "+0.25"],
    ["latency_ms.mean", -1200, "−1.2 s"],
    ["hops", 0, "±0"],
  ])("a difference of %s by %d as %s", (figure, difference, words) =>
    expect(differenceWords(figure, difference)).toBe(words),
  );

  it("a figure that it does not know by its own name", () => {
    expect(figureName("queue_wait_ms")).toBe("queue wait ms");
    expect(figureWords("queue_wait_ms", 12)).toBe("12 ms");
  });

  it("losses with the largest first, and without what is next to nothing", () => {
    const ends = {
      resolved: 0.5,
      wrong: 0.01,
      human: 0,
      human_repeat: 0,
      abandoned: 0.02,
      dropped: 0.00001,
      killed: 0,
      stuck: 0,
    };
    expect(lossWords(ends)).toBe("2 % user gave up, 1 % wrong, unnoticed");
  });
});
