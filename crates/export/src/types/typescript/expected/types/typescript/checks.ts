// Written by Baton; what is changed here is lost with the next export.

/** A place in a payload, as a JSON pointer, and what is wrong there. */
export interface Problem {
  readonly pointer: string;
  readonly message: string;
}

/** Adds what is wrong with a value to the problems. */
export type Check = (value: unknown, at: string, problems: Problem[]) => void;

/** Every problem that a check finds; none where the value is as it should be. */
export function problemsOf(check: Check, value: unknown): Problem[] {
  const problems: Problem[] = [];
  check(value, "", problems);
  return problems;
}

/** The value, once a check has found nothing wrong with it; throws a `TypeError` that names the first problem. */
export function checked<T>(check: Check, value: unknown): T {
  const [first] = problemsOf(check, value);
  if (first) throw new TypeError(`${first.pointer || "/"}: ${first.message}`);
  return value as T;
}

const wrong = (problems: Problem[], pointer: string, message: string) => {
  problems.push({ pointer, message });
};
const escaped = (name: string) => name.replaceAll("~", "~0").replaceAll("/", "~1");
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const anything: Check = () => {};
export const nothing: Check = (_, at, problems) => wrong(problems, at, "nothing may stand here");
export const nil: Check = (value, at, problems) => {
  if (value !== null) wrong(problems, at, "is not null");
};
export const bool: Check = (value, at, problems) => {
  if (typeof value !== "boolean") wrong(problems, at, "is neither true nor false");
};

export interface Range {
  readonly least?: number;
  readonly above?: number;
  readonly most?: number;
  readonly below?: number;
  readonly multipleOf?: number;
}

export const number =
  (range: Range = {}): Check =>
  (value, at, problems) => {
    if (typeof value !== "number" || !Number.isFinite(value)) wrong(problems, at, "is no number");
    else inRange(value, range, at, problems);
  };

export const whole =
  (range: Range = {}): Check =>
  (value, at, problems) => {
    if (typeof value !== "number" || !Number.isInteger(value)) wrong(problems, at, "is no whole number");
    else inRange(value, range, at, problems);
  };

function inRange(value: number, range: Range, at: string, problems: Problem[]): void {
  const { least, above, most, below, multipleOf } = range;
  if (least !== undefined && value < least) wrong(problems, at, `is less than ${least}`);
  if (above !== undefined && value <= above) wrong(problems, at, `is not more than ${above}`);
  if (most !== undefined && value > most) wrong(problems, at, `is more than ${most}`);
  if (below !== undefined && value >= below) wrong(problems, at, `is not less than ${below}`);
  if (multipleOf !== undefined && !isMultiple(value, multipleOf)) {
    wrong(problems, at, `is no multiple of ${multipleOf}`);
  }
}

/** As decimal numbers are written, so that 0.3 is a multiple of 0.1. */
function isMultiple(value: number, of: number): boolean {
  const [a, aScale] = decimal(value);
  const [b, bScale] = decimal(of);
  const scale = Math.max(aScale, bScale);
  return (a * 10n ** BigInt(scale - aScale)) % (b * 10n ** BigInt(scale - bScale)) === 0n;
}

/** Digits, and how many of them stand behind the point. */
function decimal(value: number): [bigint, number] {
  const [digits = "0", exponent = "0"] = String(value).split("e");
  const [before = "0", after = ""] = digits.split(".");
  const scale = after.length - Number(exponent);
  const all = BigInt(before + after);
  return scale < 0 ? [all * 10n ** BigInt(-scale), 0] : [all, scale];
}

export interface TextRule {
  /** Fewest and most Unicode code points. */
  readonly shortest?: number;
  readonly longest?: number;
  readonly pattern?: RegExp;
}

export const text =
  (rule: TextRule = {}): Check =>
  (value, at, problems) => {
    if (typeof value !== "string") return wrong(problems, at, "is no text");
    const { shortest, longest, pattern } = rule;
    const length = [...value].length;
    if (shortest !== undefined && length < shortest) {
      wrong(problems, at, `is shorter than ${shortest} characters`);
    }
    if (longest !== undefined && length > longest) {
      wrong(problems, at, `is longer than ${longest} characters`);
    }
    if (pattern && !pattern.test(value)) wrong(problems, at, `does not match ${pattern.source}`);
  };

export const literals =
  (...values: readonly (string | number | boolean)[]): Check =>
  (value, at, problems) => {
    if (!values.some((one) => one === value)) {
      wrong(problems, at, `is none of ${values.map((one) => JSON.stringify(one)).join(", ")}`);
    }
  };

export interface Count {
  readonly fewest?: number;
  readonly most?: number;
}

function counted(found: number, { fewest, most }: Count, at: string, problems: Problem[]): void {
  if (fewest !== undefined && found < fewest) wrong(problems, at, `has fewer than ${fewest}`);
  if (most !== undefined && found > most) wrong(problems, at, `has more than ${most}`);
}

export const list =
  (items: Check, count: Count & { readonly unique?: boolean } = {}): Check =>
  (value, at, problems) => {
    if (!Array.isArray(value)) return wrong(problems, at, "is no list");
    counted(value.length, count, at, problems);
    if (count.unique && new Set(value.map(canonical)).size < value.length) {
      wrong(problems, at, "has equal items");
    }
    for (const [index, item] of value.entries()) items(item, `${at}/${index}`, problems);
  };

/** Equal values have equal texts. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return JSON.stringify(value === 0 ? 0 : value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`;
}

export const map =
  (values: Check, count: Count = {}): Check =>
  (value, at, problems) => {
    if (!isObject(value)) return wrong(problems, at, "is no object");
    counted(Object.keys(value).length, count, at, problems);
    for (const name of Object.keys(value)) values(value[name], `${at}/${escaped(name)}`, problems);
  };

export interface Member {
  readonly name: string;
  readonly required: boolean;
  readonly check: Check;
}

export const required = (name: string, check: Check): Member => ({ name, required: true, check });
export const optional = (name: string, check: Check): Member => ({ name, required: false, check });

/** An object with declared members; `rest` checks all others. */
export const record =
  (members: readonly Member[], rest: Check = anything): Check =>
  (value, at, problems) => {
    if (!isObject(value)) return wrong(problems, at, "is no object");
    const declared = new Set<string>();
    for (const { name, required, check } of members) {
      declared.add(name);
      if (Object.hasOwn(value, name)) check(value[name], `${at}/${escaped(name)}`, problems);
      else if (required) wrong(problems, `${at}/${escaped(name)}`, "is missing");
    }
    for (const name of Object.keys(value)) {
      if (!declared.has(name)) rest(value[name], `${at}/${escaped(name)}`, problems);
    }
  };

export const nullable =
  (inner: Check): Check =>
  (value, at, problems) => {
    if (value !== null) inner(value, at, problems);
  };

/** The value fits one of the checks. */
export const oneOf =
  (...checks: readonly Check[]): Check =>
  (value, at, problems) => {
    let nearest: Problem[] | null = null;
    for (const check of checks) {
      const found: Problem[] = [];
      check(value, at, found);
      if (found.length === 0) return;
      if (!nearest || found.length < nearest.length) nearest = found;
    }
    problems.push(...(nearest ?? []));
  };

/** The branch whose word the member has. */
export const byMember =
  (name: string, ...branches: readonly (readonly [string, Check])[]): Check =>
  (value, at, problems) => {
    if (!isObject(value)) return wrong(problems, at, "is no object");
    const word = Object.hasOwn(value, name) ? value[name] : undefined;
    const branch = branches.find(([one]) => one === word);
    if (branch) branch[1](value, at, problems);
    else {
      const words = branches.map(([one]) => JSON.stringify(one)).join(", ");
      wrong(problems, `${at}/${escaped(name)}`, `is none of ${words}`);
    }
  };
