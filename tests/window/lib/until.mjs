// Waiting for conditions instead of for time.
import { setTimeout as pause } from "node:timers/promises";

const STEP_MS = 20;

/**
 * Asks again and again until `look` gives something true, and returns that. Errors count as not yet.
 * After `limit` milliseconds the error names `what` and the last answer.
 */
export async function until(what, look, limit = 60_000) {
  const end = performance.now() + limit;
  let last;
  for (;;) {
    try {
      last = await look();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) {
      const answer = last instanceof Error ? last.message : JSON.stringify(last);
      throw new Error(`Waited ${limit} ms in vain until ${what}. The last answer was: ${answer}`);
    }
    await pause(STEP_MS);
  }
}
