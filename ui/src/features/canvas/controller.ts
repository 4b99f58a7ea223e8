/** The hand on the drawing: turns input into gesture events and carries out what they mean. */
import { toWorld } from "../../canvas/camera";
import { type Point, type Rect, translate, union } from "../../canvas/geometry";
import {
  type GestureEvent,
  type GestureState,
  IDLE,
  type Intent,
  type PointerInput,
  step,
} from "../../canvas/gestures";
import {
  type DropTarget,
  EMPTY_HIT,
  type End,
  type Hit,
  hitTest,
  partAt,
  targetAt,
} from "../../canvas/hit";
import { Marquee } from "../../canvas/marquee";
import {
  type AreaPreview,
  type HandNote,
  NO_PREVIEW,
  type Preview,
} from "../../canvas/paint/preview";
import { type Held, restOf } from "../../canvas/rest";
import { combine, NOTHING, type Selection } from "../../canvas/selection";
import type { Snapped } from "../../canvas/snap";
import type { DrawingView } from "../../canvas/view/view";
import type { Regrouping } from "../../document/places";

/** What the drawing's surroundings do about a gesture. */
export interface CanvasHost {
  readonly select: (selection: Selection) => void;
  /** Nothing can be changed. */
  readonly locked: () => boolean;
  /** Resolves once the registry has answered and the drawing is the new one. */
  readonly move: (ids: readonly string[], by: Point, regrouping: Regrouping) => Promise<unknown>;
  readonly duplicate: (ids: readonly string[], by: Point) => Promise<unknown>;
  readonly connect: (from: string, to: string) => Promise<unknown>;
  readonly connectToNew: (from: string, at: Point) => void;
  readonly reconnect: (edge: string, end: End, to: string) => Promise<unknown>;
  readonly create: (at: Point) => void;
  readonly rename: (id: string) => void;
  readonly fold: (id: string) => Promise<unknown>;
  readonly inspect: () => void;
  readonly menu: (screen: Point) => void;
  /** The hand points at something else. */
  readonly hover?: (hit: Hit) => void;
  /** All boxes that move along with those given. */
  readonly movable: (ids: readonly string[]) => readonly string[];
  /** What letting go of `held` at a point would do to groups. */
  readonly regroupingAt: (held: readonly string[], at: Point) => Regrouping;
  readonly nameOf: (group: string) => string;
}

/** Arrow keys held down are one move, committed once they have been still for this long. */
const NUDGE_REST_MS = 350;
/** What is pasted again at the same place goes this much further. */
const PASTE_STEP = 24;

export class CanvasController {
  readonly view: DrawingView;
  readonly #canvas: HTMLCanvasElement;
  readonly #host: CanvasHost;
  #gesture: GestureState = IDLE;
  #selection: Selection = NOTHING;
  #marqueeBase: Selection = NOTHING;
  #marquee = new Marquee();
  #hover: Hit = EMPTY_HIT;
  /** Where the hand is, in pixels; null while it is elsewhere. */
  #hand: Point | null = null;
  #pasted = { at: { x: 0, y: 0 }, times: 0 };
  /** Moves that were dropped and not yet confirmed by a new drawing. */
  #settling: ReadonlyMap<string, Point> = new Map();
  #nudged: { ids: readonly string[]; by: Point } | null = null;
  #nudgeTimer: ReturnType<typeof setTimeout> | undefined;
  /** A tool is carried over the drawing. */
  #ghost: Rect | null = null;
  /** A handoff that waits for its receiver. */
  #aim: { readonly from: string; readonly at: Point } | null = null;

  constructor(canvas: HTMLCanvasElement, view: DrawingView, host: CanvasHost) {
    this.#canvas = canvas;
    this.view = view;
    this.#host = host;
  }

  get gesture(): GestureState {
    return this.#gesture;
  }

  setSelection(selection: Selection): void {
    if (this.#nudged && selection !== this.#selection) this.settleNudge();
    this.#selection = selection;
    this.view.setSelection(selection);
  }

  pointer(type: "down" | "move" | "up" | "double", input: Omit<PointerInput, "world">): void {
    const { camera, scene, index } = this.view;
    const world = toWorld(camera, input.screen);
    const full = { ...input, world };
    const hit = () => hitTest(scene, index, world, camera.zoom, this.#selection.edges);
    this.#hand = input.screen;
    if (type === "down") {
      this.settleNudge();
      this.view.stopFlight();
    }
    if (type === "down" || type === "double") this.#advance({ type, input: full, hit: hit() });
    else if (type === "up") this.#advance({ type, input: full, target: this.#target(world) });
    else
      this.#advance({
        type,
        input: full,
        hit: this.#gesture === IDLE ? hit() : EMPTY_HIT,
        target: this.#target(world),
      });
  }

  wheel(screen: Point, deltaX: number, deltaY: number, pan: boolean): void {
    if (pan) this.view.pan({ x: -deltaX - deltaY, y: 0 });
    else this.view.zoomBy(Math.exp(-Math.max(-120, Math.min(120, deltaY)) * 0.0022), screen);
  }

  cancel(): void {
    if (this.#gesture.name === "marquee") this.view.setSelection(this.#selection);
    this.#advance({ type: "cancel" });
  }

  leave(): void {
    this.#hand = null;
    this.#setHover(EMPTY_HIT);
  }

  /** Moves the selection by keys; shown at once, committed when the keys rest. */
  nudge(ids: readonly string[], by: Point): void {
    const before = this.#nudged?.by ?? { x: 0, y: 0 };
    this.#nudged = { ids, by: { x: before.x + by.x, y: before.y + by.y } };
    clearTimeout(this.#nudgeTimer);
    this.#nudgeTimer = setTimeout(() => this.settleNudge(), NUDGE_REST_MS);
    this.view.setPreview(this.#preview());
  }

  settleNudge(): void {
    clearTimeout(this.#nudgeTimer);
    const nudged = this.#nudged;
    this.#nudged = null;
    if (nudged && (nudged.by.x !== 0 || nudged.by.y !== 0))
      this.#drop(nudged.ids, nudged.by, new Map());
  }

  /** Shows where a tool that is carried over the drawing would put its box; null when it is gone. */
  carry(ghost: Rect | null): void {
    this.#ghost = ghost;
    this.view.setPreview(this.#preview());
  }

  /** Shows a handoff whose receiver is being asked for; null when that is decided. */
  aim(aim: { readonly from: string; readonly at: Point } | null): void {
    if (aim === this.#aim) return;
    this.#aim = aim;
    this.view.setPreview(this.#preview());
  }

  /** Where a paste goes: under the hand, else in the middle; further on with each paste at the same place. */
  pastePoint(): Point {
    const at = this.#hand ? toWorld(this.view.camera, this.#hand) : this.view.centre();
    const again = Math.hypot(at.x - this.#pasted.at.x, at.y - this.#pasted.at.y) < 1;
    const times = again ? this.#pasted.times + 1 : 0;
    this.#pasted = { at, times };
    return { x: at.x + times * PASTE_STEP, y: at.y + times * PASTE_STEP };
  }

  dispose(): void {
    this.settleNudge();
  }

  /** The box that the end in the hand is over. */
  #target(world: Point): DropTarget | null {
    const gesture = this.#gesture;
    if (
      gesture.name !== "connecting" &&
      gesture.name !== "reconnecting" &&
      gesture.name !== "pressing"
    )
      return null;
    const end = gesture.name === "reconnecting" ? gesture.end : "to";
    return targetAt(this.view.scene, this.view.index, world, end);
  }

  #advance(event: GestureEvent): void {
    const before = this.#gesture;
    const { scene } = this.view;
    const { state, intents } = step(before, event, {
      selection: this.#selection,
      locked: this.#host.locked(),
      movable: this.#host.movable,
      partAt: (id, world) => {
        const box = scene.boxes.get(id);
        return box ? partAt(box, world) : "card";
      },
      isGroup: (id) => scene.boxes.get(id)?.shape === "group",
    });
    this.#gesture = state;
    if (state.name === "marquee" && before.name !== "marquee") {
      this.#marqueeBase = this.#selection;
      this.#marquee = new Marquee();
    }
    for (const intent of intents) this.#carryOut(intent);
    this.#canvas.style.cursor = this.#cursor();
    if (state !== before || intents.length > 0) this.view.setPreview(this.#preview());
  }

  #carryOut(intent: Intent): void {
    const host = this.#host;
    switch (intent.do) {
      case "select":
        host.select(combine(this.#selection, intent.selection, intent.mode));
        break;
      case "select-area": {
        const { scene, index } = this.view;
        const { area, mode } = intent;
        const inside = this.#marquee.over(scene, index, area);
        const next = combine(mode === "add" ? this.#marqueeBase : NOTHING, inside, mode);
        // Panels hear of it once it is decided; until then the drawing alone shows it.
        if (intent.done) host.select(next);
        else this.view.setSelection(next);
        break;
      }
      case "hover":
        this.#setHover(intent.hit);
        break;
      case "pan":
        this.view.pan(intent.by);
        break;
      case "move": {
        const { ids, held, at, free } = intent;
        const { by } = this.#rest({ held, carried: ids, free }, intent.by);
        this.#drop(ids, by, host.regroupingAt(held, at));
        break;
      }
      case "copy": {
        const { held, free } = intent;
        void host.duplicate(held, this.#rest({ held, carried: held, free }, intent.by).by);
        break;
      }
      case "connect":
        void host.connect(intent.from, intent.to);
        break;
      case "connect-to-new":
        host.connectToNew(intent.from, intent.at);
        break;
      case "reconnect":
        void host.reconnect(intent.edge, intent.end, intent.to);
        break;
      case "create":
        host.create(intent.at);
        break;
      case "rename":
        host.rename(intent.id);
        break;
      case "fold":
        void host.fold(intent.id);
        break;
      case "inspect":
        host.inspect();
        break;
      case "menu":
        host.menu(intent.at.screen);
        break;
    }
  }

  /** Boxes stay where they were dropped until the registry has answered; a refusal puts them back. */
  #drop(ids: readonly string[], by: Point, regrouping: Regrouping): void {
    if (by.x === 0 && by.y === 0 && regrouping.size === 0) return;
    const settling = new Map(ids.map((id) => [id, by]));
    this.#settling = settling;
    this.view.setPreview(this.#preview());
    void this.#host.move(ids, by, regrouping).finally(() => {
      if (this.#settling === settling) this.#settling = new Map();
      this.view.setPreview(this.#preview());
    });
  }

  #rest(held: Held, delta: Point): Snapped {
    const { scene, index, camera } = this.view;
    return restOf(scene, index, camera.zoom, held, delta);
  }

  #preview(): Preview {
    const gesture = this.#gesture;
    switch (gesture.name) {
      case "moving": {
        const { ids, held, delta, free, copy, at } = gesture;
        const { by, guides } = this.#rest({ held, carried: ids, free }, delta);
        if (copy) {
          const around = union(held.flatMap((id) => this.view.scene.boxes.get(id)?.rect ?? []));
          return { ...NO_PREVIEW, guides, ghost: around && translate(around, by) };
        }
        const moved = new Map(ids.map((id) => [id, by]));
        return { ...NO_PREVIEW, moved, guides, ...this.#areaHint(held, at) };
      }
      case "connecting": {
        const { from, at, target } = gesture;
        const refused = target !== null && !target.allowed;
        return {
          ...NO_PREVIEW,
          connect: {
            box: from,
            fixed: "from",
            edge: null,
            at,
            target: target?.id ?? null,
            refused,
          },
          note: refused ? { at, text: "A handoff cannot end here" } : null,
        };
      }
      case "reconnecting": {
        const { edge, end, at, target } = gesture;
        const line = this.view.scene.edges.get(edge);
        if (!line) return NO_PREVIEW;
        const refused = target !== null && !target.allowed;
        const stays: End = end === "to" ? "from" : "to";
        const words = end === "to" ? "A handoff cannot end here" : "Only agents hand over";
        return {
          ...NO_PREVIEW,
          connect: {
            box: line[stays],
            fixed: stays,
            edge,
            at,
            target: target?.id ?? null,
            refused,
          },
          note: refused ? { at, text: words } : null,
        };
      }
      case "marquee":
        return { ...NO_PREVIEW, marquee: gesture.area };
      default:
        return this.#atRest();
    }
  }

  #atRest(): Preview {
    const nudged = this.#nudged;
    if (nudged) return { ...NO_PREVIEW, moved: new Map(nudged.ids.map((id) => [id, nudged.by])) };
    if (this.#ghost) return { ...NO_PREVIEW, ghost: this.#ghost };
    if (this.#aim) {
      const { from, at } = this.#aim;
      const connect = {
        box: from,
        fixed: "from",
        edge: null,
        at,
        target: null,
        refused: false,
      } as const;
      return { ...NO_PREVIEW, connect };
    }
    return this.#settling.size > 0 ? { ...NO_PREVIEW, moved: this.#settling } : NO_PREVIEW;
  }

  /** What letting go now does to groups, on the group and in words. */
  #areaHint(
    held: readonly string[],
    at: Point,
  ): { area: AreaPreview | null; note: HandNote | null } {
    const [joins] = this.#host.regroupingAt(held, at).values();
    if (joins !== undefined && joins !== null)
      return {
        area: { id: `group:${joins}`, change: "joins" },
        note: { at, text: `Into ${this.#host.nameOf(joins)}` },
      };
    return joins === null
      ? { area: null, note: { at, text: "Out of the group" } }
      : { area: null, note: null };
  }

  #setHover(hit: Hit): void {
    if (!isSame(hit, this.#hover)) this.#host.hover?.(hit);
    this.#hover = hit;
    this.view.setHover(hit);
  }

  #cursor(): string {
    const { name } = this.#gesture;
    if (name === "panning" || name === "moving") return "grabbing";
    if (name === "connecting" || name === "reconnecting") return "crosshair";
    switch (this.#hover.on) {
      case "handle":
        return "crosshair";
      case "end":
        return "grab";
      case "edge":
        return "pointer";
      default:
        return "";
    }
  }
}

function isSame(a: Hit, b: Hit): boolean {
  return a.on === "empty" || b.on === "empty" ? a.on === b.on : a.on === b.on && a.id === b.id;
}
