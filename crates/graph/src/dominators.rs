//! What every path passes.

use crate::wires::{Edge, Node};
use crate::{TopologyGraph, Ways};
use baton_model::AgentId;

impl<'a> TopologyGraph<'a> {
    /// For each agent that control can reach, the agents that every path from every start passes on the way to it, nearest
    /// to the start first, itself left out. By id of the agent.
    pub fn dominators(&self) -> Vec<(&'a AgentId, Vec<&'a AgentId>)> {
        let tree = self.tree();
        let agents = self.agents.iter().enumerate();
        agents
            .filter_map(|(at, agent)| {
                let nearest = tree.nearest(at)?;
                let passed = std::iter::successors(Some(nearest), |at| tree.nearest(*at));
                let mut passed = self.named(passed.map(Node::new));
                passed.reverse();
                Some((&agent.id, passed))
            })
            .collect()
    }

    /// The agents that every path from every start to every end passes before the end; agents by position, the ends those that `is_end` tells and that
    /// control can reach.
    pub fn passed_by_all(&self, is_end: impl Fn(usize) -> bool) -> Vec<usize> {
        let tree = self.tree();
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); self.agents.len()];
        let mut first = Vec::new();
        for agent in 0..self.agents.len() {
            match tree.nearest(agent) {
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
            if let Some(nearest) = tree.nearest(*agent)
                && let Some(ends) = ends_below.get_mut(nearest)
            {
                *ends += with_itself;
            }
        }
        let passed = (0..self.agents.len()).filter(|agent| all > 0 && ends_below[*agent] == all);
        passed.collect()
    }

    /// A root behind all nodes comes before all starts, so that several entries have a common beginning.
    fn tree(&self) -> Tree {
        let mut starts = self.start_nodes();
        starts.sort_unstable();
        starts.dedup();
        let order = self.in_postorder(&starts);
        let root = self.wires.nodes();
        let mut tree = Tree::of(&order, root);
        for start in &starts {
            tree.nearest[start.index()] = tree.root;
        }
        let is_start = |node: Node| starts.binary_search(&node).is_ok();
        loop {
            let mut is_settled = true;
            for node in order.iter().rev() {
                if is_start(*node) {
                    continue;
                }
                let before = self.wires.ways_into(*node, Ways::CONTROL);
                let before = before.map(|edge| edge.node.index() as u32);
                let known = before.filter(|before| tree.nearest[*before as usize] != NOWHERE);
                let nearest = known.reduce(|one, other| tree.common(one, other));
                let nearest = nearest.unwrap_or(NOWHERE);
                if tree.nearest[node.index()] != nearest {
                    tree.nearest[node.index()] = nearest;
                    is_settled = false;
                }
            }
            if is_settled {
                return tree;
            }
        }
    }

    /// What control reaches from the starts; whatever a node leads to first comes before it.
    fn in_postorder(&self, starts: &[Node]) -> Vec<Node> {
        let mut seen = vec![false; self.wires.nodes()];
        let mut order = Vec::with_capacity(seen.len());
        for start in starts {
            if std::mem::replace(&mut seen[start.index()], true) {
                continue;
            }
            let mut way = vec![(*start, 0)];
            while let Some((node, taken)) = way.last_mut() {
                let Some(edge) = self.wires.out.of(*node).get(*taken) else {
                    order.push(*node);
                    way.pop();
                    continue;
                };
                *taken += 1;
                let Edge {
                    node: next,
                    way: by,
                    ..
                } = *edge;
                if Ways::CONTROL.contains(by) && !std::mem::replace(&mut seen[next.index()], true) {
                    way.push((next, 0));
                }
            }
        }
        order
    }
}

const NOWHERE: u32 = u32::MAX;

/// The nearest dominator of each node, by Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm".
struct Tree {
    /// [`NOWHERE`] for what control does not reach.
    nearest: Vec<u32>,
    /// Where each node stands in postorder, the root last.
    rank: Vec<u32>,
    root: u32,
}

impl Tree {
    fn of(order: &[Node], root: usize) -> Self {
        let mut rank = vec![0; root + 1];
        for (at, node) in (0..).zip(order) {
            rank[node.index()] = at;
        }
        rank[root] = order.len() as u32;
        Self {
            nearest: vec![NOWHERE; root],
            rank,
            root: root as u32,
        }
    }

    /// The number of nodes for the root, nothing for what control does not reach, and for the root itself.
    fn nearest(&self, node: usize) -> Option<usize> {
        let nearest = *self.nearest.get(node)?;
        (nearest != NOWHERE).then_some(nearest as usize)
    }

    /// The nearest of what both pass, themselves included.
    fn common(&self, mut one: u32, mut other: u32) -> u32 {
        let rank = |node: u32| self.rank[node as usize];
        while one != other {
            if rank(one) < rank(other) {
                one = self.nearest[one as usize];
            } else {
                other = self.nearest[other as usize];
            }
        }
        one
    }
}
