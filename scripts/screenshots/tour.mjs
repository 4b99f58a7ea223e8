// The animated tour: what a newcomer does first, picture by picture, with a word on each.
import gifenc from "gifenc";
import { PNG } from "pngjs";

/** The pictures in their order: a surface, and what is said of it. */
export const tour = [
  {
    surface: "sample",
    says: "A finished sample: a support desk, its handoffs, and what is wrong with them",
  },
  { surface: "findings", says: "Click a finding: the drawing flies to it and says why it matters" },
  { surface: "fix-preview", says: "Fix it with a click, after a look at the edits" },
  {
    surface: "handoff-inspector",
    says: "A handoff: contract, owner, trigger and policy, read as sentences",
  },
  { surface: "verdict", says: "Change a contract: a payload proves what breaks" },
  { surface: "impact", says: "Who is hit, on the drawing, and who has to move first" },
  { surface: "simulation", says: "The 10,001st request: where requests die when things go wrong" },
  { surface: "improvement", says: "What would help most, tried before it is built" },
  { surface: "audit", says: "The riskiest handoffs first, explained term by term" },
  {
    surface: "export",
    says: "Contracts, types, tests and runbooks into your repository, after a diff",
  },
];

const FRAME_MS = 3000;
const COLOURS = 256;

/** Writes a line over the lower edge of the window. */
export function caption(window, says) {
  return window.driver.run(
    `const line = document.createElement("div");
     line.textContent = arguments[0];
     Object.assign(line.style, {
       position: "fixed", inset: "auto 0 44px 0", margin: "0 auto", width: "fit-content", zIndex: "9999", padding: "10px 22px",
       borderRadius: "10px", background: "#14171f", color: "#fff", font: "600 17px Inter Variable, sans-serif",
       boxShadow: "0 6px 24px rgb(0 0 0 / 35%)",
     });
     document.body.append(line);`,
    says,
  );
}

/** An endless GIF of pictures of one size, given as the bytes of PNGs. */
export function animation(pictures) {
  const { GIFEncoder, quantize, applyPalette } = gifenc;
  const gif = GIFEncoder();
  for (const picture of pictures) {
    const { width, height, data } = PNG.sync.read(picture);
    const palette = quantize(data, COLOURS);
    gif.writeFrame(applyPalette(data, palette), width, height, { palette, delay: FRAME_MS });
  }
  gif.finish();
  return gif.bytes();
}
