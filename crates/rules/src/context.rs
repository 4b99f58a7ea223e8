//! What rules look at: the document, indexes over it, and one topology's graph.

use crate::proofs::Proofs;
use crate::travels::Travels;
use baton_graph::TopologyGraph;
use baton_model::{
    AgentId, AgentVersion, CapabilityQuery, Contract, ContractId, ContractVersion, Date,
    Deployment, Document, EnvironmentId, Handoff, Kind, RecordKey, Target, Version,
};
use std::collections::HashMap;

/// A document on a day, with the indexes that rules share.
pub(crate) struct Context<'a> {
    pub doc: &'a Document,
    pub today: &'a Date,
    /// The highest version of each agent. Looked up, never walked, so its order does not matter.
    newest: HashMap<&'a str, &'a AgentVersion>,
    /// Every capability query of the registry.
    pub queries: Vec<(&'a Handoff, &'a CapabilityQuery)>,
    /// What was proved about payloads in this run.
    pub proofs: Proofs,
}

/// One topology of it.
pub(crate) struct TopologyContext<'a> {
    pub registry: &'a Context<'a>,
    pub graph: &'a TopologyGraph<'a>,
    /// What goes over its handoffs.
    pub travels: Travels<'a>,
}

impl<'a> Context<'a> {
    pub fn new(doc: &'a Document, today: &'a Date) -> Self {
        let mut newest: HashMap<&str, &AgentVersion> = HashMap::new();
        for version in doc.agent_versions() {
            let highest = newest.entry(version.agent.as_str()).or_insert(version);
            if highest.version < version.version {
                *highest = version;
            }
        }
        let queries = doc.handoffs().filter_map(|handoff| match &handoff.to {
            Target::Query(query) => Some((handoff, query)),
            Target::Agent(_) | Target::Outcome(_) => None,
        });
        Self {
            doc,
            today,
            newest,
            queries: queries.collect(),
            proofs: Proofs::default(),
        }
    }

    /// The version of an agent that runs in an environment; its highest where nothing is deployed there. `None` where
    /// nobody has said what that version sends and takes.
    pub fn version_in_use(
        &self,
        agent: &AgentId,
        environment: Option<&EnvironmentId>,
    ) -> Option<&'a AgentVersion> {
        let newest = self.newest.get(agent.as_str()).copied()?;
        let deployment = environment.and_then(|environment| {
            let id = format!("{agent}@{environment}");
            self.doc.find::<Deployment>(id)
        });
        match deployment {
            Some(deployment) => self.doc.find(format!("{agent}@{}", deployment.version)),
            None => Some(newest),
        }
    }

    pub fn contract(&self, id: &ContractId) -> Option<&'a Contract> {
        self.doc.find(id)
    }

    pub fn contract_version(
        &self,
        contract: &ContractId,
        version: &Version,
    ) -> Option<&'a ContractVersion> {
        self.doc.find(format!("{contract}@{version}"))
    }

    /// A contract's versions, the highest first.
    pub fn versions_of(&self, contract: &ContractId) -> Vec<&'a ContractVersion> {
        let key = RecordKey::new(Kind::Contract, contract.as_str());
        let mut versions: Vec<&ContractVersion> = self
            .doc
            .referrers(&key)
            .filter(|key| key.kind == Kind::ContractVersion)
            .filter_map(|key| self.doc.find(&key.id))
            .collect();
        versions.sort_by(|a, b| b.version.cmp(&a.version));
        versions
    }
}

impl<'a> TopologyContext<'a> {
    pub fn new(registry: &'a Context<'a>, graph: &'a TopologyGraph<'a>) -> Self {
        Self {
            registry,
            graph,
            travels: Travels::new(registry, graph),
        }
    }

    /// The environment that version questions are asked in.
    pub fn environment(&self) -> Option<&'a EnvironmentId> {
        self.graph.topology()?.environment.as_ref()
    }
}
