//! One file a pattern.

mod blackboard;
mod chain;
mod escalation;
mod mesh;
mod routing;
mod supervisor;

use super::{Drawing, Recognised};
use baton_model::{Agent, AgentKind, Handoff, HandoffMode, Pattern};
use std::collections::BTreeSet;

/// Everything that is there, by pattern, then by agents.
pub(super) fn all(drawing: &Drawing<'_>) -> Vec<Recognised> {
    let mut found = supervisor::found(drawing);
    found.extend(chain::found(drawing));
    found.extend(mesh::found(drawing));
    found.extend(routing::found(drawing));
    found.extend(escalation::found(drawing));
    found.extend(blackboard::found(drawing));
    found.extend(hybrids(drawing, &found));
    found.sort();
    found
}

/// Where a member of a chain also delegates: control moves on between fields of work, and is kept within one.
fn hybrids(drawing: &Drawing<'_>, found: &[Recognised]) -> Vec<Recognised> {
    let of = |pattern| found.iter().filter(move |one| one.pattern == pattern);
    let chains = of(Pattern::Chain).chain(of(Pattern::Pipeline));
    let mut hybrids = Vec::new();
    for chain in chains {
        for supervisor in of(Pattern::Supervisor) {
            let Some(controller) = supervisor.agents.first() else {
                continue;
            };
            if !chain.agents.contains(controller) {
                continue;
            }
            let agents: BTreeSet<&String> = chain.agents.iter().chain(&supervisor.agents).collect();
            let name = drawing
                .agents
                .iter()
                .find(|agent| agent.id.as_str() == controller)
                .map_or(controller.as_str(), |agent| agent.name.as_str());
            hybrids.push(Recognised {
                pattern: Pattern::Hybrid,
                agents: agents.into_iter().cloned().collect(),
                handoffs: chain
                    .handoffs
                    .iter()
                    .chain(&supervisor.handoffs)
                    .cloned()
                    .collect(),
                because: format!("{name} is a step of a chain and delegates to others"),
            });
        }
    }
    hybrids
}

/// The ordinary way on: a transfer to an agent that does work, not waiting for an error.
fn is_way_on(drawing: &Drawing<'_>, handoff: &Handoff) -> bool {
    handoff.mode == HandoffMode::Transfer
        && !handoff.trigger.on.is_error()
        && handoff
            .to
            .agent()
            .and_then(|id| drawing.agent(id))
            .is_some_and(is_worker)
}

fn is_worker(agent: &Agent) -> bool {
    !matches!(agent.kind, AgentKind::Human | AgentKind::Queue)
}

fn ids<'a>(agents: impl IntoIterator<Item = &'a Agent>) -> Vec<String> {
    let ids = agents.into_iter().map(|agent| agent.id.as_str().to_owned());
    ids.collect()
}

fn handoff_ids<'a>(handoffs: impl IntoIterator<Item = &'a Handoff>) -> Vec<String> {
    let ids = handoffs
        .into_iter()
        .map(|handoff| handoff.id.as_str().to_owned());
    ids.collect()
}
