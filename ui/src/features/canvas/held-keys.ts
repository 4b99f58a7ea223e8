/** The space bar, which turns every drag into a pan while it is held. */
let space = false;
const listeners = new Set<() => void>();

export function spaceIsHeld(): boolean {
  return space;
}

export function holdSpace(held: boolean): void {
  if (space === held) return;
  space = held;
  for (const listener of listeners) listener();
}

export function onSpace(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
