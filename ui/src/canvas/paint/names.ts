/**
 * Names where boxes are too small for words, as on a map: of few boxes, the most important first, none over another one
 * or over a box. They are placed anew when the drawing has come to rest.
 */
import { type Camera, toWorld, visibleRect } from "../camera";
import {
  centreOf,
  contains,
  inflate,
  intersects,
  type Point,
  type Rect,
  type Size,
} from "../geometry";
import { isArea } from "../hit";
import type { Neighbourhood } from "../neighbourhood";
import type { Scene, SceneBox, SceneIndex } from "../scene";
import { type Context, fitText, widthOf } from "./text";
import type { PaintTheme } from "./theme";

/** A name with where it stands: from a point of its box, told in shares of the box, so many pixels of the screen. */
export interface PlacedName extends Spot {
  readonly box: string;
  readonly text: string;
  readonly width: number;
}

interface Spot {
  readonly across: number;
  readonly down: number;
  readonly x: number;
  readonly y: number;
}

export interface NamesNeed {
  readonly scene: Scene;
  readonly index: SceneIndex;
  readonly camera: Camera;
  readonly size: Size;
  readonly theme: PaintTheme;
  /** Only what is in it gets a name; null where all is alike. */
  readonly focus: Neighbourhood | null;
  /** Parts of the screen that lie under something, in its pixels: no name stands there. */
  readonly covered?: readonly Rect[];
}

/** More names than this would tell nothing, and take long to place. */
export const MOST_NAMES = 120;
/** Where more boxes are in sight, only groups and the best connected boxes are named: little else would find room. */
const MOST_IN_SIGHT = 400;
/** So many of the best connected; among more boxes than the second number they have no room either. */
const HUBS = 40;
const MOST_AROUND_HUBS = 1500;
/** Longest name, and the height of its plate, in pixels of the screen. */
const ROOM = 132;
export const HEIGHT = 16;
const PADDING = 4;
/** Most that a name takes with its plate. */
export const WIDEST = ROOM + 2 * PADDING;
const GAP = 2;

export function fontOf(theme: PaintTheme, area: boolean): string {
  return `${area ? theme.strong : theme.medium} 11px ${theme.sans}`;
}

export function placeNames(ctx: Context, need: NamesNeed): readonly PlacedName[] {
  const { camera, theme } = need;
  const shown = visibleRect(camera, need.size);
  const placed: PlacedName[] = [];
  const taken = (need.covered ?? []).map(({ x, y, width, height }): Rect => {
    const { zoom } = camera;
    return { ...toWorld(camera, { x, y }), width: width / zoom, height: height / zoom };
  });
  for (const box of candidates(need)) {
    if (placed.length === MOST_NAMES) break;
    const area = isArea(box);
    const text = fitText(ctx, fontOf(theme, area), box.title, ROOM);
    if (text === "") continue;
    const width = widthOf(ctx, fontOf(theme, area), text) + 2 * PADDING;
    const spot = spotsOf(box, area, width, camera.zoom).find((at) => {
      const rect = worldRect(box.rect, at, width, camera.zoom);
      const isWhole = contains(shown, rect) && contains(shown, endOf(rect));
      const isApart = !taken.some((other) => intersects(other, rect));
      return isWhole && isApart && isFree(need, box, rect);
    });
    if (!spot) continue;
    taken.push(worldRect(box.rect, spot, width, camera.zoom));
    placed.push({ box: box.id, text, ...spot, width });
  }
  return placed;
}

/** What is worth a name on screen, the most important first. */
function candidates({ scene, index, camera, size, focus }: NamesNeed): SceneBox[] {
  const shown = visibleRect(camera, size);
  const ids = focus ? [...focus.boxes] : index.boxes.query(shown);
  const inSight = ids.flatMap((id) => {
    const box = scene.boxes.get(id);
    return box && intersects(box.rect, shown) ? [box] : [];
  });
  const weight = ({ id, shape, person }: SceneBox) => {
    if (shape === "group") return 1e6;
    // What a note begins with stands where nothing that works has its name.
    return shape === "note" ? -1 : (index.touching.get(id)?.length ?? 0) + (person ? 2 : 0);
  };
  const few = inSight.length <= MOST_IN_SIGHT ? inSight : fewOf(inSight, weight);
  return few.sort((a, b) => weight(b) - weight(a) || (a.id < b.id ? -1 : 1));
}

/** The largest groups and the best connected boxes. */
function fewOf(boxes: readonly SceneBox[], weight: (box: SceneBox) => number): SceneBox[] {
  const groups = boxes
    .filter(isArea)
    .sort((a, b) => b.rect.width * b.rect.height - a.rect.width * a.rect.height)
    .slice(0, MOST_NAMES);
  if (boxes.length > MOST_AROUND_HUBS) return groups;
  const others = boxes.filter((box) => !isArea(box));
  return [...groups, ...heaviest(others, weight)];
}

/** A few of many, without putting all of them in order. */
function heaviest(boxes: readonly SceneBox[], weight: (box: SceneBox) => number): SceneBox[] {
  const kept: { readonly box: SceneBox; readonly weight: number }[] = [];
  for (const box of boxes) {
    const own = weight(box);
    if (kept.length === HUBS && own <= (kept[HUBS - 1]?.weight ?? 0)) continue;
    let at = kept.length;
    while (at > 0 && (kept[at - 1]?.weight ?? 0) < own) at -= 1;
    kept.splice(at, 0, { box, weight: own });
    kept.length = Math.min(kept.length, HUBS);
  }
  return kept.map(({ box }) => box);
}

/**
 * Where a name may stand, the best place first: within a frame or above it, below a box, above it, beside it; at its corners where
 * boxes stand close together.
 */
function spotsOf({ rect }: SceneBox, area: boolean, width: number, zoom: number): Spot[] {
  if (area) {
    const over = { across: 0, down: 0, x: 0, y: -HEIGHT - GAP };
    const within = { across: 0, down: 0, x: 2, y: 2 };
    return rect.width * zoom >= width + 4 ? [within, over] : [over];
  }
  return [
    { across: 0.5, down: 1, x: -width / 2, y: GAP },
    { across: 0.5, down: 0, x: -width / 2, y: -HEIGHT - GAP },
    { across: 1, down: 0.5, x: GAP, y: -HEIGHT / 2 },
    { across: 0, down: 0.5, x: -width - GAP, y: -HEIGHT / 2 },
    ...[1, 0].flatMap((down) => {
      const y = down === 1 ? GAP : -HEIGHT - GAP;
      return [
        { across: 0, down, x: 0, y },
        { across: 1, down, x: -width, y },
      ];
    }),
    ...[0, 1].flatMap((down) => [
      { across: 1, down, x: GAP, y: -HEIGHT / 2 },
      { across: 0, down, x: -width - GAP, y: -HEIGHT / 2 },
    ]),
  ];
}

function worldRect(rect: Rect, at: Spot, width: number, zoom: number): Rect {
  return {
    x: rect.x + at.across * rect.width + at.x / zoom,
    y: rect.y + at.down * rect.height + at.y / zoom,
    width: width / zoom,
    height: HEIGHT / zoom,
  };
}

function endOf({ x, y, width, height }: Rect): Point {
  return { x: x + width, y: y + height };
}

/** Whether a name covers no box and stands in no frame that its box does not stand in: it would seem to belong there. */
function isFree({ scene, index, focus }: NamesNeed, own: SceneBox, rect: Rect): boolean {
  return index.boxes.query(inflate(rect, 1)).every((id) => {
    const box = scene.boxes.get(id);
    // What is not looked at has stepped back, and may lie under a name.
    if (!box || box === own || (focus !== null && !focus.boxes.has(id))) return true;
    const isBehind = isArea(box) && (isArea(own) || contains(box.rect, centreOf(own.rect)));
    return isBehind || !intersects(box.rect, rect);
  });
}
