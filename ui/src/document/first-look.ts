/** What the window shows first, asked for before most of its code has run. */
import { type FirstLook, platform } from "../platform";

let asked: Promise<FirstLook> | null = null;

/** Asks now, so that the answer comes meanwhile. */
export function askFirstLook(): void {
  asked = platform().firstLook();
  // Whoever takes it hears of a failure.
  asked.catch(() => {});
}

/** The answer that was asked for, once; a new one after that. */
export function firstLook(): Promise<FirstLook> {
  const look = asked ?? platform().firstLook();
  asked = null;
  return look;
}
