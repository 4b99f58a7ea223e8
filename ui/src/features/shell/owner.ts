import type { CSSProperties } from "react";

const OWNERS = 10;

/** A team's colour as the drawing shows it. */
export function ownerColour(index: number | null): string {
  return index === null ? "var(--unowned)" : `var(--owner-${(index % OWNERS) + 1})`;
}

export function ownerStyle(index: number | null): CSSProperties {
  return { background: ownerColour(index) };
}
