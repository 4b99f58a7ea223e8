/** Numbers as they are typed and shown. */

export interface NumberRules {
  readonly integer?: boolean | undefined;
  /** The smallest number that is allowed. */
  readonly least?: number | undefined;
  /** Kept as a share of 1, shown as a percentage. */
  readonly percent?: boolean | undefined;
}

/** Digits that a product with 100 may not pretend to have. */
const DIGITS = 12;

export function numberText(value: number | null | undefined, percent: boolean): string {
  if (value === null || value === undefined) return "";
  return String(percent ? Number((value * 100).toPrecision(DIGITS)) : value);
}

/** The number that was typed, or why it is none. A comma is taken for a decimal point. */
export function numberFrom(
  text: string,
  { integer, least, percent }: NumberRules,
): { readonly value: number } | { readonly wrong: string } {
  const plain = text
    .trim()
    .replace(/\s*%$/, "")
    .replace(/^(-?\d+),(\d+)$/, "$1.$2");
  if (!/^-?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(plain)) return { wrong: "Write a number." };
  const typed = Number(plain);
  if (integer && !Number.isInteger(typed)) return { wrong: "Write a whole number." };
  const value = percent ? Number((typed / 100).toPrecision(DIGITS)) : typed;
  if (!Number.isFinite(value)) return { wrong: "Write a number." };
  if (least !== undefined && value < least) return { wrong: `It cannot be less than ${least}.` };
  return { value };
}
