import { beforeEach, expect, it } from "vitest";
import { type NoteFace, noteLines, paintNoteText } from "./note";
import { type Context, forgetMeasurements } from "./text";
import type { PaintTheme } from "./theme";

const theme = { sans: "Sans", mono: "Mono", normal: "400", strong: "600" } as PaintTheme;
const FACE: NoteFace = { theme, size: 10 };

/** A context in which every character is ten wide. */
function context() {
  const written: { text: string; font: string; x: number; direction: string }[] = [];
  const ctx = {
    font: "",
    direction: "ltr",
    globalAlpha: 1,
    measureText: (text: string) => ({ width: [...text].length * 10 }),
    fillRect: () => {},
    fillText(text: string, x: number) {
      written.push({ text, font: this.font, x, direction: this.direction });
    },
  };
  return { ctx: ctx as unknown as Context, written };
}

beforeEach(forgetMeasurements);

/** The lines as text: marks in front, code in `<>`, bold in `**`. */
function told(text: string, width: number, height = 1000): string[] {
  return noteLines(context().ctx, text, { width, height }, FACE).map(({ mark, runs }) => {
    const words = runs.map((run) =>
      run.look === "code"
        ? `<${run.text}>`
        : run.font.startsWith("600")
          ? `*${run.text}*`
          : run.text,
    );
    return `${mark}${words.join("")}`.trimEnd();
  });
}

it.each([
  ["# Night\nonly **one** answers", 400, ["*Night*", "only *one* answers"]],
  ["- ask\n- call `desk`", 400, ["•ask", "•call <desk>"]],
  ["3. ask\n4. call", 400, ["3.ask", "4.call"]],
  ["one two three", 75, ["one two", "three"]],
  ["a **b c** d", 40, ["a *b *", "*c* d"]],
  ["Refundsdesk", 50, ["Refun", "dsdes", "k"]],
  ["```\nlet  a;\n```", 400, ["<let  a;>"]],
  ["<img src=x onerror=alert(1)>", 400, ["<img src=x onerror=alert(1)>"]],
])("%j is read in lines of %i", (text, width, lines) => {
  expect(told(text, width)).toEqual(lines);
});

it("ends in an ellipsis where not all of it fits, and always shows a line", () => {
  expect(told("one\ntwo\nthree", 100, 30)).toEqual(["one", "two…"]);
  expect(told("one\ntwo", 100, 1)).toEqual(["one…"]);
  expect(told("onetwo\nthree", 60, 1)).toEqual(["onetw…"]);
});

it("begins at the side where its script begins", () => {
  const { ctx, written } = context();
  const rect = { x: 100, y: 0, width: 224, height: 100 };
  paintNoteText(ctx, "- שלום **לך**", rect, FACE);
  expect(written.map(({ x, direction }) => [x, direction])).toEqual([
    [312, "rtl"],
    [299.5, "rtl"],
    [249.5, "rtl"],
  ]);
});
