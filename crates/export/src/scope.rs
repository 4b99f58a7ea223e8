//! What an export is about: the whole registry, or what one topology needs of it.

use crate::tests::cases::Cases;
use baton_model::{Contract, ContractId, ContractVersion, Document, Handoff, Topology, TopologyId};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) struct Scope<'a> {
    pub document: &'a Document,
    topology: Option<&'a TopologyId>,
    contracts: Option<BTreeSet<&'a ContractId>>,
    /// Payloads to test versions with, by version; three kinds of tests need the same.
    pub cases: OnceCell<BTreeMap<String, Cases>>,
}

impl<'a> Scope<'a> {
    pub fn new(document: &'a Document, topology: Option<&'a TopologyId>) -> Self {
        let contracts = topology.map(|topology| {
            document
                .handoffs()
                .filter(|handoff| handoff.topology == *topology)
                .filter_map(|handoff| handoff.contract.as_ref())
                .collect()
        });
        Self {
            document,
            topology,
            contracts,
            cases: OnceCell::new(),
        }
    }

    /// Whether it is the whole registry.
    pub fn is_whole(&self) -> bool {
        self.topology.is_none()
    }

    /// The one topology that it is about.
    pub fn only(&self) -> Option<&'a TopologyId> {
        self.topology
    }

    /// Topologies, by id.
    pub fn topologies(&self) -> impl Iterator<Item = &'a Topology> {
        let wanted = self.topology;
        self.document
            .topologies()
            .filter(move |topology| wanted.is_none_or(|wanted| topology.id == *wanted))
    }

    /// The handoffs of a topology, by id.
    pub fn handoffs(&self, topology: &TopologyId) -> impl Iterator<Item = &'a Handoff> {
        self.document
            .handoffs()
            .filter(move |handoff| handoff.topology == *topology)
    }

    /// Contracts, by id; with a topology those that its handoffs carry.
    pub fn contracts(&self) -> impl Iterator<Item = &'a Contract> {
        self.document.contracts().filter(|contract| {
            self.contracts
                .as_ref()
                .is_none_or(|wanted| wanted.contains(&contract.id))
        })
    }
}

/// The versions of a contract, lowest first.
pub(crate) fn versions<'a>(
    document: &'a Document,
    contract: &ContractId,
) -> Vec<&'a ContractVersion> {
    let mut versions: Vec<_> = document
        .contract_versions()
        .filter(|v| v.contract == *contract)
        .collect();
    versions.sort_by(|a, b| a.version.cmp(&b.version));
    versions
}
