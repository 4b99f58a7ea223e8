// Written by Baton; what is changed here is lost with the next export.
/** JSON Schema in the draft of each schema, by ajv, with numbers, dates and addresses judged as the standards say. */
import { Ajv, type Options } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import draft04 from "ajv-draft-04";
import formats from "ajv-formats";

/** The first thing that is wrong with a value; null if nothing is. */
export type Check = (value: unknown) => { readonly pointer: string; readonly keyword: string } | null;

const options: Options = { strict: false, validateSchema: false, ownProperties: true, logger: false };

/** Compiles a schema; one that cannot be used throws. */
export function checkOf(schema: unknown): Check {
  const named = String((schema as { $schema?: unknown }).$schema ?? "");
  const draft = /draft-0([467])/.exec(named)?.[1];
  const ajv =
    draft === "4"
      ? new draft04.default(options)
      : draft
        ? new Ajv(options)
        : named.includes("2019-09")
          ? new Ajv2019(options)
          : new Ajv2020(options);
  formats.default(ajv as Ajv);
  ajv.addFormat("email", (text: string) => text.length <= 254 && text.lastIndexOf("@") <= 64 && EMAIL.test(text));
  ajv.addFormat("date", isDate);
  ajv.addFormat("time", isTime);
  ajv.addFormat(
    "date-time",
    (text: string) => /^.{10}[Tt]/.test(text) && isDate(text.slice(0, 10)) && isTime(text.slice(11)),
  );
  ajv.removeKeyword("multipleOf");
  ajv.addKeyword({ keyword: "multipleOf", type: "number", schemaType: "number", validate: isMultiple });
  const { $schema: _, ...rest } = schema as Record<string, unknown>;
  const validate = ajv.compile(rest);
  return (value) => {
    if (validate(value)) return null;
    const errors = validate.errors ?? [];
    // Alternatives tell of each branch first and of themselves last; `if` adds itself to what is wrong.
    const last = errors.at(-1)?.keyword === "if" ? errors.at(-2) : errors.at(-1);
    const keyword = last?.keyword === "false schema" ? "false" : (last?.keyword ?? "");
    return { pointer: last?.instancePath ?? "", keyword };
  };
}

/** Why a value is nothing that JSON could have said and every receiver could read; null if it is. */
export function plainJsonProblem(message: unknown): string | null {
  if (typeof message !== "object" || message === null || Array.isArray(message)) return "a message is an object";
  const open: [unknown, number][] = [[message, 1]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [value, depth] = next;
    if (typeof value === "string") {
      if (/\p{Surrogate}/u.test(value)) return "a text has half a character";
    } else if (typeof value === "number") {
      if (!Number.isFinite(value)) return "a number is too large";
    } else if (typeof value === "object" && value !== null) {
      if (depth > MOST_DEPTH) return `it is nested deeper than ${MOST_DEPTH}`;
      for (const [name, member] of Object.entries(value)) {
        if (name === "__proto__") return "a member is called __proto__";
        if (/\p{Surrogate}/u.test(name)) return "a name has half a character";
        open.push([member, depth + 1]);
      }
    } else if (typeof value !== "boolean" && value !== null) return `${typeof value} is nothing that JSON says`;
  }
  return null;
}

const MOST_DEPTH = 127;
/** RFC 5321, section 4.1.2. */
const EMAIL =
  /^(?:[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*|"(?:[ !#-[\]-~]|\\[ -~])*")@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*|\[(?:\d{1,3}(?:\.\d{1,3}){3}|IPv6:[\da-f:.]+)\])$/i;

function isDate(text: string): boolean {
  const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= ([31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0);
}

function isTime(text: string): boolean {
  const found = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))$/.exec(text);
  if (!found) return false;
  const [hour, minute, second, hours, minutes] = [1, 2, 3, 5, 6].map((index) => Number(found[index] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || hours > 23 || minutes > 59) return false;
  const shift = (hours * 60 + minutes) * (found[4] === "-" ? 1 : -1);
  // A leap second is the last one of a day in UTC.
  return second < 60 || (second === 60 && (hour * 60 + minute + shift + 2880) % 1440 === 1439);
}

/** Whether a number is a multiple of a step, as they are written: 0.29 is one of 0.01. */
function isMultiple(step: number, value: number): boolean {
  const [a, powerOfA] = decimal(value);
  const [b, powerOfB] = decimal(step);
  const least = Math.min(powerOfA, powerOfB);
  return (a * 10n ** BigInt(powerOfA - least)) % (b * 10n ** BigInt(powerOfB - least)) === 0n;
}

function decimal(value: number): [bigint, number] {
  const [digits = "0", power = "0"] = value.toExponential().split("e");
  const [whole = "0", fraction = ""] = digits.split(".");
  return [BigInt(whole + fraction), Number(power) - fraction.length];
}
