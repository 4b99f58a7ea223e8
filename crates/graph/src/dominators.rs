//! What every path passes.

use crate::{Node, TopologyGraph, Ways};
use baton_model::AgentId;
use petgraph::algo::dominators::{Dominators, simple_fast};
use petgraph::graph::{DiGraph, NodeIndex};

impl<'a> TopologyGraph<'a> {
    /// For each agent that control can reach, the agents that every path from every start passes on the way to it, nearest
    /// to the start first, itself left out. By id of the agent.
    pub fn dominators(&self) -> Vec<(&'a AgentId, Vec<&'a AgentId>)> {
        let tree = self.tree();
        let agents = self.agents.iter().zip(self.wires.graph.node_indices());
        agents
            .filter_map(|(agent, node)| {
                let mut passed = self.named(tree.strict_dominators(node)?);
                passed.reverse();
                Some((&agent.id, passed))
            })
            .collect()
    }

    /// The agents that every path from every start to every end passes before the end; agents by position, the ends those that `is_end` tells and that
    /// control can reach.
    pub fn passed_by_all(&self, is_end: impl Fn(usize) -> bool) -> Vec<usize> {
        let tree = self.tree();
        let before = |agent: usize| tree.immediate_dominator(NodeIndex::new(agent));
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); self.agents.len()];
        let mut first = Vec::new();
        for agent in 0..self.agents.len() {
            match before(agent).map(NodeIndex::index) {
                Some(nearest) if nearest < self.agents.len() => below[nearest].push(agent),
                Some(_) => first.push(agent),
                None => {}
            }
        }
        // Whoever dominates an agent comes before it in this order.
        let mut order = first;
        let mut next = 0;
        while let Some(agent) = order.get(next) {
            let more = std::mem::take(&mut below[*agent]);
            order.extend(more);
            next += 1;
        }
        let mut all = 0;
        let mut ends_below = vec![0_usize; self.agents.len()];
        for agent in order.iter().rev() {
            let ends = usize::from(is_end(*agent));
            all += ends;
            let with_itself = ends_below[*agent] + ends;
            if let Some(nearest) = before(*agent).map(NodeIndex::index)
                && let Some(ends) = ends_below.get_mut(nearest)
            {
                *ends += with_itself;
            }
        }
        let passed = (0..self.agents.len()).filter(|agent| all > 0 && ends_below[*agent] == all);
        passed.collect()
    }

    /// The nearest dominator of each node; a root behind all nodes comes before all starts, so that several entries have a common beginning.
    fn tree(&self) -> Dominators<Node> {
        let nodes = self.wires.graph.node_count();
        let edges = self.wires.graph.edge_count();
        let mut graph: DiGraph<(), (), u32> = DiGraph::with_capacity(nodes + 1, edges);
        for _ in 0..=nodes {
            graph.add_node(());
        }
        let root = NodeIndex::new(nodes);
        for start in self.start_nodes() {
            graph.add_edge(root, start, ());
        }
        for node in self.wires.graph.node_indices() {
            for (to, _) in self.edges(node, Ways::CONTROL) {
                graph.add_edge(node, to, ());
            }
        }
        simple_fast(&graph, root)
    }
}
