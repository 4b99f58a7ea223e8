/**
 * Names as they are put down in every frame. They are painted once when they are placed: writing a text costs many times what a
 * piece of a bitmap does.
 */
import type { Camera } from "../camera";
import { isArea } from "../hit";
import type { Scene, SceneBox } from "../scene";
import type { MakeSurface, Surface } from "../view/tiles";
import { fontOf, HEIGHT, MOST_NAMES, type PlacedName, WIDEST } from "./names";
import { type Preview, rectNow } from "./preview";
import { type Context, isRightToLeft } from "./text";
import type { PaintTheme } from "./theme";

export interface NamesSight {
  readonly scene: Scene;
  readonly camera: Camera;
  readonly theme: PaintTheme;
  readonly preview: Preview;
  /** Pixels in a CSS pixel. */
  readonly ratio: number;
}

/** Names that stand side by side on the sheet. */
const COLUMNS = 8;

export class NamePlates {
  readonly #makeSurface: MakeSurface;
  #sheet: { readonly surface: Surface; readonly ratio: number } | null = null;
  /** What the sheet shows. */
  #names: readonly PlacedName[] = [];
  #theme: PaintTheme | null = null;

  constructor(makeSurface: MakeSurface) {
    this.#makeSurface = makeSurface;
  }

  /**
   * Puts the names down, each at its box; the context's unit is a pixel, `origin` the screen's corner in pixels of the drawing.
   * None lies over another one, also where the zoom or a hand brings them together: the more important one stays.
   */
  paint(
    ctx: Context,
    names: readonly PlacedName[],
    sight: NamesSight,
    origin: readonly [x: number, y: number],
  ): void {
    if (names.length === 0) return;
    const { scene, camera, preview, ratio } = sight;
    const { canvas } = this.#sheetOf(names, sight);
    const scale = camera.zoom * ratio;
    const height = Math.ceil(HEIGHT * ratio);
    const taken: number[] = [];
    for (const [i, name] of names.entries()) {
      const box = scene.boxes.get(name.box);
      if (!box) continue;
      const rect = rectNow(box, preview);
      const x = Math.round(
        (rect.x + name.across * rect.width) * scale + name.x * ratio - origin[0],
      );
      const y = Math.round((rect.y + name.down * rect.height) * scale + name.y * ratio - origin[1]);
      const width = Math.ceil(name.width * ratio);
      if (isTaken(taken, x, y, x + width, y + height)) continue;
      taken.push(x, y, x + width, y + height);
      const { left, top } = cellOf(i, ratio);
      ctx.drawImage(canvas, left, top, width, height, x, y, width, height);
    }
  }

  #sheetOf(names: readonly PlacedName[], { scene, theme, ratio }: NamesSight): Surface {
    if (this.#sheet?.ratio !== ratio) {
      const { left } = cellOf(COLUMNS - 1, ratio);
      const { top } = cellOf(MOST_NAMES - 1, ratio);
      const width = left + Math.ceil(WIDEST * ratio) + 1;
      const surface = this.#makeSurface(width, top + Math.ceil(HEIGHT * ratio) + 1, false);
      this.#sheet = { surface, ratio };
      this.#names = [];
    }
    const { surface } = this.#sheet;
    if (this.#names === names && this.#theme === theme) return surface;
    this.#names = names;
    this.#theme = theme;
    const { context, canvas } = surface;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    for (const [i, name] of names.entries()) {
      const { left, top } = cellOf(i, ratio);
      context.setTransform(ratio, 0, 0, ratio, left, top);
      paintName(context, name, scene.boxes.get(name.box), theme);
    }
    return surface;
  }
}

/** Where a name lies on the sheet, in pixels. */
function cellOf(i: number, ratio: number): { readonly left: number; readonly top: number } {
  const column = i % COLUMNS;
  return {
    left: column * (Math.ceil(WIDEST * ratio) + 1),
    top: Math.floor(i / COLUMNS) * (Math.ceil(HEIGHT * ratio) + 1),
  };
}

/** A few thousand comparisons, without an object for each name. */
function isTaken(
  taken: readonly number[],
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): boolean {
  for (let i = 0; i < taken.length; i += 4)
    if (
      x0 < (taken[i + 2] ?? 0) &&
      x1 > (taken[i] ?? 0) &&
      y0 < (taken[i + 3] ?? 0) &&
      y1 > (taken[i + 1] ?? 0)
    )
      return true;
  return false;
}

function paintName(
  ctx: Context,
  { text, width }: PlacedName,
  box: SceneBox | undefined,
  theme: PaintTheme,
): void {
  const area = box !== undefined && isArea(box);
  ctx.globalAlpha = 0.82;
  ctx.fillStyle = theme.canvas;
  ctx.beginPath();
  ctx.roundRect(0, 0, width, HEIGHT, 4);
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.fillStyle = area || box?.shape === "note" ? theme.muted : theme.text;
  ctx.font = fontOf(theme, area);
  ctx.direction = isRightToLeft(text) ? "rtl" : "ltr";
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, width / 2, HEIGHT / 2 + 0.5);
}
