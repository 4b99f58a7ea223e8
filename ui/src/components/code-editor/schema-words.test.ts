import { CompletionContext } from "@codemirror/autocomplete";
import { json } from "@codemirror/lang-json";
import { EditorState } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { completeSchema } from "./schema-words";

/** What is offered where | stands. */
function offered(text: string): string[] {
  const pos = text.indexOf("|");
  const state = EditorState.create({ doc: text.replace("|", ""), extensions: [json()] });
  const result = completeSchema(new CompletionContext(state, pos, true));
  return result?.options.map(({ label }) => label) ?? [];
}

describe("completion of a schema", () => {
  it("offers keywords where a schema stands", () => {
    expect(offered('{"ty|": 1}')).toContain('"type"');
    expect(offered('{"properties": {"a": {"mi|": 1}}}')).toContain('"minimum"');
    expect(offered('{"properties": {"properties": {"mi|": 1}}}')).toContain('"minimum"');
  });

  it("offers none where names and values of the payload stand", () => {
    expect(offered('{"properties": {"a|": {}}}')).toEqual([]);
    expect(offered('{"enum": [{"a|": 1}]}')).toEqual([]);
  });

  it("offers the words that a keyword takes", () => {
    expect(offered('{"type": "s|"}')).toContain('"string"');
    expect(offered('{"type": ["s|"]}')).toContain('"integer"');
    expect(offered('{"format": "d|"}')).toContain('"date-time"');
    expect(offered('{"title": "d|"}')).toEqual([]);
  });
});
