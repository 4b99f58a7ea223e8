//! The same questions by position, for walks over everything: agents by their place among the members, handoffs by theirs among all.

use crate::{Node, TopologyGraph, Way, Ways};
use baton_model::{AgentId, Target};
use petgraph::{Direction, graph::NodeIndex, visit::EdgeRef};

/// A way from an agent on.
#[derive(Clone, Copy, Debug)]
pub struct Hop {
    /// The handoff that leads there.
    pub handoff: usize,
    /// How it leads.
    pub way: Way,
    /// The agent to which it leads; none where it leads to an outcome.
    pub to: Option<usize>,
}

impl TopologyGraph<'_> {
    /// Where an agent stands among the members.
    pub fn agent_position(&self, agent: &AgentId) -> Option<usize> {
        self.agent_node(agent).map(NodeIndex::index)
    }

    /// Every way out of an agent, in order of handoff.
    pub fn hops_from(&self, agent: usize) -> impl Iterator<Item = Hop> {
        let edges = self.wires.graph.edges(NodeIndex::new(agent));
        edges.map(|edge| Hop {
            handoff: edge.weight().handoff as usize,
            way: edge.weight().way,
            to: Some(edge.target().index()).filter(|to| *to < self.agents.len()),
        })
    }

    /// Agents that a handoff may go to when all is well, as [`Self::receivers`] has them.
    pub fn receiver_positions(&self, handoff: usize) -> Vec<usize> {
        let of = |id: &AgentId| self.agent_position(id);
        let mut receivers: Vec<usize> = match &self.handoffs[handoff].to {
            Target::Agent(id) => of(id).into_iter().collect(),
            Target::Outcome(_) => Vec::new(),
            Target::Query(query) => {
                let candidates = self.candidates[handoff].iter();
                let candidates = candidates.filter_map(|agent| of(&agent.id));
                candidates
                    .chain(query.default.as_ref().and_then(of))
                    .collect()
            }
        };
        receivers.sort_unstable();
        receivers.dedup();
        receivers
    }

    /// Whether requests can reach each agent from the starts, as [`Self::reachable`] has it.
    pub fn is_reachable(&self) -> Vec<bool> {
        let mut seen = self.flood(&self.start_nodes(), Ways::ANY, Direction::Outgoing);
        seen.truncate(self.agents.len());
        seen
    }

    /// Whether each agent leads to some agents, themselves included, in the ways of [`Self::reaching_a_human`].
    pub fn is_leading_to(&self, ends: impl IntoIterator<Item = usize>) -> Vec<bool> {
        let ends: Vec<Node> = ends.into_iter().map(NodeIndex::new).collect();
        let mut seen = self.that_lead_to(&ends);
        seen.truncate(self.agents.len());
        seen
    }

    /// The groups of [`Self::circles`]; `follow` is asked of the handoff's position.
    pub fn circle_positions(&self, follow: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
        let of_nodes = |group: Vec<Node>| group.into_iter().map(NodeIndex::index).collect();
        let circles = self.circling(follow).into_iter();
        circles.map(of_nodes).collect()
    }
}
