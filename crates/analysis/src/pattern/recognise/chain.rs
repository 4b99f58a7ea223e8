//! Chains: control moves on from agent to agent. A pipeline is a chain of fixed steps; in a chain of responsibility each agent passes on what
//! it cannot do itself.

use super::super::{Drawing, Recognised};
use super::{ids, is_controller, is_way_on, is_worker, recognised};
use baton_model::{Agent, AgentId, DecidedBy, Handoff, Pattern, TriggerOn};
use std::collections::{BTreeMap, BTreeSet};

/// Fewer agents are a handoff, not a chain.
const FEWEST: usize = 3;

pub(super) fn found(drawing: &Drawing<'_>) -> Vec<Recognised> {
    let mut found = Vec::new();
    let mut taken: BTreeSet<&AgentId> = BTreeSet::new();
    loop {
        let handoffs = longest(drawing, &steps_of(drawing, &taken));
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
        found.push(recognised(pattern, ids(agents), handoffs, because));
    }
}

/// How many agents at work a request can pass one after the other, whoever chooses the way; none where control never moves on.
pub(in super::super) fn in_a_row(drawing: &Drawing<'_>) -> usize {
    match longest(drawing, &ways_on(drawing)).len() {
        0 => 0,
        handoffs => handoffs + 1,
    }
}

/// A handoff, and who takes over.
type WayOn<'a> = (&'a Handoff, &'a AgentId);

/// The longest of some ways on. Among equally long ones, that which more requests take, then that with the smallest handoffs.
fn longest<'a>(drawing: &Drawing<'a>, ways: &[WayOn<'a>]) -> Vec<&'a Handoff> {
    let mut into: BTreeMap<&AgentId, Vec<(&Handoff, &AgentId)>> = BTreeMap::new();
    let mut open: BTreeMap<&AgentId, usize> = BTreeMap::new();
    for (handoff, to) in ways {
        into.entry(to).or_default().push((handoff, &handoff.from));
        *open.entry(&handoff.from).or_default() += 1;
    }
    // From the far end: what follows a way is known before the way itself is looked at.
    let mut ready: Vec<&AgentId> = into
        .keys()
        .copied()
        .filter(|id| !open.contains_key(id))
        .collect();
    let mut best: BTreeMap<&AgentId, Best<'_>> = BTreeMap::new();
    while let Some(to) = ready.pop() {
        let length = 1 + best.get(to).map_or(0, |best| best.length);
        for (handoff, from) in into.get(to).into_iter().flatten() {
            let this = Best { length, handoff };
            if best.get(from).is_none_or(|so_far| this.is_better(so_far)) {
                best.insert(from, this);
            }
            if let Some(left) = open.get_mut(from) {
                *left -= 1;
                if *left == 0 {
                    ready.push(from);
                }
            }
        }
    }
    let starts = best
        .iter()
        .map(|(id, best)| (best.length, entered(drawing, id), *id));
    let start = starts.max_by(|a, b| (a.0.cmp(&b.0)).then(a.1.total_cmp(&b.1)).then(b.2.cmp(a.2)));
    let mut at = start.and_then(|(_, _, id)| best.get(id));
    let mut chain = Vec::new();
    while let Some(step) = at {
        chain.push(step.handoff);
        at = step.handoff.to.agent().and_then(|to| best.get(to));
    }
    chain
}

/// Ways on through agents that are not taken yet. What a controller hands on is a choice and no step, unless it is marked as one.
fn steps_of<'a>(drawing: &Drawing<'a>, taken: &BTreeSet<&AgentId>) -> Vec<WayOn<'a>> {
    let mut ways = ways_on(drawing);
    ways.retain(|(handoff, to)| {
        let is_free = !taken.contains(&handoff.from) && !taken.contains(to);
        let is_step = |agent: &Agent| is_worker(agent) && !is_controller(agent);
        let is_marked = matches!(handoff.pattern, Some(Pattern::Chain | Pattern::Pipeline));
        is_free && (is_marked || drawing.agent(&handoff.from).is_some_and(is_step))
    });
    ways
}

/// Ordinary ways on. Ways back do not count, so a circle is no chain: within a circle a way has to lead further away from where requests start.
fn ways_on<'a>(drawing: &Drawing<'a>) -> Vec<WayOn<'a>> {
    let hops: BTreeMap<&AgentId, u32> = drawing.graph.hops().into_iter().collect();
    let circles = drawing.graph.circles(|handoff| is_way_on(drawing, handoff));
    let circle = |id: &AgentId| circles.iter().position(|circle| circle.contains(&id));
    let handoffs = drawing.handoffs.iter().copied();
    handoffs
        .filter(|handoff| is_way_on(drawing, handoff))
        .filter_map(|handoff| {
            let to = handoff.to.agent().filter(|to| **to != handoff.from)?;
            let (before, after) = (hops.get(&handoff.from)?, hops.get(to)?);
            let leads_on = before < after
                || circle(to).is_none_or(|of_to| circle(&handoff.from) != Some(of_to));
            leads_on.then_some((handoff, to))
        })
        .collect()
}

/// The longest way that begins with a handoff.
#[derive(Clone, Copy)]
struct Best<'a> {
    length: usize,
    handoff: &'a Handoff,
}

impl Best<'_> {
    fn is_better(&self, so_far: &Self) -> bool {
        let share = |best: &Self| best.handoff.behaviour.share;
        self.length
            .cmp(&so_far.length)
            .then(share(self).total_cmp(&share(so_far)))
            .then(so_far.handoff.id.cmp(&self.handoff.id))
            .is_gt()
    }
}

/// The weight of requests that come in at an agent.
fn entered(drawing: &Drawing<'_>, agent: &AgentId) -> f64 {
    let entries = drawing.graph.entries().iter();
    let here = entries.filter(|entry| entry.agent == *agent);
    here.map(|entry| entry.share.unwrap_or(1.0)).sum()
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
