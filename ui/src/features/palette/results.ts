/** What the palette lists for what was typed: commands, records, and what was chosen lately. */
import type { Action } from "../../actions/action";
import { missing } from "../../actions/when";
import type { Kind, RecordKey, SearchHit } from "../../platform";
import type { Choice } from "../../session/persist";
import { kindNames } from "../registry/kinds";
import { match } from "./match";

export type Line =
  | {
      readonly key: string;
      readonly action: Action;
      readonly enabled: boolean;
      /** What has to be so first, where it is not enabled. */
      readonly missing: string;
    }
  | { readonly key: string; readonly hit: SearchHit };

export interface Section {
  readonly title: string;
  readonly lines: readonly Line[];
  /** The title says what its records are. */
  readonly isOfOneKind?: true;
}

/** Records that are shown for what was typed. */
export const MOST_HITS = 24;
/** Commands that are shown beside records. */
const MOST_COMMANDS = 8;
const MOST_RECENT = 6;
/** From here on a command's own words were meant: a word of its title begins as what was typed. */
const MEANT = 0.8;

/** `>` in front asks for commands alone. */
export function asked(text: string): { readonly words: string; readonly commandsOnly: boolean } {
  const commandsOnly = text.trimStart().startsWith(">");
  return { words: commandsOnly ? text.trimStart().slice(1).trim() : text.trim(), commandsOnly };
}

export interface Sources {
  readonly actions: readonly Action[];
  /** Records that fit, from `recordsOf`. */
  readonly found: readonly Section[];
  readonly choices: readonly Choice[];
  /** A record's newest name; null where it is gone. */
  readonly nameOf: (subject: RecordKey) => string | null;
}

/**
 * Records by kind, the kind of the best hit first, and within a kind as they were ranked. As long as the hits stay, so do the
 * lines, and nothing is drawn anew.
 */
export function recordsOf(hits: readonly SearchHit[]): readonly Section[] {
  const kinds = new Map<Kind, Line[]>();
  for (const hit of hits.slice(0, MOST_HITS)) {
    const lines = kinds.get(hit.kind);
    if (lines) lines.push(hitLine(hit));
    else kinds.set(hit.kind, [hitLine(hit)]);
  }
  return [...kinds].map(([kind, lines]) => ({ title: kindNames(kind), lines, isOfOneKind: true }));
}

export function sectionsFor(text: string, sources: Sources): Section[] {
  const { words, commandsOnly } = asked(text);
  if (words === "") {
    const all = byGroup(sources.actions);
    return filled(commandsOnly ? all : [recent(sources), ...all]);
  }
  const commands = matching(sources.actions, words);
  if (commandsOnly) return filled([{ title: "Commands", lines: commands.map(scoredLine) }]);
  const meant = commands.filter(({ score }) => score >= MEANT).slice(0, MOST_COMMANDS);
  const others = commands
    .filter(({ score }) => score < MEANT)
    .slice(0, MOST_COMMANDS - meant.length);
  return filled([
    { title: "Commands", lines: meant.map(scoredLine) },
    ...sources.found,
    { title: meant.length > 0 ? "More commands" : "Commands", lines: others.map(scoredLine) },
  ]);
}

interface Scored {
  readonly action: Action;
  readonly score: number;
}

/** The best first, and what can be done before what cannot. */
function matching(actions: readonly Action[], words: string): Scored[] {
  return actions
    .map((action) => ({ action, score: match(words, action.title, [action.group]) }))
    .filter(({ score }) => score > 0)
    .map((scored) => ({ ...scored, enabled: scored.action.enabled() }))
    .sort((a, b) => Number(b.enabled) - Number(a.enabled) || b.score - a.score);
}

function recent({ actions, choices, nameOf }: Sources): Section {
  const lines = choices.flatMap((choice): Line[] => {
    if ("action" in choice) {
      const action = actions.find(({ id }) => id === choice.action);
      return action ? [{ ...commandLine(action), key: `recent:${action.id}` }] : [];
    }
    const { kind, id } = choice.record;
    const name = nameOf(choice.record);
    return name === null
      ? []
      : [{ ...hitLine({ kind, id, name, note: "" }), key: `recent:${kind}:${id}` }];
  });
  return { title: "Recent", lines: lines.slice(0, MOST_RECENT) };
}

function byGroup(actions: readonly Action[]): Section[] {
  const groups = [...new Set(actions.map(({ group }) => group))];
  return groups.map((group) => ({
    title: group,
    lines: actions.filter((action) => action.group === group).map(commandLine),
  }));
}

function commandLine(action: Action): Line {
  const enabled = action.enabled();
  const key = `action:${action.id}`;
  return { key, action, enabled, missing: enabled ? "" : missing(action) };
}

function scoredLine({ action }: Scored): Line {
  return commandLine(action);
}

function hitLine(hit: SearchHit): Line {
  return { key: `${hit.kind}:${hit.id}`, hit };
}

function filled(sections: readonly Section[]): Section[] {
  return sections.filter(({ lines }) => lines.length > 0);
}
