//! What is one step away.

use crate::wires::{Edge, Node};
use crate::{Place, Step, TopologyGraph, Way, Ways};
use baton_model::{Agent, AgentId, Handoff, HandoffId, Target};

impl<'a> TopologyGraph<'a> {
    /// Transfers that leave an agent, by id.
    pub fn transfers_out(&self, agent: &AgentId) -> Vec<&'a HandoffId> {
        self.leaving(agent, Way::Transfer)
    }

    /// The same, as records.
    pub fn transferred_by(&self, agent: &AgentId) -> Vec<&'a Handoff> {
        let ids = self.numbers_out(agent, Way::Transfer).into_iter();
        ids.map(|number| self.handoffs[number as usize]).collect()
    }

    /// Transfers that may arrive at an agent, by capability query too, by id.
    pub fn transfers_in(&self, agent: &AgentId) -> Vec<&'a HandoffId> {
        self.arriving(agent, Way::Transfer)
    }

    /// Delegations that an agent makes, by id.
    pub fn delegations_out(&self, agent: &AgentId) -> Vec<&'a HandoffId> {
        self.leaving(agent, Way::Delegation)
    }

    /// Delegations that may call an agent, by id.
    pub fn delegations_in(&self, agent: &AgentId) -> Vec<&'a HandoffId> {
        self.arriving(agent, Way::Delegation)
    }

    /// Every way out of an agent, in order of handoff.
    pub fn steps_from(&self, agent: &AgentId) -> impl Iterator<Item = Step<'a>> {
        self.agent_node(agent)
            .into_iter()
            .flat_map(|node| self.wires.out.of(node))
            .map(|edge| self.step(*edge, edge.node))
    }

    /// Every way into an agent, with the agent that it comes from, in order of handoff and way.
    pub fn steps_into(&self, agent: &AgentId) -> Vec<(&'a Agent, Step<'a>)> {
        let Some(node) = self.agent_node(agent) else {
            return Vec::new();
        };
        let steps = self.wires.into.of(node).iter().filter_map(|edge| {
            let step = self.step(*edge, node);
            Some((self.agent_at(edge.node)?, step))
        });
        steps.collect()
    }

    fn step(&self, edge: Edge, to: Node) -> Step<'a> {
        Step {
            handoff: self.handoff_of(edge),
            position: edge.handoff as usize,
            way: edge.way,
            to: self.place(to),
        }
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
        self.agent_node(agent)
            .is_some_and(|node| self.wires.ways_into(node, ways).next().is_some())
    }

    fn leaving(&self, agent: &AgentId, way: Way) -> Vec<&'a HandoffId> {
        self.named_handoffs(self.numbers_out(agent, way))
    }

    fn arriving(&self, agent: &AgentId, way: Way) -> Vec<&'a HandoffId> {
        let nodes = self.agent_node(agent).into_iter();
        let edges = nodes.flat_map(|node| self.wires.ways_into(node, way.into()));
        self.named_handoffs(numbers(edges))
    }

    fn numbers_out(&self, agent: &AgentId, way: Way) -> Vec<u32> {
        let nodes = self.agent_node(agent).into_iter();
        numbers(nodes.flat_map(|node| self.wires.ways_out(node, way.into())))
    }

    fn named_handoffs(&self, numbers: Vec<u32>) -> Vec<&'a HandoffId> {
        let ids = numbers.into_iter();
        ids.map(|number| &self.handoffs[number as usize].id)
            .collect()
    }

    fn place(&self, node: Node) -> Place<'a> {
        match self.agents.get(node.index()) {
            Some(agent) => Place::Agent(agent),
            None => Place::Outcome(self.outcomes[node.index() - self.agents.len()]),
        }
    }
}

/// The handoffs of edges that come in order, each once.
fn numbers(edges: impl Iterator<Item = Edge>) -> Vec<u32> {
    let mut numbers: Vec<u32> = edges.map(|edge| edge.handoff).collect();
    numbers.dedup();
    numbers
}
