//! What rules look at: the document, indexes over it, and one topology's graph.
//!
//! Every look is told to [`saw`]. What is worked out once for all checks of a run stands in [`Shared`] and [`Drawn`].

use crate::facts::{Fact, saw};
use crate::glimpse::Glimpsed;
use crate::inhabited::is_inhabited;
use crate::over::{Carried, Over, Travels};
use crate::people;
use crate::proofs::{Proofs, Schema};
use crate::records::Records;
use crate::ways::Graph;
use baton_contract::Direction;
use baton_graph::{Mixing, TopologyGraph};
use baton_model::{
    Agent, AgentId, AgentVersion, CapabilityQuery, Contract, ContractId, ContractVersion, Date,
    Deployment, Document, EnvironmentId, Handoff, Target, Version, Writers,
};
use serde_json::Value;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Looked up, never walked, so its order does not matter.
type ById<'a, T> = HashMap<&'a str, T, Mixing>;

/// A document with the indexes that all rules share, each made when it is first asked for.
pub(crate) struct Shared<'a> {
    pub doc: &'a Document,
    pub today: &'a Date,
    proofs: &'a Proofs,
    /// The hash of each schema that was asked about, by where the document holds it.
    hashes: Mutex<HashMap<usize, Arc<str>>>,
    /// The highest version of each agent.
    newest: OnceLock<ById<'a, &'a AgentVersion>>,
    /// The versions of each contract, the highest first.
    contracts: OnceLock<ById<'a, Vec<Carried<'a>>>>,
    queries: OnceLock<Vec<(&'a Handoff, &'a CapabilityQuery)>>,
}

/// A topology with what all rules share.
pub(crate) struct Drawn<'a> {
    pub graph: TopologyGraph<'a>,
    over: Over<'a>,
    glimpsed: Glimpsed,
    dead_letter: OnceLock<Option<&'a str>>,
    last_in_line: OnceLock<Vec<&'a Agent>>,
    /// Beside the members: the version in use in the topology's environment.
    in_use: Box<[OnceLock<Option<&'a AgentVersion>>]>,
}

/// A document on a day, as a check sees it.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub doc: Records<'a>,
    pub today: &'a Date,
    shared: &'a Shared<'a>,
}

/// One topology of it.
#[derive(Clone, Copy)]
pub(crate) struct TopologyContext<'a> {
    pub registry: &'a Context<'a>,
    pub graph: Graph<'a>,
    /// What goes over its handoffs.
    pub travels: Travels<'a>,
    drawn: &'a Drawn<'a>,
}

impl<'a> Shared<'a> {
    pub fn new(doc: &'a Document, today: &'a Date, proofs: &'a Proofs) -> Self {
        Self {
            doc,
            today,
            proofs,
            hashes: Mutex::default(),
            newest: OnceLock::new(),
            contracts: OnceLock::new(),
            queries: OnceLock::new(),
        }
    }

    fn newest(&self, agent: &AgentId) -> Option<&'a AgentVersion> {
        let newest = self.newest.get_or_init(|| {
            let mut newest: ById<'a, &AgentVersion> = HashMap::default();
            for version in self.doc.agent_versions() {
                let highest = newest.entry(version.agent.as_str()).or_insert(version);
                if highest.version < version.version {
                    *highest = version;
                }
            }
            newest
        });
        newest.get(agent.as_str()).copied()
    }

    pub fn version_in_use(
        &self,
        agent: &AgentId,
        environment: Option<&EnvironmentId>,
    ) -> Option<&'a AgentVersion> {
        let newest = self.newest(agent)?;
        let deployment = environment.and_then(|environment| {
            let id = format!("{agent}@{environment}");
            self.doc.find::<Deployment>(id)
        });
        match deployment {
            Some(deployment) => self.doc.find(format!("{agent}@{}", deployment.version)),
            None => Some(newest),
        }
    }

    fn schema(&self, value: &'a Value) -> Schema<'a> {
        let hashes = self.hashes.lock();
        let mut hashes = hashes.unwrap_or_else(PoisonError::into_inner);
        let of_value = hashes.entry(std::ptr::from_ref(value) as usize);
        let hash = of_value.or_insert_with(|| Schema::new(value).hash);
        let hash = Arc::clone(hash);
        Schema { value, hash }
    }

    /// A contract's versions, the highest first.
    pub fn versions(&self, contract: &ContractId) -> &[Carried<'a>] {
        let contracts = self.contracts.get_or_init(|| {
            let mut contracts: ById<'a, Vec<Carried<'a>>> = HashMap::default();
            for version in self.doc.contract_versions() {
                let versions = contracts.entry(version.contract.as_str()).or_default();
                versions.push(Carried::new(version));
            }
            let of_version = |carried: &Carried<'a>| carried.version;
            for versions in contracts.values_mut() {
                versions.sort_by(|a, b| of_version(b).version.cmp(&of_version(a).version));
            }
            contracts
        });
        contracts.get(contract.as_str()).map_or(&[], Vec::as_slice)
    }

    pub fn contract_version(
        &self,
        contract: &ContractId,
        version: &Version,
    ) -> Option<&Carried<'a>> {
        let mut versions = self.versions(contract).iter();
        versions.find(|carried| carried.version.version == *version)
    }
}

impl<'a> Drawn<'a> {
    pub fn new(graph: TopologyGraph<'a>) -> Self {
        Self {
            over: Over::of(graph.handoffs().len()),
            glimpsed: Glimpsed::new(graph.handoffs().len()),
            in_use: graph.members().map(|_| OnceLock::new()).collect(),
            graph,
            dead_letter: OnceLock::new(),
            last_in_line: OnceLock::new(),
        }
    }
}

impl<'a> Context<'a> {
    pub fn new(shared: &'a Shared<'a>) -> Self {
        Self {
            doc: Records::new(shared.doc),
            today: shared.today,
            shared,
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
        saw(Fact::Contract(contract.as_str()));
        let carried = self.shared.contract_version(contract, version)?;
        Some(carried.version)
    }

    /// A contract's versions, the highest first.
    pub fn versions_of(&self, contract: &ContractId) -> Vec<&'a ContractVersion> {
        saw(Fact::Contract(contract.as_str()));
        let versions = self.shared.versions(contract).iter();
        versions.map(|carried| carried.version).collect()
    }

    /// Whether everything that a sender of `from` may write is accepted by `within`; `None` where a schema cannot be used. Asked of the
    /// comparison of schemas once for each content.
    pub fn inclusion(
        &self,
        from: &'a Value,
        within: &'a Value,
        writers: Writers,
    ) -> Option<Direction> {
        let (from, within) = (self.shared.schema(from), self.shared.schema(within));
        self.shared.proofs.inclusion(&from, &within, writers)
    }

    /// Whether no payload at all is accepted by a schema, proved.
    pub fn accepts_nothing(&self, schema: &Value) -> bool {
        !is_inhabited(schema) && self.shared.proofs.is_empty(&Schema::new(schema))
    }

    /// Every capability query of the registry.
    pub fn queries(&self) -> &'a [(&'a Handoff, &'a CapabilityQuery)] {
        saw(Fact::Queries);
        self.shared.queries.get_or_init(|| {
            let handoffs = self.shared.doc.handoffs();
            let queries = handoffs.filter_map(|handoff| match &handoff.to {
                Target::Query(query) => Some((handoff, query)),
                Target::Agent(_) | Target::Outcome(_) => None,
            });
            queries.collect()
        })
    }
}

impl<'a> TopologyContext<'a> {
    pub fn new(registry: &'a Context<'a>, drawn: &'a Drawn<'a>) -> Self {
        let graph = Graph::new(&drawn.graph, &drawn.glimpsed);
        Self {
            registry,
            graph,
            travels: Travels::new(registry.shared, graph, &drawn.over),
            drawn,
        }
    }

    /// For a look at one handoff.
    pub fn at(&self, handoff: usize) -> Self {
        let graph = self.graph.at(handoff);
        Self {
            graph,
            travels: self.travels.within(graph),
            ..*self
        }
    }

    /// The environment that version questions are asked in.
    pub fn environment(&self) -> Option<&'a EnvironmentId> {
        self.graph.topology()?.environment.as_ref()
    }

    /// The version of an agent that runs in the topology's environment; its highest where nothing is deployed there. `None` where nobody has said
    /// what that version sends and takes.
    pub fn version_in_use(&self, agent: &AgentId) -> Option<&'a AgentVersion> {
        saw(Fact::VersionsOf(agent.as_str()));
        let environment = self.environment();
        let find = || self.registry.shared.version_in_use(agent, environment);
        match self.graph.seat(agent) {
            Some(position) => *self.drawn.in_use[position].get_or_init(find),
            None => find(),
        }
    }

    /// The people to whom one more way may lead, by id. Who looks at one of them has to tell so.
    pub fn last_in_line(&self) -> &'a [&'a Agent] {
        saw(Fact::LastInLine);
        let graph = &self.drawn.graph;
        let last = &self.drawn.last_in_line;
        last.get_or_init(|| people::last_in_line(graph))
    }

    /// The dead letter that most handoffs of the topology use, the first by name among equals.
    pub fn dead_letter(&self) -> Option<&'a str> {
        saw(Fact::DeadLetters);
        *self.drawn.dead_letter.get_or_init(|| {
            let handoffs = self.drawn.graph.handoffs().iter();
            let names = handoffs.filter_map(|handoff| handoff.policy.dead_letter.as_deref());
            let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
            for name in names.filter(|name| !name.trim().is_empty()) {
                *uses.entry(name).or_default() += 1;
            }
            let most = uses
                .into_iter()
                .max_by_key(|(name, uses)| (*uses, Reverse(*name)));
            most.map(|(name, _)| name)
        })
    }
}
