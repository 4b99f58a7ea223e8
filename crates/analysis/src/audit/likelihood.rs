//! How likely a handoff fails.

use super::answers::pinned;
use super::{Facts, Gravity, Place, RiskSide, RiskTerm};
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
/// Each hop before it: errors of the steps before add up.
const HOP: f64 = 0.02;
const MOST_HOPS: u32 = 10;
/// Each incident of the past; it happened, so it can happen again.
const INCIDENT: f64 = 0.15;
/// Fewer observations say little.
const FEWEST_SEEN: u64 = 20;

pub(super) fn terms(place: &Place<'_>, facts: &Facts<'_>, handoff: &Handoff) -> Vec<RiskTerm> {
    let mut terms = Vec::new();
    let mut add = |weight: f64, reason: String| {
        terms.push(RiskTerm {
            side: RiskSide::Likelihood,
            weight,
            reason,
        });
    };
    add(GROUND, "what nobody has thought of".to_owned());
    for (code, gravity) in facts
        .problems
        .get(handoff.id.as_str())
        .into_iter()
        .flatten()
    {
        match gravity {
            Gravity::Error => add(ERROR, format!("{code} is an error")),
            Gravity::Warning => add(WARNING, format!("{code} is a warning")),
        }
    }
    if let Some(reason) = openness(place, handoff) {
        add(OPEN, reason.to_owned());
    }
    if place.circling.contains(handoff.id.as_str()) {
        add(
            CIRCLE,
            "nothing stops the circle that it is part of".to_owned(),
        );
    }
    let hops = place.hops.get(handoff.from.as_str()).copied().unwrap_or(0);
    if hops > 0 {
        let reason = format!(
            "{hops} {} before it",
            if hops == 1 { "hop" } else { "hops" }
        );
        add(chance_of_any(HOP, hops.min(MOST_HOPS)), reason);
    }
    let known = &handoff.behaviour;
    let simulated = [known.unavailable, known.malformed, known.context_loss];
    let failure = 1.0
        - simulated
            .iter()
            .fold(1.0, |fine, part| fine * (1.0 - part.clamp(0.0, 1.0)));
    if failure > 0.0 {
        add(
            failure,
            format!(
                "its parameters say that {} of attempts fail",
                percent(failure)
            ),
        );
    }
    if let Some((seen, success)) = facts.seen.get(handoff.id.as_str()).copied()
        && seen >= FEWEST_SEEN
        && success < seen
    {
        let failure = (seen - success) as f64 / seen as f64;
        add(
            failure,
            format!("traces show that {} of {seen} failed", percent(failure)),
        );
    }
    if let Some(incidents) = facts.incidents.get(handoff.id.as_str()).copied() {
        let reason = format!(
            "{incidents} recorded {}",
            if incidents == 1 {
                "incident"
            } else {
                "incidents"
            }
        );
        add(chance_of_any(INCIDENT, incidents), reason);
    }
    terms
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

/// Why more may arrive than was agreed.
fn openness(place: &Place<'_>, handoff: &Handoff) -> Option<&'static str> {
    let Some(contract) = &handoff.contract else {
        let ends = matches!(handoff.to, Target::Outcome(_));
        return (!ends).then_some("without a contract, anything may arrive");
    };
    let schema = &pinned(place, handoff)?.payload_schema.0;
    let says_nothing = match schema {
        Value::Null | Value::Bool(true) => true,
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    };
    if says_nothing {
        return Some("the contract's schema is empty");
    }
    let writers = place.document.find::<Contract>(contract)?.writers;
    let is_closed = ["additionalProperties", "unevaluatedProperties"]
        .iter()
        .any(|word| schema.get(word) == Some(&Value::Bool(false)));
    (writers == Writers::AsWritten && !is_closed)
        .then_some("senders may write fields that nobody declared")
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
