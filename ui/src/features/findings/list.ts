/** The lines of the findings panel: filtered, divided and ordered. */
import { SEVERITIES, SEVERITY_NAMES } from "../../components/severity";
import { compareNames, orderKey } from "../../document/order";
import type { Category, Finding, RuleInfo, Severity } from "../../platform";
import type { FindingGroup, FindingSort } from "../../session/persist";

export interface HeadLine {
  readonly line: "head";
  readonly key: string;
  readonly title: string;
  readonly count: number;
}

export interface FindingLine {
  readonly line: "finding";
  readonly key: string;
  readonly finding: Finding;
}

export type Line = HeadLine | FindingLine;

export const FAMILY_NAMES: Readonly<Record<Category, string>> = {
  ownership: "Ownership",
  contracts: "Contracts",
  topology: "Topology",
  resilience: "Resilience",
  people: "People",
  observability: "Observability",
  capabilities: "Capabilities",
};

/** What the list asks about others: names are the document's, families the catalogue's. */
export interface Names {
  readonly record: (finding: Finding) => string;
  readonly topology: (id: string) => string;
  readonly rule: (code: string) => RuleInfo | undefined;
}

export interface ListOptions {
  readonly group: FindingGroup;
  readonly sort: FindingSort;
  /** Only findings of this severity; all of them without one. */
  readonly severity: Severity | null;
  /** Words that a finding has to contain, all of them. */
  readonly text: string;
  /** Whether silenced findings are listed too, after the others. */
  readonly silenced: boolean;
}

export const SHARED = "Shared by all topologies";
const SILENCED = "Silenced";

export function linesOf(
  findings: readonly Finding[],
  options: ListOptions,
  names: Names,
): readonly Line[] {
  const wanted = findings.filter((finding) => isWanted(finding, options, names));
  const groups = new Map<string, Finding[]>();
  for (const finding of ordered(wanted, options.sort, names)) {
    const title = titleOf(finding, options.group, names);
    const known = groups.get(title);
    if (known) known.push(finding);
    else groups.set(title, [finding]);
  }
  return [...groups]
    .sort(([a], [b]) => rankOf(a) - rankOf(b) || compareNames(a, b))
    .flatMap(([title, members]): Line[] => [
      { line: "head", key: `head:${title}`, title, count: members.length },
      ...members.map((finding): Line => ({ line: "finding", key: finding.key, finding })),
    ]);
}

function isWanted(finding: Finding, options: ListOptions, names: Names): boolean {
  if (finding.silenced !== null && !options.silenced) return false;
  if (options.severity !== null && finding.severity !== options.severity) return false;
  const text = options.text.trim().toLowerCase();
  if (text === "") return true;
  const { code, name, message, subject } = finding;
  const all = `${code} ${name} ${message} ${subject.id} ${names.record(finding)}`.toLowerCase();
  return text.split(/\s+/).every((word) => all.includes(word));
}

function titleOf(finding: Finding, group: FindingGroup, names: Names): string {
  if (finding.silenced !== null) return SILENCED;
  switch (group) {
    case "severity":
      return capital(SEVERITY_NAMES[finding.severity].many);
    case "family":
      return familyOf(finding.code, names);
    case "place":
      return finding.topology === null ? SHARED : names.topology(finding.topology);
  }
}

/** The family's name and its letters; the letters alone until the catalogue is here. */
function familyOf(code: string, names: Names): string {
  const letters = code.replace(/[0-9]+$/, "");
  const category = names.rule(code)?.category;
  return category ? `${FAMILY_NAMES[category]} ${letters}` : letters;
}

const SEVERITY_TITLES = SEVERITIES.map((severity) => capital(SEVERITY_NAMES[severity].many));

/** Severities in their order, what all topologies share after the topologies, silenced ones last. */
function rankOf(title: string): number {
  if (title === SILENCED) return 99;
  if (title === SHARED) return 98;
  return Math.max(0, SEVERITY_TITLES.indexOf(title));
}

/** What counts first, then the two others. */
const STEPS: Readonly<Record<FindingSort, readonly FindingSort[]>> = {
  severity: ["severity", "code", "place"],
  code: ["code", "severity", "place"],
  place: ["place", "severity", "code"],
};

function ordered(findings: readonly Finding[], sort: FindingSort, names: Names): Finding[] {
  const steps = STEPS[sort];
  return findings
    .map((finding) => {
      const parts: Record<FindingSort, string> = {
        severity: String(SEVERITIES.indexOf(finding.severity)),
        code: orderKey(finding.code),
        place: orderKey(names.record(finding)),
      };
      return { finding, order: steps.map((step) => parts[step]).join("\u0000") };
    })
    .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))
    .map(({ finding }) => finding);
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export interface Counts {
  readonly error: number;
  readonly warning: number;
  readonly advice: number;
  readonly silenced: number;
}

export function countsOf(findings: readonly Finding[]): Counts {
  const counts = { error: 0, warning: 0, advice: 0, silenced: 0 };
  for (const { severity, silenced } of findings)
    counts[silenced === null ? severity : "silenced"] += 1;
  return counts;
}
