//! What is one step away.

use crate::{Edge, Node, Place, Step, TopologyGraph, Way, Ways};
use baton_model::{Agent, AgentId, Handoff, HandoffId, Target};
use petgraph::{Direction, visit::EdgeRef};

impl<'a> TopologyGraph<'a> {
    /// Transfers that leave an agent, by id.
    pub fn transfers_out(&self, agent: &AgentId) -> Vec<&'a HandoffId> {
        self.beside(agent, Direction::Outgoing, Way::Transfer)
    }

    /// Transfers that may arrive at an agent, by capability query too, by id.
    pub fn transfers_in(&self, agent: &AgentId) -> Vec<&'a HandoffId> {
        self.beside(agent, Direction::Incoming, Way::Transfer)
    }

    /// Delegations that an agent makes, by id.
    pub fn delegations_out(&self, agent: &AgentId) -> Vec<&'a HandoffId> {
        self.beside(agent, Direction::Outgoing, Way::Delegation)
    }

    /// Delegations that may call an agent, by id.
    pub fn delegations_in(&self, agent: &AgentId) -> Vec<&'a HandoffId> {
        self.beside(agent, Direction::Incoming, Way::Delegation)
    }

    /// Every way out of an agent, in order of handoff.
    pub fn steps_from(&self, agent: &AgentId) -> impl Iterator<Item = Step<'a>> {
        self.agent_node(agent)
            .into_iter()
            .flat_map(|node| self.wires.graph.edges(node))
            .map(|edge| Step {
                handoff: self.handoff_of(*edge.weight()),
                position: edge.weight().handoff as usize,
                way: edge.weight().way,
                to: self.place(edge.target()),
            })
    }

    /// Every way into an agent, with the agent that it comes from, in order of handoff and way.
    pub fn steps_into(&self, agent: &AgentId) -> Vec<(&'a Agent, Step<'a>)> {
        let Some(node) = self.agent_node(agent) else {
            return Vec::new();
        };
        let mut steps: Vec<_> = self
            .wires
            .graph
            .edges_directed(node, Direction::Incoming)
            .filter_map(|edge| {
                let step = Step {
                    handoff: self.handoff_of(*edge.weight()),
                    position: edge.weight().handoff as usize,
                    way: edge.weight().way,
                    to: self.place(node),
                };
                Some((self.agent_at(edge.source())?, step))
            })
            .collect();
        steps.sort_by(|(_, a), (_, b)| (&a.handoff.id, a.way).cmp(&(&b.handoff.id, b.way)));
        steps
    }

    /// Agents that qualify for a handoff's capability query: those of the registry that declare all its tags, the
    /// sender left out, by id. Empty where the handoff is no query.
    pub fn candidates(&self, handoff: &HandoffId) -> &[&'a Agent] {
        self.handoff_position(handoff)
            .map_or(&[], |position| &self.candidates[position])
    }

    /// Agents that a handoff may go to when all is well: the named receiver, or the candidates of its query and
    /// its default, by id.
    pub fn receivers(&self, handoff: &Handoff) -> Vec<&'a Agent> {
        match &handoff.to {
            Target::Agent(id) => self.member(id).into_iter().collect(),
            Target::Outcome(_) => Vec::new(),
            Target::Query(query) => {
                let mut receivers = self.candidates(&handoff.id).to_vec();
                receivers.extend(query.default.as_ref().and_then(|id| self.member(id)));
                receivers.sort_by(|a, b| a.id.cmp(&b.id));
                receivers.dedup_by(|a, b| a.id == b.id);
                receivers
            }
        }
    }

    /// Whether any of some ways leads into an agent.
    pub fn is_entered(&self, agent: &AgentId, ways: Ways) -> bool {
        self.agent_node(agent).is_some_and(|node| {
            let mut edges = self.wires.graph.edges_directed(node, Direction::Incoming);
            edges.any(|edge| ways.contains(edge.weight().way))
        })
    }

    fn beside(&self, agent: &AgentId, direction: Direction, way: Way) -> Vec<&'a HandoffId> {
        let Some(node) = self.agent_node(agent) else {
            return Vec::new();
        };
        let edges = self.wires.graph.edges_directed(node, direction);
        let mut ids: Vec<_> = edges
            .filter(|edge| edge.weight().way == way)
            .map(|edge| &self.handoff_of(*edge.weight()).id)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    fn place(&self, node: Node) -> Place<'a> {
        match self.agents.get(node.index()) {
            Some(agent) => Place::Agent(agent),
            None => Place::Outcome(self.outcomes[node.index() - self.agents.len()]),
        }
    }

    /// Steps of a node with the ends' nodes, for the walks of this crate.
    pub(crate) fn edges(&self, node: Node, ways: Ways) -> impl Iterator<Item = (Node, Edge)> {
        self.wires
            .graph
            .edges(node)
            .map(|edge| (edge.target(), *edge.weight()))
            .filter(move |(_, edge)| ways.contains(edge.way))
    }
}
