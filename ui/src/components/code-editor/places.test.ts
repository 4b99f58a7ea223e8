import { json } from "@codemirror/lang-json";
import { EditorState } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { placeOf } from "./places";

const text = `{
  "type": "object",
  "properties": {"a/b": {"type": ["string", "null"]}, "é": 1}
}`;
const state = EditorState.create({ doc: text, extensions: [json()] });
const at = (pointer: string) => {
  const { from, to } = placeOf(state, pointer);
  return text.slice(from, to);
};

describe("the place of a pointer", () => {
  it.each([
    ["", "{"],
    ["/type", '"type"'],
    ["/properties/a~1b", '"a/b"'],
    ["/properties/a~1b/type/1", '"null"'],
    ["/properties/é", '"é"'],
  ])("of %s", (pointer, found) => expect(at(pointer)).toBe(found));

  it("is the nearest one around what does not stand there", () => {
    expect(at("/properties/a~1b/type/7")).toBe('"type"');
    expect(at("/properties/c/type")).toBe('"properties"');
  });

  it("is the beginning of a text that is no JSON", () => {
    const broken = EditorState.create({ doc: "", extensions: [json()] });
    expect(placeOf(broken, "/a")).toEqual({ from: 0, to: 0 });
  });
});
