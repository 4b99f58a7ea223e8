/** Moments of the start, in their order, that benchmarks and developer tools read from the page's own timeline. */

type Moment = "code-begins" | "code-ran" | "records-arrived" | "drawing-arrived" | "drawing-shown";

/** Notes that something has just happened; only the last time is kept. */
export function mark(moment: Moment): void {
  performance.clearMarks(moment);
  performance.mark(moment);
}
