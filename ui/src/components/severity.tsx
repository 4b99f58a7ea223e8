import { CircleAlert, Lightbulb, TriangleAlert } from "lucide-react";
import type { Severity } from "../platform";

export const SEVERITIES: readonly Severity[] = ["error", "warning", "advice"];

export const SEVERITY_NAMES: Record<Severity, { one: string; many: string }> = {
  error: { one: "error", many: "errors" },
  warning: { one: "warning", many: "warnings" },
  advice: { one: "advice", many: "advice" },
};

const MARKS = { error: CircleAlert, warning: TriangleAlert, advice: Lightbulb };

export function SeverityMark({
  severity,
  size = 14,
}: {
  readonly severity: Severity;
  readonly size?: number;
}) {
  const Mark = MARKS[severity];
  return <Mark size={size} className={`severity--${severity}`} aria-label={severity} />;
}
