//! How likely a handoff fails.

use super::answers::pinned;
use super::{Facts, Gravity, Known, Past, Place, RiskSide, RiskTerm};
use baton_graph::TopologyGraph;
use baton_model::{Contract, Handoff, HandoffMode, Target, Writers};
use serde_json::Value;
use std::collections::BTreeSet;

/// What nobody has thought of.
const GROUND: f64 = 0.02;
/// One problem that the rules call an error, and one that they call a warning.
const ERROR: f64 = 0.3;
const WARNING: f64 = 0.1;
/// Anything may arrive.
const OPEN: f64 = 0.15;
/// A circle that nothing stops.
const CIRCLE: f64 = 0.2;
/// Retries that nothing stops keep a receiver down that is.
const STORM: f64 = 0.03;
/// Each hop before it: errors of the steps before add up.
const HOP: f64 = 0.02;
const MOST_HOPS: u32 = 10;
/// Each incident whose cause still stands, and each of the past: what happened can happen again.
const INCIDENT: f64 = 0.15;
const RESOLVED: f64 = 0.05;
/// Fewer observations say little.
const FEWEST_SEEN: u64 = 20;

pub(super) fn terms(place: &Place<'_>, facts: &Facts<'_>, handoff: &Handoff) -> Vec<RiskTerm> {
    let id = handoff.id.as_str();
    let mut terms = vec![term(GROUND, "what nobody has thought of")];
    let problems = facts.problems.get(id).map_or(&[][..], Vec::as_slice);
    terms.extend(problems.iter().map(problem));
    // What a rule has found counts once.
    let is_found = |code| problems.iter().any(|known| known.code == code);
    if let Some((reason, lower)) = openness(place, handoff)
        && !(handoff.contract.is_none() && is_found("CON001"))
    {
        terms.push(term(OPEN, reason).lowered_by(lower));
    }
    if place.circling.contains(id) && !is_found("TOP003") {
        terms.push(
            term(CIRCLE, "nothing stops the circle that it is part of")
                .lowered_by("Set a loop limit or a circuit breaker on a handoff of the circle."),
        );
    }
    if handoff.policy.retries > 0 && handoff.policy.breaker.is_none() {
        terms.push(
            term(STORM, "it is tried again while the receiver is down").lowered_by(
                "Set a circuit breaker, which stops the attempts until it is up again.",
            ),
        );
    }
    let hops = place.hops.get(handoff.from.as_str()).copied().unwrap_or(0);
    if hops > 0 {
        let reason = format!("{} before it", counted(hops, "hop", "hops"));
        terms.push(
            term(chance_of_any(HOP, hops.min(MOST_HOPS)), reason)
                .lowered_by("Shorten the way to it."),
        );
    }
    terms.extend(parameters(handoff));
    terms.extend(facts.seen.get(id).copied().and_then(seen));
    if let Some(past) = facts.incidents.get(id) {
        terms.extend(incidents(*past));
    }
    terms
}

fn term(weight: f64, reason: impl Into<String>) -> RiskTerm {
    RiskTerm::new(RiskSide::Likelihood, weight, reason)
}

fn problem(known: &Known<'_>) -> RiskTerm {
    let code = known.code;
    let found = match known.gravity {
        Gravity::Error => term(ERROR, format!("{code} is an error")),
        Gravity::Warning => term(WARNING, format!("{code} is a warning")),
    };
    RiskTerm {
        problem: Some(known.key.to_owned()),
        ..found.lowered_by(format!("Mend {code}."))
    }
}

/// What the parameters of the simulation say.
fn parameters(handoff: &Handoff) -> Option<RiskTerm> {
    let known = &handoff.behaviour;
    let simulated = [known.unavailable, known.malformed, known.context_loss];
    let failure = 1.0
        - simulated
            .iter()
            .fold(1.0, |fine, part| fine * (1.0 - part.clamp(0.0, 1.0)));
    (failure > 0.0).then(|| {
        let share = percent(failure);
        term(
            failure,
            format!("its parameters say that {share} of attempts fail"),
        )
        .lowered_by("Make the receiver more available or the payload sounder, and measure again.")
    })
}

fn seen((seen, success): (u64, u64)) -> Option<RiskTerm> {
    (seen >= FEWEST_SEEN && success < seen).then(|| {
        let failure = (seen - success) as f64 / seen as f64;
        let share = percent(failure);
        term(
            failure,
            format!("traces show that {share} of {seen} failed"),
        )
        .lowered_by("Look at the traces that failed, and mend what they have in common.")
    })
}

fn incidents(past: Past) -> impl Iterator<Item = RiskTerm> {
    let open = (past.open > 0).then(|| {
        let count = counted(past.open, "incident is", "incidents are");
        term(
            chance_of_any(INCIDENT, past.open),
            format!("{count} not resolved"),
        )
        .lowered_by("Take the cause away, then resolve the incident with what was learnt.")
    });
    let resolved = (past.resolved > 0).then(|| {
        let count = counted(past.resolved, "incident happened", "incidents happened");
        term(
            chance_of_any(RESOLVED, past.resolved),
            format!("{count} here before"),
        )
    });
    open.into_iter().chain(resolved)
}

fn counted(count: u32, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// That at least one of so many happens.
fn chance_of_any(one: f64, many: u32) -> f64 {
    1.0 - (1.0 - one).powi(i32::try_from(many).unwrap_or(i32::MAX))
}

fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent < 0.1 {
        "less than 0.1 %".to_owned()
    } else if percent < 10.0 {
        format!("{percent:.1} %")
    } else {
        format!("{percent:.0} %")
    }
}

/// Why more may arrive than was agreed, and what would end that.
fn openness(place: &Place<'_>, handoff: &Handoff) -> Option<(&'static str, &'static str)> {
    let Some(contract) = &handoff.contract else {
        let ends = matches!(handoff.to, Target::Outcome(_));
        return (!ends).then_some((
            "without a contract, anything may arrive",
            "Pin a contract that says what the receiver gets.",
        ));
    };
    let schema = &pinned(place, handoff)?.payload_schema.0;
    let says_nothing = match schema {
        Value::Null | Value::Bool(true) => true,
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    };
    if says_nothing {
        return Some((
            "the contract's schema is empty",
            "Draft a version that says which fields there are.",
        ));
    }
    let writers = place.document.find::<Contract>(contract)?.writers;
    let is_closed = ["additionalProperties", "unevaluatedProperties"]
        .iter()
        .any(|word| schema.get(word) == Some(&Value::Bool(false)));
    (writers == Writers::AsWritten && !is_closed).then_some((
        "senders may write fields that nobody declared",
        "Draft a version that refuses other fields, or promise that senders write declared ones only.",
    ))
}

/// Transfers between agents that can hand a task round and round with no limit and no breaker on the way.
pub(super) fn circling<'a>(graph: &TopologyGraph<'a>) -> BTreeSet<&'a str> {
    let is_free =
        |handoff: &Handoff| handoff.policy.loop_limit.is_none() && handoff.policy.breaker.is_none();
    let mut circling = BTreeSet::new();
    for circle in graph.circles(is_free) {
        let within: BTreeSet<&str> = circle.iter().map(|id| id.as_str()).collect();
        for handoff in graph.handoffs() {
            let comes_back = || {
                graph
                    .receivers(handoff)
                    .iter()
                    .any(|agent| within.contains(agent.id.as_str()))
            };
            if handoff.mode == HandoffMode::Transfer
                && is_free(handoff)
                && within.contains(handoff.from.as_str())
                && comes_back()
            {
                circling.insert(handoff.id.as_str());
            }
        }
    }
    circling
}
