/** A drawing of the window as a picture of its own: what style sheets say is written into it. */
const STYLES = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
] as const;

export function standalone(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll("*");
  for (const [number, element] of [...copy.querySelectorAll("*")].entries()) {
    const original = originals[number];
    if (!original) continue;
    const computed = getComputedStyle(original);
    for (const style of STYLES) {
      const value = computed.getPropertyValue(style);
      if (value) element.setAttribute(style, value);
    }
    element.removeAttribute("class");
  }
  return new XMLSerializer().serializeToString(copy);
}
