//! What holds at the boundary of each handoff, read once: guards of all languages and their tests are made from it.

mod handler;
mod route;

pub(crate) use handler::Handler;
pub(crate) use route::{Route, chosen, examples};

use crate::file_set::FileSet;
use crate::scope::{Scope, versions};
use baton_contract::{condition_tree, envelope_schema, payload_schema};
use baton_graph::{TopologyGraph, exchange};
use baton_model::{
    Agent, AgentVersion, ContractState, ContractVersion, Deployment, Diagnostic, Document, Handoff,
    HandoffId, Kind, Level, RecordKey, TaskState, Topology, Version,
};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The rules of all boundaries, as guards read them from `rules.json`.
#[derive(Serialize)]
pub(crate) struct Boundaries<'a> {
    /// By handoff.
    pub handoffs: BTreeMap<&'a str, Boundary<'a>>,
    /// By contract and version.
    pub contracts: BTreeMap<&'a str, BTreeMap<String, Terms<'a>>>,
    /// By topology and agent, the transfers in the order in which they are asked.
    pub routes: BTreeMap<&'a str, BTreeMap<&'a str, Vec<Route<'a>>>>,
    /// Handoffs that carry no contract, so that nothing can be held against a message of theirs.
    pub unguarded: Vec<&'a HandoffId>,
}

/// What holds where one handoff ends.
#[derive(Serialize)]
pub(crate) struct Boundary<'a> {
    pub contract: &'a str,
    /// Versions that the receivers take, lowest first.
    pub versions: Vec<String>,
    /// What the receivers say that they take, as they say it; empty where they say nothing.
    pub accepts: Vec<&'a str>,
    /// Who gets a message that is rejected.
    pub handler: Handler<'a>,
    /// How often the same entity may pass.
    pub loop_limit: Option<u32>,
    /// Where the payload names the entity.
    pub entity_key: Option<&'a str>,
    /// Who gets an entity that has passed too often.
    pub loop_handler: Handler<'a>,
    /// Tries of tools after which the sender hands on otherwise; none on the handoff that is made for that.
    pub tool_limit: Option<u32>,
    /// Who gets a task with more of them.
    pub tool_handler: Handler<'a>,
}

/// What a version of a contract asks for, beside its schema.
#[derive(Serialize)]
pub(crate) struct Terms<'a> {
    /// States that a message may have; empty where nobody has said.
    pub task_states: &'a [TaskState],
    /// Allowed changes of the state, before and after; empty where nobody has said.
    pub transitions: Vec<[TaskState; 2]>,
    pub invariants: Vec<Term<'a>>,
    #[serde(skip)]
    pub version: &'a ContractVersion,
}

/// A condition over the payload.
#[derive(Serialize)]
pub(crate) struct Term<'a> {
    pub name: &'a str,
    /// In the Common Expression Language.
    pub condition: &'a str,
    /// The same as a tree; null where no tree says it.
    pub tree: Option<Value>,
    pub message: &'a str,
}

impl<'a> Boundaries<'a> {
    pub fn read(scope: &Scope<'a>) -> Self {
        let mut contracts = BTreeMap::new();
        for contract in scope.contracts() {
            let live: BTreeMap<String, Terms<'a>> = versions(scope.document, &contract.id)
                .into_iter()
                .filter(|version| version.state != ContractState::Retired)
                .map(|version| (version.version.to_string(), Terms::of(version)))
                .collect();
            if !live.is_empty() {
                contracts.insert(contract.id.as_str(), live);
            }
        }
        let mut handoffs = BTreeMap::new();
        let mut unguarded = Vec::new();
        let mut routes = BTreeMap::new();
        for topology in scope.topologies() {
            let graph = TopologyGraph::new(scope.document, &topology.id);
            routes.insert(topology.id.as_str(), route::routes(&graph));
            for handoff in scope.handoffs(&topology.id) {
                match Boundary::of(scope.document, topology, &graph, handoff) {
                    Some(boundary) => {
                        handoffs.insert(handoff.id.as_str(), boundary);
                    }
                    None => unguarded.push(&handoff.id),
                }
            }
        }
        Self {
            handoffs,
            contracts,
            routes,
            unguarded,
        }
    }

    /// Every version of every contract, with its terms.
    pub fn terms(&self) -> impl Iterator<Item = &Terms<'a>> {
        self.contracts.values().flat_map(BTreeMap::values)
    }

    /// Notes the conditions that only a guard with an evaluator of its own can tell.
    pub fn note(&self, files: &mut FileSet, path: &str) {
        for terms in self.terms() {
            for term in terms.invariants.iter().filter(|term| term.tree.is_none()) {
                files.note(Diagnostic {
                    level: Level::Warning,
                    path: path.to_owned(),
                    message: format!(
                        "the invariant '{}' of {} says what this guard cannot evaluate, so it rejects every payload of that version; say it with \
                         comparisons, size(), has() and walks over lists",
                        term.name, terms.version.id
                    ),
                    subject: Some(RecordKey::new(Kind::ContractVersion, terms.version.id.as_str())),
                });
            }
        }
    }
}

/// The envelope without what a contract says of its payload.
pub(crate) fn envelope() -> Value {
    let mut schema = envelope_schema();
    schema["properties"]["payload"] = json!(true);
    schema
}

impl<'a> Terms<'a> {
    fn of(version: &'a ContractVersion) -> Self {
        let invariants = version.invariants.iter().map(|invariant| Term {
            name: &invariant.name,
            condition: &invariant.condition,
            tree: condition_tree(invariant).ok(),
            message: &invariant.message,
        });
        let transitions = version.transitions.iter();
        Self {
            task_states: &version.task_states,
            transitions: transitions.map(|way| [way.from, way.to]).collect(),
            invariants: invariants.collect(),
            version,
        }
    }

    pub fn schema(&self) -> Value {
        payload_schema(self.version)
    }
}

impl<'a> Boundary<'a> {
    /// None where no contract is carried, or none of its versions is there.
    fn of(
        document: &'a Document,
        topology: &'a Topology,
        graph: &TopologyGraph<'a>,
        handoff: &'a Handoff,
    ) -> Option<Self> {
        let contract = handoff.contract.as_ref()?;
        let ranges: Vec<_> = graph
            .receivers(handoff)
            .into_iter()
            .filter_map(|receiver| {
                exchange::accepted(in_use(document, receiver, topology)?, contract)
            })
            .collect();
        let taken = |version: &Version| {
            ranges
                .iter()
                .all(|ranges| ranges.iter().any(|range| range.accepts(version)))
        };
        let pinned = handoff.version.as_ref();
        let versions: Vec<String> = versions(document, contract)
            .into_iter()
            .filter(|version| match version.state {
                ContractState::Retired => false,
                ContractState::Published | ContractState::Deprecated => {
                    // Where nobody says what is taken, it is what the handoff pins.
                    !ranges.is_empty() || pinned.is_none_or(|pinned| *pinned == version.version)
                }
                ContractState::Draft | ContractState::InReview => pinned == Some(&version.version),
            })
            .filter(|version| taken(&version.version))
            .map(|version| version.version.to_string())
            .collect();
        let mut accepts: Vec<&str> = ranges
            .iter()
            .flatten()
            .map(|range| range.as_str())
            .collect();
        accepts.sort_unstable();
        accepts.dedup();
        let sender = document.find::<Agent>(&handoff.from);
        let is_forced = handoff.trigger.on.is_error();
        let uses_tools =
            |sender: &&Agent| !sender.tools.is_empty() || sender.behaviour.tool_calls > 0;
        Some(Self {
            contract: contract.as_str(),
            versions,
            accepts,
            handler: Handler::of_rejected(handoff),
            loop_limit: handoff.policy.loop_limit,
            entity_key: handoff.policy.entity_key.as_deref(),
            loop_handler: Handler::of_loop(document, handoff),
            tool_limit: sender
                .filter(uses_tools)
                .filter(|_| !is_forced)
                .map(|sender| sender.behaviour.tool_limit),
            tool_handler: Handler::of_forced(graph, handoff),
        })
    }
}

/// The version of an agent that counts: the one deployed in the topology's environment, else the highest.
fn in_use<'a>(
    document: &'a Document,
    agent: &Agent,
    topology: &Topology,
) -> Option<&'a AgentVersion> {
    let deployed = topology
        .environment
        .as_ref()
        .and_then(|environment| document.find::<Deployment>(format!("{}@{environment}", agent.id)));
    match deployed {
        Some(deployed) => document.find(format!("{}@{}", agent.id, deployed.version)),
        None => document
            .agent_versions()
            .filter(|version| version.agent == agent.id)
            .max_by(|a, b| a.version.cmp(&b.version)),
    }
}
