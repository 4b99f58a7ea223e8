/** The field of the inspector in which a finding is answered by hand. */

const FIELDS: Readonly<Record<string, string>> = {
  CAP001: "to",
  CON001: "contract",
  CON003: "version",
  CON010: "version",
  HIL001: "gate",
  OWN001: "team",
  OWN002: "owners",
  OWN003: "fallback-owner",
  OWN004: "escalation-path",
  RES003: "fallbacks",
  TOP003: "loop-limit",
};

/** Brings the field into view and puts the cursor there; without one the inspector alone is shown. */
export function showField(code: string): void {
  const name = FIELDS[code];
  if (name === undefined) return;
  // The inspector of what was selected just now is in the document with the next frame.
  requestAnimationFrame(() => {
    const place = document.querySelector<HTMLElement>(`[data-field="${name}"]`);
    const control = place?.matches("button")
      ? place
      : place?.querySelector<HTMLElement>("select, input, textarea");
    control?.scrollIntoView({ block: "nearest" });
    control?.focus();
  });
}
