/** The order of an escalation path's steps, as a ladder shows it. */
import type { EscalationStep } from "../../../platform";

const USUAL_GAP_MINUTES = 15;
const HOUR_MINUTES = 60;

/** The earliest first; steps of the same minute keep their order. */
export function inOrder(steps: readonly EscalationStep[]): EscalationStep[] {
  return [...steps].sort((a, b) => a.after_minutes - b.after_minutes);
}

/** Others stand on the rungs, in the order of the old places; each rung keeps its minutes. */
export function moveRungs(
  steps: readonly EscalationStep[],
  order: readonly number[],
): EscalationStep[] {
  return order.flatMap((from, to) => {
    const moved = steps[from];
    const rung = steps[to];
    return moved && rung ? [{ ...moved, after_minutes: rung.after_minutes }] : [];
  });
}

/** When a further step would come: at once, or as much later as the last one was. */
export function nextMinutes(steps: readonly EscalationStep[]): number {
  const last = steps.at(-1);
  if (!last) return 0;
  const gap = last.after_minutes - (steps.at(-2)?.after_minutes ?? last.after_minutes);
  return last.after_minutes + (gap > 0 ? gap : USUAL_GAP_MINUTES);
}

/** `at once`, `25 min`, `1 h`, `1 h 10 min`. */
export function clockOf(minutes: number): string {
  if (minutes === 0) return "at once";
  const hours = Math.floor(minutes / HOUR_MINUTES);
  const rest = minutes % HOUR_MINUTES;
  return [hours > 0 ? `${hours} h` : "", rest > 0 ? `${rest} min` : ""].filter(Boolean).join(" ");
}
