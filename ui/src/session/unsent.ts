/** What was typed or asked for and never acknowledged: kept, so that it can be offered again after a crash, never sent by itself. */
import type { EditCommand, Kind } from "../platform";
import type { Dock } from "./dock";

/** A panel that is opened again to take a text: a form of something that does not exist yet. */
export type UnsentForm = Extract<
  Dock,
  { readonly show: "create" | "incident" | "silence" | "changes" }
>;

/** A text in a field of a record, or what was filled in of a record that does not exist yet. */
export interface UnsentText {
  /** The registry that it belongs to. */
  readonly registry: string;
  readonly kind: Kind;
  /** Empty where the record does not exist yet. */
  readonly id: string;
  /** Where the field is, if that is no part of the record's own. */
  readonly form?: UnsentForm | undefined;
  /** The field, as `homeOf` names it. */
  readonly field: string;
  /** The field, as people name it. */
  readonly label: string;
  readonly text: string;
  /** It was longer: this is its beginning. */
  readonly cut?: true;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The page in which it was typed. */
  readonly page: string;
}

/** An edit that the server did not answer. */
export interface UnsentEdit {
  readonly registry: string;
  /** What it does. */
  readonly words: string;
  /** As it was sent; sent again it is the same edit, which the registry stores once. */
  readonly commands: readonly EditCommand[];
  /** Whether it may have been stored although no answer has come. */
  readonly inDoubt: boolean;
  readonly at: number;
  readonly page: string;
}

/** Of longer texts the beginning is kept, and their fields say so: a page's storage is not endless. */
export const MOST_LETTERS = 100_000;
const MOST_TEXTS = 12;

/** This load of the page; another one did not type what this one keeps. */
export const PAGE = globalThis.crypto.randomUUID();

export function textKey({
  registry,
  kind,
  id,
  field,
}: Pick<UnsentText, "registry" | "kind" | "id" | "field">): string {
  return JSON.stringify([registry, kind, id, field]);
}

/** As much of a text as is kept. */
export function keepable(text: string): Pick<UnsentText, "text" | "cut"> {
  if (text.length <= MOST_LETTERS) return { text };
  // Half of a letter is none.
  return { text: text.slice(0, MOST_LETTERS).replace(/[\uD800-\uDBFF]$/, ""), cut: true };
}

/** With one more, and without the oldest where there are too many. */
export function withEntry<T extends { readonly at: number }>(
  known: Readonly<Record<string, T>>,
  key: string,
  entry: T,
): Readonly<Record<string, T>> {
  const all = Object.entries({ ...known, [key]: entry }).sort(([, a], [, b]) => b.at - a.at);
  return Object.fromEntries(all.slice(0, MOST_TEXTS));
}

export function without<T>(
  known: Readonly<Record<string, T>>,
  key: string,
): Readonly<Record<string, T>> {
  if (!(key in known)) return known;
  const { [key]: _, ...others } = known;
  return others;
}

/** What other pages have kept, and what this one has. */
export function joinedBy<T extends { readonly page: string }>(
  kept: Readonly<Record<string, T>>,
  own: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> {
  const of = (from: Readonly<Record<string, T>>, mine: boolean) =>
    Object.entries(from).filter(([, { page }]) => (page === PAGE) === mine);
  return Object.fromEntries([...of(kept, false), ...of(own, true)]);
}

/** Null where it is none. */
export function unsentText(value: unknown): UnsentText | null {
  if (!isObject(value)) return null;
  const { registry, kind, id, field, label, text, at, page, form } = value;
  const texts = [registry, kind, id, field, label, text, page];
  if (!texts.every((each) => typeof each === "string") || typeof at !== "number") return null;
  if (form === undefined ? id === "" : !isForm(form)) return null;
  return (text as string).length <= MOST_LETTERS ? (value as unknown as UnsentText) : null;
}

/** What its fields held is judged by the registry once it is sent. */
function isForm(value: unknown): value is UnsentForm {
  if (!isObject(value)) return false;
  const { show, kind, given = {}, typing = {}, handoff, finding, topology, baseline, diff } = value;
  switch (show) {
    case "create":
      return (
        typeof kind === "string" &&
        isObject(given) &&
        isObject(typing) &&
        Object.values(typing).every((text) => typeof text === "string")
      );
    case "incident":
      return handoff === null || typeof handoff === "string";
    case "silence":
      return typeof finding === "string";
    case "changes":
      return typeof topology === "string" && baseline === null && diff === null;
    default:
      return false;
  }
}

export function unsentEdit(value: unknown): UnsentEdit | null {
  if (!isObject(value)) return null;
  const { registry, words, commands, inDoubt, at, page } = value;
  const fits =
    [registry, words, page].every((each) => typeof each === "string") &&
    typeof inDoubt === "boolean" &&
    typeof at === "number" &&
    Array.isArray(commands) &&
    commands.length > 0 &&
    commands.every(isCommand);
  return fits ? (value as unknown as UnsentEdit) : null;
}

/** What the backend does not know of a command it refuses by itself. */
function isCommand(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { op, kind, id, operation_id } = value;
  return [op, kind, id, operation_id].every((each) => typeof each === "string");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
