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
mod components;
mod cycles;
mod dominators;
pub mod exchange;
mod explore;
mod neighbours;
mod positions;
mod reach;
mod records;
mod registry;
mod resolution;
mod way;
mod wires;

pub use explore::Exploration;
pub use positions::Hop;
pub use records::TopologyRecords;
pub use registry::ids::{Mixed, Mixing};
pub use registry::{AgentNumber, HandoffNumber, Reached, RegistryGraph};
pub use resolution::resolves;
pub use way::{Place, Step, Way, Ways};

use baton_model::{Agent, AgentId, Entry, Handoff, HandoffId, Outcome, Topology};
use registry::ids::Hashed;
use std::sync::Arc;
use wires::{Edge, Node, Wires};

/// One topology of a document, ready to be asked.
///
/// Built once in time linear in the topology (plus one pass over the registry's agents if it has capability
/// queries); borrows every record. [`TopologyRecords`] makes one again after an edit, from what it knew before.
pub struct TopologyGraph<'a> {
    topology: Option<&'a Topology>,
    /// By id; the node of an agent has its position as index.
    agents: Vec<&'a Agent>,
    /// By id; their nodes follow those of the agents.
    outcomes: Vec<&'a Outcome>,
    /// By id.
    handoffs: Vec<&'a Handoff>,
    /// Beside `handoffs`: the revision of its last change.
    revisions: Vec<u32>,
    /// Beside `handoffs`: who qualifies for its query; empty where it is none.
    candidates: Vec<Vec<&'a Agent>>,
    entries: Vec<&'a Entry>,
    people: Vec<&'a Agent>,
    wires: Arc<Wires>,
}

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

    /// The member at a position of [`Self::members`].
    ///
    /// # Panics
    /// Where there are fewer.
    pub fn member_at(&self, position: usize) -> &'a Agent {
        self.agents[position]
    }

    /// The people among the members, by id.
    pub fn people(&self) -> &[&'a Agent] {
        &self.people
    }

    /// The handoffs that an agent sends, by id, wherever they lead.
    pub fn sent_by(&self, agent: &AgentId) -> impl Iterator<Item = &'a Handoff> + use<'_, 'a> {
        let sent = self.agent_node(agent).map(|node| self.wires.sent.of(node));
        sent.unwrap_or_default()
            .iter()
            .map(|at| self.handoffs[*at as usize])
    }

    /// Where a handoff stands in [`Self::handoffs`].
    pub fn handoff_position(&self, id: &HandoffId) -> Option<usize> {
        let position = self.wires.handoffs.get(Hashed::new(id.as_str()))?;
        Some(position as usize)
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

    fn agent_node(&self, id: &AgentId) -> Option<Node> {
        let position = self.wires.agents.get(Hashed::new(id.as_str()))?;
        Some(Node::from(position))
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
