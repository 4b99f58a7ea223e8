/** The drawing's host: turns DOM input into gesture events, carries out what they mean, repaints when something changed. */
import {
  approach,
  between,
  type Camera,
  fitting,
  panBy,
  START,
  toScreen,
  toWorld,
  visibleRect,
  zoomAt,
} from "../../canvas/camera";
import { centreOf, type Point, type Rect, type Size, union } from "../../canvas/geometry";
import {
  type GestureEvent,
  type GestureState,
  IDLE,
  type Intent,
  type PointerInput,
  snappedDelta,
  step,
} from "../../canvas/gestures";
import { boxesWithin, EMPTY_HIT, type Hit, hitTest, targetAt } from "../../canvas/hit";
import { MAX_NEAR, NEAR_ZOOM } from "../../canvas/lod";
import { NO_PREVIEW, type Preview, paintFrame, rectNow } from "../../canvas/paint/painter";
import { forgetMeasurements } from "../../canvas/paint/text";
import type { GlyphPaths, PaintTheme } from "../../canvas/paint/theme";
import { EMPTY_SCENE, indexOf, type Scene } from "../../canvas/scene";
import { combine, NOTHING, type Selection, selectionOf } from "../../canvas/selection";
import { glyphPaths, loadFaces, readTheme } from "./theme";

/** What the drawing's surroundings do about a gesture. */
export interface CanvasHost {
  readonly select: (selection: Selection) => void;
  /** Resolves once the registry has answered and the drawing is the new one. */
  readonly move: (ids: readonly string[], by: Point) => Promise<unknown>;
  readonly connect: (from: string, to: string) => Promise<unknown>;
  readonly connectToNew: (from: string, at: Point) => void;
  readonly create: (at: Point) => void;
  readonly rename: (id: string) => void;
  readonly inspect: () => void;
  /** All boxes that move along with those given. */
  readonly movable: (ids: readonly string[]) => readonly string[];
  readonly cameraMoved: (camera: Camera) => void;
  readonly nearChanged: (ids: readonly string[]) => void;
}

const FLIGHT_MS = 140;
/** What the tools at the bottom cover, in pixels. */
const TOOLS_HEIGHT = 56;

export class CanvasController {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #host: CanvasHost;
  readonly #paths: GlyphPaths = glyphPaths();
  #theme: PaintTheme;
  #scene: Scene = EMPTY_SCENE;
  #index = indexOf(EMPTY_SCENE);
  #size: Size = { width: 0, height: 0 };
  #camera: Camera = START;
  #gesture: GestureState = IDLE;
  #selection: Selection = NOTHING;
  #marqueeBase: Selection = NOTHING;
  #hover: Hit = EMPTY_HIT;
  /** Moves that were dropped and not yet confirmed by a new drawing. */
  #settling: ReadonlyMap<string, Point> = new Map();
  #near: readonly string[] = [];
  #frame = 0;
  #flight = 0;

  constructor(canvas: HTMLCanvasElement, host: CanvasHost) {
    const context = canvas.getContext("2d", { alpha: false });
    if (!context) throw new Error("This web view has no 2D canvas.");
    this.#canvas = canvas;
    this.#context = context;
    this.#host = host;
    this.#theme = readTheme(canvas);
    void loadFaces(this.#theme).then(() => {
      forgetMeasurements();
      this.#changed();
    });
  }

  get camera(): Camera {
    return this.#camera;
  }

  get scene(): Scene {
    return this.#scene;
  }

  get size(): Size {
    return this.#size;
  }

  get gesture(): GestureState {
    return this.#gesture;
  }

  setScene(scene: Scene): void {
    this.#scene = scene;
    this.#index = indexOf(scene);
    this.#updateNear();
    this.#changed();
  }

  setSelection(selection: Selection): void {
    this.#selection = selection;
    this.#changed();
  }

  refreshTheme(): void {
    this.#theme = readTheme(this.#canvas);
    this.#changed();
  }

  resize(size: Size): void {
    const ratio = window.devicePixelRatio || 1;
    this.#size = size;
    this.#canvas.width = Math.max(1, Math.round(size.width * ratio));
    this.#canvas.height = Math.max(1, Math.round(size.height * ratio));
    this.#updateNear();
    this.#paint();
  }

  setCamera(camera: Camera): void {
    this.#stopFlight();
    this.#moveCamera(camera);
  }

  zoomBy(factor: number, at: Point = { x: this.#size.width / 2, y: this.#size.height / 2 }): void {
    this.setCamera(zoomAt(this.#camera, at, factor));
  }

  pan(by: Point): void {
    this.setCamera(panBy(this.#camera, by));
  }

  fitAll(animated = true): void {
    if (!this.#scene.bounds || this.#size.width === 0) return;
    const { width, height } = this.#size;
    const camera = fitting(this.#scene.bounds, { width, height: height - TOOLS_HEIGHT });
    if (animated) this.#flyTo(camera);
    else this.setCamera(camera);
  }

  /** Brings a selection into the middle, readable. */
  flyToSelection(selection: Selection): void {
    const bounds = this.boundsOf(selection);
    if (bounds) this.#flyTo(approach(this.#camera, bounds, this.#size));
  }

  boundsOf(selection: Selection): Rect | null {
    const boxes = selection.boxes.flatMap((id) => this.#scene.boxes.get(id)?.rect ?? []);
    const edges = selection.edges.flatMap((id) => {
      const edge = this.#scene.edges.get(id);
      return edge ? edge.points.map((point) => ({ ...point, width: 0, height: 0 })) : [];
    });
    return union([...boxes, ...edges]);
  }

  /** The middle of what is shown, in world units. */
  centre(): Point {
    return centreOf(visibleRect(this.#camera, this.#size));
  }

  screenRectOf(id: string): Rect | null {
    const box = this.#scene.boxes.get(id);
    if (!box) return null;
    const rect = rectNow(box, this.#preview());
    const at = toScreen(this.#camera, rect);
    return {
      ...at,
      width: rect.width * this.#camera.zoom,
      height: rect.height * this.#camera.zoom,
    };
  }

  pointer(type: "down" | "move" | "up" | "double", input: Omit<PointerInput, "world">): void {
    const world = toWorld(this.#camera, input.screen);
    const full = { ...input, world };
    const hit = () => hitTest(this.#scene, this.#index, world, this.#camera.zoom);
    const target = () => targetAt(this.#scene, this.#index, world);
    if (type === "down") this.#stopFlight();
    if (type === "down" || type === "double") this.#advance({ type, input: full, hit: hit() });
    else if (type === "up") this.#advance({ type, input: full, target: target() });
    else
      this.#advance({
        type,
        input: full,
        hit: this.#gesture === IDLE ? hit() : EMPTY_HIT,
        target: target(),
      });
  }

  wheel(screen: Point, deltaX: number, deltaY: number, pan: boolean): void {
    if (pan) this.pan({ x: -deltaX - deltaY, y: 0 });
    else this.zoomBy(Math.exp(-Math.max(-120, Math.min(120, deltaY)) * 0.0022), screen);
  }

  cancel(): void {
    this.#advance({ type: "cancel" });
  }

  leave(): void {
    this.#hover = EMPTY_HIT;
    this.#changed();
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#stopFlight();
  }

  #advance(event: GestureEvent): void {
    const before = this.#gesture;
    const { state, intents } = step(before, event, {
      selection: this.#selection,
      movable: this.#host.movable,
    });
    this.#gesture = state;
    if (state.name === "marquee" && before.name !== "marquee") this.#marqueeBase = this.#selection;
    for (const intent of intents) this.#carryOut(intent);
    this.#canvas.style.cursor = this.#cursor();
    if (state !== before || intents.length > 0) this.#changed();
  }

  #carryOut(intent: Intent): void {
    const host = this.#host;
    switch (intent.do) {
      case "select":
        host.select(combine(this.#selection, intent.selection, intent.mode));
        break;
      case "select-area": {
        const inside = selectionOf(boxesWithin(this.#scene, this.#index, intent.area));
        const base = intent.mode === "add" ? this.#marqueeBase : NOTHING;
        host.select(combine(base, inside, intent.mode));
        break;
      }
      case "hover":
        this.#hover = intent.hit;
        break;
      case "pan":
        this.pan(intent.by);
        break;
      case "move":
        this.#drop(intent.ids, intent.by);
        break;
      case "connect":
        void host.connect(intent.from, intent.to);
        break;
      case "connect-to-new":
        host.connectToNew(intent.from, intent.at);
        break;
      case "create":
        host.create(intent.at);
        break;
      case "rename":
        host.rename(intent.id);
        break;
      case "inspect":
        host.inspect();
        break;
    }
  }

  /** Boxes stay where they were dropped until the registry has answered; a refusal puts them back. */
  #drop(ids: readonly string[], by: Point): void {
    const delta = this.#snapped(ids, by);
    if (delta.x === 0 && delta.y === 0) return;
    const settling = new Map(ids.map((id) => [id, delta]));
    this.#settling = settling;
    void this.#host.move(ids, delta).finally(() => {
      if (this.#settling === settling) this.#settling = new Map();
      this.#changed();
    });
  }

  #snapped(ids: readonly string[], by: Point): Point {
    const anchor = this.#scene.boxes.get(ids[0] ?? "")?.rect;
    return anchor ? snappedDelta(anchor, by) : by;
  }

  #preview(): Preview {
    const gesture = this.#gesture;
    switch (gesture.name) {
      case "moving": {
        const delta = this.#snapped(gesture.ids, gesture.delta);
        return { ...NO_PREVIEW, moved: new Map(gesture.ids.map((id) => [id, delta])) };
      }
      case "connecting":
        return { ...NO_PREVIEW, connect: gesture };
      case "marquee":
        return { ...NO_PREVIEW, marquee: gesture.area };
      default:
        return { ...NO_PREVIEW, moved: this.#settling };
    }
  }

  #cursor(): string {
    if (this.#gesture.name === "panning") return "grabbing";
    if (this.#gesture.name === "connecting" || this.#hover.on === "handle") return "crosshair";
    return this.#gesture.name === "moving"
      ? "grabbing"
      : this.#hover.on === "edge"
        ? "pointer"
        : "";
  }

  #moveCamera(camera: Camera): void {
    this.#camera = camera;
    this.#updateNear();
    this.#host.cameraMoved(camera);
    this.#changed();
  }

  #flyTo(target: Camera): void {
    this.#stopFlight();
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.#moveCamera(target);
      return;
    }
    const from = this.#camera;
    const begun = performance.now();
    const tick = (now: number) => {
      const t = Math.max(0, Math.min(1, (now - begun) / FLIGHT_MS));
      this.#flight = t < 1 ? requestAnimationFrame(tick) : 0;
      this.#moveCamera(t < 1 ? between(from, target, this.#size, t) : target);
    };
    this.#flight = requestAnimationFrame(tick);
  }

  #stopFlight(): void {
    cancelAnimationFrame(this.#flight);
    this.#flight = 0;
  }

  /** Which boxes are near enough to read, and so get a DOM node. */
  #updateNear(): void {
    const shown = visibleRect(this.#camera, this.#size);
    const near =
      this.#camera.zoom < NEAR_ZOOM || this.#size.width === 0
        ? []
        : this.#index.boxes
            .query(shown)
            .filter((id) => this.#scene.boxes.get(id)?.shape !== "group")
            .slice(0, MAX_NEAR)
            .sort();
    if (near.length === this.#near.length && near.every((id, i) => id === this.#near[i])) return;
    this.#near = near;
    this.#host.nearChanged(near);
  }

  #changed(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (this.#size.width === 0) return;
    paintFrame(this.#context, {
      scene: this.#scene,
      index: this.#index,
      camera: this.#camera,
      size: this.#size,
      pixelRatio: window.devicePixelRatio || 1,
      selection: this.#selection,
      hoveredBox: this.#hover.on === "box" || this.#hover.on === "handle" ? this.#hover.id : null,
      hoveredEdge: this.#hover.on === "edge" ? this.#hover.id : null,
      preview: this.#preview(),
      theme: this.#theme,
      paths: this.#paths,
    });
  }
}
