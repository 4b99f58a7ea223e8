/** A drawing as the backend packs it: typed arrays over one buffer, each text once. The layout is that of `baton_layout::packed`. */
import type { BoxKind, Heading, Point } from "./bindings";

const MAGIC = 0x314e5442;
const HEADER_BYTES = 24;
const NONE = 0xffffffff;
const BOX_KINDS: readonly BoxKind[] = ["agent", "outcome", "entry", "query", "note", "group"];
const LINE_KINDS = ["transfer", "delegate", "entry", "fallback", "candidate"] as const;
const HEADINGS: readonly Heading[] = ["right", "down", "left", "up"];
const PINNED = 1;
const COLLAPSED = 2;
const TO_PEOPLE = 1;
const IS_DEFAULT = 2;

interface Texts {
  readonly topology: string;
  readonly strings: readonly string[];
}

/** Boxes and lines by index: groups first, outermost first. */
export class PackedDrawing {
  readonly topology: string;
  readonly boxes: number;
  readonly lines: number;
  readonly bounds: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  /** x, y, width and height of each box. */
  readonly rects: Float64Array;
  /** x and y of the corners of all lines, one line after the other. */
  readonly points: Float64Array;
  /** x and y of the middle of each line's label. */
  readonly labelAt: Float64Array;
  /** Each line's first corner, and at the end the number of all. */
  readonly first: Uint32Array;
  /** The box where each line starts. */
  readonly from: Uint32Array;
  /** The box where each line ends. */
  readonly to: Uint32Array;
  /** Boxes that a group holds, through inner groups too. */
  readonly members: Uint32Array;
  readonly #boxId: Uint32Array;
  readonly #lineSubject: Uint32Array;
  readonly #lineId: Uint32Array;
  readonly #label: Uint32Array;
  readonly #parallel: Uint32Array;
  readonly #boxKind: Uint8Array;
  readonly #boxFlags: Uint8Array;
  readonly #lineKind: Uint8Array;
  readonly #heading: Uint8Array;
  readonly #lineFlags: Uint8Array;
  readonly #strings: readonly string[];

  constructor(buffer: ArrayBuffer) {
    const header = new DataView(buffer);
    if (buffer.byteLength < HEADER_BYTES || header.getUint32(0, true) !== MAGIC)
      throw new Error("The drawing is not in the form that this window reads.");
    const n = header.getUint32(4, true);
    const m = header.getUint32(8, true);
    const p = header.getUint32(12, true);
    let at = HEADER_BYTES;
    const doubles = (length: number) => {
      const view = new Float64Array(buffer, at, length);
      at += view.byteLength;
      return view;
    };
    const words = (length: number) => {
      const view = new Uint32Array(buffer, at, length);
      at += view.byteLength;
      return view;
    };
    const bytes = (length: number) => {
      const view = new Uint8Array(buffer, at, length);
      at += length;
      return view;
    };
    const [x = 0, y = 0, width = 0, height = 0] = doubles(4);
    this.boxes = n;
    this.lines = m;
    this.bounds = { x, y, width, height };
    this.rects = doubles(4 * n);
    this.points = doubles(2 * p);
    this.labelAt = doubles(2 * m);
    this.#boxId = words(n);
    this.members = words(n);
    this.from = words(m);
    this.to = words(m);
    this.first = words(m + 1);
    this.#lineSubject = words(m);
    this.#lineId = words(m);
    this.#label = words(m);
    this.#parallel = words(m);
    this.#boxKind = bytes(n);
    this.#boxFlags = bytes(n);
    this.#lineKind = bytes(m);
    this.#heading = bytes(m);
    this.#lineFlags = bytes(m);
    const texts = readTexts(bytes(header.getUint32(16, true)));
    this.topology = texts.topology;
    this.#strings = texts.strings;
  }

  boxKind(i: number): BoxKind {
    return BOX_KINDS[this.#boxKind[i] ?? 0] ?? "agent";
  }

  /** The id of the record that a box stands for; a query's is its handoff's. */
  boxId(i: number): string {
    return this.#text(this.#boxId[i]) ?? "";
  }

  isPinned(i: number): boolean {
    return ((this.#boxFlags[i] ?? 0) & PINNED) !== 0;
  }

  isCollapsed(i: number): boolean {
    return ((this.#boxFlags[i] ?? 0) & COLLAPSED) !== 0;
  }

  lineKind(i: number): (typeof LINE_KINDS)[number] {
    return LINE_KINDS[this.#lineKind[i] ?? 0] ?? "transfer";
  }

  heading(i: number): Heading {
    return HEADINGS[this.#heading[i] ?? 0] ?? "right";
  }

  lineId(i: number): string {
    const own = this.#text(this.#lineId[i]);
    if (own !== null) return own;
    return `${this.lineKind(i) === "entry" ? "entry" : "handoff"}:${this.lineSubject(i)}`;
  }

  /** The id of the entry that an entry's line belongs to, of the handoff for all others. */
  lineSubject(i: number): string {
    return this.#text(this.#lineSubject[i]) ?? "";
  }

  label(i: number): string | null {
    return this.#text(this.#label[i]);
  }

  parallel(i: number): string | null {
    return this.#text(this.#parallel[i]);
  }

  /** Whether the receiver is people. */
  isToPeople(i: number): boolean {
    return ((this.#lineFlags[i] ?? 0) & TO_PEOPLE) !== 0;
  }

  /** Whether a candidate is the one that is taken when nobody qualifies. */
  isDefault(i: number): boolean {
    return ((this.#lineFlags[i] ?? 0) & IS_DEFAULT) !== 0;
  }

  /** The corners of a line. */
  line(i: number): Point[] {
    const corners: Point[] = [];
    const end = this.first[i + 1] ?? 0;
    for (let at = this.first[i] ?? 0; at < end; at++)
      corners.push({ x: this.points[2 * at] ?? 0, y: this.points[2 * at + 1] ?? 0 });
    return corners;
  }

  #text(index: number | undefined): string | null {
    return index === undefined || index === NONE ? null : (this.#strings[index] ?? null);
  }
}

function readTexts(bytes: Uint8Array): Texts {
  const read: unknown = JSON.parse(new TextDecoder().decode(bytes));
  const { topology, strings } = read as Partial<Texts>;
  if (typeof topology !== "string" || !Array.isArray(strings))
    throw new Error("The drawing names no texts.");
  return { topology, strings };
}
