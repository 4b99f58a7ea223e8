/** Sizes for a document without a layout: every row is as tall as a line, everything else as tall as a screen. */
import { vi } from "vitest";

const ROW_PX = 28;
const SCREEN_PX = 600;

class StillObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

export function giveSizes(): void {
  vi.stubGlobal("ResizeObserver", StillObserver);
  Element.prototype.scrollIntoView = () => {};
  Element.prototype.scrollTo = () => {};
  const screen = { configurable: true, get: () => SCREEN_PX };
  Object.defineProperties(Element.prototype, { clientWidth: screen, clientHeight: screen });
  Object.defineProperties(HTMLElement.prototype, {
    offsetWidth: screen,
    offsetHeight: {
      configurable: true,
      get(this: HTMLElement) {
        return this.dataset.index === undefined ? SCREEN_PX : ROW_PX;
      },
    },
  });
}
