// Exported pictures, read by those who draw them: Mermaid's own parser, and what every PNG has at its head.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { Exported } from "./lib/exported.mjs";
import { nodeJudges } from "./lib/node.mjs";

let exported;
let folder;

before(() => {
  exported = new Exported("pictures");
  folder = join(exported.out, "pictures");
});
after(() => exported?.remove());

const filesOf = (ending) =>
  readdirSync(folder, { recursive: true }).filter((path) => path.endsWith(ending));

test("mermaid reads every flowchart and every sequence diagram", async () => {
  const require = nodeJudges();
  if (!require) return;
  const { JSDOM } = require("jsdom");
  const { window } = new JSDOM("");
  globalThis.window = window;
  globalThis.document = window.document;
  const mermaid = (await import(require.resolve("mermaid"))).default;
  const kinds = { "flowchart-v2": 0, sequence: 0 };
  for (const path of filesOf(".mmd")) {
    const { diagramType } = await mermaid.parse(readFileSync(join(folder, path), "utf8"));
    kinds[diagramType] += 1;
  }
  console.log("mermaid:", kinds);
  assert.equal(kinds["flowchart-v2"], filesOf(".svg").length);
  const seams = exported
    .baton("list", "handoff")
    .records.filter(({ to }) => typeof to === "string" || to.capabilities);
  assert.equal(kinds.sequence, seams.length);
});

test("each drawing has a PNG of its size", () => {
  const pictures = filesOf(".svg");
  assert.equal(filesOf(".png").length, pictures.length);
  for (const path of pictures) {
    const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(
      readFileSync(join(folder, path), "utf8"),
    );
    const png = readFileSync(join(folder, path.replace(/svg$/, "png")));
    assert.equal(png.subarray(1, 4).toString(), "PNG");
    const [w, h] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    assert.ok(
      Math.abs(w / h - width / height) < 0.01 && w <= Math.ceil(2 * width),
      `${path}: ${w} x ${h}`,
    );
  }
});
