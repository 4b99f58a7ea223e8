//! Where work can go round in circles. The return of a delegation is no circle.

use crate::wires::{Edge, Node};
use crate::{TopologyGraph, Way, Ways, components, resolution::resolves};
use baton_model::{AgentId, Handoff, HandoffId};

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
        let mut circles = Vec::new();
        self.components(Way::Transfer.into(), &follow, |group| {
            if self.is_circle(group, &follow) {
                circles.push(sorted(group));
            }
        });
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
        let ends = |node: &Node| self.agent_at(*node).is_none() || resolves(node.index());
        let mut traps = Vec::new();
        self.components(Ways::CONTROL, &follow, |group| {
            if group.iter().any(ends) {
                return;
            }
            let group = sorted(group);
            let leaves = |node: &Node| {
                let mut out = self.wires.ways_out(*node, Ways::CONTROL);
                out.any(|edge| {
                    group.binary_search(&edge.node).is_err() && follow(edge.handoff as usize)
                })
            };
            if !group.iter().any(leaves) {
                traps.push(group);
            }
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
            .wires
            .ways_out(sender, Way::Transfer.into())
            .filter(|edge| edge.handoff as usize == position)
            .map(|edge| edge.node)
            .collect();
        next.sort_unstable();
        next.dedup();
        let back = self.path_between(&next, &[sender], Way::Transfer.into(), follow)?;
        Some([&handoff.id].into_iter().chain(back).collect())
    }

    /// Tells of each strongly connected component of the ways that are followed.
    fn components(&self, ways: Ways, follow: &impl Fn(usize) -> bool, each: impl FnMut(&[Node])) {
        let is_followed = |edge: &Edge| ways.contains(edge.way) && follow(edge.handoff as usize);
        components::each(&self.wires.out, is_followed, each);
    }

    fn is_circle(&self, group: &[Node], follow: &impl Fn(usize) -> bool) -> bool {
        match group {
            [node] => self
                .wires
                .ways_out(*node, Way::Transfer.into())
                .any(|edge| edge.node == *node && follow(edge.handoff as usize)),
            _ => true,
        }
    }
}

fn sorted(group: &[Node]) -> Vec<Node> {
    let mut group = group.to_vec();
    group.sort_unstable();
    group
}
