/** Names of fields and words of closed lists as people read them. */

/** The unit that a name ends with, and how it is written. */
const UNITS: readonly (readonly [suffix: string, unit: string])[] = [
  ["_ms", "ms"],
  ["_minutes", "min"],
  ["_seconds", "s"],
  ["_tokens", "tokens"],
  ["_usd", "USD"],
];

/** Written as they are spoken of, wherever they stand in a name. */
const SPELLINGS: Readonly<Record<string, string>> = {
  a2a: "A2A",
  ai: "AI",
  api: "API",
  id: "id",
  ivr: "IVR",
  json: "JSON",
  mcp: "MCP",
  url: "address",
};

/** Titles that the name alone does not give. */
const TITLES: Readonly<Record<string, string>> = {
  after_minutes: "After",
  p50_ms: "Median time",
  p95_ms: "95 % within",
  latency_p50_ms: "Median time",
  latency_p95_ms: "95 % within",
  flow_limit: "Parallel flows",
  at_once: "Requests at once",
  queue_limit: "May wait",
  passes_on: "Passes on",
  trust_domain: "Trust domain",
  a2a: "A2A card",
  mcp: "MCP server",
  repo: "Repository",
  by: "Who",
  at: "When",
};

/** Numbers between 0 and 1 that people know as percentages. */
export const SHARES: ReadonlySet<string> = new Set([
  "abandon_on_repeat",
  "catches",
  "context_loss",
  "hallucination",
  "human_rate",
  "malformed",
  "recovery",
  "resolves",
  "silent",
  "success",
  "tool_failure",
  "unavailable",
]);

/** Texts of more than a line. */
export const LONG_TEXTS: ReadonlySet<string> = new Set([
  "cause",
  "change_note",
  "condition",
  "lesson",
  "meaning",
  "message",
  "note",
  "notes",
  "purpose",
  "reason",
  "rule",
  "text",
]);

/** Texts that machines read: pointers, expressions, versions, codes. */
export const CODE_TEXTS: ReadonlySet<string> = new Set([
  "code",
  "condition",
  "pointer",
  "range",
  "version",
]);

export function unitOf(name: string): string | null {
  return UNITS.find(([suffix]) => name.endsWith(suffix))?.[1] ?? null;
}

/** `context_window_tokens` is `Context window`: the unit stands behind the number. */
export function titleOf(name: string): string {
  const known = TITLES[name];
  if (known !== undefined) return known;
  const suffix = UNITS.find(([end]) => name.endsWith(end))?.[0] ?? "";
  return phrase(name.slice(0, name.length - suffix.length));
}

/** `in_review` becomes `In review`, `ivr` `IVR`, `TASK` `Task`. */
export function phrase(word: string): string {
  const text = word
    .toLowerCase()
    .split("_")
    .map((part) => SPELLINGS[part] ?? part)
    .join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
