//! What every path passes.

use crate::{TopologyGraph, Ways};
use baton_model::AgentId;
use petgraph::{algo::dominators::simple_fast, graph::DiGraph};

impl<'a> TopologyGraph<'a> {
    /// For each agent that control can reach, the agents that every path from every start passes on the way to it, nearest
    /// to the start first, itself left out. By id of the agent.
    pub fn dominators(&self) -> Vec<(&'a AgentId, Vec<&'a AgentId>)> {
        let mut graph: DiGraph<(), (), u32> = DiGraph::with_capacity(
            self.wires.graph.node_count() + 1,
            self.wires.graph.edge_count(),
        );
        for _ in 0..=self.wires.graph.node_count() {
            graph.add_node(());
        }
        // One root before all starts, so that several entries have a common beginning.
        let root = petgraph::graph::NodeIndex::new(self.wires.graph.node_count());
        for start in self.start_nodes() {
            graph.add_edge(root, start, ());
        }
        for node in self.wires.graph.node_indices() {
            for (to, _) in self.edges(node, Ways::CONTROL) {
                graph.add_edge(node, to, ());
            }
        }
        let tree = simple_fast(&graph, root);
        let agents = self.agents.iter().zip(self.wires.graph.node_indices());
        agents
            .filter_map(|(agent, node)| {
                let mut passed = self.named(tree.strict_dominators(node)?);
                passed.reverse();
                Some((&agent.id, passed))
            })
            .collect()
    }
}
