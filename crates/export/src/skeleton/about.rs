//! What a skeleton says of a topology, a handoff and an agent, in the words of the records.

use crate::cast;
use crate::words;
use baton_model::{Agent, Document, Handoff, HandoffMode, Outcome, Target, Topology};
use std::fmt::Write as _;

/// The display name on one line.
pub(super) fn name_of(topology: &Topology) -> String {
    let name = crate::escape::visible_line(&topology.name);
    if name.is_empty() {
        topology.id.to_string()
    } else {
        name
    }
}

/// When a handoff happens, and how it is carried out.
pub(super) fn sentence(handoff: &Handoff) -> String {
    let mut text = format!("When {}.", words::trigger(&handoff.trigger));
    let policy = &handoff.policy;
    if let Some(timeout) = policy.timeout_ms {
        let _ = write!(
            text,
            " Times out after {}.",
            words::milliseconds_words(timeout)
        );
    }
    if policy.retries > 0 {
        let _ = write!(text, " Tried again {}.", words::times(policy.retries));
    }
    if let Some(key) = &policy.entity_key {
        let _ = write!(text, " Limits count by {key} in the payload.");
    }
    text
}

/// What an engineer has to know of an agent before writing it.
pub(super) fn about(document: &Document, agent: &Agent, handoffs: &[&Handoff]) -> Vec<String> {
    let kind = words::agent_kind(agent.kind);
    let owner = cast::team(document, agent).map_or_else(
        || "nobody owns it".to_owned(),
        |team| format!("owned by {}", crate::escape::visible_line(&team.name)),
    );
    let mut lines = vec![format!("{} ({kind}; {owner}).", cast::name(agent))];
    let scope = agent.role.scope.text.trim();
    if !scope.is_empty() {
        lines.extend([String::new(), scope.to_owned()]);
    }
    let mut facts = Vec::new();
    for authority in &agent.role.authority {
        let limit = authority.limit.map_or_else(String::new, |limit| {
            format!(
                " up to {limit}{}",
                authority
                    .unit
                    .as_ref()
                    .map_or_else(String::new, |unit| format!(" {unit}"))
            )
        });
        let grave = if authority.irreversible {
            ", which cannot be taken back"
        } else {
            ""
        };
        facts.push(format!("May {}{limit}{grave}.", authority.action));
    }
    for tool in &agent.tools {
        let grave = if tool.irreversible {
            ", which cannot be taken back"
        } else {
            ""
        };
        facts.push(format!("Tool: {}{grave}.", tool.name));
    }
    let contract = |handoff: &Handoff| {
        handoff.contract.as_ref().map_or_else(
            || "no contract".to_owned(),
            |contract| match &handoff.version {
                Some(version) => format!("{contract} {version}"),
                None => format!("{contract}, no version pinned"),
            },
        )
    };
    for handoff in handoffs {
        let takes = cast::receivers(document, handoff)
            .iter()
            .any(|to| to.id == agent.id);
        if takes {
            facts.push(format!(
                "Takes {} from {} ({}).",
                contract(handoff),
                handoff.from,
                handoff.id
            ));
        }
    }
    for handoff in handoffs.iter().filter(|handoff| handoff.from == agent.id) {
        let to = match &handoff.to {
            Target::Agent(to) => to.to_string(),
            Target::Outcome(to) => {
                let outcome = document.find::<Outcome>(&to.outcome);
                let is_good = outcome.is_some_and(|outcome| outcome.good);
                format!(
                    "the end {}{}",
                    to.outcome,
                    if is_good {
                        ""
                    } else {
                        ", which is not what the user came for"
                    }
                )
            }
            Target::Query(query) => format!("any agent with {}", query.capabilities.join(", ")),
        };
        let verb = if handoff.mode == HandoffMode::Delegate {
            "Calls"
        } else {
            "Hands over to"
        };
        facts.push(format!(
            "{verb} {to} ({}; {}): when {}.",
            handoff.id,
            contract(handoff),
            words::trigger(&handoff.trigger)
        ));
    }
    if !facts.is_empty() {
        lines.push(String::new());
        lines.extend(
            facts
                .iter()
                .map(|fact| format!("- {}", crate::escape::visible_line(fact))),
        );
    }
    lines
}
