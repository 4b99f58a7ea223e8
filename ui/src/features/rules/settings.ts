/** The records that say how a rule runs: for the whole registry, and for single topologies. */
import { type Draft, put, remove, withFields } from "../../document/drafts";
import { freshId, slug } from "../../document/records";
import { type DocumentState, recordsOf } from "../../document/store";
import type { Json, RuleSetting, RuleSeverity } from "../../platform";

/** What settings name a rule by. */
export interface Named {
  readonly code: string;
  readonly name: string;
}

export type Options = Readonly<Record<string, Json>>;

/** Of the whole registry where the topology is null; the one that outranks the others last. */
export function settingsOf(
  state: DocumentState,
  rule: Named,
  topology: string | null,
): readonly RuleSetting[] {
  const words = [rule.code.toLowerCase(), rule.name.toLowerCase()];
  return [...recordsOf(state, "rule_setting").values()]
    .map(({ record }) => record)
    .filter(
      (setting) =>
        words.includes(setting.code.toLowerCase()) && (setting.topology ?? null) === topology,
    );
}

/** Every setting of a rule, wherever it holds. */
export function isSet(state: DocumentState, rule: Named): boolean {
  const words = [rule.code.toLowerCase(), rule.name.toLowerCase()];
  return [...recordsOf(state, "rule_setting").values()].some(({ record }) =>
    words.includes(record.code.toLowerCase()),
  );
}

export interface Said {
  readonly severity: RuleSeverity | null;
  readonly options: Options;
}

/** What the settings of one place say together. */
export function saidBy(settings: readonly RuleSetting[]): Said {
  let severity: RuleSeverity | null = null;
  let options: Options = {};
  for (const setting of settings) {
    severity = setting.severity ?? severity;
    options = { ...options, ...optionsIn(setting) };
  }
  return { severity, options };
}

function optionsIn({ options }: RuleSetting): Options {
  return typeof options === "object" && options !== null && !Array.isArray(options)
    ? (options as Options)
    : {};
}

/** The edits after which a place says this of a rule. What says nothing any more is deleted. */
export function draftsOf(
  state: DocumentState,
  rule: Named,
  topology: string | null,
  said: Said,
): readonly Draft[] {
  const settings = settingsOf(state, rule, topology);
  const kept = settings.at(-1);
  const others = settings.slice(0, -1).map(({ id }) => remove("rule_setting", id));
  const options = Object.keys(said.options).length > 0 ? said.options : null;
  if (said.severity === null && options === null)
    return [...others, ...(kept ? [remove("rule_setting", kept.id)] : [])];
  const known = recordsOf(state, "rule_setting");
  const fresh: RuleSetting = {
    id: freshId(slug(`${rule.code}-${topology ?? ""}`, "rule"), (id) => known.has(id)),
    code: rule.code,
  };
  const record = withFields(kept ?? fresh, {
    severity: said.severity,
    options: options as Json | null,
    topology,
  });
  return [...others, put("rule_setting", record)];
}

/** The same without one option. */
export function without(options: Options, name: string): Options {
  return Object.fromEntries(Object.entries(options).filter(([each]) => each !== name));
}
