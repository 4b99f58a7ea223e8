/** The areas of the window, in the order in which a key goes around them. */
const AREAS = [
  ".top-bar",
  ".side--left",
  "[data-testid=canvas]",
  ".registry",
  ".audit",
  ".window__bottom",
  ".side--right",
];
const FOCUSABLE =
  'button:not(:disabled), input:not(:disabled), select, textarea, a[href], [tabindex="0"]';

/** Takes the focus to the next (1) or the previous (-1) area that has something to focus. */
export function goToArea(step: 1 | -1): void {
  const areas = AREAS.flatMap((selector) => [...document.querySelectorAll<HTMLElement>(selector)]);
  const within = areas.findIndex((area) => area.contains(document.activeElement));
  const from = within < 0 && step < 0 ? 0 : within;
  for (let i = 1; i <= areas.length; i++) {
    const area = areas[(from + i * step + areas.length * 2) % areas.length];
    const first = [...(area?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])].find(
      (element) => element.tabIndex >= 0,
    );
    if (!first) continue;
    first.focus();
    return;
  }
}

/** Takes the focus to what comes after (1) or before (-1) everything inside of an element; false where nothing does. */
export function goBeyond(element: Element, step: 1 | -1): boolean {
  const side = step === 1 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  const beyond = [...document.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (each) =>
      each.tabIndex >= 0 &&
      !element.contains(each) &&
      (element.compareDocumentPosition(each) & side) !== 0 &&
      each.getClientRects().length > 0,
  );
  const next = step === 1 ? beyond[0] : beyond.at(-1);
  next?.focus();
  return next !== undefined;
}
