//! Dynamic routing: the receiver is chosen while the request runs, by capability or by a router's conditions.

use super::super::{Drawing, Recognised};
use super::{ids, is_way_on, recognised};
use baton_model::{
    Agent, AgentFunction, AgentId, Handoff, HandoffMode, Pattern, Target, TriggerOn,
};
use std::collections::BTreeSet;

/// A router chooses among at least so many.
const FEWEST: usize = 3;

pub(super) fn found(drawing: &Drawing<'_>) -> Vec<Recognised> {
    let mut found = Vec::new();
    for agent in &drawing.agents {
        let queries: Vec<&Handoff> = drawing
            .sent_by(&agent.id)
            .filter(|handoff| matches!(handoff.to, Target::Query(_)))
            .collect();
        let choices: Vec<&Handoff> = drawing
            .sent_by(&agent.id)
            .filter(|handoff| leads_to_work(drawing, handoff) && is_choice(handoff))
            .collect();
        let routes = choices.len() >= FEWEST
            && (agent.function == Some(AgentFunction::Router)
                || choices.iter().all(|handoff| is_conditional(handoff)));
        let (handoffs, because) = if !queries.is_empty() {
            let because = format!(
                "{} asks for a capability, and whoever has it takes over",
                agent.name
            );
            (queries, because)
        } else if routes {
            let because = format!("{} chooses among {} ways", agent.name, choices.len());
            (choices, because)
        } else if let Some(back) = takes_back(drawing, agent, &choices) {
            let because = format!(
                "{} chooses among {} ways, and {back} of those whom it chooses {} back",
                agent.name,
                choices.len(),
                if back == 1 { "hands" } else { "hand" }
            );
            (choices, because)
        } else {
            continue;
        };
        let mut receivers: Vec<_> = handoffs
            .iter()
            .flat_map(|handoff| drawing.graph.receivers(handoff))
            .collect();
        receivers.sort_by(|a, b| a.id.cmp(&b.id));
        receivers.dedup_by(|a, b| a.id == b.id);
        found.push(recognised(
            Pattern::DynamicRouting,
            ids(std::iter::once(*agent).chain(receivers)),
            handoffs,
            because,
        ));
    }
    found
}

/// How many of those whom an agent chooses hand back to it, where that makes it the middle: it has a choice, and they do not hand over to each other.
fn takes_back(drawing: &Drawing<'_>, agent: &Agent, choices: &[&Handoff]) -> Option<usize> {
    let chosen: BTreeSet<&AgentId> = choices.iter().filter_map(|way| way.to.agent()).collect();
    if chosen.len() < 2 || !choices.iter().all(|way| is_conditional(way)) {
        return None;
    }
    let leads = |from: &AgentId, to: &dyn Fn(&AgentId) -> bool| {
        drawing
            .sent_by(from)
            .any(|way| is_way_on(drawing, way) && way.to.agent().is_some_and(to))
    };
    let is_other = |from: &AgentId, to: &AgentId| from != to && chosen.contains(to);
    if chosen
        .iter()
        .any(|from| leads(from, &|to| is_other(from, to)))
    {
        return None;
    }
    let back = chosen
        .iter()
        .filter(|from| leads(from, &|to| *to == agent.id));
    Some(back.count()).filter(|back| *back > 0)
}

/// A person is one way among others where the request's intent decides, and the way out where anything else does.
fn leads_to_work(drawing: &Drawing<'_>, handoff: &Handoff) -> bool {
    let by_intent = handoff.trigger.on == TriggerOn::Intent || handoff.trigger.condition.is_some();
    is_way_on(drawing, handoff)
        || (by_intent
            && handoff.mode == HandoffMode::Transfer
            && handoff
                .to
                .agent()
                .is_some_and(|id| drawing.agent(id).is_some()))
}

fn is_choice(handoff: &Handoff) -> bool {
    is_conditional(handoff) || handoff.trigger.otherwise
}

fn is_conditional(handoff: &Handoff) -> bool {
    handoff.trigger.condition.is_some() || handoff.trigger.on != TriggerOn::Done
}
