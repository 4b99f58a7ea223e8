/** A panel whose code is still being read is there long before. */
const MOST_FRAMES = 120;

/** Does something with an element as soon as it is in the document, with the next frame at the earliest; nothing where it never comes. */
export function onceThere(
  find: () => HTMLElement | null | undefined,
  then: (element: HTMLElement) => void,
  frames = MOST_FRAMES,
): void {
  requestAnimationFrame(() => {
    const element = find();
    if (element) then(element);
    else if (frames > 1) onceThere(find, then, frames - 1);
  });
}
