//! Which contract version goes over each handoff of a topology, with its payload.

use crate::context::Shared;
use crate::facts::{Fact, saw};
use crate::rule::Use;
use crate::travels::{Load, Payload};
use crate::ways::Graph;
use baton_model::{ContextMode, ContractState, ContractVersion, Handoff};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A contract version with its payload, read when it is first asked for.
pub(crate) struct Carried<'a> {
    pub version: &'a ContractVersion,
    payload: OnceLock<Option<Payload<'a>>>,
}

impl<'a> Carried<'a> {
    pub fn new(version: &'a ContractVersion) -> Self {
        Self {
            version,
            payload: OnceLock::new(),
        }
    }

    fn payload(&self) -> Option<&Payload<'a>> {
        let payload = self.payload.get_or_init(|| Payload::of(self.version));
        payload.as_ref()
    }
}

/// What goes over each handoff of a topology, by the handoff's position.
pub(crate) struct Over<'a>(Vec<OnceLock<Option<&'a Carried<'a>>>>);

impl Over<'_> {
    pub fn of(handoffs: usize) -> Self {
        let over = std::iter::repeat_with(OnceLock::new);
        Self(over.take(handoffs).collect())
    }
}

/// What goes over the handoffs of a topology, as a check sees it.
#[derive(Clone, Copy)]
pub(crate) struct Travels<'a> {
    shared: &'a Shared<'a>,
    graph: Graph<'a>,
    over: &'a Over<'a>,
}

impl<'a> Travels<'a> {
    pub fn new(shared: &'a Shared<'a>, graph: Graph<'a>, over: &'a Over<'a>) -> Self {
        Self {
            shared,
            graph,
            over,
        }
    }

    /// The contract version that goes over a handoff: the pinned one, else the highest that its sender sends, else the highest published.
    pub fn version(self, handoff: &Handoff) -> Option<&'a ContractVersion> {
        Some(self.carried(handoff)?.version)
    }

    /// The payload of a handoff, where its contract says what is in it.
    pub fn payload(self, handoff: &Handoff) -> Option<&'a Payload<'a>> {
        self.carried(handoff)?.payload()
    }

    pub fn load(self, handoff: &Handoff) -> Load<'a, 'a> {
        let payload = self.payload(handoff);
        match (handoff.context_mode, payload) {
            (ContextMode::FullHistory | ContextMode::Queryable, _) => Load::Everything,
            (ContextMode::Summary, payload) => Load::Summary(payload),
            (ContextMode::Typed, Some(payload)) => Load::Fields(payload),
            (ContextMode::Typed, None) => Load::Unsaid,
        }
    }

    /// The handoffs over which each contract version goes, by the version's id; those that end at an outcome too.
    pub fn uses(self) -> Vec<Use<'a>> {
        let mut uses: BTreeMap<&str, Use<'a>> = BTreeMap::new();
        for handoff in self.graph.handoffs() {
            if let Some(version) = self.version(handoff) {
                let of_version = uses.entry(version.id.as_str());
                let handoffs = Vec::new();
                let of_version = of_version.or_insert(Use { version, handoffs });
                of_version.handoffs.push(handoff);
            }
        }
        uses.into_values().collect()
    }

    fn carried(self, handoff: &Handoff) -> Option<&'a Carried<'a>> {
        let contract = handoff.contract.as_ref()?;
        saw(Fact::Contract(contract.as_str()));
        if handoff.version.is_none() {
            saw(Fact::VersionsOf(handoff.from.as_str()));
            saw(Fact::Topology);
        }
        let position = self.graph.position(&handoff.id)?;
        *self.over.0[position].get_or_init(|| self.goes_over(handoff))
    }

    fn goes_over(self, handoff: &Handoff) -> Option<&'a Carried<'a>> {
        let contract = handoff.contract.as_ref()?;
        if let Some(version) = &handoff.version {
            return self.shared.contract_version(contract, version);
        }
        let topology = self.graph.topology();
        let environment = topology.and_then(|topology| topology.environment.as_ref());
        let sender = self.shared.version_in_use(&handoff.from, environment);
        let emits = sender.into_iter().flat_map(|sender| &sender.emits);
        let of_contract = emits.filter(|emits| emits.contract == *contract);
        if let Some(highest) = of_contract.map(|emits| &emits.version).max() {
            return self.shared.contract_version(contract, highest);
        }
        let mut versions = self.shared.versions(contract).iter();
        versions.find(|carried| carried.version.state == ContractState::Published)
    }
}
