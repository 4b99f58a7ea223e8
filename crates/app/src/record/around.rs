//! What records say about each other, worked out once for a whole list.

use super::index::SearchIndex;
use baton_model::{
    Agent, AgentId, Contract, Document, Handoff, Kind, Record, RecordKey, Target, TeamId,
};
use baton_rules::{Finding, Severity};
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

/// A document with the questions that lists ask of it.
pub(crate) struct Around<'a> {
    pub document: &'a Document,
    index: &'a OnceLock<SearchIndex>,
    findings: &'a [Arc<Finding>],
    by_subject: OnceCell<HashMap<&'a RecordKey, Vec<&'a Finding>>>,
    agents: OnceCell<HashMap<&'a str, AroundAgent<'a>>>,
    contracts: OnceCell<HashMap<&'a str, AroundContract<'a>>>,
}

/// What handoffs, entries, placements and versions say about an agent.
#[derive(Default)]
pub(crate) struct AroundAgent<'a> {
    /// Handoffs that lead to it.
    pub handoffs_in: u32,
    /// Handoffs that start at it.
    pub handoffs_out: u32,
    /// The topologies on whose drawing it stands.
    pub topologies: BTreeSet<&'a str>,
    /// Contracts that it sends or takes.
    pub contracts: BTreeSet<&'a str>,
}

/// What handoffs say about a contract.
#[derive(Default)]
pub(crate) struct AroundContract<'a> {
    /// Handoffs that use it, by version; those without a version under none.
    pub handoffs: HashMap<Option<String>, u32>,
    /// The topologies of those.
    pub topologies: BTreeSet<&'a str>,
}

impl<'a> Around<'a> {
    /// `index` is filled when it is first asked for.
    pub fn new(
        document: &'a Document,
        index: &'a OnceLock<SearchIndex>,
        findings: &'a [Arc<Finding>],
    ) -> Self {
        Self {
            document,
            index,
            findings,
            by_subject: OnceCell::new(),
            agents: OnceCell::new(),
            contracts: OnceCell::new(),
        }
    }

    /// The words by which records are found.
    pub fn index(&self) -> &'a SearchIndex {
        self.index.get_or_init(|| SearchIndex::new(self.document))
    }

    /// Findings about a record that are not silenced.
    pub fn findings(&self, key: &RecordKey) -> &[&'a Finding] {
        let all = self.by_subject.get_or_init(|| {
            let mut all: HashMap<&RecordKey, Vec<&Finding>> = HashMap::new();
            for finding in self.findings.iter().filter(|f| f.silenced.is_none()) {
                all.entry(&finding.subject).or_default().push(finding);
            }
            all
        });
        all.get(key).map_or(&[], Vec::as_slice)
    }

    /// The gravest finding about a record.
    pub fn worst(&self, key: &RecordKey) -> Option<Severity> {
        self.findings(key).iter().map(|f| f.severity).min()
    }

    /// What the registry says about an agent; `None` where nothing mentions it.
    pub fn agent(&self, id: &str) -> Option<&AroundAgent<'a>> {
        self.agents.get_or_init(|| self.look_at_agents()).get(id)
    }

    /// What handoffs say about a contract; `None` where nothing uses it.
    pub fn contract(&self, id: &str) -> Option<&AroundContract<'a>> {
        self.contracts
            .get_or_init(|| self.look_at_contracts())
            .get(id)
    }

    fn look_at_agents(&self) -> HashMap<&'a str, AroundAgent<'a>> {
        let mut all: HashMap<&str, AroundAgent<'_>> = HashMap::new();
        for handoff in self.document.handoffs() {
            let topology = handoff.topology.as_str();
            let contract = handoff.contract.as_ref().map(AsRef::as_ref);
            let from = all.entry(handoff.from.as_str()).or_default();
            from.handoffs_out += 1;
            from.contracts.extend(contract);
            from.topologies.insert(topology);
            let to = match &handoff.to {
                Target::Agent(id) => Some(id),
                Target::Query(query) => query.default.as_ref(),
                Target::Outcome(_) => None,
            };
            if let Some(to) = to {
                let to = all.entry(to.as_str()).or_default();
                to.handoffs_in += 1;
                to.contracts.extend(contract);
                to.topologies.insert(topology);
            }
            for fallback in &handoff.fallbacks {
                let fallback = all.entry(fallback.as_str()).or_default();
                fallback.topologies.insert(topology);
            }
        }
        for entry in self.document.entries() {
            let agent = all.entry(entry.agent.as_str()).or_default();
            agent.topologies.insert(entry.topology.as_str());
        }
        for place in self.document.placements() {
            if place.subject.kind == Kind::Agent {
                let agent = all.entry(place.subject.id.as_str()).or_default();
                agent.topologies.insert(place.topology.as_str());
            }
        }
        for version in self.document.agent_versions() {
            let agent = all.entry(version.agent.as_str()).or_default();
            agent
                .contracts
                .extend(version.emits.iter().map(|e| e.contract.as_str()));
            agent
                .contracts
                .extend(version.accepts.iter().map(|a| a.contract.as_str()));
        }
        all
    }

    fn look_at_contracts(&self) -> HashMap<&'a str, AroundContract<'a>> {
        let mut all: HashMap<&str, AroundContract<'_>> = HashMap::new();
        for handoff in self.document.handoffs() {
            if let Some(contract) = &handoff.contract {
                let contract = all.entry(contract.as_str()).or_default();
                let version = handoff.version.as_ref().map(ToString::to_string);
                *contract.handoffs.entry(version).or_default() += 1;
                contract.topologies.insert(handoff.topology.as_str());
            }
        }
        all
    }

    /// The topologies that a record belongs to, or on whose drawing it stands.
    pub fn topologies(&self, record: &'a Record) -> Vec<&'a str> {
        let of_agent = |id: &AgentId| {
            let agent = self.agent(id.as_str());
            agent.map_or_else(Vec::new, |agent| agent.topologies.iter().copied().collect())
        };
        let of_contract = |id: &str| {
            let contract = self.contract(id);
            contract.map_or_else(Vec::new, |c| c.topologies.iter().copied().collect())
        };
        match record {
            Record::Topology(topology) => vec![topology.id.as_str()],
            Record::Agent(agent) => of_agent(&agent.id),
            Record::AgentVersion(version) => of_agent(&version.agent),
            Record::Deployment(deployment) => of_agent(&deployment.agent),
            Record::Contract(contract) => of_contract(contract.id.as_str()),
            Record::ContractVersion(version) => of_contract(version.contract.as_str()),
            Record::Incident(incident) => self
                .document
                .find::<Handoff>(&incident.handoff)
                .map(|handoff| handoff.topology.as_str())
                .into_iter()
                .collect(),
            Record::Handoff(r) => vec![r.topology.as_str()],
            Record::Entry(r) => vec![r.topology.as_str()],
            Record::Outcome(r) => vec![r.topology.as_str()],
            Record::Group(r) => vec![r.topology.as_str()],
            Record::Note(r) => vec![r.topology.as_str()],
            Record::Placement(r) => vec![r.topology.as_str()],
            Record::Scenario(r) => vec![r.topology.as_str()],
            Record::Baseline(r) => vec![r.topology.as_str()],
            Record::RuleSetting(r) => r.topology.iter().map(AsRef::as_ref).collect(),
            Record::Silence(r) => r.topology.iter().map(AsRef::as_ref).collect(),
            _ => Vec::new(),
        }
    }

    /// The contracts that a record sends, takes, pins or is a version of.
    pub fn contracts(&self, record: &'a Record) -> Vec<&'a str> {
        match record {
            Record::Handoff(handoff) => handoff.contract.iter().map(AsRef::as_ref).collect(),
            Record::ContractVersion(version) => vec![version.contract.as_str()],
            Record::AgentVersion(version) => {
                let sent = version.emits.iter().map(|emits| emits.contract.as_str());
                let taken = version.accepts.iter().map(|a| a.contract.as_str());
                sent.chain(taken).collect()
            }
            Record::Agent(agent) => self
                .agent(agent.id.as_str())
                .map_or_else(Vec::new, |agent| agent.contracts.iter().copied().collect()),
            Record::Topology(topology) => {
                let key = RecordKey::new(Kind::Topology, topology.id.as_str());
                let handoffs = self.document.referrers(&key);
                handoffs
                    .filter(|key| key.kind == Kind::Handoff)
                    .filter_map(|key| self.document.find::<Handoff>(&key.id))
                    .filter_map(|handoff| handoff.contract.as_ref().map(AsRef::as_ref))
                    .collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The teams that own a record.
pub(crate) fn owners<'a>(document: &'a Document, record: &'a Record) -> Vec<&'a TeamId> {
    let of_agent = |id: &AgentId| document.find::<Agent>(id).and_then(|a| a.team.as_ref());
    let one = |team: &'a TeamId| vec![team];
    let maybe = |team: Option<&'a TeamId>| team.into_iter().collect();
    match record {
        Record::Team(r) => one(&r.id),
        Record::Person(r) => r.teams.iter().collect(),
        Record::Rotation(r) => one(&r.team),
        Record::EscalationPath(r) => one(&r.team),
        Record::Memory(r) => maybe(r.team.as_ref()),
        Record::Agent(r) => maybe(r.team.as_ref()),
        Record::Contract(r) => maybe(r.team.as_ref()),
        Record::ContractVersion(r) => maybe(
            document
                .find::<Contract>(&r.contract)
                .and_then(|contract| contract.team.as_ref()),
        ),
        Record::AgentVersion(r) => maybe(of_agent(&r.agent)),
        Record::Deployment(r) => maybe(of_agent(&r.agent)),
        Record::Entry(r) => maybe(of_agent(&r.agent)),
        Record::Topology(r) => maybe(r.team.as_ref()),
        Record::Handoff(r) => r.owners.iter().collect(),
        Record::Incident(r) => document
            .find::<Handoff>(&r.handoff)
            .map_or_else(Vec::new, |handoff| handoff.owners.iter().collect()),
        Record::Notice(r) => one(&r.to),
        _ => Vec::new(),
    }
}
