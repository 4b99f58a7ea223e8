//! The same questions by position, for walks over everything: agents by their place among the members, handoffs by theirs among all.

use crate::wires::Node;
use crate::{TopologyGraph, Way, Ways};
use baton_model::{Agent, AgentId};
use std::borrow::Cow;
use std::slice;

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

impl<'a> TopologyGraph<'a> {
    /// Where an agent stands among the members.
    pub fn agent_position(&self, agent: &AgentId) -> Option<usize> {
        self.agent_node(agent).map(Node::index)
    }

    /// Every way out of an agent, in order of handoff.
    pub fn hops_from(&self, agent: usize) -> impl Iterator<Item = Hop> {
        let edges = self.wires.out.of(Node::new(agent)).iter();
        edges.map(|edge| Hop {
            handoff: edge.handoff as usize,
            way: edge.way,
            to: Some(edge.node.index()).filter(|to| *to < self.agents.len()),
        })
    }

    /// The document's revision at which a handoff last changed.
    pub fn revision_of(&self, handoff: usize) -> u32 {
        self.revisions[handoff]
    }

    /// Where the sender of a handoff stands.
    pub fn sender_position(&self, handoff: usize) -> Option<usize> {
        self.wires.ends[handoff].from().map(Node::index)
    }

    /// Who sends a handoff.
    pub fn sender_of(&self, handoff: usize) -> Option<&'a Agent> {
        self.agent_at(self.wires.ends[handoff].from()?)
    }

    /// Agents that a handoff may go to when all is well, as [`Self::receivers`] has them.
    pub fn receivers_of(&self, handoff: usize) -> Cow<'_, [&'a Agent]> {
        let named = self.wires.ends[handoff].to();
        let named = named.and_then(|node| self.agents.get(node.index()));
        let candidates = &self.candidates[handoff][..];
        match named {
            None => candidates.into(),
            Some(agent) if candidates.is_empty() => slice::from_ref(agent).into(),
            Some(agent) => {
                let mut receivers = candidates.to_vec();
                if let Err(place) = receivers.binary_search_by(|other| other.id.cmp(&agent.id)) {
                    receivers.insert(place, agent);
                }
                receivers.into()
            }
        }
    }

    /// Where they stand, in order.
    pub fn receiver_positions(&self, handoff: usize) -> impl Iterator<Item = usize> {
        let named = self.wires.ends[handoff].to().map(Node::index);
        let named = named.filter(|at| *at < self.agents.len());
        let candidates = &self.candidates[handoff][..];
        let is_before = |at: usize| candidates.partition_point(|it| it.id < self.agents[at].id);
        let (before, after) = candidates.split_at(named.map_or(0, is_before));
        let position = |agent: &&Agent| self.agent_position(&agent.id);
        let after = after.iter().filter_map(position);
        let before = before.iter().filter_map(position);
        before
            .chain(named)
            .chain(after.filter(move |at| Some(*at) != named))
    }

    /// Whether requests can reach each agent from the starts, as [`Self::reachable`] has it.
    pub fn is_reachable(&self) -> Vec<bool> {
        let mut seen = self.flood(&self.start_nodes(), Ways::ANY);
        seen.truncate(self.agents.len());
        seen
    }

    /// Whether each agent leads to some agents, themselves included, in the ways of [`Self::reaching_a_human`].
    pub fn is_leading_to(&self, ends: impl IntoIterator<Item = usize>) -> Vec<bool> {
        let ends: Vec<Node> = ends.into_iter().map(Node::new).collect();
        let mut seen = self.that_lead_to(&ends);
        seen.truncate(self.agents.len());
        seen
    }

    /// The groups of [`Self::circles`]; `follow` is asked of the handoff's position.
    pub fn circle_positions(&self, follow: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
        let of_nodes = |group: Vec<Node>| group.into_iter().map(Node::index).collect();
        let circles = self.circling(follow).into_iter();
        circles.map(of_nodes).collect()
    }
}
