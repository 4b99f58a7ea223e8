//! An agent is taken out of use: what it sends no longer comes, and what comes to it has nobody.

use super::agent as find;
use super::contract_retired::gone;
use crate::cause::{Cause, Effect, MoveOrder};
use crate::fields::FieldSet;
use crate::inquiry::Inquiry;
use crate::question::Unanswerable;
use baton_graph::{AgentNumber, HandoffNumber};
use baton_model::{AgentId, Handoff, Target};
use std::rc::Rc;

pub(super) fn ask(inquiry: &mut Inquiry<'_>, id: &AgentId) -> Result<(), Unanswerable> {
    let agent = find(inquiry, id)?;
    let name = inquiry.view.agent_name(agent);
    let cause = Cause::new(Effect::Breaks, format!("Its sender {name} is retired."));
    let cause = Rc::new(cause.order(MoveOrder::ReceiversOnly));
    let mut leaving = Vec::new();
    inquiry
        .view
        .graph
        .each_handoff_from(agent, |handoff| leaving.push(handoff));
    for handoff in leaving {
        gone(inquiry, handoff, Rc::clone(&cause));
    }
    for handoff in inquiry.view.graph.handoffs_into(agent) {
        let cause = comes_in(inquiry, agent, id, handoff);
        if let Some(cause) = cause {
            inquiry.touch(handoff, Rc::new(cause), FieldSet::NONE);
        }
    }
    Ok(())
}

fn comes_in(
    inquiry: &Inquiry<'_>,
    agent: AgentNumber,
    id: &AgentId,
    number: HandoffNumber,
) -> Option<Cause> {
    let handoff = inquiry.view.graph.handoff(number)?;
    let name = inquiry.view.agent_name(agent);
    let receives = receives(inquiry, agent, id, number, handoff);
    let branch = handoff
        .gate
        .iter()
        .flat_map(|gate| &gate.branches)
        .find(|branch| branch.goes_to.as_ref().and_then(Target::agent) == Some(id));
    let answer = branch.map(|branch| {
        let reason = format!(
            "The answer {:?} at its gate leads to {name}, which is retired.",
            branch.answer
        );
        Cause::new(Effect::Breaks, reason).order(MoveOrder::SendersOnly)
    });
    let falls_back = handoff.fallbacks.contains(id).then(|| match handoff.fallbacks.len() {
        1 => Cause::new(Effect::Unowned, format!("Its only fallback {name} is retired; nobody takes over when the receiver does not."))
            .order(MoveOrder::Owners),
        _ => Cause::new(Effect::Unaffected, format!("One of its fallbacks, {name}, is retired; others are left.")),
    });
    receives
        .into_iter()
        .chain(answer)
        .chain(falls_back)
        .reduce(Cause::worse)
}

/// What the receiver's end does.
fn receives(
    inquiry: &Inquiry<'_>,
    agent: AgentNumber,
    id: &AgentId,
    number: HandoffNumber,
    handoff: &Handoff,
) -> Option<Cause> {
    let name = inquiry.view.agent_name(agent);
    match &handoff.to {
        Target::Agent(to) if to == id => {
            let fallback = handoff.fallbacks.iter().find(|fallback| *fallback != id);
            let then = fallback.and_then(|fallback| inquiry.view.agent_by_id(fallback));
            let then = then.map_or_else(String::new, |fallback| {
                format!(" Until it leads elsewhere, {} takes over.", fallback.name)
            });
            let cause = Cause::new(
                Effect::Breaks,
                format!("Its receiver {name} is retired.{then}"),
            );
            Some(cause.order(MoveOrder::SendersOnly))
        }
        Target::Agent(_) | Target::Outcome(_) => None,
        Target::Query(query) => {
            let mut others = inquiry.view.receivers(number);
            let is_one = others.contains(&agent);
            others.retain(|other| *other != agent);
            let tags = query.capabilities.join(", ");
            let is_default = query.default.as_ref() == Some(id);
            match others.len() {
                _ if !is_one && !is_default => None,
                0 => match &query.default {
                    Some(default) if !is_default => Some(Cause::new(
                        Effect::Unaffected,
                        format!("Nobody else declares {tags}; its default {default} takes over."),
                    )),
                    _ => Some(
                        Cause::new(
                            Effect::Breaks,
                            format!(
                                "{name} is retired, and nobody else takes what asks for {tags}."
                            ),
                        )
                        .order(MoveOrder::SendersOnly),
                    ),
                },
                1 => Some(Cause::new(
                    Effect::Unaffected,
                    format!("One other agent qualifies for {tags}."),
                )),
                left => Some(Cause::new(
                    Effect::Unaffected,
                    format!("{left} other agents qualify for {tags}."),
                )),
            }
        }
    }
}
