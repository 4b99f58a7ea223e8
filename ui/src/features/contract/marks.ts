/** What is to be marked in the text of a schema: what is wrong with it, what breaks, what may have been renamed. */
import type { CodeMark } from "../../components/code-editor/code-editor";
import type { Level } from "../../platform";
import type { Judged } from "./use-judgement";
import { breaksWords, sidesOf } from "./words";

const SCHEMA = "/payload_schema";
const SEVERITY: Record<Level, CodeMark["severity"]> = {
  error: "error",
  warning: "warning",
  info: "info",
};

export interface SchemaProblem {
  readonly pointer: string;
  readonly level: Level;
  readonly message: string;
}

/** What is wrong with the schema itself, with the places in it. */
export function schemaProblems({ check }: Judged): SchemaProblem[] {
  return (check?.problems ?? [])
    .filter(({ path }) => path === SCHEMA || path.startsWith(`${SCHEMA}/`))
    .map(({ path, level, message }) => ({ pointer: path.slice(SCHEMA.length), level, message }));
}

export function schemaMarks(judged: Judged): CodeMark[] {
  const marks: CodeMark[] = schemaProblems(judged).map(({ pointer, level, message }) => ({
    at: pointer,
    severity: SEVERITY[level],
    message,
  }));
  const { judgement } = judged;
  if (!judgement) return marks;
  for (const comparison of judgement.against) {
    const { verdict, part, pointer, reason } = comparison.backward;
    if (verdict === "safe" || part !== "payload" || typeof pointer !== "string") continue;
    const { sender, receiver } = sidesOf("backward", comparison);
    const what = verdict === "breaking" ? "rejects what" : "may reject what";
    marks.push({
      at: pointer,
      severity: verdict === "breaking" ? "error" : "warning",
      message: `${receiver} ${what} a sender of ${sender} writes: ${reason ?? "no proof was found"}`,
    });
  }
  for (const { pointer, message, breaks } of judgement.before?.changes ?? []) {
    if (breaks.length > 0)
      marks.push({
        at: pointer,
        severity: "warning",
        message: `${message} (${breaksWords(breaks)})`,
      });
  }
  return marks;
}
