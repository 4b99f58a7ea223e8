//! From records to nodes and edges.

use crate::registry::ids::{Ids, Mixing, Numbers};
use crate::{Edge, TopologyGraph, Way, Wires};
use baton_model::{
    Agent, AgentId, AgentKind, Candidates, Document, Entry, Find, Handoff, HandoffMode, Held, Kind,
    Outcome, Placement, RecordKey, Target, TopologyId,
};
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::HashSet;
use std::sync::Arc;

/// Records are looked up one by one, unless they are at least this share of all of their kind: then all are walked, which is quicker.
const SHARE: usize = 8;

/// Ids, told apart. Looked up, never walked, so its order does not matter.
type Names<'a> = HashSet<&'a str, Mixing>;

impl<'a> TopologyGraph<'a> {
    /// The topology with everything that belongs to it. References that lead nowhere, which only a damaged store
    /// holds, are left out.
    pub fn new(document: &'a Document, topology: &TopologyId) -> Self {
        Self::among(document, topology, &Candidates::new(document))
    }

    /// The same for one of many topologies, which share who qualifies for queries.
    pub fn among(
        document: &'a Document,
        topology: &TopologyId,
        candidates: &Candidates<'a>,
    ) -> Self {
        Parts::read(document, topology, candidates).graph()
    }

    fn wire(parts: &Parts<'a>) -> Self {
        let wires = Wires {
            agents: numbers(&parts.agents),
            handoffs: numbers(&parts.handoffs),
            sent: Vec::new(),
            sent_ends: Vec::new(),
            graph: DiGraph::default(),
        };
        let agents: Vec<&Agent> = parts.agents.iter().copied().filter_map(typed).collect();
        let mut graph = Self {
            topology: parts.topology.and_then(typed),
            people: people(&agents),
            agents,
            outcomes: parts.outcomes.iter().copied().filter_map(typed).collect(),
            handoffs: parts.handoffs.iter().copied().filter_map(typed).collect(),
            entries: parts.entries.iter().copied().filter_map(typed).collect(),
            candidates: parts.candidates.clone(),
            wires: Arc::new(wires),
        };
        let (sent, sent_ends) = graph.sent();
        let connected = graph.connected();
        // Nobody else has them yet.
        if let Some(wires) = Arc::get_mut(&mut graph.wires) {
            wires.graph = connected;
            (wires.sent, wires.sent_ends) = (sent, sent_ends);
        }
        graph
    }

    /// The handoffs of each agent, and where they end.
    fn sent(&self) -> (Vec<u32>, Vec<u32>) {
        let senders = self.handoffs.iter().map(|it| self.agent_node(&it.from));
        let senders: Vec<Option<NodeIndex>> = senders.collect();
        let mut ends = vec![0; self.agents.len()];
        for sender in senders.iter().flatten() {
            ends[sender.index()] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            let sent = *end;
            *end = sum;
            sum += sent;
        }
        let mut sent = vec![0; sum as usize];
        for (handoff, sender) in (0..).zip(&senders) {
            if let Some(sender) = sender {
                let place = &mut ends[sender.index()];
                sent[*place as usize] = handoff;
                *place += 1;
            }
        }
        (sent, ends)
    }

    fn connected(&self) -> DiGraph<(), Edge, u32> {
        let mut edges = Vec::with_capacity(self.handoffs.len());
        for (handoff, position) in self.handoffs.iter().zip(0_u32..) {
            let Some(from) = self.agent_node(&handoff.from) else {
                continue;
            };
            let mut push = |to: Option<NodeIndex>, way| {
                let edge = Edge {
                    handoff: position,
                    way,
                };
                edges.extend(to.map(|to| (from, to, edge)));
            };
            let (direct, fallback) = match handoff.mode {
                HandoffMode::Transfer => (Way::Transfer, Way::Fallback),
                HandoffMode::Delegate => (Way::Delegation, Way::CalledFallback),
            };
            for candidate in &self.candidates[position as usize] {
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
        let mut graph = DiGraph::with_capacity(nodes, edges.len());
        for _ in 0..nodes {
            graph.add_node(());
        }
        // The graph lists the edges of a node last in, first out; walks shall see them in order of handoff.
        for (from, to, edge) in edges.into_iter().rev() {
            graph.add_edge(from, to, edge);
        }
        graph
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

pub(crate) fn typed<T: Find>(held: &Held) -> Option<&T> {
    T::from_record(&held.record)
}

/// The records of a topology, each kind by id.
#[derive(Default)]
pub(crate) struct Parts<'a> {
    pub topology: Option<&'a Held>,
    pub agents: Vec<&'a Held>,
    pub outcomes: Vec<&'a Held>,
    pub handoffs: Vec<&'a Held>,
    pub entries: Vec<&'a Held>,
    /// Beside `handoffs`: who qualifies for its query.
    pub candidates: Vec<Vec<&'a Agent>>,
    /// Whether it names an agent that is not there.
    pub is_damaged: bool,
}

impl<'a> Parts<'a> {
    pub fn read(document: &'a Document, id: &TopologyId, candidates: &Candidates<'a>) -> Self {
        let mut parts = Self {
            topology: document.entry(Kind::Topology, id.as_str()),
            ..Self::default()
        };
        let mut names = Names::default();
        let key = RecordKey::new(Kind::Topology, id.as_str());
        let mut handoffs: Vec<&str> = Vec::new();
        for referrer in document.referrers(&key) {
            let held = || document.entry(referrer.kind, &referrer.id);
            match referrer.kind {
                Kind::Handoff => handoffs.push(&referrer.id),
                Kind::Entry => {
                    let entry = held().filter(|held| {
                        typed::<Entry>(held).is_some_and(|entry| entry.topology == *id)
                    });
                    parts.entries.extend(entry);
                }
                Kind::Outcome => {
                    let outcome = held().filter(|held| {
                        typed::<Outcome>(held).is_some_and(|outcome| outcome.topology == *id)
                    });
                    parts.outcomes.extend(outcome);
                }
                Kind::Placement => {
                    let place: Option<&Placement> = held().and_then(typed);
                    let place = place
                        .filter(|place| place.topology == *id && place.subject.kind == Kind::Agent);
                    names.extend(place.map(|place| place.subject.id.as_str()));
                }
                _ => {}
            }
        }
        let belongs = |held: &&Held| typed(held).is_some_and(|it: &Handoff| it.topology == *id);
        parts.handoffs = if handoffs.len() * SHARE >= document.count(Kind::Handoff) {
            document.of_kind(Kind::Handoff).filter(belongs).collect()
        } else {
            let found = handoffs.into_iter();
            let found = found.filter_map(|id| document.entry(Kind::Handoff, id));
            found.filter(belongs).collect()
        };
        let queries = parts.handoffs.iter().copied().map(typed::<Handoff>);
        let of = |handoff: &Handoff| candidates.of(handoff);
        parts.candidates = queries
            .map(|query| query.map_or_else(Vec::new, of))
            .collect();
        parts.find_members(document, names);
        parts
    }

    fn find_members(&mut self, document: &'a Document, mut names: Names<'a>) {
        let entries = self.entries.iter().copied().filter_map(typed);
        names.extend(entries.map(|entry: &Entry| entry.agent.as_str()));
        let candidates = self.candidates.iter().flatten();
        names.extend(candidates.map(|agent| agent.id.as_str()));
        for handoff in self.handoffs.iter().copied().filter_map(typed::<Handoff>) {
            names.insert(handoff.from.as_str());
            names.extend(named(&handoff.to).map(AgentId::as_str));
            names.extend(handoff.fallbacks.iter().map(AgentId::as_str));
            let branches = handoff.gate.iter().flat_map(|gate| &gate.branches);
            let targets = branches.filter_map(|branch| branch.goes_to.as_ref());
            names.extend(targets.filter_map(named).map(AgentId::as_str));
        }
        self.agents = if names.len() * SHARE >= document.count(Kind::Agent) {
            let agents = document.of_kind(Kind::Agent);
            agents
                .filter(|held| names.contains(held.record.id()))
                .collect()
        } else {
            let found = names
                .iter()
                .filter_map(|id| document.entry(Kind::Agent, id));
            let mut agents: Vec<&Held> = found.collect();
            agents.sort_unstable_by(|a, b| a.record.id().cmp(b.record.id()));
            agents
        };
        self.is_damaged = self.agents.len() < names.len();
    }

    pub fn graph(&self) -> TopologyGraph<'a> {
        TopologyGraph::wire(self)
    }
}

pub(crate) fn people<'a>(agents: &[&'a Agent]) -> Vec<&'a Agent> {
    let people = agents.iter().copied();
    people
        .filter(|agent| agent.kind == AgentKind::Human)
        .collect()
}

fn numbers(records: &[&Held]) -> Numbers {
    let mut ids = Ids::with_capacity(records.len());
    for held in records {
        ids.push(held.record.id());
    }
    Numbers::new(ids)
}

fn named(target: &Target) -> Option<&AgentId> {
    match target {
        Target::Agent(id) => Some(id),
        Target::Outcome(_) => None,
        Target::Query(query) => query.default.as_ref(),
    }
}
