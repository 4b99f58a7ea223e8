/** The lines of the findings panel: filtered, divided and ordered. */
import { SEVERITIES, SEVERITY_NAMES } from "../../components/severity";
import { compareNames, orderKey } from "../../document/order";
import { kindName } from "../../document/records";
import type { Category, Finding, RecordKey, RuleInfo, Severity } from "../../platform";
import type { FindingGroup, FindingSort, FindingsFilter } from "../../session/persist";

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

export const CUSTOM_NAME = "Custom rules";

/** What the list asks about others: names are the document's, families the catalogue's. */
export interface Names {
  readonly record: (finding: Finding) => string;
  readonly topology: (id: string) => string;
  readonly rule: (code: string) => RuleInfo | undefined;
  /** Whether users wrote the rule. */
  readonly isCustom: (code: string) => boolean;
  /** Whether a record is selected on the drawing. */
  readonly isSelected: (key: RecordKey) => boolean;
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
  readonly filter: FindingsFilter;
}

export const CUSTOM = "custom";
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
  if (!isInFilter(finding, options.filter, names)) return false;
  const text = options.text.trim().toLowerCase();
  if (text === "") return true;
  const { code, name, message, subject } = finding;
  const all = `${code} ${name} ${message} ${subject.id} ${names.record(finding)}`.toLowerCase();
  return text.split(/\s+/).every((word) => all.includes(word));
}

function isInFilter(
  { code, subject, topology }: Finding,
  { families, about, place }: FindingsFilter,
  names: Names,
): boolean {
  if (families.length > 0 && !families.includes(familyOf(code, names))) return false;
  if (about === "selected" ? !names.isSelected(subject) : about && about !== subject.kind)
    return false;
  return place === null || (topology ?? "") === place;
}

/** The letters of a rule's family; rules of users are one. */
export function familyOf(code: string, names: Pick<Names, "isCustom">): string {
  return names.isCustom(code) ? CUSTOM : code.replace(/[0-9]+$/, "");
}

/** How many findings a choice of the filter would leave, and what it is called. */
export interface FilterCount {
  readonly value: string;
  readonly name: string;
  readonly count: number;
}

/** The choices of one filter with their counts, where the others hold. */
export function choicesOf(
  findings: readonly Finding[],
  options: ListOptions,
  of: keyof FindingsFilter,
  names: Names,
): readonly FilterCount[] {
  const none = { families: [], about: null, place: null }[of];
  const others = { ...options, filter: { ...options.filter, [of]: none } };
  const counts = new Map<string, { name: string; count: number }>();
  for (const finding of findings) {
    if (!isWanted(finding, others, names)) continue;
    const { value, name } = choiceOf(finding, of, names);
    const known = counts.get(value);
    if (known) known.count += 1;
    else counts.set(value, { name, count: 1 });
  }
  return [...counts]
    .map(([value, counted]) => ({ value, ...counted }))
    .sort((a, b) => rankOf(a.name) - rankOf(b.name) || compareNames(a.name, b.name));
}

function choiceOf(
  { code, subject, topology }: Finding,
  of: keyof FindingsFilter,
  names: Names,
): { readonly value: string; readonly name: string } {
  switch (of) {
    case "families":
      return { value: familyOf(code, names), name: familyName(code, names) };
    case "about":
      return { value: subject.kind, name: kindName(subject.kind) };
    case "place":
      return { value: topology ?? "", name: topology === null ? SHARED : names.topology(topology) };
  }
}

function titleOf(finding: Finding, group: FindingGroup, names: Names): string {
  if (finding.silenced !== null) return SILENCED;
  switch (group) {
    case "severity":
      return capital(SEVERITY_NAMES[finding.severity].many);
    case "family":
      return familyTitle(finding.code, names);
    case "rule":
      return `${finding.code} ${finding.name}`;
    case "subject":
      return names.record(finding);
    case "place":
      return finding.topology === null ? SHARED : names.topology(finding.topology);
  }
}

/** The family's name and its letters; the letters alone until the catalogue is here. */
function familyTitle(code: string, names: Names): string {
  const name = familyName(code, names);
  const letters = familyOf(code, names);
  return letters === CUSTOM || letters === name ? name : `${name} ${letters}`;
}

function familyName(code: string, names: Names): string {
  if (names.isCustom(code)) return CUSTOM_NAME;
  const category = names.rule(code)?.category;
  return category ? FAMILY_NAMES[category] : familyOf(code, names);
}

const SEVERITY_TITLES = SEVERITIES.map((severity) => capital(SEVERITY_NAMES[severity].many));

/** Severities in their order, what all topologies share after the topologies, silenced ones last. */
function rankOf(title: string): number {
  if (title === SILENCED) return 99;
  if (title === SHARED) return 98;
  if (title === CUSTOM_NAME) return 97;
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
