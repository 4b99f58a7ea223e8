//! How the records of a topology lead to each other, by number: edges stand in rows without gaps, so that walks over everything read memory
//! in order.

use crate::registry::ids::Numbers;
use crate::{Way, Ways};

/// A place of a topology: its agents by id, and behind them its outcomes by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Node(u32);

/// One way from an agent to a place, as seen from one of the two.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    /// The other one.
    pub node: Node,
    pub handoff: u32,
    pub way: Way,
}

/// Where a handoff begins, and where its target leads; for a query, its default. None where that is no agent or outcome of the topology.
#[derive(Clone, Copy)]
pub(crate) struct Ends {
    from: u32,
    to: u32,
}

/// Everything about the topology that does not depend on what its records say beside ids.
pub(crate) struct Wires {
    pub agents: Numbers,
    pub handoffs: Numbers,
    /// Beside the handoffs.
    pub ends: Vec<Ends>,
    /// The handoffs that each agent sends.
    pub sent: Rows<u32>,
    /// In order of handoff; of one handoff candidates come first, then its target, fallbacks, and branches.
    pub out: Rows<Edge>,
    pub into: Rows<Edge>,
}

/// What belongs to each of some nodes, one after the other.
pub(crate) struct Rows<T> {
    /// Where the row of each node ends.
    ends: Vec<u32>,
    cells: Vec<T>,
}

const NOWHERE: u32 = u32::MAX;

impl Node {
    pub fn new(index: usize) -> Self {
        Self(index as u32)
    }

    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl From<u32> for Node {
    fn from(number: u32) -> Self {
        Self(number)
    }
}

impl Ends {
    pub fn new(from: Option<Node>, to: Option<Node>) -> Self {
        let number = |node: Option<Node>| node.map_or(NOWHERE, |node| node.0);
        Self {
            from: number(from),
            to: number(to),
        }
    }

    pub fn from(self) -> Option<Node> {
        (self.from != NOWHERE).then_some(Node(self.from))
    }

    pub fn to(self) -> Option<Node> {
        (self.to != NOWHERE).then_some(Node(self.to))
    }
}

impl<T: Copy> Rows<T> {
    /// Rows of so many nodes; cells of one node keep their order.
    pub fn new(nodes: usize, cells: impl Iterator<Item = (Node, T)> + Clone) -> Self {
        let mut ends = vec![0; nodes];
        let mut filler = None;
        for (node, cell) in cells.clone() {
            ends[node.index()] += 1;
            filler = Some(cell);
        }
        let mut sum = 0;
        for end in &mut ends {
            let cells = *end;
            *end = sum;
            sum += cells;
        }
        let mut all = filler.map_or_else(Vec::new, |filler| vec![filler; sum as usize]);
        for (node, cell) in cells {
            let place = &mut ends[node.index()];
            all[*place as usize] = cell;
            *place += 1;
        }
        Self { ends, cells: all }
    }

    pub fn of(&self, node: Node) -> &[T] {
        let start = node
            .index()
            .checked_sub(1)
            .map_or(0, |before| self.ends[before]);
        &self.cells[start as usize..self.ends[node.index()] as usize]
    }

    /// The number of nodes.
    pub fn len(&self) -> usize {
        self.ends.len()
    }
}

impl Wires {
    pub fn nodes(&self) -> usize {
        self.out.len()
    }

    /// Ways out of a node, in order of handoff.
    pub fn ways_out(&self, node: Node, ways: Ways) -> impl Iterator<Item = Edge> {
        let edges = self.out.of(node).iter().copied();
        edges.filter(move |edge| ways.contains(edge.way))
    }

    /// Ways into a node, in order of handoff.
    pub fn ways_into(&self, node: Node, ways: Ways) -> impl Iterator<Item = Edge> {
        let edges = self.into.of(node).iter().copied();
        edges.filter(move |edge| ways.contains(edge.way))
    }
}
