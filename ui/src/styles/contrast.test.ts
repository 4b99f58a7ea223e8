import { describe, expect, it } from "vitest";
import css from "./tokens.css?raw";

/** Text on the surfaces that it stands on. WCAG 2.2 AA asks for 4.5 to 1. */
const TEXT: readonly (readonly [text: string, ground: string])[] = [
  ...["text", "muted", "faint"].flatMap((text) =>
    ["surface", "raised", "sunken", "canvas"].map((ground) => [text, ground] as const),
  ),
  ...["text", "muted"].flatMap((text) =>
    ["hover", "accent-soft", "warning-soft", "error-soft", "good-soft"].map(
      (ground) => [text, ground] as const,
    ),
  ),
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ...["error", "warning", "advice", "good", "effect-unowned", "effect-deprecated"].map(
    (ground) => ["on-severity", ground] as const,
  ),
  ["accent", "surface"],
  ["accent", "hover"],
  ["accent", "accent-soft"],
  ...["error", "warning", "advice", "good"].map((text) => [text, "surface"] as const),
  ["good", "good-soft"],
  ["error", "error-soft"],
  ["warning", "warning-soft"],
  ["text", "note"],
  ...[1, 2, 3, 4, 5, 6].flatMap((person) => [
    ["on-person", `person-${person}`] as const,
    [`person-${person}`, "canvas"] as const,
  ]),
];

/** What has to be told from its ground without reading it: 3 to 1. */
const SIGNS: readonly (readonly [sign: string, ground: string])[] = [
  ["line-strong", "surface"],
  ["line-strong", "sunken"],
  ["accent", "sunken"],
  ["accent", "canvas"],
  ["edge", "canvas"],
  ["people", "canvas"],
  ["gate", "canvas"],
  ["effect-unowned", "canvas"],
  ["effect-deprecated", "canvas"],
  ["bad", "bad-soft"],
];

describe.each(["light", "dark"])("the %s theme", (theme) => {
  const tokens = tokensOf(theme);

  it.each(TEXT)("--%s can be read on --%s", (text, ground) => {
    expect(contrast(tokens, text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SIGNS)("--%s can be told from --%s", (sign, ground) => {
    expect(contrast(tokens, sign, ground)).toBeGreaterThanOrEqual(3);
  });
});

function tokensOf(theme: string): ReadonlyMap<string, string> {
  const block = css.match(new RegExp(`:root\\[data-theme="${theme}"\\] \\{([^}]*)\\}`))?.[1] ?? "";
  return new Map(
    [...block.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map(([, k, v]) => [k ?? "", v ?? ""]),
  );
}

function contrast(tokens: ReadonlyMap<string, string>, a: string, b: string): number {
  const [light = 0, dark = 0] = [a, b]
    .map((name) => luminance(tokens.get(name) ?? ""))
    .sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance after WCAG 2.2. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
