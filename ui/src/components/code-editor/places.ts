/** Where in a JSON text the value stands that a JSON pointer names. */
import { ensureSyntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";

export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** Longest that a text is read for the place of a mark. */
const READ_MS = 50;

const VALUES: ReadonlySet<string> = new Set([
  "True",
  "False",
  "Null",
  "Number",
  "String",
  "Object",
  "Array",
]);

/** The name of a member and its value, or an item; the nearest place around it where it does not stand. */
export function placeOf(state: EditorState, pointer: string): TextRange {
  const tree = ensureSyntaxTree(state, state.doc.length, READ_MS);
  let found: TextRange = { from: 0, to: Math.min(1, state.doc.length) };
  let value = tree ? valueIn(tree.topNode) : null;
  for (const part of partsOf(pointer)) {
    const next = value && step(state, value, part);
    if (!next) return found;
    found = next.place;
    value = next.value;
  }
  return found;
}

/** The members of a pointer, unescaped. */
export function partsOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

interface Step {
  readonly place: TextRange;
  readonly value: SyntaxNode | null;
}

function step(state: EditorState, value: SyntaxNode, part: string): Step | null {
  if (value.name === "Object") return member(state, value, part);
  if (value.name !== "Array") return null;
  const item = values(value)[Number(part)];
  return item ? { place: { from: item.from, to: item.to }, value: item } : null;
}

function member(state: EditorState, object: SyntaxNode, name: string): Step | null {
  for (let child = object.firstChild; child; child = child.nextSibling) {
    if (child.name !== "Property") continue;
    const key = child.getChild("PropertyName");
    if (!key || textOf(state, key) !== name) continue;
    return { place: { from: key.from, to: key.to }, value: valueIn(child) };
  }
  return null;
}

function textOf(state: EditorState, { from, to }: SyntaxNode): unknown {
  try {
    return JSON.parse(state.sliceDoc(from, to));
  } catch {
    return null;
  }
}

function valueIn(node: SyntaxNode): SyntaxNode | null {
  return values(node)[0] ?? null;
}

function values(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (VALUES.has(child.name)) found.push(child);
  return found;
}
