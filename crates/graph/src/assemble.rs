//! From records to nodes and edges.

use crate::{Edge, TopologyGraph, Way};
use baton_model::{
    Agent, AgentId, Candidates, Document, Entry, Handoff, HandoffMode, Kind, Outcome, Placement,
    RecordKey, Target, Topology, TopologyId,
};
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::{HashMap, HashSet};

impl<'a> TopologyGraph<'a> {
    /// The topology with everything that belongs to it. References that lead nowhere, which only a damaged store
    /// holds, are left out.
    pub fn new(document: &'a Document, topology: &TopologyId) -> Self {
        let mut parts = Parts::default();
        let key = RecordKey::new(Kind::Topology, topology.as_str());
        for referrer in document.referrers(&key) {
            parts.take(document, topology, referrer);
        }
        let candidates = candidates(document, &parts.handoffs);
        let mut graph = Self {
            topology: document.find::<Topology>(topology),
            positions: HashMap::new(),
            agents: members(document, &parts, &candidates),
            outcomes: parts.outcomes,
            handoffs: parts.handoffs,
            candidates,
            entries: parts.entries,
            graph: DiGraph::default(),
        };
        let numbered = graph.agents.iter().zip(0..);
        graph.positions = numbered
            .map(|(agent, at)| (agent.id.as_str(), at))
            .collect();
        graph.connect();
        graph
    }

    fn connect(&mut self) {
        let mut edges = Vec::with_capacity(self.handoffs.len());
        for (position, handoff) in self.handoffs.iter().enumerate() {
            let Some(from) = self.agent_node(&handoff.from) else {
                continue;
            };
            let handoff_number = position as u32;
            let mut push = |to: Option<NodeIndex>, way| {
                if let Some(to) = to {
                    let edge = Edge {
                        handoff: handoff_number,
                        way,
                    };
                    edges.push((from, to, edge));
                }
            };
            let (direct, fallback) = match handoff.mode {
                HandoffMode::Transfer => (Way::Transfer, Way::Fallback),
                HandoffMode::Delegate => (Way::Delegation, Way::CalledFallback),
            };
            for candidate in &self.candidates[position] {
                push(self.agent_node(&candidate.id), direct);
            }
            push(self.target_node(&handoff.to), direct);
            for agent in &handoff.fallbacks {
                push(self.agent_node(agent), fallback);
            }
            let branches = handoff.gate.iter().flat_map(|gate| &gate.branches);
            for target in branches.filter_map(|branch| branch.goes_to.as_ref()) {
                push(self.target_node(target), Way::Branch);
            }
        }
        let nodes = self.agents.len() + self.outcomes.len();
        self.graph = DiGraph::with_capacity(nodes, edges.len());
        for _ in 0..nodes {
            self.graph.add_node(());
        }
        // The graph lists the edges of a node last in, first out; walks shall see them in order of handoff.
        for (from, to, edge) in edges.into_iter().rev() {
            self.graph.add_edge(from, to, edge);
        }
    }

    /// The node that a target names; for a query, that of its default.
    fn target_node(&self, target: &Target) -> Option<NodeIndex> {
        match target {
            Target::Agent(id) => self.agent_node(id),
            Target::Outcome(target) => self
                .outcomes
                .binary_search_by(|outcome| outcome.id.cmp(&target.outcome))
                .ok()
                .map(|position| NodeIndex::new(self.agents.len() + position)),
            Target::Query(query) => query.default.as_ref().and_then(|id| self.agent_node(id)),
        }
    }
}

/// What says that it belongs to the topology, each by id.
#[derive(Default)]
struct Parts<'a> {
    handoffs: Vec<&'a Handoff>,
    entries: Vec<&'a Entry>,
    outcomes: Vec<&'a Outcome>,
    placed: Vec<&'a str>,
}

impl<'a> Parts<'a> {
    fn take(&mut self, document: &'a Document, topology: &TopologyId, key: &RecordKey) {
        match key.kind {
            Kind::Handoff => self.handoffs.extend(
                document
                    .find::<Handoff>(&key.id)
                    .filter(|handoff| handoff.topology == *topology),
            ),
            Kind::Entry => self.entries.extend(
                document
                    .find::<Entry>(&key.id)
                    .filter(|entry| entry.topology == *topology),
            ),
            Kind::Outcome => self.outcomes.extend(
                document
                    .find::<Outcome>(&key.id)
                    .filter(|outcome| outcome.topology == *topology),
            ),
            Kind::Placement => self.placed.extend(
                document
                    .find::<Placement>(&key.id)
                    .filter(|place| {
                        place.topology == *topology && place.subject.kind == Kind::Agent
                    })
                    .map(|place| place.subject.id.as_str()),
            ),
            _ => {}
        }
    }
}

/// Beside `handoffs`: who qualifies for each that is a query. The registry's agents are read only if there is one.
fn candidates<'a>(document: &'a Document, handoffs: &[&'a Handoff]) -> Vec<Vec<&'a Agent>> {
    let mut declared = None;
    let is_query = |handoff: &Handoff| matches!(handoff.to, Target::Query(_));
    handoffs
        .iter()
        .map(|handoff| {
            if !is_query(handoff) {
                return Vec::new();
            }
            declared
                .get_or_insert_with(|| Candidates::new(document))
                .of(handoff)
        })
        .collect()
}

fn members<'a>(
    document: &'a Document,
    parts: &Parts<'a>,
    candidates: &[Vec<&'a Agent>],
) -> Vec<&'a Agent> {
    let mut ids: HashSet<&str> = parts.placed.iter().copied().collect();
    ids.extend(parts.entries.iter().map(|entry| entry.agent.as_str()));
    ids.extend(candidates.iter().flatten().map(|agent| agent.id.as_str()));
    for handoff in &parts.handoffs {
        ids.insert(handoff.from.as_str());
        ids.extend(named(&handoff.to).map(AgentId::as_str));
        ids.extend(handoff.fallbacks.iter().map(AgentId::as_str));
        let branches = handoff.gate.iter().flat_map(|gate| &gate.branches);
        let targets = branches.filter_map(|branch| branch.goes_to.as_ref());
        ids.extend(targets.filter_map(named).map(AgentId::as_str));
    }
    let known = ids.into_iter().filter_map(|id| document.find::<Agent>(id));
    let mut members: Vec<&Agent> = known.collect();
    members.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    members
}

fn named(target: &Target) -> Option<&AgentId> {
    match target {
        Target::Agent(id) => Some(id),
        Target::Outcome(_) => None,
        Target::Query(query) => query.default.as_ref(),
    }
}
