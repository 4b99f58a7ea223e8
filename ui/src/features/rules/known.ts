/** Rules as the window shows them, the catalogue's and those that users wrote. */
import { useMemo } from "react";
import { compareNames } from "../../document/order";
import { useDocument } from "../../document/store";
import type { CustomRule, Finding, RuleInfo, Severity } from "../../platform";
import { CUSTOM_NAME, FAMILY_NAMES } from "../findings/list";
import { useRules } from "../findings/rules";

export interface KnownRule {
  readonly code: string;
  readonly name: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly family: string;
  /** Null for one of the catalogue. */
  readonly custom: CustomRule | null;
  readonly info: RuleInfo | null;
}

/** All rules: those of the catalogue by code, then those that users wrote. */
export function useKnownRules(): readonly KnownRule[] {
  const catalogue = useRules();
  const custom = useDocument((state) => state.custom?.rules);
  return useMemo(() => {
    const own = [...catalogue.values()].map(
      (info): KnownRule => ({ ...info, family: FAMILY_NAMES[info.category], custom: null, info }),
    );
    const theirs = (custom ?? []).map(
      (rule): KnownRule => ({
        code: rule.code,
        name: rule.name,
        severity: rule.severity,
        summary: firstLine(rule.why || rule.message),
        family: CUSTOM_NAME,
        custom: rule,
        info: null,
      }),
    );
    return [...own, ...theirs];
  }, [catalogue, custom]);
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

/** How many findings each rule has that nobody has silenced. */
export function countByRule(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { code, silenced } of findings)
    if (silenced === null) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

/** Whether every word of a text is somewhere in a rule's own words. */
export function isMeant({ code, name, summary }: KnownRule, text: string): boolean {
  const all = `${code} ${name} ${summary}`.toLowerCase();
  return text
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** Families in the catalogue's order of codes, each with its rules. */
export function byFamily(
  rules: readonly KnownRule[],
): readonly (readonly [string, readonly KnownRule[]])[] {
  const families = new Map<string, KnownRule[]>();
  for (const rule of [...rules].sort((a, b) => compareNames(a.code, b.code))) {
    const known = families.get(rule.family);
    if (known) known.push(rule);
    else families.set(rule.family, [rule]);
  }
  const last = (family: string) => Number(family === CUSTOM_NAME);
  return [...families].sort(([a], [b]) => last(a) - last(b));
}
