//! Where work can go round in circles. The return of a delegation is no circle.

use crate::{Node, TopologyGraph, Way, Ways, resolution::resolves};
use baton_model::{AgentId, Handoff, HandoffId};
use petgraph::{algo::kosaraju_scc, visit::EdgeFiltered};

impl<'a> TopologyGraph<'a> {
    /// Groups of agents that can all hand over to each other along transfers for which `follow` holds, each by id, by their
    /// first. A single agent is a group if it hands over to itself. Branches of gates are not followed: a person decides there
    /// each time.
    pub fn circles(&self, follow: impl Fn(&Handoff) -> bool) -> Vec<Vec<&'a AgentId>> {
        let circles = self.circling(|handoff| follow(self.handoffs[handoff]));
        circles.into_iter().map(|group| self.named(group)).collect()
    }

    /// The nodes of each circle; `follow` is asked of the handoff's position.
    pub(crate) fn circling(&self, follow: impl Fn(usize) -> bool) -> Vec<Vec<Node>> {
        let mut circles = self.components(Way::Transfer.into(), &follow);
        circles.retain(|group| self.is_circle(group, &follow));
        // Nodes are numbered by id.
        circles.sort_unstable();
        circles
    }

    /// Groups of agents that control cannot leave once it is inside, and in which nothing ends: no member resolves, none is a
    /// person, no way leads to an outcome. Each by id, by their first. Ways that wait for an error count as none.
    pub fn traps(&self) -> Vec<Vec<&'a AgentId>> {
        let waits = |handoff: usize| self.handoffs[handoff].trigger.on.is_error();
        self.traps_of(waits, |agent| resolves(self.agents[agent]))
    }

    /// The same; which handoffs wait for an error and which agents resolve is asked of their positions.
    pub fn traps_of(
        &self,
        waits: impl Fn(usize) -> bool,
        resolves: impl Fn(usize) -> bool,
    ) -> Vec<Vec<&'a AgentId>> {
        let follow = |handoff: usize| !waits(handoff);
        let mut traps: Vec<Vec<Node>> = self.components(Ways::CONTROL, &follow);
        traps.retain(|group| {
            let leaves = |node: &Node| {
                let mut out = self.edges(*node, Ways::CONTROL);
                out.any(|(to, edge)| {
                    group.binary_search(&to).is_err() && follow(edge.handoff as usize)
                })
            };
            let ends = |node: &Node| self.agent_at(*node).is_none() || resolves(node.index());
            !group.iter().any(ends) && !group.iter().any(leaves)
        });
        // Nodes are numbered by id.
        traps.sort_unstable();
        traps.into_iter().map(|group| self.named(group)).collect()
    }

    /// The shortest circle that a handoff closes: itself, then the way from its receiver back to its sender along transfers
    /// for which `follow` holds of the handoff's position.
    pub fn circle_through(
        &self,
        handoff: &HandoffId,
        follow: impl Fn(usize) -> bool,
    ) -> Option<Vec<&'a HandoffId>> {
        let position = self.handoff_position(handoff)?;
        let handoff = self.handoffs[position];
        let sender = self.agent_node(&handoff.from)?;
        let mut next: Vec<Node> = self
            .edges(sender, Way::Transfer.into())
            .filter(|(_, edge)| edge.handoff as usize == position)
            .map(|(to, _)| to)
            .collect();
        next.sort_unstable();
        next.dedup();
        let back = self.path_between(&next, &[sender], Way::Transfer.into(), follow)?;
        Some([&handoff.id].into_iter().chain(back).collect())
    }

    /// Strongly connected components, members sorted.
    fn components(&self, ways: Ways, follow: &impl Fn(usize) -> bool) -> Vec<Vec<Node>> {
        let followed = EdgeFiltered::from_fn(
            &self.wires.graph,
            |edge: petgraph::graph::EdgeReference<'_, crate::Edge>| {
                ways.contains(edge.weight().way) && follow(edge.weight().handoff as usize)
            },
        );
        // The other search of this kind calls itself for every step, and long chains would overflow the stack.
        let mut groups = kosaraju_scc(&followed);
        for group in &mut groups {
            group.sort_unstable();
        }
        groups
    }

    fn is_circle(&self, group: &[Node], follow: &impl Fn(usize) -> bool) -> bool {
        match group {
            [node] => self
                .edges(*node, Way::Transfer.into())
                .any(|(to, edge)| to == *node && follow(edge.handoff as usize)),
            _ => true,
        }
    }
}
