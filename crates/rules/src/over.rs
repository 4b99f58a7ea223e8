//! Which contract version goes over each handoff of a topology, with its payload.

use crate::context::Shared;
use crate::facts::{Fact, is_watched, saw};
use crate::glimpse::Line;
use crate::rule::Use;
use crate::travels::{Load, Payload};
use crate::ways::Graph;
use baton_graph::Mixing;
use baton_model::{AgentId, ContractId, ContractState, ContractVersion, Handoff, Version};
use std::collections::HashMap;
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

    pub fn within(self, graph: Graph<'a>) -> Self {
        Self { graph, ..self }
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
        Load::of(handoff.context_mode, self.payload(handoff))
    }

    /// The same of a line: only whether it carries something else is seen, not what else the handoff says.
    pub fn version_of(self, line: Line<'a>) -> Option<&'a ContractVersion> {
        Some(self.carried_by(line)?.version)
    }

    pub fn payload_of(self, line: Line<'a>) -> Option<&'a Payload<'a>> {
        self.carried_by(line)?.payload()
    }

    pub fn load_of(self, line: Line<'a>) -> Load<'a, 'a> {
        Load::of(line.context_mode(), self.payload_of(line))
    }

    /// The handoffs over which each contract version goes, by the version's id; those that end at an outcome too.
    pub fn uses(self) -> Vec<Use<'a>> {
        let mut places: HashMap<*const ContractVersion, usize, Mixing> = HashMap::default();
        let mut uses: Vec<Use<'a>> = Vec::new();
        for line in self.graph.lines() {
            let Some(version) = self.version_of(line) else {
                continue;
            };
            let place = *places
                .entry(std::ptr::from_ref(version))
                .or_insert(uses.len());
            if place == uses.len() {
                let handoffs = Vec::new();
                uses.push(Use { version, handoffs });
            }
            uses[place].handoffs.push(line.untold());
        }
        uses.sort_by(|a, b| a.version.id.cmp(&b.version.id));
        uses
    }

    fn carried(self, handoff: &Handoff) -> Option<&'a Carried<'a>> {
        let pinned = (handoff.contract.as_ref()?, handoff.version.as_ref());
        let position = self.graph.position(&handoff.id)?;
        self.carried_at(position, pinned, &handoff.from)
    }

    fn carried_by(self, line: Line<'a>) -> Option<&'a Carried<'a>> {
        if let Some(known) = self.over.0[line.at].get().filter(|_| !is_watched()) {
            return *known;
        }
        let carrying = line.carrying();
        self.carried_at(line.at, (carrying.contract?, carrying.version), line.from())
    }

    fn carried_at(
        self,
        position: usize,
        pinned: (&ContractId, Option<&Version>),
        from: &AgentId,
    ) -> Option<&'a Carried<'a>> {
        saw(Fact::Contract(pinned.0.as_str()));
        if pinned.1.is_none() {
            saw(Fact::VersionsOf(from.as_str()));
            saw(Fact::Topology);
        }
        *self.over.0[position].get_or_init(|| self.goes_over(pinned, from))
    }

    fn goes_over(
        self,
        (contract, version): (&ContractId, Option<&Version>),
        from: &AgentId,
    ) -> Option<&'a Carried<'a>> {
        if let Some(version) = version {
            return self.shared.contract_version(contract, version);
        }
        let topology = self.graph.topology();
        let environment = topology.and_then(|topology| topology.environment.as_ref());
        let sender = self.shared.version_in_use(from, environment);
        let emits = sender.into_iter().flat_map(|sender| &sender.emits);
        let of_contract = emits.filter(|emits| emits.contract == *contract);
        if let Some(highest) = of_contract.map(|emits| &emits.version).max() {
            return self.shared.contract_version(contract, highest);
        }
        let mut versions = self.shared.versions(contract).iter();
        versions.find(|carried| carried.version.state == ContractState::Published)
    }
}
