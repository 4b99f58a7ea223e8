//! Which people of a topology can step in.

use crate::context::TopologyContext;
use crate::exchange;
use baton_graph::Ways;
use baton_model::{Agent, AgentFunction, AgentId, AgentKind, Handoff};
use std::cell::OnceCell;

/// More offers than that are no help.
pub(crate) const MOST_OFFERS: usize = 3;

pub(crate) fn is_person(agent: &Agent) -> bool {
    agent.kind == AgentKind::Human
}

/// Whether an agent hands on what it gets and works on none of it.
pub(crate) fn only_passes_on(agent: &Agent) -> bool {
    let function = matches!(
        agent.function,
        Some(AgentFunction::Router | AgentFunction::Preparer)
    );
    agent.kind == AgentKind::Queue || (agent.kind == AgentKind::Ai && function)
}

/// People of the topology who can take what the handoff carries. Those who hand on themselves are left out: the task would take
/// ways that nobody has drawn for it.
pub(crate) fn who_can_take<'x>(
    context: &'x TopologyContext<'_>,
    handoff: &'x Handoff,
) -> impl Iterator<Item = &'x Agent> {
    let sent = OnceCell::new();
    let people = context.graph.people().iter().copied();
    people.filter(move |agent| {
        let takes = |contract| {
            let mut sent = sent.get_or_init(|| exchange::sent(context, handoff)).iter();
            sent.all(|version| exchange::takes(context, agent, contract, version))
        };
        // What is quick to tell comes first: most people drop out there.
        agent.id != handoff.from
            && handoff.to.agent() != Some(&agent.id)
            && context.graph.steps_from(&agent.id).next().is_none()
            && keeps_the_starts(context, &agent.id)
            && handoff.contract.as_ref().is_none_or(takes)
    })
}

/// Whether one more way into an agent leaves requests to begin where they did: without entries, whoever nothing leads to counts
/// as a start.
fn keeps_the_starts(context: &TopologyContext<'_>, agent: &AgentId) -> bool {
    !context.graph.entries().is_empty() || context.graph.is_entered(agent, Ways::ANY)
}
