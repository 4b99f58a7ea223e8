//! The handoffs on which gates stop something from reaching a consequence with the least review time: a smallest cut.
//!
//! Every handoff is one arc, everything else cannot be cut (fallbacks go round the gate of their handoff). What an arc takes is what a gate on
//! it costs: the minutes that people are expected to review per request, and a little for the gate itself, so that the number of gates decides where
//! review times hardly differ, or where nobody has said how requests are spread. By the theorem of Ford and Fulkerson the largest flow names a set of
//! handoffs that costs least; among equals the one nearest to the consequences, where a reviewer knows most. What leaves an area of trust is cut
//! where it leaves, where the reviewer sees what crosses, unless a gate before it saves review time. Flows are augmented along shortest ways
//! (J. Edmonds and R. M. Karp, JACM 19, 1972).

use super::USUAL_MINUTES;
use super::walk::{Follow, Gated, goes_round};
use baton_graph::{Place, TopologyGraph, Way};
use baton_model::{AgentId, AgentKind, HandoffId};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// What an arc takes for a minute of review per request.
const MINUTE: f64 = 1_000_000.0;
/// What a gate costs itself, in minutes of review per request: as much as one request in a hundred that is reviewed for the usual time.
pub(super) const UPKEEP: f64 = USUAL_MINUTES / 100.0;
/// More than all gates of a drawing cost together.
const NEVER: i64 = i64::MAX / 4;

/// What has to be stopped, and where.
pub(super) struct Question<'q, 'a> {
    pub graph: &'q TopologyGraph<'a>,
    pub follow: Follow,
    /// Gates that stand already.
    pub gated: &'q Gated<'a>,
    /// Agents that must not be reached.
    pub agents: &'q BTreeSet<&'a AgentId>,
    /// Handoffs that must not be passed.
    pub handoffs: &'q BTreeSet<&'a HandoffId>,
    /// How often one request passes each handoff, where known.
    pub uses: &'q BTreeMap<&'a HandoffId, f64>,
    /// Whether a gate belongs on the handoffs that must not be passed rather than before them.
    pub close: bool,
}

/// Where gates are needed, and which agents no gate can keep it from.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cut<'a> {
    pub gates: Vec<&'a HandoffId>,
    /// Requests come in at them, or reach them as a fallback.
    pub open: Vec<&'a AgentId>,
}

impl<'a> Question<'_, 'a> {
    pub fn cut(&self) -> Cut<'a> {
        let mut net = Net::default();
        let source = net.add();
        let sink = net.add();
        let arcs = self.draw(&mut net, source);
        let uncut = net.within(source, NEVER);
        let mut open = Vec::new();
        for id in self.agents.iter().copied() {
            let Some(node) = net.agents.get(id.as_str()).copied() else {
                continue;
            };
            if uncut[node] {
                open.push(id);
            } else {
                net.arc(node, sink, NEVER);
            }
        }
        for (id, (_, out)) in &arcs {
            if self.handoffs.contains(id) {
                net.arc(*out, sink, NEVER);
            }
        }
        net.saturate(source, sink);
        let after = net.leading_to(sink);
        let gates = arcs
            .into_iter()
            .filter(|(_, (enter, leave))| !after[*enter] && after[*leave])
            .map(|(id, _)| id)
            .collect();
        Cut { gates, open }
    }

    /// The ways of requests; each handoff that can have a gate with both ends of its arc.
    fn draw(&self, net: &mut Net<'a>, source: usize) -> BTreeMap<&'a HandoffId, (usize, usize)> {
        let graph = self.graph;
        let mut arcs: BTreeMap<&HandoffId, (usize, usize)> = BTreeMap::new();
        for id in graph.starts() {
            if self.follow.begins_at_starts() {
                let node = net.agent(id);
                net.arc(source, node, NEVER);
            }
        }
        for id in graph.reachable() {
            let Some(sender) = graph.member(id).filter(|one| one.kind != AgentKind::Human) else {
                continue;
            };
            for step in graph.steps_from(id) {
                let handoff = step.handoff;
                let begins = self.follow.begins_on(sender, handoff);
                let before = if begins { source } else { net.agent(id) };
                let is_gated = self.gated.contains(&handoff.id);
                let to = match step.to {
                    Place::Agent(agent) => Some(net.agent(&agent.id)),
                    Place::Outcome(_) => None,
                };
                if goes_round(step.way) {
                    if let Some(to) = to {
                        net.arc(before, to, NEVER);
                    }
                    continue;
                }
                // Where a gate's answers lead, a person has sent it; without the gate those ways are not there.
                if is_gated || step.way == Way::Branch {
                    continue;
                }
                let (_, out) = *arcs.entry(&handoff.id).or_insert_with(|| {
                    let (enter, leave) = (net.add(), net.add());
                    net.arc(before, enter, NEVER);
                    net.arc(enter, leave, self.cost(&handoff.id));
                    (enter, leave)
                });
                if let Some(to) = to {
                    net.arc(out, to, NEVER);
                }
            }
        }
        arcs
    }

    fn cost(&self, handoff: &HandoffId) -> i64 {
        // Before the border a gate counts as much as gates on all of it, and one more.
        let gates = if self.close && !self.handoffs.contains(handoff) {
            1 + self.handoffs.len()
        } else {
            1
        };
        let uses = self.uses.get(handoff).copied().unwrap_or(0.0);
        #[allow(clippy::cast_precision_loss)] // handoffs of one topology
        let cost = (review_minutes(uses) + UPKEEP * gates as f64) * MINUTE;
        #[allow(clippy::cast_possible_truncation)] // far below 2^53, and never negative
        let cost = cost.round() as i64;
        cost
    }
}

/// Minutes that a new gate on a handoff is expected to take per request.
pub(super) fn review_minutes(uses: f64) -> f64 {
    uses.max(0.0) * USUAL_MINUTES
}

#[derive(Default)]
struct Net<'a> {
    /// Arcs out of each node, as places in `arcs`.
    out: Vec<Vec<usize>>,
    /// Where an arc leads and what it still takes; its reverse stands beside it (`at ^ 1`).
    arcs: Vec<(usize, i64)>,
    /// Looked up, never walked, so its order does not matter.
    agents: HashMap<&'a str, usize>,
}

impl<'a> Net<'a> {
    fn add(&mut self) -> usize {
        self.out.push(Vec::new());
        self.out.len() - 1
    }

    fn agent(&mut self, id: &'a AgentId) -> usize {
        if let Some(node) = self.agents.get(id.as_str()) {
            return *node;
        }
        let node = self.add();
        self.agents.insert(id.as_str(), node);
        node
    }

    fn arc(&mut self, from: usize, to: usize, capacity: i64) {
        self.out[from].push(self.arcs.len());
        self.arcs.push((to, capacity));
        self.out[to].push(self.arcs.len());
        self.arcs.push((from, 0));
    }

    /// Nodes that are reached from one over arcs that take at least so much.
    fn within(&self, from: usize, least: i64) -> Vec<bool> {
        let mut seen = vec![false; self.out.len()];
        seen[from] = true;
        let mut open = vec![from];
        while let Some(node) = open.pop() {
            for arc in &self.out[node] {
                let (to, takes) = self.arcs[*arc];
                if takes >= least && !seen[to] {
                    seen[to] = true;
                    open.push(to);
                }
            }
        }
        seen
    }

    /// Nodes from which something could still flow to one.
    fn leading_to(&self, to: usize) -> Vec<bool> {
        let mut seen = vec![false; self.out.len()];
        seen[to] = true;
        let mut open = vec![to];
        while let Some(node) = open.pop() {
            for arc in &self.out[node] {
                let (from, _) = self.arcs[*arc];
                if self.arcs[arc ^ 1].1 > 0 && !seen[from] {
                    seen[from] = true;
                    open.push(from);
                }
            }
        }
        seen
    }

    fn saturate(&mut self, source: usize, sink: usize) {
        while let Some(way) = self.shortest(source, sink) {
            let takes = way.iter().map(|arc| self.arcs[*arc].1).min().unwrap_or(0);
            for arc in way {
                self.arcs[arc].1 -= takes;
                self.arcs[arc ^ 1].1 += takes;
            }
        }
    }

    /// A shortest way with something left on every arc.
    fn shortest(&self, source: usize, sink: usize) -> Option<Vec<usize>> {
        let mut by: Vec<Option<usize>> = vec![None; self.out.len()];
        let mut open = VecDeque::from([source]);
        while let Some(node) = open.pop_front() {
            for arc in &self.out[node] {
                let (to, takes) = self.arcs[*arc];
                if takes > 0 && to != source && by[to].is_none() {
                    by[to] = Some(*arc);
                    open.push_back(to);
                }
            }
            if by[sink].is_some() {
                break;
            }
        }
        let mut way = Vec::new();
        let mut at = sink;
        while at != source {
            let arc = by[at]?;
            way.push(arc);
            at = self.arcs[arc ^ 1].0;
        }
        Some(way)
    }
}
