//! Chains: control moves on from agent to agent. A pipeline is a chain of fixed steps; in a chain of responsibility each agent passes on what
//! it cannot do itself.

use super::super::{Drawing, Recognised};
use super::{handoff_ids, ids, is_way_on, is_worker};
use baton_model::{Agent, AgentId, DecidedBy, Handoff, Pattern, TriggerOn};
use std::collections::{BTreeMap, BTreeSet};

/// Fewer agents are a handoff, not a chain.
const FEWEST: usize = 3;

pub(super) fn found(drawing: &Drawing<'_>) -> Vec<Recognised> {
    let mut found = Vec::new();
    let mut taken: BTreeSet<&AgentId> = BTreeSet::new();
    loop {
        let handoffs = longest(drawing, &taken);
        let ends = handoffs.first().map(|first| &first.from);
        let agents: Vec<&Agent> = ends
            .into_iter()
            .chain(handoffs.iter().filter_map(|handoff| handoff.to.agent()))
            .filter_map(|id| drawing.agent(id))
            .collect();
        if agents.len() < FEWEST {
            return found;
        }
        taken.extend(agents.iter().map(|agent| &agent.id));
        let (pattern, because) = kind(drawing, &handoffs, agents.len());
        found.push(Recognised {
            pattern,
            agents: ids(agents),
            handoffs: handoff_ids(handoffs),
            because,
        });
    }
}

/// The longest way on through agents that are not taken yet, always further away from where requests start: ways back do not count, so a
/// circle is no chain. Among equally long ones that with the smallest handoffs.
fn longest<'a>(drawing: &Drawing<'a>, taken: &BTreeSet<&AgentId>) -> Vec<&'a Handoff> {
    let hops: BTreeMap<&AgentId, u32> = drawing.graph.hops().into_iter().collect();
    let mut ways: Vec<(u32, &Handoff, &AgentId)> = drawing
        .handoffs
        .iter()
        .filter(|handoff| is_way_on(drawing, handoff))
        .filter_map(|handoff| {
            let to = handoff.to.agent()?;
            let (before, after) = (hops.get(&handoff.from)?, hops.get(to)?);
            let is_free = !taken.contains(&handoff.from) && !taken.contains(to);
            let works = drawing.agent(&handoff.from).is_some_and(is_worker);
            (before < after && is_free && works).then_some((*before, *handoff, to))
        })
        .collect();
    // From the far end: what follows a way is known before the way itself is looked at.
    ways.sort_by(|a, b| (b.0, &a.1.id).cmp(&(a.0, &b.1.id)));
    let mut best: BTreeMap<&AgentId, (usize, &Handoff)> = BTreeMap::new();
    for (_, handoff, to) in ways {
        let length = 1 + best.get(to).map_or(0, |(length, _)| *length);
        let so_far = best.entry(&handoff.from).or_insert((length, handoff));
        if so_far.0 < length {
            *so_far = (length, handoff);
        }
    }
    let start = best.iter().rev().max_by_key(|(_, (length, _))| *length);
    let mut at = start.map(|(_, (_, handoff))| *handoff);
    let mut chain = Vec::new();
    while let Some(handoff) = at {
        chain.push(handoff);
        let next = handoff.to.agent().and_then(|to| best.get(to));
        at = next.map(|(_, handoff)| *handoff);
    }
    chain
}

fn kind(drawing: &Drawing<'_>, handoffs: &[&Handoff], agents: usize) -> (Pattern, String) {
    if handoffs
        .iter()
        .all(|handoff| passes_on(&handoff.trigger.on))
    {
        let because = format!("each of {agents} agents passes on what is beyond it");
        return (Pattern::ChainOfResponsibility, because);
    }
    let is_fixed = handoffs.iter().all(|handoff| {
        let trigger = &handoff.trigger;
        trigger.on == TriggerOn::Done
            && trigger.condition.is_none()
            && trigger.decided_by == DecidedBy::Rule
            && drawing
                .sent_by(&handoff.from)
                .filter(|other| is_way_on(drawing, other))
                .count()
                == 1
    });
    if is_fixed {
        (
            Pattern::Pipeline,
            format!("{agents} steps follow each other, always in the same order"),
        )
    } else {
        (
            Pattern::Chain,
            format!("control moves on through {agents} agents, one after the other"),
        )
    }
}

/// Whether it is given up rather than done.
fn passes_on(trigger: &TriggerOn) -> bool {
    match trigger {
        TriggerOn::DomainBoundary | TriggerOn::AuthorityLimit | TriggerOn::ConfidenceBelow => true,
        TriggerOn::Any(clauses) => clauses.iter().all(|clause| passes_on(&clause.on)),
        TriggerOn::All(clauses) => clauses.iter().any(|clause| passes_on(&clause.on)),
        _ => false,
    }
}
