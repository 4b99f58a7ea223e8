//! Terminations: how often a team goes round, how long it may take, and who ends it with what.

use super::component::Component;
use crate::pen::{Pen, count_of, milliseconds, str_of};
use baton_model::{Handoff, Json, Trigger, TriggerClause, TriggerOn};
use serde_json::Value;

/// Deepest nesting of conditions.
const DEEPEST: usize = 16;

/// What ends a team.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// Turns after which it stops.
    pub turns: Option<u32>,
    /// Time after which it stops, in milliseconds.
    pub timeout_ms: Option<u32>,
    /// Words that end it, whoever says them.
    pub words: Vec<Word>,
    /// Who ends it by speaking.
    pub speakers: Vec<String>,
    /// To whom a handoff ends it: whoever runs the team goes on.
    pub outside: Vec<String>,
    /// Whether the end of an agent's work ends it.
    pub by_stop: bool,
}

/// A word that ends a team.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word {
    text: String,
    /// By whom it has to be said; by anybody where there are none.
    by: Vec<String>,
}

impl Word {
    fn counts_from(&self, name: &str) -> bool {
        self.by.is_empty() || self.by.iter().any(|source| source == name)
    }
}

/// The names of a list.
fn names(condition: &Component<'_>, member: &str) -> Vec<String> {
    let list = condition.config.get(member).and_then(Value::as_array);
    let names = list.into_iter().flatten().filter_map(Value::as_str);
    names.map(str::to_owned).collect()
}

impl Ends {
    pub(super) fn read(pen: &mut Pen<'_>, team: &Component<'_>) -> Self {
        let mut ends = Self {
            turns: count_of(team.config, "max_turns"),
            ..Self::default()
        };
        if let Some(condition) = team.inner("termination_condition") {
            ends.add(pen, &condition, 0);
        }
        ends
    }

    fn add(&mut self, pen: &mut Pen<'_>, condition: &Component<'_>, depth: usize) {
        let place = condition.place.clone();
        if depth > DEEPEST {
            pen.notes.warning(
                &place,
                "conditions are nested too deep; the rest was left out",
            );
            return;
        }
        let least = |known: Option<u32>, new: Option<u32>| match (known, new) {
            (Some(known), Some(new)) => Some(known.min(new)),
            (known, new) => known.or(new),
        };
        match condition.class {
            "OrTerminationCondition" | "AndTerminationCondition" | "CombinationTermination" => {
                let is_and = condition.class == "AndTerminationCondition"
                    || str_of(condition.config, "operator") == Some("and");
                if is_and {
                    pen.notes.warning(&place, "all of these conditions have to hold for the team to stop; each is carried as a limit of its own");
                }
                let list = condition.config.get("conditions");
                let at = condition.at("conditions");
                for (index, _) in pen.objects(&at, list) {
                    let inner = list
                        .and_then(|list| list.get(index))
                        .and_then(|value| Component::read(&format!("{at}/{index}"), value));
                    if let Some(inner) = inner {
                        self.add(pen, &inner, depth + 1);
                    }
                }
            }
            "MaxMessageTermination" => {
                // The task that starts the team is a message too.
                let turns = count_of(condition.config, "max_messages")
                    .map(|messages| messages.saturating_sub(1).max(1));
                self.turns = least(self.turns, turns);
            }
            "TimeoutTermination" => {
                let time = milliseconds(condition.config.get("timeout_seconds"));
                self.timeout_ms = least(self.timeout_ms, time);
            }
            "TextMentionTermination" => {
                let word = Word {
                    text: pen.text(&condition.at("text"), condition.config.get("text")),
                    by: names(condition, "sources"),
                };
                if !word.text.is_empty() && !self.words.contains(&word) {
                    self.words.push(word);
                }
            }
            "HandoffTermination" => {
                self.outside
                    .extend(str_of(condition.config, "target").map(str::to_owned));
            }
            "SourceMatchTermination" => {
                self.speakers.extend(names(condition, "sources"));
            }
            "TextMessageTermination" => match str_of(condition.config, "source") {
                Some(source) => self.speakers.push(source.to_owned()),
                None => self.by_stop = true,
            },
            "StopMessageTermination" => self.by_stop = true,
            "FunctionCallTermination" => {
                let name = str_of(condition.config, "function_name").unwrap_or_default();
                self.by_stop = true;
                pen.notes.warning(&place, format!("the team stops once the function {:?} was called; a trigger cannot say that, so every agent may end it", crate::text::visible(name, 80)));
            }
            "TokenUsageTermination" => pen.notes.warning(
                &place,
                "a limit of tokens was not carried: no policy of a handoff counts them",
            ),
            "ExternalTermination" => pen.notes.warning(
                &place,
                "the team can be stopped from outside; no record means that",
            ),
            other => pen.notes.warning(
                &place,
                format!(
                    "the termination {:?} is not known and was left out",
                    crate::text::visible(other, 80)
                ),
            ),
        }
    }

    /// Whether anything but a limit ends the team.
    pub(super) fn says_who(&self) -> bool {
        !self.words.is_empty() || !self.speakers.is_empty() || self.by_stop
    }

    /// What ends the team when `name` speaks; `None` when it cannot.
    pub(super) fn trigger(&self, name: &str) -> Option<Trigger> {
        let mut trigger = Trigger::new();
        if self.by_stop || self.speakers.iter().any(|speaker| speaker == name) {
            return Some(trigger);
        }
        let text = |word: &Word| Some(Json(Value::String(word.text.clone())));
        let words: Vec<&Word> = self
            .words
            .iter()
            .filter(|word| word.counts_from(name))
            .collect();
        match &words[..] {
            [] => return None,
            [word] => {
                trigger.on = TriggerOn::Keyword;
                trigger.value = text(word);
            }
            words => {
                let clause = |word: &&Word| TriggerClause {
                    value: text(word),
                    ..TriggerClause::new(TriggerOn::Keyword)
                };
                trigger.on = TriggerOn::Any(words.iter().map(clause).collect());
            }
        }
        Some(trigger)
    }

    /// Writes the limits of the team into a handoff that may be taken `share` times in as many turns.
    pub(super) fn limit(&self, handoff: &mut Handoff, share: u32) {
        handoff.policy.loop_limit = self.turns.map(|turns| turns.div_ceil(share.max(1)));
        handoff.policy.timeout_ms = self.timeout_ms;
    }

    /// What has to be said about the limits, once a team.
    pub(super) fn tell(&self, pen: &mut Pen<'_>, place: &str) {
        if self.turns.is_some() {
            pen.notes.info(place, "the team's limit of turns became the loop limit of its handoffs (a guess): it bounds all of them together");
        }
        if self.timeout_ms.is_some() {
            pen.notes.info(place, "the team's timeout became the timeout of its handoffs (a guess): it bounds the whole run");
        }
    }
}
