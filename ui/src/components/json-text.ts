/** JSON read with the place of the first mistake: web views say it each in their own words, or not at all. */

export interface JsonMistake {
  readonly message: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Offset in the text. */
  readonly at: number;
}

export type JsonReading = { readonly value: unknown } | { readonly mistake: JsonMistake };

const DEEPEST = 200;

export function readJson(text: string): JsonReading {
  try {
    new Reader(text).document();
  } catch (reason) {
    if (!(reason instanceof Mistake)) throw reason;
    return { mistake: placed(text, reason) };
  }
  return { value: JSON.parse(text) as unknown };
}

class Mistake extends Error {
  constructor(
    readonly at: number,
    message: string,
  ) {
    super(message);
  }
}

function placed(text: string, { at, message }: Mistake): JsonMistake {
  const before = text.slice(0, at).split("\n");
  return { message, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, at };
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  document(): void {
    this.value(0);
    this.space();
    if (this.at < this.text.length) throw new Mistake(this.at, "Nothing may follow the value.");
  }

  private value(depth: number): void {
    this.space();
    if (depth > DEEPEST) throw new Mistake(this.at, `It is nested deeper than ${DEEPEST} levels.`);
    const sign = this.text[this.at];
    if (sign === "{") this.object(depth);
    else if (sign === "[") this.list(depth);
    else if (sign === '"') this.string();
    else this.word();
  }

  private object(depth: number): void {
    const names = new Set<string>();
    this.at += 1;
    this.space();
    if (this.takes("}")) return;
    for (;;) {
      this.space();
      const start = this.at;
      if (this.text[start] !== '"')
        throw new Mistake(start, 'A name in double quotes is missing, or there is a "," too many.');
      const name = this.string();
      if (names.has(name)) throw new Mistake(start, `The name ${name} stands here twice.`);
      names.add(name);
      this.space();
      if (!this.takes(":")) throw new Mistake(this.at, 'A ":" is missing after the name.');
      this.value(depth + 1);
      this.space();
      if (this.takes("}")) return;
      if (!this.takes(",")) throw new Mistake(this.at, 'A "," or "}" is missing.');
    }
  }

  private list(depth: number): void {
    this.at += 1;
    this.space();
    if (this.takes("]")) return;
    for (;;) {
      this.value(depth + 1);
      this.space();
      if (this.takes("]")) return;
      if (!this.takes(",")) throw new Mistake(this.at, 'A "," or "]" is missing.');
    }
  }

  /** The text as it is written, with its quotes. */
  private string(): string {
    const start = this.at;
    this.at += 1;
    for (;;) {
      const sign = this.text[this.at];
      if (sign === undefined || sign === "\n")
        throw new Mistake(start, "The closing quote of this text is missing.");
      if (sign === '"') {
        this.at += 1;
        return this.text.slice(start, this.at);
      }
      if (sign < " ") throw new Mistake(this.at, "Write this sign as an escape, for example \\t.");
      if (sign === "\\") this.escape();
      else this.at += 1;
    }
  }

  private escape(): void {
    const known = /^\\(["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(this.text.slice(this.at, this.at + 6));
    if (!known) throw new Mistake(this.at, "There is no such escape.");
    this.at += known[0].length;
  }

  private word(): void {
    const rest = /^[^\s,:[\]{}"]*/.exec(this.text.slice(this.at, this.at + 400))?.[0] ?? "";
    const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(rest);
    if (!number && rest !== "true" && rest !== "false" && rest !== "null")
      throw new Mistake(
        this.at,
        rest === ""
          ? "A value is missing."
          : `${rest.slice(0, 40)} is no JSON; text stands in double quotes.`,
      );
    this.at += rest.length;
  }

  private takes(sign: string): boolean {
    if (this.text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  private space(): void {
    while (/[ \t\r\n]/.test(this.text[this.at] ?? "")) this.at += 1;
  }
}
