/** Design tokens as the painter's theme, read from the document's computed style. */
import { GLYPHS, type GlyphName } from "../../canvas/glyphs";
import { LAYER_TOKENS, OWNER_COLOURS } from "../../canvas/layer-colours";
import type { GlyphPaths, PaintTheme } from "../../canvas/paint/theme";

export function readTheme(element: Element): PaintTheme {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    canvas: token("canvas"),
    grid: token("grid"),
    card: token("raised"),
    cardBorder: token("card-border"),
    cardShadow: token("card-shadow"),
    text: token("text"),
    muted: token("muted"),
    chip: token("hover"),
    chipText: token("muted"),
    accent: token("accent"),
    accentSoft: token("accent-wash"),
    edge: token("edge"),
    edgeFaint: token("edge-faint"),
    people: token("people"),
    gate: token("gate"),
    good: token("good"),
    goodSoft: token("good-soft"),
    bad: token("bad"),
    badSoft: token("bad-soft"),
    error: token("error"),
    warning: token("warning"),
    advice: token("advice"),
    onSeverity: token("on-severity"),
    area: token("area"),
    areaBorder: token("area-border"),
    note: token("note"),
    noteBorder: token("note-border"),
    owners: Array.from({ length: OWNER_COLOURS }, (_, i) => token(`owner-${i + 1}`)),
    unowned: token("unowned"),
    layers: LAYER_TOKENS.map(token),
    sans: token("sans"),
    mono: token("mono"),
    normal: token("weight-normal"),
    medium: token("weight-medium"),
    strong: token("weight-strong"),
  };
}

export function glyphPaths(): GlyphPaths {
  const names = Object.keys(GLYPHS) as GlyphName[];
  return Object.fromEntries(names.map((name) => [name, new Path2D(GLYPHS[name])])) as Record<
    GlyphName,
    Path2D
  >;
}

/** The faces that cards are set in; text measured before they arrive is measured again. */
export async function loadFaces(theme: PaintTheme): Promise<void> {
  const faces = [
    `${theme.strong} 13px ${theme.sans}`,
    `${theme.normal} 11px ${theme.sans}`,
    `${theme.medium} 10.5px ${theme.mono}`,
  ];
  await Promise.allSettled(faces.map((face) => document.fonts.load(face)));
}
