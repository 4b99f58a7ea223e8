// Whether everything that is shown can be read and reached: nothing cut off, nothing over something else, nothing outside.

/** What is wrong with what is in sight, a sentence each. */
export function checkLooks(page) {
  return page.evaluate(async () => {
    for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
    const CONTROLS =
      "button, input, select, textarea, a[href], [role=button], [role=option], [role=tab], [role=switch], [role=menuitem]";
    const EDGE = 1;
    const pen = document.createElement("canvas").getContext("2d");

    const nameOf = (element) => {
      const { testid } = element.dataset;
      const words = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim();
      return `${element.tagName.toLowerCase()}.${String(element.className).split(" ")[0]}${testid ? `[${testid}]` : ""} “${words.slice(0, 40)}”`;
    };
    /** Not shown, or only told. */
    const isHidden = (element) =>
      element.closest(
        "[aria-hidden=true], [hidden], [inert], .visually-hidden, datalist, canvas, svg",
      ) !== null ||
      !element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) ||
      (element.offsetWidth <= 1 && getComputedStyle(element).position === "absolute");

    /** The part of an element that nothing around it cuts off. */
    const inSight = (element) => {
      let { left, top, right, bottom } = element.getBoundingClientRect();
      let scrolls = false;
      for (let each = element.parentElement; each; each = each.parentElement) {
        const { overflowX, overflowY, position } = getComputedStyle(each);
        const box = each.getBoundingClientRect();
        if (overflowX !== "visible" && overflowX !== "") {
          left = Math.max(left, box.left);
          right = Math.min(right, box.right);
        }
        if (overflowY !== "visible") {
          top = Math.max(top, box.top);
          bottom = Math.min(bottom, box.bottom);
        }
        if (/auto|scroll/.test(overflowX + overflowY) && each !== document.body) scrolls = true;
        if (position === "fixed") break;
      }
      return { left, top, right, bottom, width: right - left, height: bottom - top, scrolls };
    };

    const faults = new Set();
    const all = [...document.querySelectorAll("body *")].filter((each) => !isHidden(each));

    // Text that is cut without a sign of it.
    for (const element of all) {
      const own = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== "",
      );
      const field = element.matches("input:not([type=radio], [type=checkbox], [type=range])");
      if (!own && !field) continue;
      const style = getComputedStyle(element);
      if (field) {
        // What was typed may be longer than its field; what is asked for may not.
        if (element.value !== "" || element.placeholder === "") continue;
        pen.font = style.font;
        const room =
          element.clientWidth -
          Number.parseFloat(style.paddingLeft) -
          Number.parseFloat(style.paddingRight);
        if (
          pen.measureText(element.placeholder).width > room + EDGE &&
          style.textOverflow !== "ellipsis"
        )
          faults.add(`${nameOf(element)} asks for “${element.placeholder}”, which is cut`);
        continue;
      }
      const cutsX = style.overflowX !== "visible" && !/auto|scroll/.test(style.overflowX);
      const cutsY = style.overflowY !== "visible" && !/auto|scroll/.test(style.overflowY);
      const signed = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
      if (cutsX && element.scrollWidth > element.clientWidth + EDGE && !signed)
        faults.add(
          `${nameOf(element)} is cut: ${element.scrollWidth} px of text in ${element.clientWidth}`,
        );
      if (cutsY && element.scrollHeight > element.clientHeight + 3 && !signed)
        faults.add(
          `${nameOf(element)} is cut in height: ${element.scrollHeight} px in ${element.clientHeight}`,
        );
      if (style.display === "inline" || cutsX) continue;
      // Text that is wider than its element runs over what stands beside it.
      if (
        element.scrollWidth > element.clientWidth + EDGE &&
        element.clientWidth > 0 &&
        !/auto|scroll/.test(style.overflowX)
      )
        faults.add(
          `${nameOf(element)} is wider than its place: ${element.scrollWidth} px in ${element.clientWidth}`,
        );
    }

    // Controls outside of the window, where nothing can be scrolled to reach them.
    const modal = document.querySelector("[aria-modal=true], .menu-list");
    // Under a dialog nothing scrolls, and nothing can be reached.
    const dialog = document.querySelector("[aria-modal=true]");
    const controls = all.filter(
      (each) =>
        each.matches(CONTROLS) && !each.closest(".near") && (!dialog || dialog.contains(each)),
    );
    const shown = [];
    for (const control of controls) {
      const full = control.getBoundingClientRect();
      if (full.width === 0 || full.height === 0) continue;
      const seen = inSight(control);
      const inWindow =
        full.left >= -EDGE &&
        full.top >= -EDGE &&
        full.right <= innerWidth + EDGE &&
        full.bottom <= innerHeight + EDGE;
      if (!inWindow && !seen.scrolls) faults.add(`${nameOf(control)} lies outside of the window`);
      const cut = seen.width < full.width - 2 || seen.height < full.height - 2;
      if (cut && !seen.scrolls) faults.add(`${nameOf(control)} is cut off by what is around it`);
      if (seen.width > 2 && seen.height > 2) shown.push({ control, seen });
    }

    // Controls that something else lies over.
    for (const { control, seen } of shown) {
      if (modal && !modal.contains(control)) continue;
      const x = (seen.left + seen.right) / 2;
      const y = (seen.top + seen.bottom) / 2;
      if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
      const over = document.elementFromPoint(x, y);
      if (!over || control.contains(over) || over.contains(control)) continue;
      // A native field may stand in for the words drawn beside it, a label for its box.
      if (over.closest("label")?.contains(control) || control.closest("label")?.contains(over))
        continue;
      if (
        over.closest(
          // What is scrolled goes under a head that stays.
          ".notice, .popover, .menu-list, .floating, .picker__list, .query__list, .splitter, .page__head",
        )
      )
        continue;
      faults.add(`${nameOf(control)} lies under ${nameOf(over)}`);
    }

    const { scrollWidth, scrollHeight } = document.scrollingElement;
    if (scrollWidth > innerWidth + EDGE || scrollHeight > innerHeight + EDGE)
      faults.add(`the window itself scrolls: ${scrollWidth}x${scrollHeight}`);
    return [...faults];
  });
}
