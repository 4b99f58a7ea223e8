//! Where work can go round in circles. The return of a delegation is no circle.

use crate::{Node, TopologyGraph, Way, Ways, resolution::resolves};
use baton_model::{AgentId, Handoff, HandoffId};
use petgraph::{algo::kosaraju_scc, visit::EdgeFiltered};

impl<'a> TopologyGraph<'a> {
    /// Groups of agents that can all hand over to each other along transfers for which `follow` holds, each by id, by their
    /// first. A single agent is a group if it hands over to itself. Branches of gates are not followed: a person decides there
    /// each time.
    pub fn circles(&self, follow: impl Fn(&Handoff) -> bool) -> Vec<Vec<&'a AgentId>> {
        let groups = self.components(Way::Transfer.into(), &follow);
        let circles = groups
            .into_iter()
            .filter(|group| self.is_circle(group, &follow));
        let mut circles: Vec<_> = circles.map(|group| self.named(group)).collect();
        circles.sort_unstable();
        circles
    }

    /// Groups of agents that control cannot leave once it is inside, and in which nothing ends: no member resolves, none is a
    /// person, no way leads to an outcome. Each by id, by their first. Ways that wait for an error count as none.
    pub fn traps(&self) -> Vec<Vec<&'a AgentId>> {
        let follow = |handoff: &Handoff| !handoff.trigger.on.is_error();
        let mut traps: Vec<Vec<&AgentId>> = Vec::new();
        for group in self.components(Ways::CONTROL, &follow) {
            let leaves = group.iter().any(|node| {
                let mut out = self.edges(*node, Ways::CONTROL);
                out.any(|(to, edge)| {
                    follow(self.handoff_of(edge)) && group.binary_search(&to).is_err()
                })
            });
            let ends = group
                .iter()
                .any(|node| self.agent_at(*node).is_none_or(resolves));
            if !leaves && !ends {
                traps.push(self.named(group));
            }
        }
        traps.sort_unstable();
        traps
    }

    /// The shortest circle that a handoff closes: itself, then the way from its receiver back to its sender along transfers
    /// for which `follow` holds.
    pub fn circle_through(
        &self,
        handoff: &HandoffId,
        follow: impl Fn(&Handoff) -> bool,
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
    fn components(&self, ways: Ways, follow: &impl Fn(&Handoff) -> bool) -> Vec<Vec<Node>> {
        let followed = EdgeFiltered::from_fn(
            &self.wires.graph,
            |edge: petgraph::graph::EdgeReference<'_, crate::Edge>| {
                ways.contains(edge.weight().way) && follow(self.handoff_of(*edge.weight()))
            },
        );
        // The other search of this kind calls itself for every step, and long chains would overflow the stack.
        let mut groups = kosaraju_scc(&followed);
        for group in &mut groups {
            group.sort_unstable();
        }
        groups
    }

    fn is_circle(&self, group: &[Node], follow: &impl Fn(&Handoff) -> bool) -> bool {
        match group {
            [node] => self
                .edges(*node, Way::Transfer.into())
                .any(|(to, edge)| to == *node && follow(self.handoff_of(edge))),
            _ => true,
        }
    }
}
