import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { blocksOf, firstLineOf, plainText, spansOf } from "../canvas/markdown";
import { Markdown } from "./markdown";

it.each([
  ["# Title #", [{ is: "heading", text: "Title", level: 1 }]],
  [
    "one\ntwo\n\nthree",
    [
      { is: "paragraph", text: "one\ntwo" },
      { is: "paragraph", text: "three" },
    ],
  ],
  ["- a\n  more\n- b", [{ is: "list", ordered: false, items: ["a more", "b"] }]],
  ["1. a\n2. b", [{ is: "list", ordered: true, items: ["a", "b"] }]],
  [
    "```json\n{}\n```\nafter",
    [
      { is: "code", text: "{}" },
      { is: "paragraph", text: "after" },
    ],
  ],
  ["> said", [{ is: "quote", text: "said" }]],
  ["```\nnever closed", [{ is: "code", text: "never closed" }]],
])("%j", (text, blocks) => {
  expect(blocksOf(text)).toEqual(blocks);
});

it("shows markup of other kinds as text, and links as their words", () => {
  render(
    <Markdown text={"<img src=x onerror=alert(1)> **bold** `code` [here](javascript:alert(1))"} />,
  );
  expect(screen.getByText(/<img src=x onerror=alert\(1\)>/)).toBeTruthy();
  expect(screen.getByText("bold").tagName).toBe("STRONG");
  expect(document.querySelector("img, a")).toBeNull();
  expect(screen.getByText(/here/)).toBeTruthy();
});

it.each([
  ["# Why *this*\n\nBecause", "Why this"],
  ["\n\n- **one** of `a_b`\n- two", "one of a_b"],
  ["[here](https://x.example) we go\nand on", "here we go"],
  ["```\n\n```\nafter", "after"],
  ["  ", ""],
])("the first line of %j is %s", (text, line) => {
  expect(firstLineOf(text)).toBe(line);
});

it.each([
  ["a **b** c", ["plain:a ", "strong:b", "plain: c"]],
  ["`x*y*` and *z*", ["code:x*y*", "plain: and ", "soft:z"]],
  ["[here](https://x.example)!", ["plain:here", "plain:!"]],
  ["a_b_c and 2*3*4", ["plain:a_b_c and 2*3*4"]],
  ["", []],
])("%j has the stretches %j", (text, spans) => {
  expect(spansOf(text).map(({ look, text: words }) => `${look}:${words}`)).toEqual(spans);
});

it.each([
  ["# Title\n\nWhy **this**\nhelps", "Title\nWhy this\nhelps"],
  ["- a `b`\n- c\n\n> said", "a b\nc\nsaid"],
  ["```\n**as it is**\n```", "**as it is**"],
])("%j is %j without marks", (text, plain) => {
  expect(plainText(text)).toBe(plain);
});
