//! A topology as a graph: what reaches what, what every path passes, where work can go round in circles.
//!
//! This crate answers questions in the words of the domain and returns records and ids of the document that
//! it was given; the graph library behind it never shows. Answers are sorted, so that the same document gives
//! the same answer everywhere.
//!
//! Control moves along transfers, along fallbacks of transfers, and along branches of gates. A delegation calls and
//! returns: it reaches the called agent, but control stays with the caller. See [`Way`].
//!
//! [`TopologyGraph`] is one topology, [`RegistryGraph`] all handoffs of a registry at once.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod assemble;
mod cycles;
mod dominators;
pub mod exchange;
mod explore;
mod neighbours;
mod reach;
mod registry;
mod resolution;
mod way;

pub use explore::Exploration;
pub use registry::{AgentNumber, HandoffNumber, Reached, RegistryGraph};
pub use way::{Place, Step, Way, Ways};

use baton_model::{Agent, AgentId, Entry, Handoff, HandoffId, Outcome, Topology};
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::HashMap;

/// One topology of a document, ready to be asked.
///
/// Built once in time linear in the topology (plus one pass over the registry's agents if it has capability
/// queries); borrows every record.
pub struct TopologyGraph<'a> {
    topology: Option<&'a Topology>,
    /// By id; the node of an agent has its position as index.
    agents: Vec<&'a Agent>,
    /// Where each agent stands in `agents`. Looked up, never walked, so its order does not matter.
    positions: HashMap<&'a str, u32>,
    /// By id; their nodes follow those of the agents.
    outcomes: Vec<&'a Outcome>,
    /// By id.
    handoffs: Vec<&'a Handoff>,
    /// Beside `handoffs`: who qualifies for its query; empty where it is none.
    candidates: Vec<Vec<&'a Agent>>,
    entries: Vec<&'a Entry>,
    graph: DiGraph<(), Edge, u32>,
}

/// One way from an agent to a place.
#[derive(Clone, Copy, Debug)]
struct Edge {
    handoff: u32,
    way: Way,
}

type Node = NodeIndex<u32>;

impl<'a> TopologyGraph<'a> {
    /// The topology, unless the document does not have it: the graph is empty then.
    pub fn topology(&self) -> Option<&'a Topology> {
        self.topology
    }

    /// Every agent that belongs to the topology, by id: ends, fallbacks and candidates of its handoffs, targets of
    /// its gates, agents of its entries, and agents that have a place on its drawing.
    pub fn members(&self) -> impl ExactSizeIterator<Item = &'a Agent> {
        self.agents.iter().copied()
    }

    /// A member by its id.
    pub fn member(&self, id: &AgentId) -> Option<&'a Agent> {
        self.agent_node(id).map(|node| self.agents[node.index()])
    }

    /// Every handoff, by id.
    pub fn handoffs(&self) -> &[&'a Handoff] {
        &self.handoffs
    }

    /// A handoff by its id.
    pub fn handoff(&self, id: &HandoffId) -> Option<&'a Handoff> {
        self.handoff_position(id).map(|at| self.handoffs[at])
    }

    /// Every entry, by id.
    pub fn entries(&self) -> &[&'a Entry] {
        &self.entries
    }

    /// Every outcome, by id.
    pub fn outcomes(&self) -> &[&'a Outcome] {
        &self.outcomes
    }

    fn handoff_position(&self, id: &HandoffId) -> Option<usize> {
        self.handoffs
            .binary_search_by(|handoff| handoff.id.cmp(id))
            .ok()
    }

    fn agent_node(&self, id: &AgentId) -> Option<Node> {
        let position = self.positions.get(id.as_str())?;
        Some(NodeIndex::from(*position))
    }

    /// `None` for the node of an outcome.
    fn agent_at(&self, node: Node) -> Option<&'a Agent> {
        self.agents.get(node.index()).copied()
    }

    fn agent_nodes<'i>(&self, ids: impl IntoIterator<Item = &'i AgentId>) -> Vec<Node> {
        let mut nodes: Vec<Node> = ids
            .into_iter()
            .filter_map(|id| self.agent_node(id))
            .collect();
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    fn handoff_of(&self, edge: Edge) -> &'a Handoff {
        self.handoffs[edge.handoff as usize]
    }
}
