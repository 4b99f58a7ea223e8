//! How records are named in messages.

use crate::context::TopologyContext;
use baton_model::{Agent, Channel, ContractVersion, Handoff, Outcome, Target, Team};

/// Longer names are cut.
const LONGEST_NAME: usize = 80;

/// A display name as it can stand in a sentence: one line, no invisible characters, not too long.
pub(crate) fn shown(name: &str) -> String {
    let invisible = |c: char| {
        let formats = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        formats || (c.is_control() && !c.is_whitespace())
    };
    let line = name.trim().chars().filter(|c| !invisible(*c));
    let line = line.map(|c| if c.is_whitespace() { ' ' } else { c });
    let text: String = line.take(LONGEST_NAME + 1).collect();
    if text.chars().count() <= LONGEST_NAME {
        return text.trim_end().to_owned();
    }
    let cut: String = text.chars().take(LONGEST_NAME - 1).collect();
    cut + "…"
}

pub(crate) fn agent(agent: &Agent) -> String {
    shown(&agent.name)
}

pub(crate) fn team(team: &Team) -> String {
    shown(&team.name)
}

/// For example `the handoff from Triage to Refunds`.
pub(crate) fn handoff(context: &TopologyContext<'_>, handoff: &Handoff) -> String {
    format!("the handoff {}", ends(context, handoff))
}

/// For example `The handoff from Triage to Refunds`.
pub(crate) fn the_handoff(context: &TopologyContext<'_>, handoff: &Handoff) -> String {
    format!("The handoff {}", ends(context, handoff))
}

fn ends(context: &TopologyContext<'_>, handoff: &Handoff) -> String {
    let graph = context.graph;
    let name = |id| {
        graph
            .member(id)
            .map_or_else(|| shown(baton_model::AgentId::as_str(id)), agent)
    };
    let to = match &handoff.to {
        Target::Agent(id) => name(id),
        Target::Outcome(target) => {
            let outcome = context.registry.doc.find::<Outcome>(&target.outcome);
            outcome.map_or_else(
                || shown(target.outcome.as_str()),
                |outcome| shown(&outcome.name),
            )
        }
        Target::Query(query) => format!(
            "whoever offers {}",
            list(query.capabilities.iter().map(|tag| code(tag)))
        ),
    };
    format!("from {} to {to}", name(&handoff.from))
}

/// For example `` `refund-request` 1.4.0 ``.
pub(crate) fn version(version: &ContractVersion) -> String {
    format!("{} {}", code(version.contract.as_str()), version.version)
}

/// As code: tags, versions, fields.
pub(crate) fn code(text: &str) -> String {
    format!("`{}`", shown(text).replace('`', "'"))
}

/// For example `voice`.
pub(crate) fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Voice => "voice",
        Channel::Chat => "chat",
        Channel::Messaging => "messaging",
        Channel::Ivr => "interactive voice response",
        Channel::Email => "e-mail",
        Channel::File => "files",
        Channel::Api => "a programming interface",
    }
}

/// `a`, `a and b`, `a, b and c`; more than five are counted.
pub(crate) fn list(items: impl IntoIterator<Item = String>) -> String {
    let mut items: Vec<String> = items.into_iter().collect();
    if items.len() > 5 {
        let more = items.len() - 4;
        items.truncate(4);
        items.push(format!("{more} more"));
    }
    match items.pop() {
        None => "nothing".to_owned(),
        Some(last) if items.is_empty() => last,
        Some(last) => format!("{} and {last}", items.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_names_stay_one_short_visible_line() {
        assert_eq!(shown("  Tri\u{202e}age\n\u{0}desk \u{200b}"), "Triage desk");
        assert_eq!(shown(&"x".repeat(500)).chars().count(), LONGEST_NAME);
        assert_eq!(code("a`b"), "`a'b`");
    }

    #[test]
    fn lists_read_as_sentences() {
        let list_of = |number: usize| list((1..=number).map(|number| number.to_string()));
        assert_eq!(list_of(0), "nothing");
        assert_eq!(list_of(1), "1");
        assert_eq!(list_of(3), "1, 2 and 3");
        assert_eq!(list_of(9), "1, 2, 3, 4 and 5 more");
    }
}
