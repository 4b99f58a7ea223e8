/** Numbers of the audit as people read them. */
import {
  Activity,
  FileText,
  FlaskConical,
  Handshake,
  LifeBuoy,
  type LucideIcon,
  Tag,
  Users,
} from "lucide-react";
import type { Question, SeriesMark } from "../../platform";

export const QUESTION_ICONS: Record<Question, LucideIcon> = {
  contract: FileText,
  versioned: Tag,
  owned: Users,
  instrumented: Activity,
  failure_path: LifeBuoy,
  tested: FlaskConical,
  reviewed: Handshake,
};

/** A share of 0 to 1 in whole percent. */
export function percent(share: number): string {
  return share > 0 && share < 0.005 ? "<1 %" : `${Math.round(share * 100)} %`;
}

/** What is said of a score of nothing: it is none, not a bad one. */
export const NOTHING_COUNTED = "nothing to count";

/** A figure of a point in time; null where nothing was counted then, so that charts leave a gap. */
export function figureAt(mark: SeriesMark | null, figure: "score" | "mean_risk"): number | null {
  return mark === null || mark.handoffs === 0 ? null : mark[figure];
}

/** A risk of 0 to 100. */
export function riskWords(risk: number): string {
  return risk < 10 ? risk.toFixed(1) : String(Math.round(risk));
}

/** How grave a risk is, for its colour; the number stands beside it. */
export function riskTone(risk: number): "high" | "middle" | "low" {
  if (risk >= 30) return "high";
  return risk >= 10 ? "middle" : "low";
}

export function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

const DAY = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });
const MOMENT = new Intl.DateTimeFormat("en", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hour12: false,
});

export function dayWords(at: string): string {
  return DAY.format(Date.parse(at));
}

/** Days, or moments where all lies within one. */
export function momentWords(at: string, within: readonly string[]): string {
  const times = within.map((each) => Date.parse(each));
  const short = Math.max(...times) - Math.min(...times) < 2 * 86_400_000;
  return (short ? MOMENT : DAY).format(Date.parse(at));
}
