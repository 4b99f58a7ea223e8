//! The registry as a question sees it: which versions count, who takes what, who owns what.

use crate::quick::{Numbered, QuickMap};
use baton_graph::{AgentNumber, HandoffNumber, RegistryGraph, exchange};
use baton_model::{
    Agent, AgentId, AgentVersion, Contract, ContractId, ContractState, ContractVersion, Date,
    Deployment, Document, EnvironmentId, Handoff, Kind, OwnerModel, RecordKey, Target, Team,
    TeamId, Version, VersionRange, Writers,
};
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

/// The version that counts, by agent and environment.
type InUse<'a> = QuickMap<(AgentNumber, Option<&'a str>), Option<&'a AgentVersion>>;

/// A document with its graph, on a day, in an environment.
pub(crate) struct View<'a> {
    pub(crate) document: &'a Document,
    pub(crate) graph: &'a RegistryGraph,
    pub(crate) today: &'a Date,
    /// The environment asked about; that of each topology when left out.
    pub(crate) environment: Option<&'a EnvironmentId>,
    /// The highest version of each agent.
    newest: OnceCell<HashMap<&'a str, &'a AgentVersion>>,
    in_use: RefCell<InUse<'a>>,
    platform: OnceCell<Vec<&'a TeamId>>,
    /// The environments that topologies ask in, where they do.
    environments: OnceCell<HashMap<&'a str, &'a str>>,
    /// The versions of each contract that was asked about, the highest first.
    versions: RefCell<HashMap<&'a str, Rc<[&'a ContractVersion]>>>,
    teams: OnceCell<Teams<'a>>,
}

/// The teams of agents, each known by one place in memory however many agents name it.
struct Teams<'a> {
    /// In order of id.
    all: Vec<&'a TeamId>,
    /// Where in `all` the team of each agent stands.
    of: Vec<Option<u32>>,
}

/// A contract version that goes over a handoff.
#[derive(Clone, Copy)]
pub(crate) struct Sent<'a> {
    pub(crate) version: &'a Version,
    /// The record; `None` where the registry has no such version.
    pub(crate) record: Option<&'a ContractVersion>,
}

impl<'a> View<'a> {
    pub(crate) fn new(
        document: &'a Document,
        graph: &'a RegistryGraph,
        today: &'a Date,
        environment: Option<&'a EnvironmentId>,
    ) -> Self {
        Self {
            document,
            graph,
            today,
            environment,
            newest: OnceCell::new(),
            in_use: RefCell::default(),
            platform: OnceCell::new(),
            environments: OnceCell::new(),
            versions: RefCell::default(),
            teams: OnceCell::new(),
        }
    }

    /// The environment that version questions about a handoff are asked in.
    fn environment_of(&self, handoff: &Handoff) -> Option<&'a str> {
        if self.environment.is_some() {
            return self.environment.map(EnvironmentId::as_str);
        }
        let own = self.environments.get_or_init(|| {
            let topologies = self.document.topologies();
            let asked = topologies.filter_map(|topology| {
                Some((
                    topology.id.as_str(),
                    topology.environment.as_ref()?.as_str(),
                ))
            });
            asked.collect()
        });
        own.get(handoff.topology.as_str()).copied()
    }

    /// The version of an agent that counts for a handoff: the one that is deployed in the environment, else the highest.
    pub(crate) fn in_use(&self, agent: AgentNumber, handoff: &Handoff) -> Option<&'a AgentVersion> {
        if self.newest().is_empty() {
            return None;
        }
        self.in_use_in(agent, self.environment_of(handoff))
    }

    /// The version of an agent that is deployed in an environment, else the highest.
    pub(crate) fn in_use_in(
        &self,
        agent: AgentNumber,
        environment: Option<&'a str>,
    ) -> Option<&'a AgentVersion> {
        if self.newest().is_empty() {
            return None;
        }
        let key = (agent, environment);
        if let Some(known) = self.in_use.borrow().get(&key) {
            return *known;
        }
        let found = self.look_up(agent, environment);
        self.in_use.borrow_mut().insert(key, found);
        found
    }

    fn newest(&self) -> &HashMap<&'a str, &'a AgentVersion> {
        self.newest.get_or_init(|| {
            let mut newest: HashMap<&str, &AgentVersion> = HashMap::new();
            for version in self.document.agent_versions() {
                let highest = newest.entry(version.agent.as_str()).or_insert(version);
                if highest.version < version.version {
                    *highest = version;
                }
            }
            newest
        })
    }

    fn look_up(&self, agent: AgentNumber, environment: Option<&str>) -> Option<&'a AgentVersion> {
        let id = &self.graph.agent(agent)?.id;
        let newest = self.newest().get(id.as_str()).copied()?;
        let deployed = environment.and_then(|environment| {
            let deployment = self
                .document
                .find::<Deployment>(format!("{id}@{environment}"))?;
            self.document.find(format!("{id}@{}", deployment.version))
        });
        deployed.or(Some(newest))
    }

    /// The versions of its contract that go over a handoff: the pinned one, and what the sender's version sends where that is something
    /// else or nothing is pinned. Where nobody has said, the highest that is in use.
    pub(crate) fn sent(&self, number: HandoffNumber) -> Vec<Sent<'a>> {
        let Some(handoff) = self.graph.handoff(number) else {
            return Vec::new();
        };
        let Some(contract) = &handoff.contract else {
            return Vec::new();
        };
        let sender = self.graph.sender(number);
        let sender = sender.and_then(|sender| self.in_use(sender, handoff));
        let sent = exchange::sent(handoff, sender);
        if sent.is_empty() {
            let highest = self.highest(contract).into_iter();
            return highest
                .map(|record| Sent {
                    version: &record.version,
                    record: Some(record),
                })
                .collect();
        }
        sent.into_iter()
            .map(|version| Sent {
                version,
                record: self.contract_version(contract, version),
            })
            .collect()
    }

    /// The ranges of a contract that an agent accepts. `None` where nobody has said what it accepts; empty where it accepts other contracts
    /// only.
    pub(crate) fn accepted(
        &self,
        agent: AgentNumber,
        handoff: &Handoff,
        contract: &ContractId,
    ) -> Option<Vec<&'a VersionRange>> {
        let version = self.in_use(agent, handoff)?;
        exchange::accepted(version, contract)
    }

    /// The agents to which a handoff leads when all is well: the named one, or the candidates of its query, else its default.
    pub(crate) fn receivers(&self, number: HandoffNumber) -> Vec<AgentNumber> {
        let Some(handoff) = self.graph.handoff(number) else {
            return Vec::new();
        };
        match &handoff.to {
            Target::Agent(id) => {
                let mut takers = self.graph.takers(number);
                if takers.len() > 1 {
                    takers.retain(|taker| {
                        self.graph
                            .agent(*taker)
                            .is_some_and(|agent| agent.id == *id)
                    });
                }
                takers
            }
            Target::Outcome(_) => Vec::new(),
            Target::Query(query) => {
                let mut receivers = self.graph.takers(number);
                receivers.retain(|taker| {
                    let agent = self.graph.agent(*taker);
                    agent.is_some_and(|agent| {
                        declares(agent, &query.capabilities) && agent.id != handoff.from
                    })
                });
                if receivers.is_empty() {
                    receivers.extend(
                        query
                            .default
                            .as_ref()
                            .and_then(|id| self.graph.agent_number(id)),
                    );
                }
                receivers
            }
        }
    }

    pub(crate) fn contract(&self, id: &ContractId) -> Option<&'a Contract> {
        self.document.find(id)
    }

    /// What senders of a contract may write.
    pub(crate) fn writers(&self, contract: &ContractId) -> Writers {
        self.contract(contract)
            .map(|contract| contract.writers)
            .unwrap_or_default()
    }

    pub(crate) fn contract_version(
        &self,
        contract: &ContractId,
        version: &Version,
    ) -> Option<&'a ContractVersion> {
        let versions = self.versions_of(contract);
        versions
            .iter()
            .find(|known| known.version == *version)
            .copied()
    }

    /// A contract's versions, the highest first.
    pub(crate) fn versions_of(&self, contract: &ContractId) -> Rc<[&'a ContractVersion]> {
        if let Some(known) = self.versions.borrow().get(contract.as_str()) {
            return Rc::clone(known);
        }
        let key = RecordKey::new(Kind::Contract, contract.as_str());
        let mut versions: Vec<&ContractVersion> = self
            .document
            .referrers(&key)
            .filter(|key| key.kind == Kind::ContractVersion)
            .filter_map(|key| self.document.find(&key.id))
            .collect();
        versions.sort_by(|a, b| b.version.cmp(&a.version));
        let versions: Rc<[&ContractVersion]> = versions.into();
        if let Some(contract) = self.contract(contract) {
            let known = Rc::clone(&versions);
            self.versions
                .borrow_mut()
                .insert(contract.id.as_str(), known);
        }
        versions
    }

    /// The highest version in use; of a contract that was never published, the highest.
    pub(crate) fn highest(&self, contract: &ContractId) -> Option<&'a ContractVersion> {
        let versions = self.versions_of(contract);
        let live = |version: &&&ContractVersion| {
            matches!(
                version.state,
                ContractState::Published | ContractState::Deprecated
            )
        };
        versions.iter().find(live).or(versions.first()).copied()
    }

    /// Handoffs that refer to a record, by id.
    pub(crate) fn handoffs_of(&self, kind: Kind, id: &str) -> Vec<HandoffNumber> {
        let key = RecordKey::new(kind, id);
        let handoffs = self
            .document
            .referrers(&key)
            .filter(|key| key.kind == Kind::Handoff);
        handoffs
            .filter_map(|key| self.graph.handoff_number(&key.id))
            .collect()
    }

    /// Handoffs that carry a contract, by id.
    pub(crate) fn handoffs_with(&self, contract: &ContractId) -> Vec<HandoffNumber> {
        self.handoffs_of(Kind::Contract, contract.as_str())
    }

    pub(crate) fn agent_name(&self, agent: AgentNumber) -> &'a str {
        self.graph
            .agent(agent)
            .map_or("", |agent| agent.name.as_str())
    }

    /// The name of a record that has one, else its id.
    pub(crate) fn team_name(&self, id: &'a TeamId) -> &'a str {
        self.document
            .find::<Team>(id)
            .map_or(id.as_str(), |team| team.name.as_str())
    }

    /// The teams that own a handoff: those that it names, else by its owner model: the receivers', the platform's, or both sides'.
    /// Where nobody has said how it is owned, the receivers'. Sorted.
    pub(crate) fn owners(&self, number: HandoffNumber) -> Vec<&'a TeamId> {
        let handoff = self.graph.handoff(number);
        handoff.map_or_else(Vec::new, |handoff| self.owners_of(number, handoff))
    }

    /// The same with its record.
    pub(crate) fn owners_of(&self, number: HandoffNumber, handoff: &'a Handoff) -> Vec<&'a TeamId> {
        if !handoff.owners.is_empty() {
            let mut owners: Vec<&TeamId> = handoff.owners.iter().collect();
            owners.sort_unstable();
            owners.dedup();
            return owners;
        }
        let mut owners = match handoff.owner_model {
            Some(OwnerModel::Platform) => self.platform_teams().to_vec(),
            Some(OwnerModel::Joint) => {
                let mut both = self.teams_of(&self.receivers(number));
                both.extend(self.teams_of(self.graph.sender(number).as_slice()));
                both
            }
            Some(OwnerModel::Downstream) | None => self.teams_of(&self.receivers(number)),
        };
        owners.sort_unstable();
        owners.dedup();
        owners
    }

    fn platform_teams(&self) -> &[&'a TeamId] {
        self.platform.get_or_init(|| {
            let teams = self.document.teams().filter(|team| team.platform);
            teams.map(|team| &team.id).collect()
        })
    }

    /// The teams of some agents, sorted.
    pub(crate) fn teams_of(&self, agents: &[AgentNumber]) -> Vec<&'a TeamId> {
        let mut places: Vec<u32> = agents
            .iter()
            .filter_map(|agent| self.team_place(*agent))
            .collect();
        if places.len() > 1 {
            places.sort_unstable();
            places.dedup();
        }
        places.into_iter().map(|place| self.team(place)).collect()
    }

    /// The place of an agent's team among all teams that have agents, in order of id.
    pub(crate) fn team_place(&self, agent: AgentNumber) -> Option<u32> {
        self.teams().of[agent.0 as usize]
    }

    /// The team of a place.
    pub(crate) fn team(&self, place: u32) -> &'a TeamId {
        self.teams().all[place as usize]
    }

    fn teams(&self) -> &Teams<'a> {
        self.teams.get_or_init(|| {
            let numbers = (0..self.graph.agent_numbers() as u32).map(AgentNumber);
            let mut all: Numbered<&TeamId> = Numbered::default();
            let mut number = |agent| Some(all.number(&self.graph.agent(agent)?.team.as_ref()?));
            let mut of: Vec<Option<u32>> = numbers.map(&mut number).collect();
            let (all, places) = all.sorted();
            for team in of.iter_mut().flatten() {
                *team = places[*team as usize];
            }
            Teams { all, of }
        })
    }

    pub(crate) fn agent_by_id(&self, id: &AgentId) -> Option<&'a Agent> {
        self.document.find(id)
    }
}

/// Whether an agent declares all of some tags.
pub(crate) fn declares(agent: &Agent, tags: &[String]) -> bool {
    tags.iter().all(|tag| agent.capabilities.contains(tag))
}

/// Ranges in words.
pub(crate) fn in_words(ranges: &[&VersionRange]) -> String {
    let words: Vec<&str> = ranges.iter().map(|range| range.as_str()).collect();
    words.join(" || ")
}
