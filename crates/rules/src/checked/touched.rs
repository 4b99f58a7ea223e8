//! What an edit has touched, in the words in which checks tell what they have seen.

use crate::facts::{Fact, Mark};
use crate::glimpse;
use crate::people;
use crate::records::provided_by;
use baton_graph::TopologyGraph;
use baton_model::{
    Agent, AgentId, AgentVersion, Change, ContractVersion, Deployment, Entry, Find, Handoff,
    HandoffId, Kind, Outcome, Record, RecordsDiff, Target,
};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// Bits of the filter that most questions end at.
const BITS: usize = 4096;

/// Facts that no longer hold.
#[derive(Clone)]
pub(super) struct Touched {
    marks: HashSet<Mark, baton_graph::Mixing>,
    filter: [u64; BITS / 64],
}

impl Touched {
    /// What a diff touches wherever it is looked at.
    pub fn of(diff: &RecordsDiff) -> Self {
        let mut touched = Self {
            marks: HashSet::default(),
            filter: [0; BITS / 64],
        };
        for change in &diff.changes {
            touched.add_record(change);
        }
        touched
    }

    fn add_record(&mut self, change: &Change) {
        let (kind, id) = (change.key.kind, change.key.id.as_str());
        self.add(Fact::Record(kind, id));
        self.add(Fact::Kind(kind));
        if kind == Kind::Contract {
            self.add(Fact::Contract(id));
        }
        let provided = |record: Option<&Record>| {
            let agent = record.and_then(Agent::from_record);
            agent.map_or(Vec::new(), |agent| provided_by(agent).to_vec())
        };
        if provided(change.before.as_deref()) != provided(change.after.as_deref()) {
            self.add(Fact::Provided);
        }
        for record in states(change) {
            for reference in record.outgoing() {
                self.add(Fact::Referrers(reference.to.kind, &reference.to.id));
            }
            match record {
                Record::AgentVersion(version) => self.add_versions(version),
                Record::Deployment(deployment) => self.add_deployment(deployment),
                Record::ContractVersion(version) => self.add_contract(version),
                Record::Handoff(handoff) if matches!(handoff.to, Target::Query(_)) => {
                    self.add(Fact::Queries);
                }
                _ => {}
            }
        }
    }

    fn add_versions(&mut self, version: &AgentVersion) {
        self.add(Fact::VersionsOf(version.agent.as_str()));
    }

    fn add_deployment(&mut self, deployment: &Deployment) {
        self.add(Fact::VersionsOf(deployment.agent.as_str()));
    }

    fn add_contract(&mut self, version: &ContractVersion) {
        self.add(Fact::Contract(version.contract.as_str()));
    }

    /// What a diff touches in a topology, as it was and as it is. `is_rewired` where other records may belong to it, or lead elsewhere.
    pub fn add_topology(
        &mut self,
        before: &TopologyGraph<'_>,
        after: &TopologyGraph<'_>,
        diff: &RecordsDiff,
        is_rewired: bool,
    ) {
        let both = [before, after];
        for change in &diff.changes {
            self.add_change(both, change);
        }
        let last = |graph| {
            let people = people::last_in_line(graph).into_iter();
            people.map(|person| &person.id).collect::<Vec<&AgentId>>()
        };
        if last(before) != last(after) {
            self.add(Fact::LastInLine);
        }
        if is_rewired {
            self.add(Fact::Wires);
            self.add_members(both);
            self.add_outcomes(both);
            self.add_candidates(before, after);
        }
    }

    fn add_change(&mut self, both: [&TopologyGraph<'_>; 2], change: &Change) {
        let topology = both.into_iter().find_map(TopologyGraph::topology);
        let is_here = |of: &baton_model::TopologyId| topology.is_some_and(|it| it.id == *of);
        match change.key.kind {
            Kind::Topology if topology.is_some_and(|it| it.id.as_str() == change.key.id) => {
                self.add(Fact::Topology);
            }
            Kind::Agent => {
                for agent in states(change).filter_map(Agent::from_record) {
                    if both.iter().any(|graph| graph.member(&agent.id).is_some()) {
                        self.add_agent(agent);
                    }
                }
                if let [Some(before), Some(after)] = both_states(change) {
                    self.add_all(glimpse::changed_of_agent(before, after));
                }
            }
            Kind::Handoff => {
                for handoff in states(change).filter_map(Handoff::from_record) {
                    self.add_handoff(both, &handoff.id);
                }
                if let [Some(before), Some(after)] = both_states(change) {
                    self.add_all(glimpse::changed_of_handoff(before, after));
                }
                let of = |record: &Option<Arc<Record>>| {
                    let handoff = record.as_deref().and_then(Handoff::from_record)?;
                    let name = handoff.policy.dead_letter.clone()?;
                    Some((handoff.topology.clone(), name))
                };
                if of(&change.before) != of(&change.after) {
                    self.add(Fact::DeadLetters);
                }
            }
            Kind::Entry => {
                let mut entries = states(change).filter_map(Entry::from_record);
                if entries.any(|entry| is_here(&entry.topology)) {
                    self.add(Fact::Entries);
                }
            }
            Kind::Outcome => {
                let mut outcomes = states(change).filter_map(Outcome::from_record);
                if outcomes.any(|outcome| is_here(&outcome.topology)) {
                    self.add(Fact::Outcomes);
                }
            }
            _ => {}
        }
    }

    fn add_agent(&mut self, agent: &Agent) {
        self.add(Fact::Member(agent.id.as_str()));
        self.add(Fact::Members);
    }

    /// A handoff, whoever sends it, and wherever it led or leads.
    fn add_handoff(&mut self, both: [&TopologyGraph<'_>; 2], id: &HandoffId) {
        for graph in both {
            let Some(handoff) = graph.handoff(id) else {
                continue;
            };
            self.add(Fact::Handoffs);
            self.add(Fact::Handoff(id.as_str()));
            self.add(Fact::From(handoff.from.as_str()));
            for agent in leads_to(graph, handoff) {
                self.add(Fact::Into(agent.as_str()));
            }
        }
    }

    /// Agents that come into the topology or leave it, and the handoffs that name them.
    fn add_members(&mut self, both: [&TopologyGraph<'_>; 2]) {
        let [before, after] = both.map(|graph| graph.members().map(|agent| &agent.id));
        let (before, after): (BTreeSet<_>, BTreeSet<_>) = (before.collect(), after.collect());
        let moved: BTreeSet<&AgentId> = before.symmetric_difference(&after).copied().collect();
        if moved.is_empty() {
            return;
        }
        for graph in both {
            for agent in moved.iter().filter_map(|id| graph.member(id)) {
                self.add_agent(agent);
            }
            for handoff in graph.handoffs() {
                let mut named = leads_to(graph, handoff);
                named.push(&handoff.from);
                if named.iter().any(|id| moved.contains(id)) {
                    self.add_handoff(both, &handoff.id);
                }
            }
        }
    }

    /// Outcomes that come into the topology or leave it, and the handoffs that end there.
    fn add_outcomes(&mut self, both: [&TopologyGraph<'_>; 2]) {
        let [before, after] = both.map(|graph| graph.outcomes().iter().map(|it| &it.id));
        let (before, after): (BTreeSet<_>, BTreeSet<_>) = (before.collect(), after.collect());
        let moved: BTreeSet<_> = before.symmetric_difference(&after).copied().collect();
        if moved.is_empty() {
            return;
        }
        self.add(Fact::Outcomes);
        for graph in both {
            for handoff in graph.handoffs() {
                let ends = |target: &Target| matches!(target, Target::Outcome(it) if moved.contains(&it.outcome));
                if targets(handoff).any(ends) {
                    self.add_handoff(both, &handoff.id);
                }
            }
        }
    }

    /// Queries for which other agents qualify.
    fn add_candidates(&mut self, before: &TopologyGraph<'_>, after: &TopologyGraph<'_>) {
        for handoff in after.handoffs() {
            if !matches!(handoff.to, Target::Query(_)) {
                continue;
            }
            let ids = |graph: &TopologyGraph<'_>| -> Vec<AgentId> {
                let candidates = graph.candidates(&handoff.id).iter();
                candidates.map(|agent| agent.id.clone()).collect()
            };
            if ids(before) != ids(after) {
                self.add_handoff([before, after], &handoff.id);
            }
        }
    }

    fn add_all(&mut self, facts: Vec<Fact<'_>>) {
        for fact in facts {
            self.add(fact);
        }
    }

    fn add(&mut self, fact: Fact<'_>) {
        let mark = fact.mark();
        let (word, bit) = place(mark);
        self.filter[word] |= bit;
        self.marks.insert(mark);
    }

    /// Whether any of what a check has seen is touched.
    pub fn hits(&self, seen: &[Mark]) -> bool {
        seen.iter().any(|mark| {
            let (word, bit) = place(*mark);
            self.filter[word] & bit != 0 && self.marks.contains(mark)
        })
    }
}

fn place(mark: Mark) -> (usize, u64) {
    let at = mark.bits() as usize % BITS;
    (at / 64, 1 << (at % 64))
}

/// A record before a change and after it.
fn states(change: &Change) -> impl Iterator<Item = &Record> {
    let states = [change.before.as_deref(), change.after.as_deref()];
    states.into_iter().flatten()
}

/// The same, of a kind.
fn both_states<R: Find>(change: &Change) -> [Option<&R>; 2] {
    let states = [change.before.as_deref(), change.after.as_deref()];
    states.map(|record| record.and_then(R::from_record))
}

fn targets(handoff: &Handoff) -> impl Iterator<Item = &Target> {
    let branches = handoff.gate.iter().flat_map(|gate| &gate.branches);
    let branches = branches.filter_map(|branch| branch.goes_to.as_ref());
    [&handoff.to].into_iter().chain(branches)
}

/// Every agent that a handoff names or may go to, whether it is there or not.
fn leads_to<'g>(graph: &TopologyGraph<'g>, handoff: &'g Handoff) -> Vec<&'g AgentId> {
    let candidates = graph.candidates(&handoff.id).iter();
    let mut agents: Vec<&AgentId> = candidates.map(|agent| &agent.id).collect();
    agents.extend(&handoff.fallbacks);
    agents.extend(targets(handoff).filter_map(|target| match target {
        Target::Agent(id) => Some(id),
        Target::Outcome(_) => None,
        Target::Query(query) => query.default.as_ref(),
    }));
    agents
}
