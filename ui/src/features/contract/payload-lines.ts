/** A payload as lines of JSON, with marks at what the other side refuses: found from the place in its schema and its reason. */
import { partsOf } from "../../components/code-editor/places";

export interface PayloadLine {
  readonly text: string;
  /** `refused` stands there and must not; `missing` must stand there and does not. */
  readonly mark: "refused" | "missing" | null;
}

/** A place in a payload. */
type Way = readonly (string | number)[];

interface Refused {
  readonly at: Way;
  /** A member that must stand there and does not. */
  readonly missing: string | null;
}

/** Lines that are left out because they are far from what is marked. */
export interface Gap {
  readonly skipped: number;
}

/** Lines kept around what is marked, and the fewest that are worth leaving out. */
const AROUND = 3;
const WORTH = 4;

/** The lines near what is marked; all of them where that is few or nothing is. */
export function folded(lines: readonly PayloadLine[]): (PayloadLine | Gap)[] {
  if (lines.every(({ mark }) => mark === null)) return [...lines];
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - AROUND), i + AROUND + 1).some(({ mark }) => mark !== null),
  );
  // The outermost brackets say what it is.
  near[0] = true;
  near[lines.length - 1] = true;
  const found: (PayloadLine | Gap)[] = [];
  for (let i = 0; i < lines.length; ) {
    const end = near.indexOf(true, i);
    const until = end < 0 ? lines.length : end;
    if (until - i >= WORTH) found.push({ skipped: until - i });
    else found.push(...lines.slice(i, until));
    const next = lines[until];
    if (next) found.push(next);
    i = until + 1;
  }
  return found;
}

const TAB = "  ";

/** `pointer` leads to the place in the refusing schema. */
export function payloadLines(
  payload: unknown,
  pointer: string | null,
  reason: string | null,
): PayloadLine[] {
  return linesOf(payload, [], "", "", refusedAt(payload, pointer ?? "", reason ?? ""));
}

/** Keywords that lead on at the same place of the payload, with the name or number after them. */
const BRANCHES = new Set(["allOf", "anyOf", "oneOf", "dependentSchemas"]);
/** The same without one. */
const STRAIGHT = new Set(["if", "then", "else", "not", "$ref", "$dynamicRef"]);

/** The place in a payload that a place in a schema speaks of, as far as the way is clear, and what the reason adds. */
export function refusedAt(payload: unknown, pointer: string, reason: string): Refused {
  const { at, clear } = wayOf(payload, partsOf(pointer));
  const missing = /^"((?:[^"\\]|\\.)*)" is a required property/.exec(reason)?.[1] ?? null;
  const value = valueAt(payload, at);
  if (!clear || value === undefined) return { at: [], missing: null };
  if (missing !== null) return { at, missing: isObject(value) ? missing : null };
  const unexpected = /\('([^']+)' was unexpected\)/.exec(reason)?.[1];
  if (unexpected !== undefined && isObject(value) && unexpected in value)
    return { at: [...at, unexpected], missing: null };
  return { at, missing: null };
}

function wayOf(payload: unknown, parts: readonly string[]) {
  const at: (string | number)[] = [];
  for (let i = 0; i < parts.length; i += 1) {
    const part = parts[i] ?? "";
    const next = parts[i + 1];
    if (STRAIGHT.has(part)) continue;
    if (BRANCHES.has(part)) i += 1;
    else if (part === "$defs" || part === "definitions") return { at, clear: false };
    else if (part === "properties" && next !== undefined) {
      at.push(next);
      i += 1;
    } else if (part === "prefixItems" && next !== undefined) {
      at.push(Number(next));
      i += 1;
    } else if (part === "items" && next !== undefined) {
      const list = valueAt(payload, at);
      // Which of several items is refused, the schema's place does not say.
      if (!Array.isArray(list) || list.length !== 1) return { at, clear: true };
      at.push(0);
    } else break;
  }
  return { at, clear: true };
}

function valueAt(payload: unknown, way: Way): unknown {
  return way.reduce<unknown>(
    (value, part) =>
      typeof value === "object" && value !== null
        ? (value as Record<string | number, unknown>)[part]
        : undefined,
    payload,
  );
}

function linesOf(
  value: unknown,
  way: Way,
  indent: string,
  name: string,
  refused: Refused,
): PayloadLine[] {
  const here = refused.missing === null && same(way, refused.at);
  const mark = here ? ("refused" as const) : null;
  const missing = same(way, refused.at) ? refused.missing : null;
  const line = (text: string): PayloadLine => ({ text, mark });
  const entries: (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((item, i) => [i, item] as const)
    : isObject(value)
      ? Object.entries(value)
      : [];
  if (entries.length === 0 && missing === null)
    return [line(`${indent}${name}${JSON.stringify(value)}`)];
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const inner = indent + TAB;
  const lines = entries.flatMap(([key, item], i) => {
    const prefix = typeof key === "string" ? `${JSON.stringify(key)}: ` : "";
    const own = linesOf(item, [...way, key], inner, prefix, refused);
    return i < entries.length - 1 ? withComma(own) : own;
  });
  return [
    line(`${indent}${name}${open}`),
    // What stands in a refused value is refused with it.
    ...(here ? lines.map(({ text }) => line(text)) : lines),
    ...(missing === null
      ? []
      : [{ text: `${inner}${JSON.stringify(missing)}`, mark: "missing" as const }]),
    line(`${indent}${close}`),
  ];
}

function withComma(lines: readonly PayloadLine[]): PayloadLine[] {
  return lines.map((line, i) =>
    i === lines.length - 1 ? { ...line, text: `${line.text},` } : line,
  );
}

function same(a: Way, b: Way): boolean {
  return a.length === b.length && a.every((part, i) => part === b[i]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
