/** Completion of JSON Schema: the keywords that make sense where the cursor is, and the words that they take. */
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";

/** A keyword: what it says, and what is written after it. */
type Keyword = readonly [name: string, says: string, value: string];

const KEYWORDS: readonly Keyword[] = [
  ["type", "The type of the value", '"string"'],
  ["properties", "The members of an object by name", "{}"],
  ["required", "Names of members that must be there", "[]"],
  ["additionalProperties", "What members with other names may hold", "false"],
  ["patternProperties", "What members hold whose names match", "{}"],
  ["propertyNames", "What names of members must be", "{}"],
  ["minProperties", "Least number of members", "1"],
  ["maxProperties", "Largest number of members", "1"],
  ["dependentRequired", "Members that others need beside them", "{}"],
  ["dependentSchemas", "What holds where a member is there", "{}"],
  ["unevaluatedProperties", "What members hold that nothing else speaks of", "false"],
  ["items", "What the items of an array are", "{}"],
  ["prefixItems", "What the first items are, one by one", "[]"],
  ["contains", "What at least one item is", "{}"],
  ["minContains", "Least number of items that are so", "1"],
  ["maxContains", "Largest number of items that are so", "1"],
  ["minItems", "Least number of items", "1"],
  ["maxItems", "Largest number of items", "1"],
  ["uniqueItems", "No two items are equal", "true"],
  ["unevaluatedItems", "What items are that nothing else speaks of", "false"],
  ["enum", "The values that are allowed", "[]"],
  ["const", "The one value that is allowed", '""'],
  ["minimum", "Least number", "0"],
  ["maximum", "Largest number", "0"],
  ["exclusiveMinimum", "Above this number", "0"],
  ["exclusiveMaximum", "Below this number", "0"],
  ["multipleOf", "A multiple of this number", "1"],
  ["minLength", "Least number of characters", "1"],
  ["maxLength", "Largest number of characters", "1"],
  ["pattern", "A regular expression that the text matches", '""'],
  ["format", "A well-known form of text", '"date-time"'],
  ["allOf", "All of these hold", "[]"],
  ["anyOf", "At least one of these holds", "[]"],
  ["oneOf", "Exactly one of these holds", "[]"],
  ["not", "This does not hold", "{}"],
  ["if", "A question: then and else follow", "{}"],
  ["then", "What holds where the question does", "{}"],
  ["else", "What holds where it does not", "{}"],
  ["$ref", "Another schema of this document", '"#/$defs/"'],
  ["$defs", "Schemas to refer to", "{}"],
  ["title", "A name for people", '""'],
  ["description", "What it means, for people", '""'],
  ["default", "What is meant where it is left out", "null"],
  ["examples", "Values that show what it looks like", "[]"],
  ["deprecated", "It should no longer be used", "true"],
];

const VALUES: Readonly<Record<string, readonly string[]>> = {
  type: ["string", "number", "integer", "boolean", "object", "array", "null"],
  format: [
    "date-time",
    "date",
    "time",
    "duration",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "uuid",
    "json-pointer",
    "regex",
  ],
};

/** Under these the names are those of the payload, not keywords. */
const NAMED: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "$defs",
  "definitions",
  "dependentSchemas",
  "dependentRequired",
]);

/** Under these stand values of the payload. */
const PAYLOADS: ReadonlySet<string> = new Set(["const", "enum", "default", "examples"]);

export function completeSchema(context: CompletionContext): CompletionResult | null {
  const node = syntaxTree(context.state).resolveInner(context.pos, -1);
  const text = node.name === "String" || node.name === "PropertyName";
  if (!text && !context.explicit) return null;
  const from = text ? node.from : context.pos;
  const to = text ? node.to : context.pos;
  const ways = waysTo(context.state, node);
  if (ways.some((way) => PAYLOADS.has(way))) return null;
  if (node.name === "PropertyName" || (!text && node.name === "Object")) {
    if (NAMED.has(ways.at(-1) ?? "") && !NAMED.has(ways.at(-2) ?? "")) return null;
    return { from, to, options: KEYWORDS.map(asCompletion), filter: true };
  }
  const words = node.name === "String" ? VALUES[ways.at(-1) ?? ""] : undefined;
  if (!words) return null;
  return { from, to, options: words.map((word) => ({ label: `"${word}"`, type: "enum" })) };
}

function asCompletion([name, detail, value]: Keyword): Completion {
  return {
    label: `"${name}"`,
    detail,
    type: "keyword",
    apply(view, _, from, to) {
      const isNew = !/^\s*:/.test(view.state.sliceDoc(to, to + 20));
      const insert = isNew ? `"${name}": ${value}` : `"${name}"`;
      // The cursor ends inside the value's brackets or quotation marks.
      const inside = isNew && /^("|\[|\{)/.test(value) ? 1 : 0;
      view.dispatch({
        changes: { from, to, insert },
        selection: { anchor: from + insert.length - inside },
      });
    },
  };
}

/** Names of the members around a place, the outermost first; the one that it stands in comes last. */
function waysTo(state: EditorState, node: SyntaxNode): string[] {
  const ways: string[] = [];
  let inner: SyntaxNode = node;
  for (let around = node.parent; around; around = around.parent) {
    const key = around.name === "Property" ? around.getChild("PropertyName") : null;
    if (key && key.from !== inner.from && key.from !== node.from)
      ways.unshift(state.sliceDoc(key.from + 1, key.to - 1));
    inner = around;
  }
  return ways;
}
