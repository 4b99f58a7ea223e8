/** A picture of a drawing in memory: its boxes with their names. */
import type { DrawnBox, RecordKey, StoredRecord } from "../../platform";
import type { PlainDrawing } from "./packed";

const MARGIN = 32;

export async function pictureOf(
  { boxes, bounds }: PlainDrawing,
  records: readonly StoredRecord[],
  only: readonly RecordKey[],
  extension: string,
): Promise<ArrayBuffer> {
  const wanted = new Set(only.map(({ kind, id }) => `${kind}:${id}`));
  const nameOf = ({ kind, id }: RecordKey) => {
    const found = records.find((stored) => stored.kind === kind && stored.id === id);
    const { name = id } = (found?.record ?? {}) as { readonly name?: string };
    return name;
  };
  const shown = boxes.filter(
    ({ subject: { kind, id } }) => wanted.size === 0 || wanted.has(`${kind}:${id}`),
  );
  if (extension === "mmd") {
    const lines = shown.map(({ subject }) => `  ${subject.id}["${nameOf(subject)}"]`);
    return bytesOf(`flowchart LR\n${lines.join("\n")}\n`);
  }
  if (extension === "svg") {
    const view = `${bounds.x - MARGIN} ${bounds.y - MARGIN} ${bounds.width + 2 * MARGIN} ${bounds.height + 2 * MARGIN}`;
    const cards = shown.map((box) => cardOf(box, nameOf(box.subject)));
    return bytesOf(
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view}"><style>.card{fill:#fff;stroke:#999}@media (prefers-color-scheme:dark){.card{fill:#000}}</style>${cards.join("")}</svg>`,
    );
  }
  const canvas = new OffscreenCanvas(64, 64);
  canvas.getContext("2d")?.fillRect(0, 0, 64, 64);
  return (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer();
}

function cardOf({ x, y, width, height }: DrawnBox, name: string): string {
  const text = name.replace(/[<&]/g, (sign) => (sign === "<" ? "&lt;" : "&amp;"));
  return `<rect class="card" x="${x}" y="${y}" width="${width}" height="${height}"/><text x="${x + 12}" y="${y + 24}">${text}</text>`;
}

function bytesOf(text: string): ArrayBuffer {
  return new TextEncoder().encode(text).buffer as ArrayBuffer;
}
