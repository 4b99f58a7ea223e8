//! Groups of places that lead to each other.

use crate::wires::{Edge, Node, Rows};

/// Not met yet.
const UNMET: u32 = u32::MAX;

/// Tells of each strongly connected component, in no particular order. Tarjan's search with a stack of its own: long chains would overflow the
/// thread's.
pub(crate) fn each(
    out: &Rows<Edge>,
    is_followed: impl Fn(&Edge) -> bool,
    mut tell: impl FnMut(&[Node]),
) {
    let mut search = Search {
        met: vec![UNMET; out.len()],
        lowest: vec![UNMET; out.len()],
        next: 0,
        open: Vec::new(),
    };
    // Where the search is, with the next edge to be taken there.
    let mut way: Vec<(Node, usize)> = Vec::new();
    for start in (0..out.len()).map(Node::new) {
        if search.met[start.index()] != UNMET {
            continue;
        }
        search.meet(start);
        way.push((start, 0));
        while let Some((node, taken)) = way.last_mut() {
            let node = *node;
            let Some(edge) = out.of(node).get(*taken) else {
                way.pop();
                search.leave(node, &mut tell);
                if let Some((before, _)) = way.last() {
                    search.lower(*before, search.lowest[node.index()]);
                }
                continue;
            };
            *taken += 1;
            if !is_followed(edge) {
                continue;
            }
            let to = edge.node;
            if search.met[to.index()] == UNMET {
                search.meet(to);
                way.push((to, 0));
            } else {
                search.lower(node, search.lowest[to.index()]);
            }
        }
    }
}

struct Search {
    /// When each node was met.
    met: Vec<u32>,
    /// The first that was met of those to which each leads; [`UNMET`] again once its component is told.
    lowest: Vec<u32>,
    next: u32,
    /// Nodes whose component is not complete.
    open: Vec<Node>,
}

impl Search {
    fn meet(&mut self, node: Node) {
        self.met[node.index()] = self.next;
        self.lowest[node.index()] = self.next;
        self.next += 1;
        self.open.push(node);
    }

    fn lower(&mut self, node: Node, to: u32) {
        let lowest = &mut self.lowest[node.index()];
        *lowest = to.min(*lowest);
    }

    fn leave(&mut self, node: Node, tell: &mut impl FnMut(&[Node])) {
        if self.lowest[node.index()] != self.met[node.index()] {
            return;
        }
        let first = self.open.iter().rposition(|open| *open == node);
        let first = first.unwrap_or_default();
        tell(&self.open[first..]);
        for told in self.open.drain(first..) {
            self.lowest[told.index()] = UNMET;
        }
    }
}
