/**
 * The drawing as it is seen: camera, flights, what is near enough to read, and when a frame is painted. It knows no
 * framework; what it needs of a platform comes in as `Environment`.
 */
import {
  approach,
  between,
  type Camera,
  fitting,
  fittingBeside,
  panBy,
  START,
  toScreen,
  visibleRect,
  zoomAt,
} from "../camera";
import { centreOf, contains, type Point, type Rect, type Size, union } from "../geometry";
import { EMPTY_HIT, type Hit, isArea } from "../hit";
import { detailAt, MAX_NEAR, NEAR_ZOOM } from "../lod";
import type { Neighbourhood } from "../neighbourhood";
import { isSmall } from "../paint/ground";
import { type PlacedName, placeNames } from "../paint/names";
import type { ShownPath } from "../paint/overlay";
import { NO_PREVIEW, type Preview, rectNow } from "../paint/preview";
import { forgetMeasurements } from "../paint/text";
import type { GlyphPaths, PaintTheme } from "../paint/theme";
import {
  difference,
  EMPTY_SCENE,
  GrowingIndex,
  type Scene,
  type SceneBox,
  type SceneEdge,
  type SceneIndex,
} from "../scene";
import { NOTHING, type Selection } from "../selection";
import { Screen } from "./screen";
import type { MakeSurface } from "./tiles";

export interface Environment {
  readonly paths: GlyphPaths;
  readonly requestFrame: (callback: (now: number) => void) => number;
  readonly cancelFrame: (handle: number) => void;
  readonly now: () => number;
  readonly reducedMotion: () => boolean;
  readonly surface: MakeSurface;
  /** Told after the first frame that shows a scene. */
  readonly shown: () => void;
  /** Parts of the view that lie under something, in its pixels. */
  readonly covered?: () => readonly Rect[];
}

export type ViewListener = (view: DrawingView) => void;

const FLIGHT_MS = 140;
/** What the tools at the bottom cover, in pixels. */
const TOOLS_HEIGHT = 56;
/** Of more boxes than this it does not matter where each lies. */
const MOST_BESIDE = 400;
/** Elements for what can be read come and go only when the camera has been still for this long. */
const NEAR_REST_MS = 100;

export class DrawingView {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #environment: Environment;
  readonly #screen: Screen;
  readonly #cameraListeners = new Set<ViewListener>();
  readonly #nearListeners = new Set<ViewListener>();
  readonly #index = new GrowingIndex();
  #theme: PaintTheme;
  #scene: Scene = EMPTY_SCENE;
  #size: Size = { width: 0, height: 0 };
  #ratio = 1;
  #camera: Camera = START;
  #told: Camera = START;
  #cameraAt = 0;
  #selection: Selection = NOTHING;
  readonly #selectedBoxes: SceneBox[] = [];
  readonly #selectedEdges: SceneEdge[] = [];
  #hover: Hit = EMPTY_HIT;
  #preview: Preview = NO_PREVIEW;
  #focus: Neighbourhood | null = null;
  #path: ShownPath | null = null;
  #near: readonly string[] = [];
  #nearIsOld = false;
  #names: readonly PlacedName[] = [];
  #namesAreOld = false;
  /** A scene that no frame has shown yet. */
  #sceneIsUnseen = false;
  #frame = 0;
  #flight = 0;

  constructor(canvas: HTMLCanvasElement, theme: PaintTheme, environment: Environment) {
    const context = canvas.getContext("2d", { alpha: false });
    if (!context) throw new Error("This web view has no 2D canvas.");
    this.#canvas = canvas;
    this.#context = context;
    this.#theme = theme;
    this.#environment = environment;
    this.#screen = new Screen(environment.surface, environment.now);
  }

  /** Whether what is shown is as it should be, and no frame waits to be painted. */
  get isResting(): boolean {
    return this.#frame === 0;
  }

  get camera(): Camera {
    return this.#camera;
  }

  get scene(): Scene {
    return this.#scene;
  }

  get index(): SceneIndex {
    return this.#index;
  }

  get size(): Size {
    return this.#size;
  }

  get preview(): Preview {
    return this.#preview;
  }

  /** Boxes that are near enough to read, and so get an element of their own; the same array until they change. */
  get near(): readonly string[] {
    return this.#near;
  }

  /** Boxes that are too small for words and have their name beside them. */
  get named(): readonly string[] {
    return this.#names.map(({ box }) => box);
  }

  /** Told once in a frame in which the camera is another one. */
  onCamera(listener: ViewListener): () => void {
    this.#cameraListeners.add(listener);
    return () => this.#cameraListeners.delete(listener);
  }

  onNear(listener: ViewListener): () => void {
    this.#nearListeners.add(listener);
    return () => this.#nearListeners.delete(listener);
  }

  setScene(scene: Scene): void {
    if (scene === this.#scene) return;
    const changes = difference(this.#scene, scene);
    const isOther = !changes.boxesBefore.some(({ id }) => scene.boxes.has(id));
    if (isOther && changes.boxesBefore.length === this.#scene.boxes.size) this.#screen.clear();
    this.#scene = scene;
    this.#sceneIsUnseen = true;
    this.#index.apply(changes);
    this.#screen.changed(changes);
    this.#findSelected();
    this.#updateNear();
    this.#namesAreOld = true;
    this.#changed();
  }

  setSelection(selection: Selection): void {
    if (selection === this.#selection) return;
    this.#selection = selection;
    this.#findSelected();
    this.#changed();
  }

  setHover(hover: Hit): void {
    if (sameHit(hover, this.#hover)) return;
    this.#hover = hover;
    this.#changed();
  }

  setPreview(preview: Preview): void {
    if (preview === this.#preview) return;
    this.#preview = preview;
    this.#screen.lift(this.#scene, this.#index, preview);
    this.#changed();
  }

  /** Shows everything outside faintly; null shows all alike. */
  setFocus(focus: Neighbourhood | null): void {
    if (focus === this.#focus) return;
    this.#focus = focus;
    this.#namesAreOld = true;
    this.#screen.invalidate();
    this.#changed();
  }

  /** Shows the way that a finding or a hit speaks of. */
  setPath(path: ShownPath | null): void {
    if (path === this.#path) return;
    this.#path = path;
    this.#changed();
  }

  setTheme(theme: PaintTheme): void {
    this.#theme = theme;
    this.#screen.invalidate();
    this.#changed();
  }

  /** Measures and paints anew, once faces have arrived that were missing before. */
  facesArrived(): void {
    forgetMeasurements();
    this.#namesAreOld = true;
    this.#screen.invalidate();
    this.#changed();
  }

  resize(size: Size, ratio: number): void {
    this.#size = size;
    this.#ratio = ratio;
    this.#canvas.width = Math.max(1, Math.round(size.width * ratio));
    this.#canvas.height = Math.max(1, Math.round(size.height * ratio));
    this.#updateNear();
    this.#namesAreOld = true;
    this.#paint();
  }

  setCamera(camera: Camera): void {
    this.stopFlight();
    this.#moveCamera(camera);
  }

  zoomBy(factor: number, at: Point = { x: this.#size.width / 2, y: this.#size.height / 2 }): void {
    this.setCamera(zoomAt(this.#camera, at, factor, this.#leastZoom()));
  }

  pan(by: Point): void {
    this.setCamera(panBy(this.#camera, by));
  }

  /** All of the drawing; while something is looked at, that and what is near it. */
  fitAll(animated = true): void {
    const near = this.#focus && union([...this.#focus.boxes].flatMap(this.#rectOf));
    const bounds = near ?? this.#scene.bounds;
    if (!bounds || this.#size.width === 0) return;
    const camera = this.#fitting(bounds);
    if (animated) this.#flyTo(camera);
    else this.setCamera(camera);
  }

  /** Where all of some bounds is in sight, beside what covers parts of the screen. */
  #fitting(bounds: Rect): Camera {
    const { width, height } = this.#size;
    const room = { width, height: height - TOOLS_HEIGHT };
    const boxes = [...this.#scene.boxes.values()].filter(
      (box) => !isArea(box) && (this.#focus?.boxes.has(box.id) ?? true),
    );
    const covered = boxes.length > MOST_BESIDE ? [] : this.#covered();
    return fittingBeside(
      bounds,
      boxes.map(({ rect }) => rect),
      room,
      covered,
    );
  }

  /** Brings all that is looked at into sight, where some of it is not, or nearer, where it is too small to be read. */
  showFocus(): void {
    const near = this.#focus && union([...this.#focus.boxes].flatMap(this.#rectOf));
    if (!near || this.#size.width === 0) return;
    const { zoom } = this.#camera;
    const shown = visibleRect(this.#camera, this.#size);
    const end = { x: near.x + near.width, y: near.y + near.height };
    const isInSight = contains(shown, near) && contains(shown, end);
    const camera = this.#fitting(near);
    if (!isInSight || (zoom < NEAR_ZOOM && camera.zoom > zoom)) this.#flyTo(camera);
  }

  readonly #rectOf = (id: string): Rect[] => {
    const box = this.#scene.boxes.get(id);
    return box ? [box.rect] : [];
  };

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
    const rect = rectNow(box, this.#preview);
    const at = toScreen(this.#camera, rect);
    const { zoom } = this.#camera;
    return { ...at, width: rect.width * zoom, height: rect.height * zoom };
  }

  /** Stays where a flight has come to: the user has taken the drawing in hand. */
  stopFlight(): void {
    this.#environment.cancelFrame(this.#flight);
    this.#flight = 0;
  }

  dispose(): void {
    this.#environment.cancelFrame(this.#frame);
    this.stopFlight();
    this.#cameraListeners.clear();
    this.#nearListeners.clear();
  }

  /** However large a drawing is, all of it can be seen. */
  #leastZoom(): number {
    const { bounds } = this.#scene;
    return bounds ? fitting(bounds, this.#size).zoom : Number.POSITIVE_INFINITY;
  }

  #moveCamera(camera: Camera): void {
    this.#camera = camera;
    this.#cameraAt = this.#environment.now();
    this.#nearIsOld = true;
    this.#namesAreOld = true;
    this.#changed();
  }

  #flyTo(target: Camera): void {
    this.stopFlight();
    const { requestFrame, now, reducedMotion } = this.#environment;
    if (reducedMotion()) {
      this.#moveCamera(target);
      return;
    }
    const from = this.#camera;
    const begun = now();
    const tick = (time: number) => {
      const t = Math.max(0, Math.min(1, (time - begun) / FLIGHT_MS));
      this.#flight = t < 1 ? requestFrame(tick) : 0;
      this.#moveCamera(t < 1 ? between(from, target, this.#size, t) : target);
    };
    this.#flight = requestFrame(tick);
  }

  #findSelected(): void {
    collect(this.#selectedBoxes, this.#scene.boxes, this.#selection.boxes);
    collect(this.#selectedEdges, this.#scene.edges, this.#selection.edges);
  }

  #updateNear(): void {
    this.#nearIsOld = false;
    const near = this.#camera.zoom < NEAR_ZOOM || this.#size.width === 0 ? [] : this.#nearBoxes();
    if (near.length === this.#near.length && near.every((id, i) => id === this.#near[i])) return;
    this.#near = near;
    for (const listener of this.#nearListeners) listener(this);
  }

  #nearBoxes(): string[] {
    const shown = visibleRect(this.#camera, this.#size);
    return this.#index.boxes
      .query(shown)
      .filter((id) => {
        const box = this.#scene.boxes.get(id);
        return box && (box.shape !== "group" || box.collapsed);
      })
      .slice(0, MAX_NEAR)
      .sort();
  }

  #changed(): void {
    if (this.#frame === 0)
      this.#frame = this.#environment.requestFrame(() => {
        this.#paint();
      });
  }

  #paint(): void {
    this.#environment.cancelFrame(this.#frame);
    this.#frame = 0;
    if (this.#size.width === 0) return;
    const isLeft = this.#screen.paint(this.#context, {
      scene: this.#scene,
      index: this.#index,
      theme: this.#theme,
      paths: this.#environment.paths,
      camera: this.#camera,
      size: this.#size,
      ratio: this.#ratio,
      hover: this.#hover,
      preview: this.#preview,
      selectedBoxes: this.#selectedBoxes,
      selectedEdges: this.#selectedEdges,
      focus: this.#focus,
      path: this.#path,
      names: this.#names,
    });
    if (this.#sceneIsUnseen) {
      this.#sceneIsUnseen = false;
      this.#environment.shown();
    }
    if (this.#told !== this.#camera) {
      this.#told = this.#camera;
      for (const listener of this.#cameraListeners) listener(this);
    }
    const isStill = this.#environment.now() - this.#cameraAt >= NEAR_REST_MS;
    if (this.#nearIsOld && isStill) this.#updateNear();
    if (this.#namesAreOld && isStill) this.#placeNames();
    if (isLeft || this.#nearIsOld || this.#namesAreOld) this.#changed();
  }

  #covered(): readonly Rect[] {
    return this.#environment.covered?.() ?? [];
  }

  /** They show in the next frame. */
  #placeNames(): void {
    this.#namesAreOld = false;
    const before = this.#names;
    this.#names = isSmall(detailAt(this.#camera.zoom))
      ? placeNames(this.#context, {
          scene: this.#scene,
          index: this.#index,
          camera: this.#camera,
          size: this.#size,
          theme: this.#theme,
          focus: this.#focus,
          covered: this.#covered(),
        })
      : [];
    if (before.length + this.#names.length > 0) this.#changed();
  }
}

/** Fills `these` anew; a marquee does so in every frame, with thousands. */
function collect<T>(these: T[], from: ReadonlyMap<string, T>, ids: readonly string[]): void {
  these.length = 0;
  for (const id of ids) {
    const one = from.get(id);
    if (one !== undefined) these.push(one);
  }
}

function sameHit(a: Hit, b: Hit): boolean {
  return a.on === b.on && ("id" in a ? a.id : null) === ("id" in b ? b.id : null);
}
