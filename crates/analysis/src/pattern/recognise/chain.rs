//! Chains: control moves on from agent to agent. A pipeline is a chain of fixed steps; in a chain of responsibility each agent passes on what
//! it cannot do itself.

use super::super::{Drawing, Recognised};
use super::{handoff_ids, ids, is_way_on, is_worker};
use baton_model::{Agent, AgentId, DecidedBy, Handoff, Pattern, TriggerOn};
use std::collections::{BTreeMap, BTreeSet};

/// Fewer agents are a handoff, not a chain.
const FEWEST: usize = 3;

pub(super) fn found(drawing: &Drawing<'_>) -> Vec<Recognised> {
    let links = links(drawing);
    let entered: BTreeSet<&AgentId> = links
        .values()
        .filter_map(|handoff| handoff.to.agent())
        .collect();
    let mut found = Vec::new();
    // A circle has no beginning and is no chain.
    for start in links
        .keys()
        .copied()
        .filter(|start| !entered.contains(*start))
    {
        let handoffs = follow(&links, start);
        let agents: Vec<&Agent> = std::iter::once(start)
            .chain(handoffs.iter().filter_map(|handoff| handoff.to.agent()))
            .filter_map(|id| drawing.agent(id))
            .collect();
        if agents.len() < FEWEST {
            continue;
        }
        let (pattern, because) = kind(drawing, &handoffs, agents.len());
        found.push(Recognised {
            pattern,
            agents: ids(agents),
            handoffs: handoff_ids(handoffs),
            because,
        });
    }
    found
}

/// The one way on from each agent that has one, where it is also the only way into its receiver.
fn links<'a>(drawing: &Drawing<'a>) -> BTreeMap<&'a AgentId, &'a Handoff> {
    let mut out: BTreeMap<&AgentId, Vec<&Handoff>> = BTreeMap::new();
    let mut into: BTreeMap<&AgentId, usize> = BTreeMap::new();
    for handoff in &drawing.handoffs {
        let (true, Some(to)) = (is_way_on(drawing, handoff), handoff.to.agent()) else {
            continue;
        };
        if drawing.agent(&handoff.from).is_some_and(is_worker) {
            out.entry(&handoff.from).or_default().push(handoff);
            *into.entry(to).or_default() += 1;
        }
    }
    out.into_iter()
        .filter_map(|(from, ways)| match ways.as_slice() {
            [only] if only.to.agent().is_some_and(|to| into.get(to) == Some(&1)) => {
                Some((from, *only))
            }
            _ => None,
        })
        .collect()
}

fn follow<'a>(links: &BTreeMap<&'a AgentId, &'a Handoff>, start: &AgentId) -> Vec<&'a Handoff> {
    let mut chain: Vec<&Handoff> = Vec::new();
    let mut at = links.get(start).copied();
    while let Some(handoff) = at {
        chain.push(handoff);
        at = handoff.to.agent().and_then(|to| links.get(to).copied());
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
