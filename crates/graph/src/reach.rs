//! What can be reached, by which way, in how many hops.

use crate::wires::{Edge, Node};
use crate::{TopologyGraph, Ways};
use baton_model::{Agent, AgentId, HandoffId};
use std::collections::VecDeque;

impl<'a> TopologyGraph<'a> {
    /// Agents at which requests start, by id: those of the entries. A topology without entries is read as
    /// unfinished: every agent that nothing leads to is taken for a start, and all agents where there is none.
    pub fn starts(&self) -> Vec<&'a AgentId> {
        self.named(self.start_nodes())
    }

    /// Agents that requests can reach from the starts, called agents and fallbacks included, by id.
    pub fn reachable(&self) -> Vec<&'a AgentId> {
        let seen = self.flood(&self.start_nodes(), Ways::ANY);
        self.named(marked(&seen))
    }

    /// Agents that can be reached from some agents along some ways, themselves included, by id.
    pub fn reachable_from(&self, from: &[&AgentId], ways: Ways) -> Vec<&'a AgentId> {
        let nodes = self.agent_nodes(from.iter().copied());
        self.named(marked(&self.flood(&nodes, ways)))
    }

    /// Agents to which work comes if fallbacks alone carry it on from an agent, without itself unless they lead back, by id.
    pub fn fallback_reach(&self, agent: &AgentId) -> Vec<&'a AgentId> {
        let Some(node) = self.agent_node(agent) else {
            return Vec::new();
        };
        let mut next: Vec<Node> = self
            .wires
            .ways_out(node, Ways::FALLBACKS)
            .map(|edge| edge.node)
            .collect();
        next.sort_unstable();
        next.dedup();
        self.named(marked(&self.flood(&next, Ways::FALLBACKS)))
    }

    /// A shortest way from any of some agents to any of others, as handoffs in order; among equally short ones that with the
    /// smallest handoffs first. Empty where an agent is in both sets; `None` where there is no way.
    pub fn shortest_path(
        &self,
        from: &[&AgentId],
        to: &[&AgentId],
        ways: Ways,
    ) -> Option<Vec<&'a HandoffId>> {
        let from = self.agent_nodes(from.iter().copied());
        let to = self.agent_nodes(to.iter().copied());
        self.path_between(&from, &to, ways, |_| true)
    }

    /// Hops from the nearest start to each agent that control can reach, by id of the agent. A hop is an arrival after a
    /// transfer, a fallback or a gate's branch.
    pub fn hops(&self) -> Vec<(&'a AgentId, u32)> {
        let mut hops = vec![None; self.wires.nodes()];
        let mut queue: VecDeque<Node> = self.start_nodes().into();
        for node in &queue {
            hops[node.index()] = Some(0);
        }
        while let Some(node) = queue.pop_front() {
            let next = hops[node.index()].unwrap_or(0) + 1;
            for Edge { node: to, .. } in self.wires.ways_out(node, Ways::CONTROL) {
                if hops[to.index()].is_none() {
                    hops[to.index()] = Some(next);
                    queue.push_back(to);
                }
            }
        }
        let pairs = self.agents.iter().zip(hops);
        pairs
            .filter_map(|(agent, hops)| Some((&agent.id, hops?)))
            .collect()
    }

    /// Every agent once, in the order in which a request meets them when all is well: breadth first from the starts along
    /// transfers, then calls, then what is left by id. Limits and fallbacks do not change it.
    pub fn reading_order(&self) -> Vec<&'a AgentId> {
        self.named(self.read())
    }

    /// The same by position.
    pub fn reading_positions(&self) -> Vec<usize> {
        let agents = self.read().into_iter().map(Node::index);
        agents.filter(|at| *at < self.agents.len()).collect()
    }

    fn read(&self) -> Vec<Node> {
        let mut seen = vec![false; self.wires.nodes()];
        let mut order = Vec::with_capacity(self.agents.len());
        self.visit(&self.start_nodes(), Ways::PLANNED, &mut seen, &mut order);
        let met = order.clone();
        self.visit(&met, Ways::PLANNED | Ways::CALLS, &mut seen, &mut order);
        for agent in (0..self.agents.len()).map(Node::new) {
            if !seen[agent.index()] {
                self.visit(&[agent], Ways::PLANNED, &mut seen, &mut order);
            }
        }
        order
    }

    /// Breadth first: appends what was not seen before, the given nodes included.
    fn visit(&self, from: &[Node], ways: Ways, seen: &mut [bool], order: &mut Vec<Node>) {
        let mut queue: VecDeque<Node> = from.iter().copied().collect();
        for node in from {
            if !std::mem::replace(&mut seen[node.index()], true) {
                order.push(*node);
            }
        }
        while let Some(node) = queue.pop_front() {
            for Edge { node: to, .. } in self.wires.ways_out(node, ways) {
                if !std::mem::replace(&mut seen[to.index()], true) {
                    order.push(to);
                    queue.push_back(to);
                }
            }
        }
    }

    pub(crate) fn start_nodes(&self) -> Vec<Node> {
        if !self.entries.is_empty() {
            return self.agent_nodes(self.entries.iter().map(|entry| &entry.agent));
        }
        let all = (0..self.agents.len()).map(Node::new);
        let first: Vec<Node> = all
            .clone()
            .filter(|node| self.wires.into.of(*node).is_empty())
            .collect();
        if first.is_empty() {
            all.collect()
        } else {
            first
        }
    }

    /// Marks every node that can be reached along the ways.
    pub(crate) fn flood(&self, from: &[Node], ways: Ways) -> Vec<bool> {
        self.spread(from, |node| self.wires.ways_out(node, ways))
    }

    /// Marks every node that reaches some along the ways.
    pub(crate) fn flood_back(&self, to: &[Node], ways: Ways) -> Vec<bool> {
        self.spread(to, |node| self.wires.ways_into(node, ways))
    }

    fn spread<I: Iterator<Item = Edge>>(
        &self,
        from: &[Node],
        edges: impl Fn(Node) -> I,
    ) -> Vec<bool> {
        let mut seen = vec![false; self.wires.nodes()];
        let mut stack = Vec::with_capacity(from.len());
        for node in from {
            if !std::mem::replace(&mut seen[node.index()], true) {
                stack.push(*node);
            }
        }
        while let Some(node) = stack.pop() {
            for Edge { node: next, .. } in edges(node) {
                if !std::mem::replace(&mut seen[next.index()], true) {
                    stack.push(next);
                }
            }
        }
        seen
    }

    pub(crate) fn path_between(
        &self,
        from: &[Node],
        to: &[Node],
        ways: Ways,
        follow: impl Fn(usize) -> bool,
    ) -> Option<Vec<&'a HandoffId>> {
        let mut wanted = vec![false; self.wires.nodes()];
        for node in to {
            wanted[node.index()] = true;
        }
        // How each node was first reached: from where, by which handoff.
        let mut reached: Vec<Option<Option<(Node, u32)>>> = vec![None; self.wires.nodes()];
        let mut queue = VecDeque::new();
        for node in from {
            reached[node.index()] = Some(None);
            queue.push_back(*node);
        }
        while let Some(node) = queue.pop_front() {
            if wanted[node.index()] {
                let mut path = Vec::new();
                let mut at = node;
                while let Some(Some((before, handoff))) = reached[at.index()] {
                    path.push(&self.handoffs[handoff as usize].id);
                    at = before;
                }
                path.reverse();
                return Some(path);
            }
            for edge in self.wires.ways_out(node, ways) {
                let reached = &mut reached[edge.node.index()];
                if reached.is_none() && follow(edge.handoff as usize) {
                    *reached = Some(Some((node, edge.handoff)));
                    queue.push_back(edge.node);
                }
            }
        }
        None
    }

    /// The agents among some nodes, in the given order.
    pub(crate) fn named(&self, nodes: impl IntoIterator<Item = Node>) -> Vec<&'a AgentId> {
        nodes
            .into_iter()
            .filter_map(|node| self.agent_at(node).map(|agent: &'a Agent| &agent.id))
            .collect()
    }
}

/// The nodes whose mark is set, in order.
pub(crate) fn marked(marks: &[bool]) -> impl Iterator<Item = Node> {
    let set = marks.iter().enumerate().filter(|(_, set)| **set);
    set.map(|(index, _)| Node::new(index))
}
