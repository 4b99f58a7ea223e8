/** What a change is called, and what it does to those who are hit, in words. */
import { agentOf } from "../../document/records";
import { targetName } from "../../document/scene-words";
import { type DocumentState, nameOf, recordOf } from "../../document/store";
import type { Effect, EffectCounts, FirstStep, ImpactQuestion, MoveOrder } from "../../platform";

/** Worst first. `unaffected` is never listed. */
export const EFFECTS = [
  "breaks",
  "undecided",
  "unowned",
  "needs_upgrade",
  "deprecated",
] as const satisfies readonly Effect[];

export const EFFECT_NAMES: Record<Effect, string> = {
  breaks: "breaks",
  undecided: "undecided",
  unowned: "unowned",
  needs_upgrade: "needs an upgrade",
  deprecated: "deprecated",
  unaffected: "unaffected",
};

/** After a number other than one. */
export const EFFECTS_NAMES: Record<Effect, string> = {
  ...EFFECT_NAMES,
  breaks: "break",
  needs_upgrade: "need an upgrade",
};

export const EFFECT_MEANINGS: Record<Effect, string> = {
  breaks: "A payload shows that it fails, or what it needs is gone",
  undecided: "It could not be proven either way",
  unowned: "An owner, a fallback owner or an escalation target is gone",
  needs_upgrade: "Safe in itself, but the receiver's accepted range leaves the version out",
  deprecated: "What it carries has a date on which it ends",
  unaffected: "Nothing happens to it",
};

export const ORDER_NAMES: Record<MoveOrder, string> = {
  receivers_first: "Receivers move first",
  senders_first: "Senders move first",
  any_order: "Both may move on their own",
  together: "Both at once, or old and new side by side",
  senders_only: "Only the sender has to move",
  receivers_only: "Only the receiver has to move",
  owners: "Its owners have to act",
};

export function totalOf(counts: EffectCounts): number {
  return EFFECTS.reduce((sum, effect) => sum + counts[effect], 0);
}

/** What is asked, as a title. */
export function questionTitle(state: DocumentState, question: ImpactQuestion): string {
  const name = (kind: Parameters<typeof nameOf>[1], id: string) => nameOf(state, kind, id);
  switch (question.ask) {
    case "contract_draft":
      return `If ${name("contract", question.contract)} changed like this`;
    case "contract_moves":
      return `If everybody moved to ${name("contract", question.contract)} ${question.version}`;
    case "contract_retired":
      return `If ${name("contract", question.contract)} were retired`;
    case "version_retired":
      return `If ${name("contract", question.contract)} ${question.version} were retired`;
    case "version_deprecated":
      return `If ${name("contract", question.contract)} ${question.version} were deprecated`;
    case "agent_moves":
      return `If ${name("agent", question.agent)} moved to ${question.version}`;
    case "agent_retired":
      return `If ${name("agent", question.agent)} were retired`;
    case "capability_removed":
      return question.agent
        ? `If ${name("agent", question.agent)} lost ${question.tag}`
        : `If nobody could ${question.tag} any more`;
    case "range_changed":
      return `If ${name("agent", question.agent)} accepted ${name("contract", question.contract)} ${question.range}`;
    case "responder_removed":
      return `If ${name(question.kind, question.id)} were removed`;
    case "owners_removed":
      return `If ${ends(state, question.handoff)} lost its owners`;
    case "sensitive_added":
      return `If ${question.pointer} of ${name("contract", question.contract)} were sensitive`;
  }
}

/** From whom to whom a handoff goes. */
export function ends(state: DocumentState, id: string): string {
  const handoff = recordOf(state, "handoff", id);
  if (!handoff) return id;
  const to = agentOf(handoff.to);
  const target = to === null ? targetName(state, handoff.to) : nameOf(state, "agent", to);
  return `${nameOf(state, "agent", handoff.from)} → ${target}`;
}

export function daysWords(days: number): string {
  if (days === 0) return "today";
  const many = Math.abs(days) === 1 ? "day" : "days";
  return days > 0 ? `in ${days} ${many}` : `${-days} ${many} ago`;
}

export function firstStepWords(state: DocumentState, step: FirstStep): string {
  const { notify, after_minutes, channel } = step;
  const called = nameOf(state, notify.kind, notify.id);
  const after = after_minutes === 0 ? "at once" : `after ${after_minutes} min`;
  return `${channel || "tell"} ${called} ${after}`;
}
