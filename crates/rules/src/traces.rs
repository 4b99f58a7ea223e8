//! What traces call agents, and which drawn handoff an observation belongs to.

use crate::records::Records;
use baton_model::{Agent, AgentId, Handoff, HandoffMode, ObservedHandoff, Target};
use std::collections::BTreeSet;

/// A name as it is compared: upper or lower case, and blanks around it, do not matter.
pub(crate) fn folded(name: &str) -> String {
    name.trim().to_ascii_lowercase()
}

/// The names by which a trace may mean an agent: its id and its display name.
pub(crate) fn names(agent: &Agent) -> BTreeSet<String> {
    [agent.id.as_str(), &agent.name].map(folded).into()
}

/// Whether a trace means an agent by a name.
pub(crate) fn is_named(agent: &Agent, name: &str) -> bool {
    let name = name.trim();
    agent.id.as_str().eq_ignore_ascii_case(name) || agent.name.trim().eq_ignore_ascii_case(name)
}

/// The handoffs of the registry whose sender some observations name on either side, so that not all have to be compared.
pub(crate) fn drawn_around<'a>(doc: Records<'a>, seen: &[&ObservedHandoff]) -> Vec<&'a Handoff> {
    let named: BTreeSet<String> = seen
        .iter()
        .flat_map(|seen| [folded(&seen.from), folded(&seen.to)])
        .collect();
    let agents = doc.agents();
    let meant = agents.filter(|agent| names(agent).iter().any(|name| named.contains(name)));
    let meant: BTreeSet<&AgentId> = meant.map(|agent| &agent.id).collect();
    doc.handoffs()
        .filter(|handoff| meant.contains(&handoff.from))
        .collect()
}

/// Whether a handoff shows the way that was observed: to a receiver, a candidate, a fallback or where an answer at its gate
/// leads; or, for a call, back.
pub(crate) fn draws(doc: Records<'_>, handoff: &Handoff, seen: &ObservedHandoff) -> bool {
    let is_meant = |id: &AgentId, name: &str| {
        doc.find::<Agent>(id)
            .is_some_and(|agent| is_named(agent, name))
    };
    let leads_to = |name: &str| {
        let branches = handoff.gate.iter().flat_map(|gate| &gate.branches);
        let targets = branches.filter_map(|branch| branch.goes_to.as_ref());
        let mut targets = targets.chain([&handoff.to]);
        let is_target = |target: &Target| match target {
            Target::Agent(id) => is_meant(id, name),
            Target::Outcome(_) => false,
            Target::Query(query) => {
                let has = |agent: &Agent| {
                    let tags = &query.capabilities;
                    tags.iter().all(|tag| agent.capabilities.contains(tag))
                };
                let by_default = query.default.as_ref().is_some_and(|id| is_meant(id, name));
                by_default
                    || doc
                        .agents()
                        .any(|agent| is_named(agent, name) && has(agent))
            }
        };
        targets.any(is_target) || handoff.fallbacks.iter().any(|id| is_meant(id, name))
    };
    let is_there = is_meant(&handoff.from, &seen.from) && leads_to(&seen.to);
    let is_return = handoff.mode == HandoffMode::Delegate
        && is_meant(&handoff.from, &seen.to)
        && leads_to(&seen.from);
    is_there || is_return
}
