// Written by Baton; what is changed here is lost with the next export.
/** Conditions over payloads: trees of the Common Expression Language. Whole numbers are `bigint`, all others `number`. */

/** A node: its word, then its parts. */
export type Tree = readonly [string, ...unknown[]];

/** A point in time or, as a difference, a duration, in nanoseconds. */
class Span {
  constructor(
    readonly nanoseconds: bigint,
    readonly isTime: boolean,
  ) {}
}

type Names = Readonly<Record<string, unknown>>;

/** Whether a condition holds. One that cannot be told does not: a boundary must not open because of it. */
export function conditionHolds(tree: Tree | null, payload: unknown): boolean {
  try {
    return tree !== null && valueOf(tree, { payload: read(payload) }) === true;
  } catch {
    return false;
  }
}

/** A JSON value with maps for objects, so that no name means more than a member. */
function read(value: unknown): unknown {
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(read);
  if (typeof value === "object" && value !== null)
    return new Map(Object.entries(value).map(([name, member]) => [name, read(member)]));
  return value;
}

function valueOf(tree: Tree, names: Names): unknown {
  const [word, a, b] = tree;
  if (word === "null") return null;
  if (word === "bool" || word === "text" || word === "double") return a;
  if (word === "int") return BigInt(a as string);
  if (word === "name") return Object.hasOwn(names, a as string) ? names[a as string] : fail();
  if (word === "list") return tree.slice(1).map((item) => valueOf(item as Tree, names));
  if (word === "get" || word === "has") {
    const of = valueOf(a as Tree, names);
    if (!(of instanceof Map)) fail();
    if (word === "has") return (of as Map<unknown, unknown>).has(b);
    return member(of, b);
  }
  if (word === "fold") return fold(tree, names);
  return call(a as string, tree.slice(2) as unknown as Tree[], names);
}

function fold(tree: Tree, names: Names): unknown {
  const [, range, variable, accumulator, start, goesOn, step, result] = tree as readonly [
    string,
    Tree,
    string,
    string,
    Tree,
    Tree,
    Tree,
    Tree,
  ];
  const items = valueOf(range, names);
  const list: unknown[] = Array.isArray(items) ? items : items instanceof Map ? [...items.keys()] : fail();
  let here: Names = { ...names, [accumulator]: valueOf(start, names) };
  let failed: unknown;
  for (const item of list) {
    const inner = { ...here, [variable]: item };
    if (valueOf(goesOn, inner) !== true) break;
    try {
      here = { ...here, [accumulator]: valueOf(step, inner) };
    } catch (error) {
      failed = error;
    }
  }
  // An item that cannot be told counts, unless another has decided.
  if (failed !== undefined && valueOf(goesOn, here) === true) throw failed;
  return valueOf(result, here);
}

function call(name: string, parts: Tree[], names: Names): unknown {
  const part = (index: number) => valueOf(parts[index] as Tree, names);
  if (name === "_&&_" || name === "_||_") return either(part, name === "_||_");
  if (name === "@not_strictly_false") return part(0) !== false;
  if (name === "_?_:_") return part(0) === true ? part(1) : part(0) === false ? part(2) : fail();
  const [a, b] = parts.map((_, index) => part(index));
  const both = <T>(kind: string): [T, T] => (typeof a === kind && typeof b === kind ? [a as T, b as T] : fail());
  switch (name) {
    case "!_":
      return typeof a === "boolean" ? !a : fail();
    case "_==_":
      return isEqual(a, b);
    case "_!=_":
      return !isEqual(a, b);
    case "_<_":
      return order(a, b) < 0;
    case "_<=_":
      return order(a, b) <= 0;
    case "_>_":
      return order(a, b) > 0;
    case "_>=_":
      return order(a, b) >= 0;
    case "@in":
      return Array.isArray(b) ? b.some((item) => isEqual(a, item)) : b instanceof Map ? b.has(a) : fail();
    case "_[_]":
      return member(a, b);
    case "-_":
      return typeof a === "bigint" || typeof a === "number" ? -a : fail();
    case "_+_":
    case "_-_":
    case "_*_":
    case "_/_":
    case "_%_":
      return calculate(name, a, b);
    case "size":
      return BigInt(
        typeof a === "string" ? [...a].length : Array.isArray(a) ? a.length : a instanceof Map ? a.size : fail(),
      );
    case "double":
      return typeof a === "string" && a.trim() === "" ? fail() : number(a);
    case "int":
      return typeof a === "bigint" ? a : BigInt(typeof a === "number" ? Math.trunc(a) : (a as string));
    case "startsWith": {
      const [text, start] = both<string>("string");
      return text.startsWith(start);
    }
    case "endsWith": {
      const [text, end] = both<string>("string");
      return text.endsWith(end);
    }
    case "contains": {
      const [text, inner] = both<string>("string");
      return text.includes(inner);
    }
    case "timestamp":
      return timestamp(a as string);
    case "duration":
      return duration(a as string);
    default:
      return fail();
  }
}

/** `&&` and `||`: one side decides even where the other cannot be told. */
function either(part: (index: number) => unknown, decides: boolean): boolean {
  let left: unknown;
  try {
    left = part(0);
  } catch {
    left = undefined;
  }
  if (left === decides) return decides;
  const right = part(1);
  if (right === decides || (typeof left === "boolean" && typeof right === "boolean")) return right;
  return fail();
}

function calculate(name: string, a: unknown, b: unknown): unknown {
  if (name === "_+_" && typeof a === "string" && typeof b === "string") return a + b;
  if (name === "_+_" && Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (a instanceof Span && b instanceof Span) {
    if (name === "_-_") return new Span(a.nanoseconds - b.nanoseconds, a.isTime && !b.isTime);
    return name === "_+_" ? new Span(a.nanoseconds + b.nanoseconds, a.isTime || b.isTime) : fail();
  }
  const whole = typeof a === "bigint" && typeof b === "bigint";
  if (!whole && !(typeof a === "number" && typeof b === "number" && name !== "_%_")) fail();
  // biome-ignore lint/suspicious/noExplicitAny: both are of one kind of number.
  const [x, y] = [a as any, b as any];
  const result =
    name === "_+_" ? x + y : name === "_-_" ? x - y : name === "_*_" ? x * y : name === "_/_" ? x / y : x % y;
  return whole && BigInt.asIntN(64, result) !== result ? fail() : result;
}

function order(a: unknown, b: unknown): number {
  if (a instanceof Span && b instanceof Span && a.isTime === b.isTime) return order(a.nanoseconds, b.nanoseconds);
  const numbers = isNumber(a) && isNumber(b);
  if (!numbers && !(typeof a === typeof b && (typeof a === "string" || typeof a === "boolean"))) fail();
  const [x, y] = [a as number, b as number];
  return x < y ? -1 : x > y ? 1 : 0;
}

function isEqual(a: unknown, b: unknown): boolean {
  if (isNumber(a) && isNumber(b)) return Number(a) === Number(b);
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  if (a instanceof Map && b instanceof Map)
    return a.size === b.size && [...a].every(([name, item]) => b.has(name) && isEqual(item, b.get(name)));
  if (a instanceof Span && b instanceof Span) return a.isTime === b.isTime && a.nanoseconds === b.nanoseconds;
  return a === b;
}

function member(of: unknown, key: unknown): unknown {
  if (of instanceof Map) return of.has(key) ? of.get(key) : fail();
  return Array.isArray(of) && typeof key === "bigint" && key >= 0n && key < BigInt(of.length)
    ? of[Number(key)]
    : fail();
}

const isNumber = (value: unknown): value is number | bigint => typeof value === "number" || typeof value === "bigint";
const number = (value: unknown) =>
  isNumber(value) || (typeof value === "string" && !Number.isNaN(Number(value))) ? Number(value) : fail();

function timestamp(text: string): Span {
  const found = /^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?([Zz]|[+-]\d\d:\d\d)$/.exec(text);
  const seconds = Date.parse(found ? `${found[1]}${found[3]}`.toUpperCase() : "");
  if (!found || Number.isNaN(seconds)) fail();
  return new Span(BigInt(seconds) * 1_000_000n + BigInt((found?.[2] ?? "").padEnd(9, "0")), true);
}

const UNITS: Record<string, number> = { h: 3.6e12, m: 6e10, s: 1e9, ms: 1e6, us: 1e3, ns: 1 };

function duration(text: string): Span {
  if (!/^-?(\d+(\.\d+)?(h|ms|m|s|us|ns))+$/.test(text)) fail();
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|ns)/g)].map(
    ([, count, unit]) => Number(count) * (UNITS[unit ?? ""] ?? 0),
  );
  const whole = BigInt(Math.round(parts.reduce((sum, part) => sum + part, 0)));
  return new Span(text.startsWith("-") ? -whole : whole, false);
}

function fail(): never {
  throw new TypeError("a condition cannot be told");
}
