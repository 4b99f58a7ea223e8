//! One file a pattern.

mod blackboard;
mod chain;
mod escalation;
mod hybrid;
mod mesh;
mod routing;
mod supervisor;

pub(super) use chain::in_a_row;

use super::{Drawing, PatternConfidence, Recognised};
use baton_model::{Agent, AgentFunction, AgentKind, Handoff, HandoffMode, Pattern};

/// Everything that is there, by pattern, then by agents.
pub(super) fn all(drawing: &Drawing<'_>) -> Vec<Recognised> {
    let mut found = supervisor::found(drawing);
    found.extend(chain::found(drawing));
    found.extend(mesh::found(drawing));
    found.extend(routing::found(drawing));
    found.extend(escalation::found(drawing));
    found.extend(blackboard::found(drawing));
    found.extend(hybrid::found(drawing, &found));
    found.sort_by(|a, b| (a.pattern, &a.agents).cmp(&(b.pattern, &b.agents)));
    found
}

/// Its chains, pipelines and chains of responsibility.
pub(super) fn chains(drawing: &Drawing<'_>) -> Vec<Recognised> {
    chain::found(drawing)
}

/// A pattern by its shape, as sure as its handoffs make it.
fn recognised<'a>(
    pattern: Pattern,
    agents: Vec<String>,
    handoffs: impl IntoIterator<Item = &'a Handoff>,
    because: String,
) -> Recognised {
    let (mut ids, mut same, mut other) = (Vec::new(), 0, 0);
    for handoff in handoffs {
        ids.push(handoff.id.as_str().to_owned());
        match handoff.pattern {
            Some(marked) if marked == pattern => same += 1,
            // What is marked as a hybrid is a part of two patterns.
            Some(marked) if marked != Pattern::Hybrid => other += 1,
            _ => {}
        }
    }
    let whole = ids.len();
    let (confidence, said) = if 2 * same >= whole && same > 0 {
        let said = format!("{} as part of it", marked(same, whole));
        (PatternConfidence::High, said)
    } else if 2 * other > whole {
        let said = format!("{} as part of something else", marked(other, whole));
        (PatternConfidence::Low, said)
    } else {
        let said = "by its shape alone: its handoffs do not say what they are part of";
        (PatternConfidence::Medium, said.to_owned())
    };
    Recognised {
        pattern,
        agents,
        handoffs: ids,
        because,
        confidence,
        said,
        turns_into: None,
    }
}

fn marked(some: usize, whole: usize) -> String {
    let handoffs = if whole == 1 { "handoff" } else { "handoffs" };
    let are = if some == 1 { "is" } else { "are" };
    format!("{some} of {whole} {handoffs} {are} marked")
}

/// The ordinary way on: a transfer to an agent that does work, not waiting for an error.
pub(super) fn is_way_on(drawing: &Drawing<'_>, handoff: &Handoff) -> bool {
    handoff.mode == HandoffMode::Transfer
        && !handoff.trigger.on.is_error()
        && handoff
            .to
            .agent()
            .and_then(|id| drawing.agent(id))
            .is_some_and(is_worker)
}

pub(super) fn is_worker(agent: &Agent) -> bool {
    !matches!(agent.kind, AgentKind::Human | AgentKind::Queue)
}

fn ids<'a>(agents: impl IntoIterator<Item = &'a Agent>) -> Vec<String> {
    let ids = agents.into_iter().map(|agent| agent.id.as_str().to_owned());
    ids.collect()
}

/// Whether it is an agent's part to say who works, so that its handoffs are choices and no steps.
pub(super) fn is_controller(agent: &Agent) -> bool {
    agent.kind == AgentKind::Supervisor
        || matches!(
            agent.function,
            Some(AgentFunction::Router | AgentFunction::Supervisor)
        )
}
