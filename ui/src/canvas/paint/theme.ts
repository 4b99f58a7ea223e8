/** The colours and faces that a drawing is painted with. The host fills them from the design tokens. */
import type { GlyphName } from "../glyphs";
import type { SceneBox, Severity } from "../scene";

export interface PaintTheme {
  readonly canvas: string;
  readonly grid: string;
  readonly card: string;
  readonly cardBorder: string;
  readonly cardShadow: string;
  readonly text: string;
  readonly muted: string;
  readonly chip: string;
  readonly chipText: string;
  readonly accent: string;
  readonly accentSoft: string;
  readonly edge: string;
  readonly edgeFaint: string;
  /** Escalation to people; nothing else has this colour. */
  readonly people: string;
  readonly gate: string;
  readonly good: string;
  readonly goodSoft: string;
  readonly bad: string;
  readonly badSoft: string;
  readonly error: string;
  readonly warning: string;
  readonly advice: string;
  readonly onSeverity: string;
  readonly area: string;
  readonly areaBorder: string;
  readonly note: string;
  readonly noteBorder: string;
  readonly owners: readonly string[];
  readonly unowned: string;
  /** What a layer colours boxes and lines with, in the order of `LAYER_TOKENS`. */
  readonly layers: readonly string[];
  readonly sans: string;
  readonly mono: string;
  /** Weights of text, as numbers in a CSS font. */
  readonly normal: string;
  readonly medium: string;
  readonly strong: string;
}

/** What painting needs of a platform: outlines of glyphs, made once. */
export type GlyphPaths = Readonly<Record<GlyphName, Path2D>>;

export function ownerColour(theme: PaintTheme, index: number | null): string {
  return index === null
    ? theme.unowned
    : (theme.owners[index % theme.owners.length] ?? theme.unowned);
}

export function layerColour(theme: PaintTheme, index: number): string {
  return theme.layers[index] ?? theme.unowned;
}

/** The colour that tells a box from others: of the layer that is looked at, else of its owner. */
export function boxColour(theme: PaintTheme, box: SceneBox): string {
  return box.layer === null ? ownerColour(theme, box.ownerColour) : layerColour(theme, box.layer);
}

export function severityColour(theme: PaintTheme, severity: Severity): string {
  return severity === "error" ? theme.error : severity === "warning" ? theme.warning : theme.advice;
}
