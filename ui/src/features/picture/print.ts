/** A picture on one page: put beside the window's own content, which paper does not show. */
import "./print.css";

/** Lets the page be laid out once before it is printed. */
const settled = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));

export async function printPicture(svg: string, title: string): Promise<void> {
  const sheet = sheetOf(svg);
  document.querySelector(".print-sheet")?.remove();
  document.body.append(sheet);
  const before = document.title;
  document.title = title;
  const done = () => {
    document.title = before;
    sheet.remove();
  };
  window.addEventListener("afterprint", done, { once: true });
  await settled();
  window.print();
}

/**
 * The picture's own rules are given to a shadow root: the window's policy forbids style elements, and nothing of them
 * reaches the window. Paper is white, so what is meant for the dark stays out.
 */
export function sheetOf(svg: string): HTMLElement {
  // Cut out as text, since even parsing a style element is against the policy. Texts of users are escaped.
  const [whole = "", words = ""] = /<style>([^<]*)<\/style>/.exec(svg) ?? [];
  const picture = new DOMParser().parseFromString(svg.replace(whole, ""), "image/svg+xml");
  const rules = new CSSStyleSheet();
  rules.replaceSync(words);
  const forTheDark = [...rules.cssRules].findIndex((rule) => rule instanceof CSSMediaRule);
  if (forTheDark >= 0) rules.deleteRule(forTheDark);
  rules.insertRule("svg { display: block; width: 100%; height: 100%; }", 0);
  const root = picture.documentElement;
  if (isWide(root)) rules.insertRule(TURNED, 1);
  const host = document.createElement("div");
  host.className = "print-sheet";
  host.setAttribute("aria-hidden", "true");
  const shadow = host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [rules];
  shadow.append(document.importNode(root, true));
  return host;
}

/**
 * On upright paper a wide picture lies on its side, as large as the sheet allows; WebKit does not turn the paper itself. The
 * shares are those of the sheet, which is 1.3 times as high as wide there.
 */
const TURNED = `@media (orientation: portrait) {
  svg {
    position: absolute;
    top: 0;
    left: 0;
    width: 130%;
    height: calc(100% / 1.3);
    transform-origin: 0 0;
    transform: rotate(90deg) translateY(-100%);
  }
}`;

function isWide(picture: Element): boolean {
  const [, , width = 0, height = 0] = (picture.getAttribute("viewBox") ?? "")
    .split(/[\s,]+/)
    .map(Number);
  return width > height;
}
