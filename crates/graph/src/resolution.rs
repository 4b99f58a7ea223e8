//! Where requests can end well: with an agent that resolves them, at an outcome, with a person.

use crate::wires::{Edge, Node};
use crate::{TopologyGraph, Ways, reach::marked};
use baton_model::{Agent, AgentId, AgentKind};

impl<'a> TopologyGraph<'a> {
    /// Agents from which a person can be reached, people included, by id: along transfers (those on errors too), fallbacks (which
    /// serve loop guards and rejected payloads as well) and gates' branches. A called agent returns to its caller, so
    /// what the caller reaches counts for it too.
    pub fn reaching_a_human(&self) -> Vec<&'a AgentId> {
        let people = self.agents_that(|agent| agent.kind == AgentKind::Human);
        self.named(marked(&self.that_lead_to(&people)))
    }

    /// Agents from which a request can end on its own: an agent that resolves, a person or an outcome can be reached, by id.
    /// Ways as for [`Self::reaching_a_human`].
    pub fn reaching_an_end(&self) -> Vec<&'a AgentId> {
        let mut ends = self.agents_that(resolves);
        ends.extend((self.agents.len()..self.wires.nodes()).map(Node::new));
        self.named(marked(&self.that_lead_to(&ends)))
    }

    /// Whether a request can end at an agent itself: it resolves, is a person, or has a transfer to an outcome.
    pub fn can_resolve(&self, agent: &AgentId) -> bool {
        let Some(node) = self.agent_node(agent) else {
            return false;
        };
        resolves(self.agents[node.index()]) || self.leads_to_an_outcome(node.index())
    }

    /// Whether control can go from an agent, told by its position, to an outcome.
    pub fn leads_to_an_outcome(&self, agent: usize) -> bool {
        let mut ways = self.wires.ways_out(Node::new(agent), Ways::CONTROL);
        ways.any(|edge| self.agent_at(edge.node).is_none())
    }

    /// Whether control can leave an agent in the ordinary course of things: along a transfer that does not wait for an error,
    /// its fallbacks or its gate's branches.
    pub fn has_way_on(&self, agent: &AgentId) -> bool {
        self.agent_node(agent).is_some_and(|node| {
            let mut ways = self.wires.ways_out(node, Ways::CONTROL);
            ways.any(|edge| !self.handoff_of(edge).trigger.on.is_error())
        })
    }

    fn agents_that(&self, holds: impl Fn(&Agent) -> bool) -> Vec<Node> {
        let agents = self.agents.iter().enumerate();
        agents
            .filter(|(_, agent)| holds(agent))
            .map(|(at, _)| Node::new(at))
            .collect()
    }

    /// Floods backwards along control; a call is followed from the caller to the called, since it returns.
    pub(crate) fn that_lead_to(&self, ends: &[Node]) -> Vec<bool> {
        let mut seen = self.flood_back(ends, Ways::CONTROL);
        loop {
            let callers: Vec<Node> = marked(&seen).collect();
            let mut called = Vec::new();
            for caller in callers {
                for Edge { node: to, .. } in self.wires.ways_out(caller, Ways::CALLS) {
                    if self.agent_at(to).is_some() && !seen[to.index()] {
                        called.push(to);
                    }
                }
            }
            if called.is_empty() {
                return seen;
            }
            let more = self.flood_back(&called, Ways::CONTROL);
            seen.iter_mut()
                .zip(more)
                .for_each(|(seen, more)| *seen |= more);
        }
    }

    /// Whether control never comes to an agent because it is only called.
    pub fn is_only_called(&self, agent: &AgentId) -> bool {
        let entered = |ways| self.is_entered(agent, ways);
        let is_entry = self.entries.iter().any(|entry| entry.agent == *agent);
        !is_entry && !entered(Ways::CONTROL) && entered(Ways::CALLS)
    }
}

/// Whether a request can end at an agent, wherever it stands: it resolves, or is a person.
pub fn resolves(agent: &Agent) -> bool {
    agent.kind == AgentKind::Human || agent.behaviour.resolves > 0.0
}
