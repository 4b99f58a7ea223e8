//! Which people of a topology can step in.

use crate::context::TopologyContext;
use crate::exchange;
use crate::facts::{Fact, saw};
use baton_graph::{TopologyGraph, Ways};
use baton_model::{Agent, AgentFunction, AgentKind, Handoff};
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

/// People of the topology who can take what the handoff carries, by id.
pub(crate) fn who_can_take<'x>(
    context: &'x TopologyContext<'_>,
    handoff: &'x Handoff,
) -> impl Iterator<Item = &'x Agent> {
    let sent = OnceCell::new();
    let takes = move |agent: &Agent, contract| {
        let mut sent = sent.get_or_init(|| exchange::sent(context, handoff)).iter();
        sent.all(|version| exchange::takes(context, agent, contract, version))
    };
    let others = context.last_in_line().iter().copied();
    let others =
        others.filter(|agent| agent.id != handoff.from && handoff.to.agent() != Some(&agent.id));
    others.filter(move |agent| {
        saw(Fact::Member(agent.id.as_str()));
        let contract = handoff.contract.as_ref();
        contract.is_none_or(|contract| takes(agent, contract))
    })
}

/// People to whom one more way may lead, by id. Those who hand on themselves are left out: the task would take ways that nobody has drawn for it.
/// So are those with whom requests begin only because nothing leads to them: without entries, whoever nothing leads to counts as a start.
pub(crate) fn last_in_line<'a>(graph: &TopologyGraph<'a>) -> Vec<&'a Agent> {
    let people = graph.people().iter().copied();
    let last = people.filter(|person| {
        let keeps_the_starts =
            || !graph.entries().is_empty() || graph.is_entered(&person.id, Ways::ANY);
        graph.steps_from(&person.id).next().is_none() && keeps_the_starts()
    });
    last.collect()
}
