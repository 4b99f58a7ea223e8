//! Who takes over what a boundary does not let through.

use baton_graph::TopologyGraph;
use baton_model::{Agent, AgentKind, Document, Handoff, HandoffMode, OnReject, Responder};
use serde::Serialize;

/// Where a rejected message goes, in the words of `policy.on_reject`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Handler<'a> {
    /// To an agent that takes over.
    Fallback { to: &'a str },
    /// Back to the sender.
    ReturnToSender { to: &'a str },
    /// Into a queue.
    DeadLetter { to: &'a str },
    /// To a person, rotation or team.
    FallbackOwner { to: &'a str },
    /// Along the handoff that the sender makes when its tools are exhausted.
    ForcedHandoff { to: &'a str },
    /// Nobody: it ends here.
    None,
}

impl<'a> Handler<'a> {
    /// Where a rejected message goes: as the policy says, else on along what the handoff falls back to.
    pub fn of_rejected(handoff: &'a Handoff) -> Self {
        let policy = &handoff.policy;
        let queue = policy
            .dead_letter
            .as_deref()
            .map(|to| Handler::DeadLetter { to });
        let owner = handoff
            .fallback_owner
            .as_ref()
            .map(|owner| Handler::FallbackOwner { to: name(owner) });
        let sender = Handler::ReturnToSender {
            to: handoff.from.as_str(),
        };
        let named = match policy.on_reject {
            Some(OnReject::ReturnToSender) => Some(sender),
            Some(OnReject::DeadLetter) => queue,
            Some(OnReject::FallbackOwner) => owner,
            Some(OnReject::Fallback) | None => None,
        };
        let fallback = handoff
            .fallbacks
            .first()
            .map(|to| Handler::Fallback { to: to.as_str() });
        named
            .or(fallback)
            .or(queue)
            .or(owner)
            .unwrap_or(if policy.rollback {
                sender
            } else {
                Handler::None
            })
    }

    /// The first person among the fallbacks: whoever goes round in circles is past what agents can do.
    pub fn of_loop(document: &'a Document, handoff: &'a Handoff) -> Self {
        let is_person = |id: &&baton_model::AgentId| {
            document
                .find::<Agent>(*id)
                .is_some_and(|agent| agent.kind == AgentKind::Human)
        };
        match handoff.fallbacks.iter().find(is_person) {
            Some(to) => Handler::Fallback { to: to.as_str() },
            None => Handler::None,
        }
    }

    /// The sender's handoff for errors: the one with the largest share, then the first by id.
    pub fn of_forced(graph: &TopologyGraph<'a>, handoff: &'a Handoff) -> Self {
        let forced = graph
            .handoffs()
            .iter()
            .copied()
            .filter(|other| other.from == handoff.from && other.mode == HandoffMode::Transfer)
            .filter(|other| other.trigger.on.is_error())
            .reduce(|best, other| {
                if other.behaviour.share > best.behaviour.share {
                    other
                } else {
                    best
                }
            });
        match forced {
            Some(forced) => Handler::ForcedHandoff {
                to: forced.id.as_str(),
            },
            None => Handler::of_rejected(handoff),
        }
    }
}

fn name(owner: &Responder) -> &str {
    match owner {
        Responder::Person(id) => id.as_str(),
        Responder::Rotation(id) => id.as_str(),
        Responder::Team(id) => id.as_str(),
    }
}
