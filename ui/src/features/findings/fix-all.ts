/** Fixes that need nobody's decision, as far as they can be applied together. */
import type { Draft } from "../../document/drafts";
import type { EditCommand, Finding, Fix } from "../../platform";

export interface SafeFix {
  readonly finding: Finding;
  readonly fix: Fix;
}

/** The first safe way to mend each finding that speaks. */
export function safeFixes(findings: readonly Finding[]): SafeFix[] {
  return findings.flatMap((finding) => {
    const fix = finding.silenced === null ? finding.fixes.find(({ safe }) => safe) : undefined;
    return fix ? [{ finding, fix }] : [];
  });
}

export interface Together {
  readonly now: readonly SafeFix[];
  /** Those that write a record which an earlier one writes; they are worked out anew afterwards. */
  readonly later: readonly SafeFix[];
}

/** Each fix holds whole records, so that two of them cannot write the same one in one step. */
export function together(fixes: readonly SafeFix[]): Together {
  const written = new Set<string>();
  const now: SafeFix[] = [];
  const later: SafeFix[] = [];
  for (const each of fixes) {
    const keys = each.fix.edits.map(({ kind, id }) => `${kind}:${id}`);
    if (keys.some((key) => written.has(key))) later.push(each);
    else {
      for (const key of keys) written.add(key);
      now.push(each);
    }
  }
  return { now, later };
}

/** A fix's edits without the revisions that the rule saw: they are tied to those of the document when they are sent. */
export function draftsOf(edits: readonly EditCommand[]): Draft[] {
  return edits.map(
    ({ base_revision: _base, operation_id: _operation, ...draft }) => draft as Draft,
  );
}
