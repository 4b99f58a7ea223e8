/** In a dialog the Tab key goes round among what is in it. */
import type { KeyboardEvent } from "react";

const FOCUSABLE = 'button:not(:disabled), a[href], input, select, [tabindex="0"]';

export function keepFocusWithin(event: KeyboardEvent, dialog: HTMLElement | null): void {
  if (event.key !== "Tab" || !dialog) return;
  const stops = [...dialog.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const first = stops[0];
  const last = stops.at(-1);
  const leaves = event.shiftKey ? first : last;
  if (document.activeElement !== leaves) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}
