//! Drawings that are too large for layers: boxes in rows, inner groups in rows below them, lines through the room between the rows.
//!
//! Nobody reads such a drawing as a whole. Whoever comes near a box finds it where its neighbours in the file are, and every line leads along
//! boxes and never over one of its own group.

use super::{Block, Free, framed};
use crate::clean::{Clean, ROOT, turn_size};
use crate::types::{Options, Point, Size};

/// Width over height that the rows are filled up to.
const SHAPE: f64 = 1.6;

/// Lays out everything in rows, in the order of the graph, without regard to pinned places.
pub(super) fn lay_out(clean: &Clean, options: &Options) -> Free {
    let grid = Grid::new(clean, options);
    let mut finished: Vec<Option<Block>> = clean.scopes.iter().map(|_| None).collect();
    let mut inner: Vec<Vec<usize>> = vec![Vec::new(); clean.scopes.len()];
    for scope in 1..clean.scopes.len() {
        inner[clean.scopes[scope].parent].push(scope);
    }
    let mut own: Vec<Vec<usize>> = vec![Vec::new(); clean.scopes.len()];
    for (node, of) in clean.nodes.iter().enumerate() {
        own[of.scope].push(node);
    }
    let mut deepest_first: Vec<usize> = (0..clean.scopes.len()).collect();
    deepest_first.sort_by_key(|&scope| std::cmp::Reverse(clean.scopes[scope].depth));
    for scope in deepest_first {
        let groups = inner[scope].iter().filter_map(|at| finished[*at].take());
        let block = grid.scope(scope, &own[scope], groups.collect());
        finished[scope] = Some(match scope {
            ROOT => block,
            _ => framed(block, clean, scope, options.direction),
        });
    }
    let mut block = finished[ROOT].take().unwrap_or_default();
    grid.lines(&mut block);
    Free {
        block,
        forward: vec![true; clean.edges.len()],
    }
}

struct Grid<'a> {
    clean: &'a Clean,
    options: &'a Options,
    /// By scope: the room of one box, along and across the flow.
    cells: Vec<Point>,
    /// Room between columns and rows.
    gap: Point,
}

impl<'a> Grid<'a> {
    fn new(clean: &'a Clean, options: &'a Options) -> Self {
        let mut cells = vec![Point::default(); clean.scopes.len()];
        for node in &clean.nodes {
            let size = turn_size(options.direction, node.size);
            let cell = &mut cells[node.scope];
            *cell = Point::new(cell.x.max(size.width), cell.y.max(size.height));
        }
        let labels = clean.edges.iter().filter_map(|edge| edge.label);
        let tallest = labels
            .map(|label| turn_size(options.direction, label).height)
            .fold(0.0, f64::max);
        Self {
            clean,
            options,
            cells,
            gap: Point::new(
                options.layer_gap,
                options.node_gap.max(tallest + 2.0 * options.edge_gap),
            ),
        }
    }

    /// The boxes of a scope in rows, its groups in rows below.
    fn scope(&self, scope: usize, nodes: &[usize], groups: Vec<Block>) -> Block {
        let mut block = Block::default();
        let cell = self.cells[scope];
        let step = Point::new(cell.x + self.gap.x, cell.y + self.gap.y);
        let columns = (SHAPE * nodes.len() as f64 * step.y / step.x.max(1.0))
            .sqrt()
            .ceil()
            .max(1.0) as usize;
        for (at, &node) in nodes.iter().enumerate() {
            let (column, row) = (at % columns, at / columns);
            let corner = Point::new(column as f64 * step.x, row as f64 * step.y);
            block.nodes.push((node, corner));
            block.along = block.along.max(corner.x + cell.x);
            block.across = block.across.max(corner.y + cell.y);
        }
        let area: f64 = groups.iter().map(|group| group.along * group.across).sum();
        let width = block.along.max((SHAPE * area).sqrt());
        let gap = self.options.component_gap;
        let mut at = Point::new(
            0.0,
            if nodes.is_empty() {
                0.0
            } else {
                block.across + gap
            },
        );
        let mut bottom = at.y;
        for group in groups {
            if at.x > 0.0 && at.x + group.along > width {
                at = Point::new(0.0, bottom + gap);
            }
            let (along, across) = (group.along, group.across);
            block.absorb(group, at);
            block.along = block.along.max(at.x + along);
            block.across = block.across.max(at.y + across);
            bottom = bottom.max(at.y + across);
            at.x += along + gap;
        }
        block
    }

    /// Lines from behind a box through the room below its row to before the other box.
    fn lines(&self, block: &mut Block) {
        let mut corners = vec![Point::default(); self.clean.nodes.len()];
        for &(node, corner) in &block.nodes {
            corners[node] = corner;
        }
        let size = |node: usize| -> Size {
            turn_size(self.options.direction, self.clean.nodes[node].size)
        };
        for (edge, of) in self.clean.edges.iter().enumerate() {
            let (start, end) = (corners[of.from], corners[of.to]);
            let (from, to) = (size(of.from), size(of.to));
            let cell = self.cells[self.clean.nodes[of.from].scope];
            let out = Point::new(start.x + from.width, start.y + from.height / 2.0);
            let into = Point::new(end.x, end.y + to.height / 2.0);
            let behind = start.x + cell.x + self.gap.x / 2.0;
            let before = end.x - self.gap.x / 2.0;
            let below = start.y + cell.y + self.gap.y / 2.0;
            block.routes.insert(
                edge,
                vec![
                    out,
                    Point::new(behind, out.y),
                    Point::new(behind, below),
                    Point::new(before, below),
                    Point::new(before, into.y),
                    into,
                ],
            );
            if of.label.is_some() {
                block
                    .labels
                    .insert(edge, Point::new(f64::midpoint(behind, before), below));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::clean;
    use crate::types::{Direction, Edge, Graph, Group, Node};

    /// 60 boxes outside, 40 in a group, 20 in a group of that group; lines from each box to several others and to itself.
    fn graph() -> Graph {
        let node = |at: usize| Node {
            id: format!("n{at}").into(),
            width: 40.0 + (at * 37 % 90) as f64,
            height: 20.0 + (at * 53 % 60) as f64,
            pinned: None,
            group: match at {
                0..60 => None,
                60..100 => Some("outer".into()),
                _ => Some("inner".into()),
            },
        };
        let group = |id: &str, parent: Option<&str>| Group {
            id: id.into(),
            parent: parent.map(Into::into),
            padding: 12.0,
            header: 20.0,
            closed: None,
        };
        let edge = |at: usize| Edge {
            id: format!("e{at}").into(),
            from: format!("n{}", at % 120).into(),
            to: format!("n{}", at * 7 % 120).into(),
            label: at.is_multiple_of(3).then_some(Size {
                width: 70.0,
                height: 18.0,
            }),
        };
        Graph {
            nodes: (0..120).map(node).collect(),
            edges: (0..360).map(edge).collect(),
            groups: vec![group("outer", None), group("inner", Some("outer"))],
            entries: Vec::new(),
        }
    }

    /// Left, top, right and bottom.
    type Sides = [f64; 4];

    fn overlap(a: Sides, b: Sides) -> bool {
        a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
    }

    fn holds(outer: Sides, inner: Sides) -> bool {
        outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3]
    }

    fn sides(corner: Point, along: f64, across: f64) -> Sides {
        [corner.x, corner.y, corner.x + along, corner.y + across]
    }

    #[test]
    #[allow(clippy::float_cmp)] // corners share their coordinate exactly
    fn boxes_stand_apart_in_their_frames_and_lines_pass_between_the_rows() {
        for direction in [Direction::LeftToRight, Direction::TopToBottom] {
            let options = Options {
                direction,
                ..Options::default()
            };
            let clean = clean(&graph());
            let free = lay_out(&clean, &options);
            let mut boxes = vec![None; clean.nodes.len()];
            for &(node, corner) in &free.block.nodes {
                let size = turn_size(direction, clean.nodes[node].size);
                let of = sides(corner, size.width, size.height);
                assert_eq!(boxes[node].replace(of), None, "{node} is placed once");
            }
            let boxes: Vec<Sides> = boxes.into_iter().map(Option::unwrap).collect();
            for (at, one) in boxes.iter().enumerate() {
                for other in &boxes[at + 1..] {
                    assert!(!overlap(*one, *other), "{one:?} {other:?}");
                }
            }
            let frames: Vec<(usize, Sides)> = free
                .block
                .groups
                .iter()
                .map(|&(scope, corner, extents)| (scope, sides(corner, extents.x, extents.y)))
                .collect();
            assert_eq!(frames.len(), 2);
            for (scope, frame) in frames {
                for (node, of) in boxes.iter().enumerate() {
                    let own = clean.nodes[node].scope;
                    if own == scope || clean.scopes[own].parent == scope && own != ROOT {
                        assert!(holds(frame, *of), "{frame:?} {of:?}");
                    } else {
                        assert!(!overlap(frame, *of), "{frame:?} {of:?}");
                    }
                }
            }
            assert_eq!(free.block.routes.len(), clean.edges.len());
            for (edge, course) in &free.block.routes {
                let of = &clean.edges[*edge];
                let (first, last) = (course[0], course[course.len() - 1]);
                assert!(holds(boxes[of.from], [first.x, first.y, first.x, first.y]));
                assert!(holds(boxes[of.to], [last.x, last.y, last.x, last.y]));
                // Among boxes of one group no line is over a box.
                if clean.nodes[of.from].scope != clean.nodes[of.to].scope {
                    continue;
                }
                for (a, b) in course.iter().zip(&course[1..]) {
                    assert!(a.x == b.x || a.y == b.y, "{a:?} {b:?}");
                    let line = [a.x.min(b.x), a.y.min(b.y), a.x.max(b.x), a.y.max(b.y)];
                    for (node, one) in boxes.iter().enumerate() {
                        let same = clean.nodes[node].scope == clean.nodes[of.from].scope;
                        assert!(!same || !overlap(line, *one), "{edge} {line:?} {one:?}");
                    }
                }
            }
        }
    }
}
