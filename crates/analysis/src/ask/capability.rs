//! A capability tag is declared no longer, by one agent or by everybody.

use super::agent as find;
use crate::cause::{Cause, Effect, MoveOrder};
use crate::fields::FieldSet;
use crate::inquiry::Inquiry;
use crate::question::Unanswerable;
use baton_graph::{AgentNumber, HandoffNumber};
use baton_model::{AgentId, Handoff, Target};
use std::rc::Rc;

pub(super) fn ask(
    inquiry: &mut Inquiry<'_>,
    tag: &str,
    agent: Option<&AgentId>,
) -> Result<(), Unanswerable> {
    let without_it = agent.map(|id| find(inquiry, id)).transpose()?;
    let graph = inquiry.view.graph;
    for number in graph.handoffs() {
        let Some(handoff) = graph.handoff(number) else {
            continue;
        };
        if let Some(cause) = without(inquiry, number, handoff, tag, without_it) {
            inquiry.touch(number, Rc::new(cause), FieldSet::NONE);
        }
    }
    Ok(())
}

/// `None` where the handoff does not ask for the tag, or not of the agent that loses it.
fn without(
    inquiry: &Inquiry<'_>,
    number: HandoffNumber,
    handoff: &Handoff,
    tag: &str,
    without_it: Option<AgentNumber>,
) -> Option<Cause> {
    if !asks_for(inquiry, number, handoff, tag) {
        return None;
    }
    let view = &inquiry.view;
    let declares = |agent: &AgentNumber| {
        let agent = view.graph.agent(*agent);
        agent.is_some_and(|agent| agent.capabilities.iter().any(|declared| declared == tag))
    };
    let loses = |agent: &AgentNumber| {
        without_it.is_none_or(|without_it| without_it == *agent) && declares(agent)
    };
    let receivers = view.receivers(number);
    let first = receivers.iter().find(|agent| loses(agent))?;
    let breaks = |reason| Some(Cause::new(Effect::Breaks, reason).order(MoveOrder::ReceiversOnly));
    let Target::Query(query) = &handoff.to else {
        let name = view.agent_name(*first);
        let reason =
            format!("It asks for the capability {tag}, which {name} would declare no longer.");
        return breaks(reason).map(|cause| cause.of(*first));
    };
    let left = receivers
        .iter()
        .filter(|agent| declares(agent) && !loses(agent))
        .count();
    match (left, &query.default) {
        (0, Some(default)) => Some(Cause::new(
            Effect::Unaffected,
            format!("Nobody would declare {tag} any more; its default {default} takes over."),
        )),
        (0, None) => breaks(format!(
            "Nobody would declare {tag} any more, for which it asks."
        )),
        (1, _) => Some(Cause::new(
            Effect::Unaffected,
            format!("One other agent declares {tag}."),
        )),
        (left, _) => Some(Cause::new(
            Effect::Unaffected,
            format!("{left} other agents declare {tag}."),
        )),
    }
}

/// Whether the query, the handoff or a version that goes over it asks for a tag.
fn asks_for(inquiry: &Inquiry<'_>, number: HandoffNumber, handoff: &Handoff, tag: &str) -> bool {
    let is_it = |tags: &[String]| tags.iter().any(|asked| asked == tag);
    let in_query = matches!(&handoff.to, Target::Query(query) if is_it(&query.capabilities));
    in_query
        || is_it(&handoff.required_capabilities)
        || (handoff.contract.is_some() && {
            let mut versions = inquiry
                .view
                .sent(number)
                .into_iter()
                .filter_map(|sent| sent.record);
            versions.any(|version| is_it(&version.required_capabilities))
        })
}
