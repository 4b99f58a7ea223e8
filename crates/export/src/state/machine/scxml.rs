//! SCXML 1.0 (W3C Recommendation of 1 September 2015), with the ECMAScript data model.

use super::table::{Move, Table};
use crate::boundary::Handler;
use crate::escape::xml;
use crate::types::names::unused;
use baton_model::{HandoffMode, TriggerClause, TriggerOn};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The machine.
pub(super) fn text(table: &Table<'_>) -> String {
    Machine::new(table).written()
}

struct Machine<'t, 'a> {
    table: &'t Table<'a>,
    /// Ids of states, by what they are of. They are XML names, and each is there once.
    agents: BTreeMap<&'a str, String>,
    outcomes: BTreeMap<&'a str, String>,
    handoffs: BTreeMap<&'a str, String>,
    out: String,
    /// Ends that are led to and that no record names.
    ends: BTreeSet<&'static str>,
}

const HEAD: &str = "<!-- Written by Baton; what is changed here is lost with the next export.
     Events: `route` asks an agent's moves in order, with what has happened in _event.data; `call.HANDOFF` asks for a delegation,
     which is sent out as `delegate.HANDOFF` while the state stays; `task.completed` ends the work of whoever can finish it;
     `handoff.delivered`, `handoff.unavailable` and `handoff.rejected` tell how a handoff that is under way fares; `entry.ID` is where a request comes in. -->";

impl<'t, 'a> Machine<'t, 'a> {
    fn new(table: &'t Table<'a>) -> Self {
        let mut taken = BTreeSet::new();
        let mut named =
            |prefix: &str, id: &'a str| (id, unused(&format!("{prefix}.{}", name(id)), &mut taken));
        Self {
            table,
            agents: table
                .agents
                .iter()
                .map(|agent| named("agent", agent.id))
                .collect(),
            outcomes: table
                .outcomes
                .iter()
                .map(|outcome| named("outcome", outcome.id))
                .collect(),
            handoffs: table
                .moves
                .iter()
                .map(|one| named("handoff", one.handoff))
                .collect(),
            out: String::new(),
            ends: BTreeSet::new(),
        }
    }

    fn line(&mut self, depth: usize, text: &str) {
        let _ = writeln!(self.out, "{}{text}", "  ".repeat(depth));
    }

    fn written(mut self) -> String {
        let table = self.table;
        self.line(0, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        self.line(0, HEAD);
        let initial = match table.entries.as_slice() {
            [only] => self.agents.get(only.agent).cloned(),
            _ => None,
        };
        let start = initial.as_deref().unwrap_or("entry").to_owned();
        let name = xml(&name(table.topology));
        self.line(
            0,
            &format!(
                "<scxml xmlns=\"http://www.w3.org/2005/07/scxml\" version=\"1.0\" datamodel=\"ecmascript\" name=\"{name}\" initial=\"{start}\">"
            ),
        );
        self.counters();
        if initial.is_none() {
            self.line(1, "<state id=\"entry\">");
            for entry in &table.entries {
                if let Some(target) = self.agents.get(entry.agent) {
                    let line = format!(
                        "<transition event=\"entry.{}\" target=\"{target}\"/>",
                        self::name(entry.id)
                    );
                    self.line(2, &line);
                }
            }
            self.line(1, "</state>");
        }
        for agent in &table.agents {
            self.agent(agent.id, agent.name, agent.resolves);
        }
        for one in table
            .moves
            .iter()
            .filter(|one| one.mode == HandoffMode::Transfer)
        {
            self.under_way(one);
        }
        for outcome in &table.outcomes {
            let id = self.outcomes.get(outcome.id).cloned().unwrap_or_default();
            self.line(1, &format!("<!-- {} -->", comment(outcome.name)));
            self.line(1, &format!("<final id=\"{id}\"/>"));
        }
        for end in std::mem::take(&mut self.ends) {
            self.line(1, &format!("<final id=\"{end}\"/>"));
        }
        self.line(0, "</scxml>");
        self.out
    }

    /// Uses of handoffs with a limit, and tries of the one that is under way.
    fn counters(&mut self) {
        self.line(1, "<datamodel>");
        self.line(2, "<data id=\"tries\" expr=\"0\"/>");
        let limited: Vec<usize> = self.limited().collect();
        for index in limited {
            self.line(2, &format!("<data id=\"uses{index}\" expr=\"0\"/>"));
        }
        self.line(1, "</datamodel>");
    }

    fn limited(&self) -> impl Iterator<Item = usize> {
        let moves = self.table.moves.iter().enumerate();
        moves
            .filter(|(_, one)| one.loop_limit.is_some() && one.mode == HandoffMode::Transfer)
            .map(|(index, _)| index)
    }

    fn agent(&mut self, id: &str, name: &str, resolves: bool) {
        let table = self.table;
        let state = self.agents.get(id).cloned().unwrap_or_default();
        self.line(1, &format!("<!-- {} -->", comment(name)));
        self.line(1, &format!("<state id=\"{state}\">"));
        for (index, one) in table
            .moves
            .iter()
            .enumerate()
            .filter(|(_, one)| one.from == id)
        {
            let under_way = self.handoffs.get(one.handoff).cloned().unwrap_or_default();
            let mut cond = happened(one);
            if let Some(guard) = one.guard() {
                cond = format!("{cond} && {guard}");
            }
            let asked = xml(&cond);
            if one.mode == HandoffMode::Delegate {
                // Control stays, so there is no target.
                let id = self::name(one.handoff);
                let sends = format!("<send event=\"delegate.{id}\"/>");
                self.line(
                    2,
                    &format!(
                        "<transition event=\"call.{id}\" cond=\"{asked}\">{sends}</transition>"
                    ),
                );
                continue;
            }
            let event = format!("event=\"route\" cond=\"{asked}\"");
            if let Some(limit) = one.loop_limit {
                let target = self.handled(one.loop_handler, "killed");
                let cond = xml(&format!("uses{index} >= {limit} && {cond}"));
                self.line(
                    2,
                    &format!("<transition event=\"route\" cond=\"{cond}\" target=\"{target}\"/>"),
                );
                self.line(2, &format!("<transition {event} target=\"{under_way}\">"));
                self.line(
                    3,
                    &format!("<assign location=\"uses{index}\" expr=\"uses{index} + 1\"/>"),
                );
                self.line(2, "</transition>");
            } else {
                self.line(2, &format!("<transition {event} target=\"{under_way}\"/>"));
            }
        }
        if resolves {
            self.ends.insert("completed");
            self.line(
                2,
                "<transition event=\"task.completed\" target=\"completed\"/>",
            );
        }
        self.line(1, "</state>");
    }

    /// A handoff between sending and arrival.
    fn under_way(&mut self, one: &Move<'a>) {
        let state = self.handoffs.get(one.handoff).cloned().unwrap_or_default();
        self.line(1, &format!("<state id=\"{state}\">"));
        self.line(
            2,
            "<onentry><assign location=\"tries\" expr=\"0\"/></onentry>",
        );
        match (one.outcome, one.agents.as_slice()) {
            (Some(outcome), _) => {
                let target = self.outcomes.get(outcome).cloned().unwrap_or_default();
                self.line(2, &format!("<transition event=\"handoff.delivered\" cond=\"tries &lt;= {}\" target=\"{target}\"/>", one.retries));
            }
            (None, agents) => {
                for agent in agents {
                    let target = self.agents.get(agent).cloned().unwrap_or_default();
                    let mut cond = format!("tries <= {}", one.retries);
                    if agents.len() > 1 {
                        let _ = write!(cond, " && _event.data.agent === {}", Value::from(*agent));
                    }
                    self.line(2, &format!("<transition event=\"handoff.delivered\" cond=\"{}\" target=\"{target}\"/>", xml(&cond)));
                }
            }
        }
        let fallbacks: Vec<String> = one
            .fallbacks
            .iter()
            .filter_map(|id| self.agents.get(id).cloned())
            .collect();
        for (index, target) in (1u32..).zip(&fallbacks) {
            let at = one.retries + index;
            self.line(2, &format!("<transition event=\"handoff.delivered\" cond=\"tries === {at}\" target=\"{target}\"/>"));
        }
        let most = one.retries + u32::try_from(fallbacks.len()).unwrap_or(u32::MAX);
        if most > 0 {
            self.line(
                2,
                &format!("<transition event=\"handoff.unavailable\" cond=\"tries &lt; {most}\">"),
            );
            self.line(3, "<assign location=\"tries\" expr=\"tries + 1\"/>");
            self.line(2, "</transition>");
        }
        let end = if one.dead_letter.is_some() {
            "dead-letter"
        } else {
            "dropped"
        };
        self.ends.insert(end);
        self.line(
            2,
            &format!("<transition event=\"handoff.unavailable\" target=\"{end}\"/>"),
        );
        let target = self.handled(one.handler, "dropped");
        self.line(
            2,
            &format!("<transition event=\"handoff.rejected\" target=\"{target}\"/>"),
        );
        self.line(1, "</state>");
    }

    /// The state to which a handler leads; `nobody` where there is none.
    fn handled(&mut self, handler: Handler<'_>, nobody: &'static str) -> String {
        let end = match handler {
            Handler::Fallback { to } | Handler::ReturnToSender { to } => {
                match self.agents.get(to) {
                    Some(state) => return state.clone(),
                    None => nobody,
                }
            }
            Handler::ForcedHandoff { to } => match self.handoffs.get(to) {
                Some(state) => return state.clone(),
                None => nobody,
            },
            Handler::DeadLetter { .. } => "dead-letter",
            Handler::FallbackOwner { .. } => "fallback-owner",
            Handler::None => nobody,
        };
        self.ends.insert(end);
        end.to_owned()
    }
}

/// What must have happened for a move, in ECMAScript: the trigger's word in the event's data, with its value.
fn happened(one: &Move<'_>) -> String {
    if one.trigger.otherwise {
        return "true".to_owned();
    }
    of_trigger(
        &one.trigger.on,
        one.trigger.value.as_ref().map(|value| &value.0),
    )
}

fn of_trigger(on: &TriggerOn, value: Option<&Value>) -> String {
    let joined = |clauses: &[TriggerClause], sign: &str| {
        let parts = clauses
            .iter()
            .map(|clause| of_trigger(&clause.on, clause.value.as_ref().map(|value| &value.0)));
        format!("({})", parts.collect::<Vec<_>>().join(sign))
    };
    match on {
        TriggerOn::All(clauses) if !clauses.is_empty() => return joined(clauses, " && "),
        TriggerOn::Any(clauses) if !clauses.is_empty() => return joined(clauses, " || "),
        _ => {}
    }
    let word = serde_json::to_value(on).unwrap_or_default();
    let member = format!("_event.data.{}", word.as_str().unwrap_or("done"));
    match (on, value) {
        (_, None) => member,
        (TriggerOn::ConfidenceBelow | TriggerOn::Sentiment, Some(value)) => {
            format!("{member} < {value}")
        }
        (TriggerOn::RepeatedClarification | TriggerOn::Elapsed, Some(value)) => {
            format!("{member} >= {value}")
        }
        (TriggerOn::Load | TriggerOn::AuthorityLimit, Some(value)) => format!("{member} > {value}"),
        (_, Some(Value::Array(words))) => {
            format!("{}.includes({member})", Value::from(words.clone()))
        }
        (_, Some(value)) => format!("{member} === {value}"),
    }
}

/// An XML name of a record's id. Ids that differ only in signs that no name has are told apart by a number.
fn name(id: &str) -> String {
    id.chars()
        .map(|letter| {
            if matches!(letter, '@' | '+') {
                '_'
            } else {
                letter
            }
        })
        .collect()
}

/// Text of a comment, which must not have two hyphens together.
fn comment(text: &str) -> String {
    let mut text = crate::escape::visible_line(text);
    while text.contains("--") {
        text = text.replace("--", "- -");
    }
    text.trim_end_matches('-').to_owned()
}
