/** The viewport onto the drawing: a world position at its top left corner, and a zoom. */
import { centreOf, intersects, type Point, type Rect, type Size } from "./geometry";

export interface Camera extends Point {
  /** Screen pixels per world unit. */
  readonly zoom: number;
}

/** As far out as one can always go; drawings that are too large for it are seen from further away. */
export const MIN_ZOOM = 0.04;
export const MAX_ZOOM = 3;
/** Screen pixels around a whole drawing. */
const MARGIN = 40;
export const START: Camera = { x: 0, y: 0, zoom: 1 };

export function clampZoom(zoom: number, least = MIN_ZOOM): number {
  return Math.max(Math.min(least, MIN_ZOOM), Math.min(MAX_ZOOM, zoom));
}

export function toScreen(camera: Camera, world: Point): Point {
  return { x: (world.x - camera.x) * camera.zoom, y: (world.y - camera.y) * camera.zoom };
}

export function toWorld(camera: Camera, screen: Point): Point {
  return { x: camera.x + screen.x / camera.zoom, y: camera.y + screen.y / camera.zoom };
}

/** What of the world a viewport of `size` screen pixels shows. */
export function visibleRect(camera: Camera, size: Size): Rect {
  return {
    x: camera.x,
    y: camera.y,
    width: size.width / camera.zoom,
    height: size.height / camera.zoom,
  };
}

/** Zooms by `factor`, keeping the world point under `screen` where it is; out to `least` where that is further. */
export function zoomAt(camera: Camera, screen: Point, factor: number, least = MIN_ZOOM): Camera {
  const zoom = clampZoom(camera.zoom * factor, least);
  const under = toWorld(camera, screen);
  return { x: under.x - screen.x / zoom, y: under.y - screen.y / zoom, zoom };
}

/** Moves the drawing by screen pixels, as if dragged by hand. */
export function panBy(camera: Camera, screen: Point): Camera {
  return { ...camera, x: camera.x - screen.x / camera.zoom, y: camera.y - screen.y / camera.zoom };
}

/** Shows all of `bounds`, however large, with `padding` screen pixels around it, never closer than `closest`. */
export function fitting(bounds: Rect, size: Size, padding = MARGIN, closest = 1): Camera {
  const width = Math.max(1, size.width - 2 * padding);
  const height = Math.max(1, size.height - 2 * padding);
  const zoom = Math.min(
    width / Math.max(1, bounds.width),
    height / Math.max(1, bounds.height),
    closest,
    MAX_ZOOM,
  );
  return centred(centreOf(bounds), size, zoom);
}

/**
 * Like `fitting`; where boxes would lie under what covers parts of the screen, the drawing stands below bars at the upper edge, or
 * beside what stands at the right, if fewer lie under anything then.
 */
export function fittingBeside(
  bounds: Rect,
  boxes: readonly Rect[],
  size: Size,
  covered: readonly Rect[],
): Camera {
  const top = Math.max(
    0,
    ...covered.filter((each) => each.y + each.height < size.height / 3).map(endY),
  );
  const right = Math.min(
    size.width,
    ...covered.filter((each) => each.x > size.width / 2).map((each) => each.x),
  );
  const within = (left: Point, room: Size): Camera => {
    const camera = fitting(bounds, room);
    return { ...camera, x: camera.x - left.x / camera.zoom, y: camera.y - left.y / camera.zoom };
  };
  const ways = [
    within({ x: 0, y: 0 }, size),
    // Half of the margin is bar enough.
    within({ x: 0, y: top - MARGIN / 2 }, { ...size, height: size.height - top + MARGIN / 2 }),
    within({ x: 0, y: 0 }, { ...size, width: right + MARGIN / 2 }),
  ];
  const hidden = (camera: Camera) =>
    boxes.filter((box) => {
      const rect = {
        ...toScreen(camera, box),
        width: box.width * camera.zoom,
        height: box.height * camera.zoom,
      };
      return covered.some((each) => intersects(each, rect));
    }).length;
  const rated = ways.map((camera) => ({ camera, hidden: hidden(camera) }));
  const least = Math.min(...rated.map((each) => each.hidden));
  return rated.find((each) => each.hidden === least)?.camera ?? fitting(bounds, size);
}

const endY = ({ y, height }: Rect): number => y + height;

export function centred(world: Point, size: Size, zoom: number): Camera {
  return { x: world.x - size.width / zoom / 2, y: world.y - size.height / zoom / 2, zoom };
}

/** The camera that brings `bounds` into the middle, changing the zoom only where the text could not be read. */
export function approach(camera: Camera, bounds: Rect, size: Size, readable = 0.75): Camera {
  const largest = Math.min(size.width / (bounds.width + 80), size.height / (bounds.height + 80));
  const zoom = clampZoom(Math.min(Math.max(camera.zoom, readable), Math.max(largest, MIN_ZOOM)));
  return centred(centreOf(bounds), size, zoom);
}

/** A camera on the way between two, `t` in 0..1, zoom interpolated geometrically around the middle. */
export function between(from: Camera, to: Camera, size: Size, t: number): Camera {
  const eased = 1 - (1 - t) ** 3;
  const zoom = from.zoom * (to.zoom / from.zoom) ** eased;
  const a = { x: from.x + size.width / from.zoom / 2, y: from.y + size.height / from.zoom / 2 };
  const b = { x: to.x + size.width / to.zoom / 2, y: to.y + size.height / to.zoom / 2 };
  return centred({ x: a.x + (b.x - a.x) * eased, y: a.y + (b.y - a.y) * eased }, size, zoom);
}
