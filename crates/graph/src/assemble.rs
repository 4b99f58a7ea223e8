//! From records to nodes and edges.

use crate::registry::ids::{Hashed, Ids, Mixing, Numbers};
use crate::wires::{Edge, Ends, Node, Rows, Wires};
use crate::{TopologyGraph, Way};
use baton_model::{
    Agent, AgentId, AgentKind, Candidates, Document, Entry, Find, Handoff, HandoffMode, Held, Kind,
    Outcome, Placement, RecordKey, Target, TopologyId,
};
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
        let agents: Vec<&Agent> = parts.agents.iter().copied().filter_map(typed).collect();
        let outcomes: Vec<&Outcome> = parts.outcomes.iter().copied().filter_map(typed).collect();
        let handoffs: Vec<&Handoff> = parts.handoffs.iter().copied().filter_map(typed).collect();
        let places = Places {
            agents: numbers(&parts.agents),
            outcomes: &outcomes,
        };
        let ends = handoffs.iter().map(|handoff| places.ends(handoff));
        let ends: Vec<Ends> = ends.collect();
        let edges = places.edges(&handoffs, &parts.candidates, &ends);
        let (members, nodes) = (agents.len(), agents.len() + outcomes.len());
        let sent = (0..).zip(&ends);
        let sent = sent.filter_map(|(handoff, ends)| Some((ends.from()?, handoff)));
        let back = |(from, edge): &(Node, Edge)| {
            (
                edge.node,
                Edge {
                    node: *from,
                    ..*edge
                },
            )
        };
        let wires = Wires {
            sent: Rows::new(members, sent),
            out: Rows::new(nodes, edges.iter().copied()),
            into: Rows::new(nodes, edges.iter().map(back)),
            handoffs: numbers(&parts.handoffs),
            agents: places.agents,
            ends,
        };
        Self {
            topology: parts.topology.and_then(typed),
            people: people(&agents),
            agents,
            outcomes,
            handoffs,
            entries: parts.entries.iter().copied().filter_map(typed).collect(),
            revisions: parts.handoffs.iter().map(|held| held.revision).collect(),
            candidates: parts.candidates.clone(),
            wires: Arc::new(wires),
        }
    }
}

/// What handoffs name, by number.
struct Places<'p> {
    agents: Numbers,
    /// By id.
    outcomes: &'p [&'p Outcome],
}

impl Places<'_> {
    fn agent(&self, id: &AgentId) -> Option<Node> {
        let number = self.agents.get(Hashed::new(id.as_str()))?;
        Some(Node::from(number))
    }

    /// The node that a target names; for a query, that of its default.
    fn target(&self, target: &Target) -> Option<Node> {
        match target {
            Target::Agent(id) => self.agent(id),
            Target::Outcome(target) => self
                .outcomes
                .binary_search_by(|outcome| outcome.id.cmp(&target.outcome))
                .ok()
                .map(|position| Node::new(self.agents.len() + position)),
            Target::Query(query) => query.default.as_ref().and_then(|id| self.agent(id)),
        }
    }

    fn ends(&self, handoff: &Handoff) -> Ends {
        Ends::new(self.agent(&handoff.from), self.target(&handoff.to))
    }

    /// Every way with the agent that it leaves, in order of handoff.
    fn edges(
        &self,
        handoffs: &[&Handoff],
        candidates: &[Vec<&Agent>],
        ends: &[Ends],
    ) -> Vec<(Node, Edge)> {
        let mut edges = Vec::with_capacity(handoffs.len());
        let all = handoffs.iter().zip(candidates).zip(ends).zip(0_u32..);
        for (((handoff, candidates), ends), position) in all {
            let Some(from) = ends.from() else {
                continue;
            };
            let mut push = |to: Option<Node>, way| {
                let edge = |node| Edge {
                    node,
                    handoff: position,
                    way,
                };
                edges.extend(to.map(|to| (from, edge(to))));
            };
            let (direct, fallback) = match handoff.mode {
                HandoffMode::Transfer => (Way::Transfer, Way::Fallback),
                HandoffMode::Delegate => (Way::Delegation, Way::CalledFallback),
            };
            for candidate in candidates {
                push(self.agent(&candidate.id), direct);
            }
            push(ends.to(), direct);
            for agent in &handoff.fallbacks {
                push(self.agent(agent), fallback);
            }
            let branches = handoff.gate.iter().flat_map(|gate| &gate.branches);
            for target in branches.filter_map(|branch| branch.goes_to.as_ref()) {
                push(self.target(target), Way::Branch);
            }
        }
        edges
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
