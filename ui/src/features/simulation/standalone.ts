/** A chart as a file of its own: what the window's stylesheets say of it is written into it. */

/** What a chart is painted with. */
const PAINT = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "opacity",
  "paint-order",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "dominant-baseline",
] as const;

export function standalone(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const drawn = [...svg.querySelectorAll("*")];
  for (const [i, element] of [...copy.querySelectorAll("*")].entries()) {
    const from = drawn[i];
    if (from) inline(getComputedStyle(from), element);
  }
  copy.removeAttribute("class");
  copy.prepend(groundOf(svg));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}

function inline(style: CSSStyleDeclaration, element: Element): void {
  for (const name of PAINT) {
    const value = style.getPropertyValue(name);
    if (value !== "") element.setAttribute(name, value);
  }
  element.removeAttribute("class");
  element.removeAttribute("style");
}

/** What the chart stands on in the window, so that its words can be read on any page. */
function groundOf(svg: SVGSVGElement): SVGRectElement {
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  const surface = getComputedStyle(svg).getPropertyValue("--surface").trim();
  ground.setAttribute("fill", surface || "none");
  return ground;
}
