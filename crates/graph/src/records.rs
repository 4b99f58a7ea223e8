//! The records of a topology, held beside the document, so that an edit costs what it changed.

use crate::TopologyGraph;
use crate::assemble::{Parts, people};
use crate::wires::{Node, Wires};
use baton_model::{
    Agent, Candidates, Change, Document, Entry, Find, Handoff, Held, Kind, Outcome, Placement,
    Record, RecordsDiff, Target, Topology, TopologyId,
};
use std::sync::Arc;

/// What a [`TopologyGraph`] is made of, at one revision of the document.
#[derive(Clone)]
pub struct TopologyRecords {
    id: TopologyId,
    topology: Option<Arc<Record>>,
    agents: Vec<Arc<Record>>,
    outcomes: Vec<Arc<Record>>,
    handoffs: Vec<Arc<Record>>,
    /// Beside the handoffs: the revision of its last change.
    revisions: Vec<u32>,
    entries: Vec<Arc<Record>>,
    /// Handoffs that are queries, with the agents that qualify; both by position.
    candidates: Arc<Vec<(u32, Vec<Node>)>>,
    has_queries: bool,
    /// Whether it names an agent that is not there.
    is_damaged: bool,
    wires: Arc<Wires>,
}

impl TopologyRecords {
    /// Reads a topology.
    pub fn new(document: &Document, id: &TopologyId) -> Self {
        Self::among(document, id, &Candidates::new(document))
    }

    /// The same for one of many topologies, which share who qualifies for queries.
    pub fn among<'d>(document: &'d Document, id: &TopologyId, candidates: &Candidates<'d>) -> Self {
        let parts = Parts::read(document, id, candidates);
        let graph = parts.graph();
        let numbered = (0..).zip(&graph.candidates);
        let candidates = numbered.filter(|(_, agents)| !agents.is_empty());
        let candidates = candidates.map(|(at, agents)| {
            let agents = agents
                .iter()
                .filter_map(|agent| graph.agent_node(&agent.id));
            (at, agents.collect())
        });
        let shared = |all: &[&Held]| all.iter().map(|held| Arc::clone(&held.record)).collect();
        Self {
            id: id.clone(),
            topology: parts.topology.map(|held| Arc::clone(&held.record)),
            agents: shared(&parts.agents),
            outcomes: shared(&parts.outcomes),
            handoffs: shared(&parts.handoffs),
            revisions: graph.revisions.clone(),
            entries: shared(&parts.entries),
            candidates: Arc::new(candidates.collect()),
            has_queries: graph
                .handoffs
                .iter()
                .any(|handoff| matches!(handoff.to, Target::Query(_))),
            is_damaged: parts.is_damaged,
            wires: Arc::clone(&graph.wires),
        }
    }

    /// The topology's id.
    pub fn id(&self) -> &TopologyId {
        &self.id
    }

    /// The ids of its agents, sorted.
    pub fn agent_ids(&self) -> impl ExactSizeIterator<Item = &str> {
        self.agents.iter().map(|record| record.id())
    }

    /// The ids of its handoffs, sorted.
    pub fn handoff_ids(&self) -> impl ExactSizeIterator<Item = &str> {
        self.handoffs.iter().map(|record| record.id())
    }

    /// Whether the same agents and handoffs lead to each other as in an earlier state that this one comes from. `false` may be said too often.
    pub fn is_wired_like(&self, before: &Self) -> bool {
        Arc::ptr_eq(&self.wires, &before.wires)
    }

    /// The graph of these records, without any of them being looked up.
    pub fn graph(&self) -> TopologyGraph<'_> {
        let agents: Vec<&Agent> = typed(&self.agents);
        let handoffs = typed(&self.handoffs);
        let mut candidates = vec![Vec::new(); handoffs.len()];
        for (handoff, qualified) in self.candidates.iter() {
            let qualified = qualified.iter().map(|node: &Node| agents[node.index()]);
            candidates[*handoff as usize] = qualified.collect();
        }
        TopologyGraph {
            topology: self.topology.as_deref().and_then(Topology::from_record),
            people: people(&agents),
            agents,
            outcomes: typed(&self.outcomes),
            handoffs,
            candidates,
            revisions: self.revisions.clone(),
            entries: typed(&self.entries),
            wires: Arc::clone(&self.wires),
        }
    }

    /// The records after a diff that the document has taken in; `None` where the diff changed none of them.
    pub fn after(&self, document: &Document, diff: &RecordsDiff) -> Option<Self> {
        if diff.changes.iter().any(|change| self.alters(change)) {
            return Some(Self::new(document, &self.id));
        }
        let mut after = None;
        for change in &diff.changes {
            if let (Some(place), Some(record)) = (self.place(change), &change.after) {
                let after: &mut Self = after.get_or_insert_with(|| self.clone());
                *after.at(place) = Arc::clone(record);
                if let Place::Handoff(at) = place {
                    let held = document.get(&change.key);
                    after.revisions[at] = held.map_or(0, |held| held.revision);
                }
            }
        }
        after
    }

    /// Whether a change may alter which records belong here, or how they lead to each other.
    fn alters(&self, change: &Change) -> bool {
        let (before, after) = (change.before.as_deref(), change.after.as_deref());
        let mut either = [before, after].into_iter().flatten();
        let comes_or_goes = before.is_none() || after.is_none();
        match change.key.kind {
            Kind::Topology => change.key.id == self.id.as_str(),
            Kind::Handoff => {
                let is_here = |record: &Record| {
                    Handoff::from_record(record).is_some_and(|it| it.topology == self.id)
                };
                either.any(is_here) && !leads_alike(before, after)
            }
            Kind::Entry => {
                let is_here = |record: &Record| {
                    Entry::from_record(record).is_some_and(|it| it.topology == self.id)
                };
                let agent = |record: Option<&Record>| {
                    let entry = record.and_then(Entry::from_record)?;
                    Some((entry.topology.clone(), entry.agent.clone()))
                };
                either.any(is_here) && agent(before) != agent(after)
            }
            Kind::Outcome => {
                let is_here = |record: &Record| {
                    Outcome::from_record(record).is_some_and(|it| it.topology == self.id)
                };
                let topology = |record: Option<&Record>| {
                    Some(record.and_then(Outcome::from_record)?.topology.clone())
                };
                either.any(is_here) && topology(before) != topology(after)
            }
            Kind::Placement => {
                let is_here = |record: &Record| {
                    Placement::from_record(record).is_some_and(|it| it.topology == self.id)
                };
                let subject = |record: Option<&Record>| {
                    let place = record.and_then(Placement::from_record)?;
                    Some((place.topology.clone(), place.subject.clone()))
                };
                either.any(is_here) && subject(before) != subject(after)
            }
            Kind::Agent if comes_or_goes => {
                self.has_queries || self.is_damaged || self.place(change).is_some()
            }
            Kind::Agent => {
                let tags = |record: Option<&Record>| {
                    Some(record.and_then(Agent::from_record)?.capabilities.clone())
                };
                self.has_queries && tags(before) != tags(after)
            }
            _ => false,
        }
    }

    fn place(&self, change: &Change) -> Option<Place> {
        let id = change.key.id.as_str();
        let found =
            |records: &[Arc<Record>]| records.binary_search_by(|record| record.id().cmp(id)).ok();
        match change.key.kind {
            Kind::Agent => found(&self.agents).map(Place::Agent),
            Kind::Handoff => found(&self.handoffs).map(Place::Handoff),
            Kind::Entry => found(&self.entries).map(Place::Entry),
            Kind::Outcome => found(&self.outcomes).map(Place::Outcome),
            _ => None,
        }
    }

    fn at(&mut self, place: Place) -> &mut Arc<Record> {
        match place {
            Place::Agent(at) => &mut self.agents[at],
            Place::Handoff(at) => &mut self.handoffs[at],
            Place::Entry(at) => &mut self.entries[at],
            Place::Outcome(at) => &mut self.outcomes[at],
        }
    }
}

/// Where a record stands.
#[derive(Clone, Copy)]
enum Place {
    Agent(usize),
    Handoff(usize),
    Entry(usize),
    Outcome(usize),
}

fn typed<T: Find>(records: &[Arc<Record>]) -> Vec<&T> {
    let records = records.iter().map(|record| T::from_record(record));
    records.flatten().collect()
}

/// Whether two states of a handoff have the same ways from the same sender.
fn leads_alike(before: Option<&Record>, after: Option<&Record>) -> bool {
    let (Some(before), Some(after)) = (
        before.and_then(Handoff::from_record),
        after.and_then(Handoff::from_record),
    ) else {
        return false;
    };
    let branches = |handoff: &'_ Handoff| -> Vec<Option<Target>> {
        let branches = handoff.gate.iter().flat_map(|gate| &gate.branches);
        branches.map(|branch| branch.goes_to.clone()).collect()
    };
    (&before.topology, &before.from, &before.to, before.mode)
        == (&after.topology, &after.from, &after.to, after.mode)
        && before.fallbacks == after.fallbacks
        && branches(before) == branches(after)
}
