//! Dynamic routing: the receiver is chosen while the request runs, by capability or by a router's conditions.

use super::super::{Drawing, Recognised};
use super::{handoff_ids, ids, is_way_on};
use baton_model::{AgentFunction, Handoff, Pattern, Target, TriggerOn};

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
            .filter(|handoff| is_way_on(drawing, handoff) && is_choice(handoff))
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
        found.push(Recognised {
            pattern: Pattern::DynamicRouting,
            agents: ids(std::iter::once(*agent).chain(receivers)),
            handoffs: handoff_ids(handoffs),
            because,
        });
    }
    found
}

fn is_choice(handoff: &Handoff) -> bool {
    is_conditional(handoff) || handoff.trigger.otherwise
}

fn is_conditional(handoff: &Handoff) -> bool {
    handoff.trigger.condition.is_some() || handoff.trigger.on != TriggerOn::Done
}
