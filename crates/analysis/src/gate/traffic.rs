//! How often one request passes a handoff, as far as anybody has said how requests are spread.

use baton_graph::TopologyGraph;
use baton_model::{AgentId, Handoff, HandoffBehaviour, HandoffId, HandoffMode};
use std::collections::{BTreeMap, BTreeSet};

/// Rounds after which what still goes round in circles is too little to count.
const ROUNDS: usize = 64;
const LEAST: f64 = 1e-6;

/// Expected uses of each handoff by one request, more than one where it goes round; nothing where no handoff has parameters of its own.
///
/// A transfer takes its weight among the transfers of its sender that do not wait for an error; a delegation is called with the probability of its
/// weight, and whoever is called makes its own delegations. An estimate for comparing gates: faults, limits and taint are left to the simulation.
pub(super) fn uses<'a>(graph: &TopologyGraph<'a>) -> BTreeMap<&'a HandoffId, f64> {
    let usual = HandoffBehaviour::default();
    if graph.handoffs().iter().all(|one| one.behaviour == usual) {
        return BTreeMap::new();
    }
    let mut passed: BTreeMap<&HandoffId, f64> = BTreeMap::new();
    let mut now = begin(graph);
    for _ in 0..ROUNDS {
        let mut next: BTreeMap<&AgentId, f64> = BTreeMap::new();
        for (agent, come) in now {
            if come < LEAST {
                continue;
            }
            call(graph, agent, come, &mut passed);
            let ways: Vec<_> = graph
                .transfers_out(agent)
                .into_iter()
                .filter_map(|id| graph.handoff(id))
                .filter(|handoff| !handoff.trigger.on.is_error())
                .collect();
            let whole: f64 = ways.iter().map(|one| one.behaviour.share.max(0.0)).sum();
            for handoff in ways.into_iter().filter(|_| whole > 0.0) {
                let goes = come * handoff.behaviour.share.max(0.0) / whole;
                *passed.entry(&handoff.id).or_default() += goes;
                for (to, each) in spread(graph, handoff, goes) {
                    if handoff.mode == HandoffMode::Transfer {
                        *next.entry(to).or_default() += each;
                    }
                }
            }
        }
        if next.is_empty() {
            break;
        }
        now = next;
    }
    passed
}

/// The delegations of an agent, and of those whom it calls. What leads back to somebody who was called already is not followed.
fn call<'a>(
    graph: &TopologyGraph<'a>,
    agent: &'a AgentId,
    come: f64,
    passed: &mut BTreeMap<&'a HandoffId, f64>,
) {
    let mut called = BTreeSet::from([agent]);
    let mut now = BTreeMap::from([(agent, come)]);
    while !now.is_empty() {
        let mut next: BTreeMap<&AgentId, f64> = BTreeMap::new();
        for (agent, come) in now {
            let calls = graph.delegations_out(agent).into_iter();
            for handoff in calls.filter_map(|id| graph.handoff(id)) {
                let goes = come * handoff.behaviour.share.clamp(0.0, 1.0);
                *passed.entry(&handoff.id).or_default() += goes;
                for (to, each) in spread(graph, handoff, goes) {
                    if !called.contains(to) {
                        *next.entry(to).or_default() += each;
                    }
                }
            }
        }
        called.extend(next.keys().copied());
        now = next;
    }
}

/// Who gets what goes over a handoff: each of its receivers the same.
fn spread<'a>(
    graph: &TopologyGraph<'a>,
    handoff: &'a Handoff,
    goes: f64,
) -> impl Iterator<Item = (&'a AgentId, f64)> {
    let receivers = graph.receivers(handoff);
    #[allow(clippy::cast_precision_loss)] // candidates of one handoff
    let each = goes / receivers.len().max(1) as f64;
    receivers.into_iter().map(move |to| (&to.id, each))
}

fn begin<'a>(graph: &TopologyGraph<'a>) -> BTreeMap<&'a AgentId, f64> {
    let mut weights: BTreeMap<&AgentId, f64> = BTreeMap::new();
    for entry in graph.entries() {
        *weights.entry(&entry.agent).or_default() += entry.share.unwrap_or(1.0).max(0.0);
    }
    if weights.is_empty() {
        weights.extend(graph.starts().into_iter().map(|id| (id, 1.0)));
    }
    let whole: f64 = weights.values().sum();
    if whole > 0.0 {
        for weight in weights.values_mut() {
            *weight /= whole;
        }
    }
    weights
}
