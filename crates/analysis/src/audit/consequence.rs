//! What happens when a handoff fails.

use super::{Place, RiskSide, RiskTerm};
use baton_graph::{TopologyGraph, Way};
use baton_model::{Agent, AgentKind, Criticality, Handoff};
use std::collections::BTreeSet;

/// Money, law or health hang on it, down to little.
const CRITICALITY: [(Criticality, f64, &str); 4] = [
    (Criticality::Low, 0.1, "little hangs on it"),
    (Criticality::Medium, 0.3, "of ordinary criticality"),
    (Criticality::High, 0.6, "much hangs on it"),
    (
        Criticality::Critical,
        0.85,
        "money, law or health hang on it",
    ),
];
/// What was done cannot be taken back.
const IRREVERSIBLE: f64 = 0.4;
/// A user is there when it fails.
const USER: f64 = 0.2;
/// Data leaves an organisation's area of trust.
const BORDER: f64 = 0.2;

pub(super) fn terms(place: &Place<'_>, handoff: &Handoff) -> Vec<RiskTerm> {
    let mut terms = Vec::new();
    let term = |weight, reason| RiskTerm::new(RiskSide::Consequence, weight, reason);
    for (criticality, weight, reason) in CRITICALITY {
        if criticality == handoff.criticality {
            let term = term(weight, reason.to_owned());
            terms.push(match criticality {
                Criticality::Low => term,
                _ => term.lowered_by("Lower its criticality, if less hangs on it than it says."),
            });
        }
    }
    let receivers = place.graph.receivers(handoff);
    let undecided = receivers
        .iter()
        .find(|agent| place.before_irreversible.contains(agent.id.as_str()));
    if let Some(agent) = undecided.filter(|_| !is_gated(handoff)) {
        let reason = match irreversible(agent) {
            Some(action) => format!("{} does what cannot be taken back: {action}", agent.name),
            None => format!("after {} comes what cannot be taken back", agent.name),
        };
        terms.push(
            term(IRREVERSIBLE, reason).lowered_by(
                "Put a human gate here, or make the action one that can be taken back.",
            ),
        );
    }
    let sender = place.graph.member(&handoff.from);
    let talks = sender.into_iter().chain(receivers.iter().copied());
    if let Some(agent) = talks.into_iter().find(|agent| agent.role.talks_to_user) {
        let reason = format!("a user talks to {}", agent.name);
        terms.push(
            term(USER, reason)
                .lowered_by("Let it happen away from the user, who hears of it when it is done."),
        );
    }
    let domain = sender.and_then(|agent| agent.trust_domain.as_ref());
    let crossed = receivers
        .iter()
        .filter_map(|agent| agent.trust_domain.as_ref())
        .find(|other| domain.is_some_and(|domain| domain != *other));
    if let Some(other) = crossed {
        let reason = format!("it crosses into the trust domain {other}");
        terms.push(
            term(BORDER, reason)
                .lowered_by("Keep both ends in one trust domain, if the receiver can run there."),
        );
    }
    terms
}

/// What an agent can do that cannot be taken back.
fn irreversible(agent: &Agent) -> Option<&str> {
    let mut authority = agent.role.authority.iter();
    let mut tools = agent.tools.iter();
    authority
        .find(|authority| authority.irreversible)
        .map(|authority| authority.action.as_str())
        .or_else(|| {
            tools
                .find(|tool| tool.irreversible)
                .map(|tool| tool.name.as_str())
        })
}

/// Agents from which something irreversible is reached without a person who decides on the way; an agent that does it itself included.
/// What a person does is decided, and so is what comes after a gate or a person; fallbacks go round the gate of their handoff.
pub(super) fn before_irreversible<'a>(graph: &TopologyGraph<'a>) -> BTreeSet<&'a str> {
    let is_person = |agent: &Agent| agent.kind == AgentKind::Human;
    let mut open: Vec<&Agent> = graph
        .members()
        .filter(|agent| !is_person(agent) && irreversible(agent).is_some())
        .collect();
    let mut seen: BTreeSet<&str> = open.iter().map(|agent| agent.id.as_str()).collect();
    while let Some(agent) = open.pop() {
        for (before, step) in graph.steps_into(&agent.id) {
            let goes_round = matches!(step.way, Way::Fallback | Way::CalledFallback);
            let is_decided = is_person(before) || (is_gated(step.handoff) && !goes_round);
            if !is_decided && seen.insert(before.id.as_str()) {
                open.push(before);
            }
        }
    }
    seen
}

fn is_gated(handoff: &Handoff) -> bool {
    handoff.gate.is_some()
}
