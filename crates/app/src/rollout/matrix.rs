//! The handoffs of an environment, and the agent versions that could stand at their ends.

use baton_model::{
    Agent, AgentId, AgentVersion, Candidates, ContractId, Deployment, Document, Environment,
    Handoff, HandoffId, Kind, RecordKey, Target, Topology, Version,
};
use std::collections::{BTreeMap, BTreeSet};

/// One way that a payload takes: a handoff with one of those who may get it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seam<'a> {
    pub(super) handoff: &'a HandoffId,
    pub(super) contract: &'a ContractId,
    /// The version that the handoff pins.
    pub(super) pinned: Option<&'a Version>,
    pub(super) sender: &'a AgentId,
    pub(super) receiver: &'a AgentId,
}

/// All seams of the topologies that run in an environment, or in none in particular.
pub(super) struct Matrix<'a> {
    pub(super) document: &'a Document,
    environment: &'a Environment,
    seams: Vec<Seam<'a>>,
    by_agent: BTreeMap<&'a AgentId, Vec<usize>>,
}

impl<'a> Matrix<'a> {
    pub(super) fn new(document: &'a Document, environment: &'a Environment) -> Self {
        let candidates = Candidates::new(document);
        let mut seams = Vec::new();
        for handoff in document.handoffs() {
            let Some(contract) = &handoff.contract else {
                continue;
            };
            if !runs_in(document, handoff, environment) {
                continue;
            }
            for receiver in takers(document, &candidates, handoff) {
                seams.push(Seam {
                    handoff: &handoff.id,
                    contract,
                    pinned: handoff.version.as_ref(),
                    sender: &handoff.from,
                    receiver,
                });
            }
        }
        let mut by_agent: BTreeMap<&AgentId, Vec<usize>> = BTreeMap::new();
        for (index, seam) in seams.iter().enumerate() {
            by_agent.entry(seam.sender).or_default().push(index);
            if seam.receiver != seam.sender {
                by_agent.entry(seam.receiver).or_default().push(index);
            }
        }
        Self {
            document,
            environment,
            seams,
            by_agent,
        }
    }

    /// The seams at which an agent stands, with a number for each.
    pub(super) fn of_agent(&self, agent: &AgentId) -> impl Iterator<Item = (usize, Seam<'a>)> {
        let numbers = self.by_agent.get(agent).into_iter().flatten();
        numbers.map(|number| (*number, self.seams[*number]))
    }

    /// The version of an agent that is deployed in the environment.
    pub(super) fn deployed(&self, agent: &AgentId) -> Option<&'a AgentVersion> {
        let id = format!("{agent}@{}", self.environment.id);
        let deployment = self.document.find::<Deployment>(id)?;
        self.document
            .find(format!("{agent}@{}", deployment.version))
    }

    /// The version of an agent that counts: the one deployed in the environment, else the highest. None where nobody has said what the agent
    /// sends and takes.
    pub(super) fn in_use(&self, agent: &AgentId) -> Option<&'a AgentVersion> {
        let id = format!("{agent}@{}", self.environment.id);
        match self.document.find::<Deployment>(id) {
            Some(_) => self.deployed(agent),
            None => self.versions(agent).pop(),
        }
    }

    /// The versions of an agent, the lowest first.
    pub(super) fn versions(&self, agent: &AgentId) -> Vec<&'a AgentVersion> {
        let key = RecordKey::new(Kind::Agent, agent.as_str());
        let mut versions: Vec<&AgentVersion> = self
            .document
            .referrers(&key)
            .filter(|key| key.kind == Kind::AgentVersion)
            .filter_map(|key| self.document.find::<AgentVersion>(&key.id))
            .filter(|version| version.agent == *agent)
            .collect();
        versions.sort_by(|a, b| a.version.cmp(&b.version));
        versions
    }
}

fn runs_in(document: &Document, handoff: &Handoff, environment: &Environment) -> bool {
    let topology = document.find::<Topology>(&handoff.topology);
    let own = topology.and_then(|topology| topology.environment.as_ref());
    own.is_none_or(|own| *own == environment.id)
}

/// Whoever may get the payload: receiver, candidates of a query with their default, fallbacks; each once.
fn takers<'a>(
    document: &'a Document,
    candidates: &Candidates<'a>,
    handoff: &'a Handoff,
) -> BTreeSet<&'a AgentId> {
    let mut takers: BTreeSet<&AgentId> = handoff.fallbacks.iter().collect();
    match &handoff.to {
        Target::Agent(agent) => {
            takers.insert(agent);
        }
        Target::Query(query) => {
            takers.extend(candidates.of(handoff).into_iter().map(|agent| &agent.id));
            takers.extend(&query.default);
        }
        Target::Outcome(_) => {}
    }
    takers.retain(|agent| document.find::<Agent>(agent).is_some());
    takers
}
