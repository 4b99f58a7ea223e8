//! Dynamic routing: the receiver is chosen while the request runs, by capability or by a router's conditions.

use super::super::{Drawing, Recognised};
use super::{ids, is_way_on, recognised};
use baton_model::{AgentFunction, Handoff, HandoffMode, Pattern, Target, TriggerOn};

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
