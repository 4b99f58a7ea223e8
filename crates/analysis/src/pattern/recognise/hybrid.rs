//! Hybrid: control moves on between fields of work, and within a field one agent delegates and keeps it.

use super::super::{Drawing, Recognised};
use super::{is_way_on, recognised};
use baton_model::{AgentId, Handoff, Pattern};
use std::collections::{BTreeMap, BTreeSet};

/// A hybrid for each chain in which somebody delegates or to which somebody who delegates hands on, and for each other controller that also gives
/// control away to an agent at work.
pub(super) fn found(drawing: &Drawing<'_>, found: &[Recognised]) -> Vec<Recognised> {
    let of = |pattern| found.iter().filter(move |one| one.pattern == pattern);
    let chains: Vec<&Recognised> = of(Pattern::Chain).chain(of(Pattern::Pipeline)).collect();
    let mut fields: BTreeMap<(usize, &str), Vec<Field<'_>>> = BTreeMap::new();
    for supervisor in of(Pattern::Supervisor) {
        let Some(controller) = supervisor.agents.first() else {
            continue;
        };
        let on: Vec<&Handoff> = drawing
            .handoffs
            .iter()
            .copied()
            .filter(|handoff| handoff.from.as_str() == controller && is_way_on(drawing, handoff))
            .filter(|handoff| {
                let to = handoff.to.agent().map(AgentId::as_str);
                to.is_some_and(|to| !supervisor.agents.iter().any(|agent| agent == to))
            })
            .collect();
        let in_chain = chains.iter().position(|chain| {
            let is_in = |id: &str| chain.agents.iter().any(|agent| agent == id);
            let leads_in =
                |handoff: &&Handoff| handoff.to.agent().is_some_and(|to| is_in(to.as_str()));
            is_in(controller) || on.iter().any(leads_in)
        });
        match in_chain {
            Some(at) => fields.entry((at, "")).or_default().push((supervisor, on)),
            None if !on.is_empty() => fields
                .entry((chains.len(), controller))
                .or_default()
                .push((supervisor, on)),
            None => {}
        }
    }
    let fields = fields.into_iter();
    fields
        .map(|((at, _), controllers)| hybrid(drawing, chains.get(at).copied(), &controllers))
        .collect()
}

/// A supervisor, and the handoffs over which it gives control away.
type Field<'a> = (&'a Recognised, Vec<&'a Handoff>);

fn hybrid(
    drawing: &Drawing<'_>,
    chain: Option<&Recognised>,
    controllers: &[Field<'_>],
) -> Recognised {
    let mut agents: BTreeSet<&str> = BTreeSet::new();
    let mut handoffs: BTreeSet<&str> = BTreeSet::new();
    for part in chain
        .into_iter()
        .chain(controllers.iter().map(|(one, _)| *one))
    {
        agents.extend(part.agents.iter().map(String::as_str));
        handoffs.extend(part.handoffs.iter().map(String::as_str));
    }
    for handoff in controllers.iter().flat_map(|(_, on)| on) {
        handoffs.insert(handoff.id.as_str());
        agents.extend(handoff.to.agent().map(AgentId::as_str));
    }
    let names = controllers.iter().filter_map(|(one, _)| {
        let id = one.agents.first()?;
        let agent = drawing
            .agents
            .iter()
            .find(|agent| agent.id.as_str() == id)?;
        Some(agent.name.as_str())
    });
    let names: Vec<&str> = names.collect();
    let because = match (names.as_slice(), chain) {
        ([one], Some(_)) => format!("{one} is a step of a chain and delegates to others"),
        ([one], None) => format!("{one} delegates to some and hands control over to others"),
        _ => format!(
            "{} delegate to others and hand control on",
            names.join(" and ")
        ),
    };
    let ids = agents.into_iter().map(str::to_owned).collect();
    let parts = drawing.handoffs.iter().copied();
    let parts = parts.filter(|handoff| handoffs.contains(handoff.id.as_str()));
    recognised(Pattern::Hybrid, ids, parts, because)
}
