// Where the keyboard is, and whether that can be seen.

/** What has the focus: its words, and whether anything on it or close around it marks it. */
export function focused(page) {
  return page.evaluate(async () => {
    // A drawing that follows the focus is painted with the next frame, and a box gets it once the drawing rests.
    const onItsWay = () =>
      document.activeElement?.dataset.box &&
      document.activeElement.getAttribute("aria-pressed") !== "true";
    for (let i = 0; i < 2 || (i < 120 && onItsWay()); i++) await new Promise(requestAnimationFrame);
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const { name, role } = {
      name: element.getAttribute("aria-label") ?? element.textContent ?? "",
      role: element.getAttribute("role") ?? element.tagName.toLowerCase(),
    };
    const { width, height, top, left, right, bottom } = element.getBoundingClientRect();
    const marked = (each) => {
      for (const pseudo of [null, "::before", "::after"]) {
        const style = getComputedStyle(each, pseudo);
        const outlined = style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) > 0;
        if (outlined || style.boxShadow !== "none") return true;
      }
      return false;
    };
    // A field may be marked by the frame around it, a tree or a grid by its row.
    const pointed = element.getAttribute("aria-activedescendant");
    const row = pointed ? document.getElementById(pointed) : null;
    const around = [element, element.parentElement, element.parentElement?.parentElement, row];
    return {
      name: name.trim().slice(0, 60),
      role,
      test: element.dataset.testid ?? element.className,
      seen: around.some((each) => each && marked(each)),
      inside:
        width > 0 &&
        height > 0 &&
        right > 0 &&
        bottom > 0 &&
        left < innerWidth &&
        top < innerHeight,
    };
  });
}

/** Presses a key until what has the focus fulfils a condition; gives back everything that had it on the way. */
export async function walkTo(page, key, arrived, most = 80) {
  const way = [];
  for (let i = 0; i < most; i++) {
    await page.keyboard.press(key);
    const now = await focused(page);
    way.push(now);
    if (now && arrived(now)) return way;
  }
  throw new Error(
    `${key} did not get there: ${way.map((each) => each?.name ?? "nothing").join(" > ")}`,
  );
}

/** Those of a way that cannot be seen. */
export function unseen(way) {
  return way.filter((each) => each && !(each.seen && each.inside));
}
