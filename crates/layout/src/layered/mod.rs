//! The free layout: layers inside each group, groups as boxes of their parents, parts without a connection side by side.
//!
//! Groups are finished from the innermost outwards. A line that leaves a group ends at its frame, at a port that the parent's layout
//! takes as fixed; so no box outside can stand inside a frame, and lines keep their lanes on both sides of it.

mod block;
mod coordinates;
mod graph;
mod grid;
mod lanes;
mod order;
mod pack;
mod rank;
mod scopes;
mod straighten;

use std::collections::BTreeMap;

pub(crate) use block::Block;
use block::{Child, FramePort, Line};
pub(crate) use graph::ports_on_side;
use scopes::{Contents, Member, Part, contents, directions, parts};

use crate::clean::{Clean, ROOT, turn_size};
use crate::types::{Direction, Options, Point};

/// Room that one loop takes beside its box, without a label.
const LOOP_STEP: f64 = 16.0;

/// A finished free layout. Coordinates in the block have x along the flow.
pub(crate) struct Free {
    pub block: Block,
    /// Whether each line's course in the block runs from its source to its target, not the other way.
    pub forward: Vec<bool>,
}

/// Most boxes that stand in layers: with more, finding their order takes longer than anybody waits for a drawing.
const MOST_BOXES: usize = 50_000;

/// Lays out everything without regard to pinned places.
pub(crate) fn lay_out(clean: &Clean, options: &Options) -> Free {
    if clean.nodes.len() > MOST_BOXES {
        return grid::lay_out(clean, options);
    }
    let mut scopes = contents(clean);
    for scope in &mut scopes {
        let inner: Vec<(usize, usize)> = scope
            .links
            .iter()
            .filter_map(|link| Some((link.from?, link.to?)))
            .collect();
        let entries: Vec<usize> = clean
            .entries
            .iter()
            .filter_map(|&entry| {
                scope
                    .members
                    .iter()
                    .position(|&member| member == Member::Node(entry))
            })
            .collect();
        scope.layer = rank::ranks(scope.members.len(), &inner, &entries);
    }
    let forward = directions(clean, &scopes);
    let loops = loops_by_node(clean);
    let mut deepest_first: Vec<usize> = (0..scopes.len()).collect();
    deepest_first.sort_by_key(|&scope| (std::cmp::Reverse(clean.scopes[scope].depth), scope));
    let mut finished: Vec<Option<Block>> = scopes.iter().map(|_| None).collect();
    for scope in deepest_first {
        let builder = Builder {
            clean,
            options,
            forward: &forward,
            loops: &loops,
        };
        let block = builder.scope(&scopes[scope], &mut finished);
        if scope == ROOT {
            // The root is the only scope of depth 0 and therefore the last.
            return Free { block, forward };
        }
        finished[scope] = Some(framed(block, clean, scope, options.direction));
    }
    Free {
        block: Block::default(),
        forward,
    }
}

fn loops_by_node(clean: &Clean) -> BTreeMap<usize, Vec<usize>> {
    let mut loops: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, edge) in clean.edges.iter().enumerate() {
        if edge.from == edge.to {
            loops.entry(edge.from).or_default().push(index);
        }
    }
    loops
}

/// Adds padding and title room around a finished scope and leads its lines up to the frame.
fn framed(mut content: Block, clean: &Clean, scope: usize, direction: Direction) -> Block {
    let group = &clean.scopes[scope];
    let (lead_along, lead_across) = match direction {
        Direction::LeftToRight => (0.0, group.header),
        Direction::TopToBottom => (group.header, 0.0),
    };
    let at = Point::new(group.padding + lead_along, group.padding + lead_across);
    let mut block = Block {
        along: content.along + 2.0 * group.padding + lead_along,
        across: content.across + 2.0 * group.padding + lead_across,
        ..Block::default()
    };
    let ports = std::mem::take(&mut content.ports);
    block.absorb(content, at);
    for (edge, port) in ports {
        if let Some(course) = block.routes.get_mut(&edge) {
            let across = port.at + at.y;
            if port.behind {
                course.push(Point::new(block.along, across));
            } else {
                course.insert(0, Point::new(0.0, across));
            }
            block.ports.insert(
                edge,
                FramePort {
                    at: across,
                    behind: port.behind,
                },
            );
        }
    }
    block.groups.push((
        scope,
        Point::new(0.0, 0.0),
        Point::new(block.along, block.across),
    ));
    block
}

struct Builder<'a> {
    clean: &'a Clean,
    options: &'a Options,
    forward: &'a [bool],
    loops: &'a BTreeMap<usize, Vec<usize>>,
}

impl Builder<'_> {
    fn scope(&self, scope: &Contents, finished: &mut [Option<Block>]) -> Block {
        let parts = parts(scope);
        let mut connected = Vec::new();
        let mut loose = Vec::new();
        for part in parts {
            let outward = part
                .links
                .iter()
                .any(|link| link.from.is_none() || link.to.is_none());
            let block = self.part(scope, &part, finished);
            if outward {
                connected.push(block);
            } else {
                loose.push(block);
            }
        }
        let loose = pack::shelves(loose, self.options);
        let Some(mut block) = connected.pop() else {
            return loose;
        };
        if loose.across > 0.0 {
            let at = Point::new(0.0, block.across + self.options.node_gap);
            block.across = at.y + loose.across;
            if loose.along > block.along {
                stretch(&mut block, loose.along);
            }
            block.absorb(loose, at);
        }
        block
    }

    fn part(&self, scope: &Contents, part: &Part, finished: &mut [Option<Block>]) -> Block {
        let mut local = BTreeMap::new();
        let mut children = Vec::with_capacity(part.members.len());
        let mut layer = Vec::with_capacity(part.members.len());
        for &place in &part.members {
            local.insert(place, children.len());
            layer.push(scope.layer[place]);
            children.push(match scope.members[place] {
                Member::Node(node) => self.leaf(node),
                Member::Group(group) => Child::Group(finished[group].take().unwrap_or_default()),
            });
        }
        let lowest = layer.iter().copied().min().unwrap_or(0);
        for layer in &mut layer {
            *layer -= lowest;
        }
        let lines: Vec<Line> = part
            .links
            .iter()
            .map(|link| {
                let from = link.from.map(|place| local[&place]);
                let to = link.to.map(|place| local[&place]);
                let (low, high) = if self.forward[link.edge] {
                    (from, to)
                } else {
                    (to, from)
                };
                let label = self.clean.edges[link.edge]
                    .label
                    .filter(|_| low.is_some() && high.is_some())
                    .map(|size| turn_size(self.options.direction, size))
                    .map(|size| (size.width, size.height));
                Line {
                    edge: link.edge,
                    low,
                    high,
                    label,
                }
            })
            .collect();
        let mut block = block::lay_out(children, &layer, &lines, self.options);
        self.draw_loops(&mut block, part, scope);
        block
    }

    fn leaf(&self, node: usize) -> Child {
        let size = turn_size(self.options.direction, self.clean.nodes[node].size);
        let mut lead = 0.0;
        let mut room = size.width;
        for &edge in self.loops.get(&node).into_iter().flatten() {
            let label = self.loop_label(edge);
            lead += LOOP_STEP.max(label.1 + 4.0);
            room = room.max(label.0);
        }
        if lead > 0.0 {
            lead += LOOP_STEP / 2.0;
        }
        Child::Leaf {
            node,
            along: size.width,
            across: size.height,
            lead,
            room,
        }
    }

    fn loop_label(&self, edge: usize) -> (f64, f64) {
        self.clean.edges[edge]
            .label
            .map(|size| turn_size(self.options.direction, size))
            .map_or((0.0, 0.0), |size| (size.width, size.height))
    }

    /// Loops stand one around the other on the near side of their box.
    fn draw_loops(&self, block: &mut Block, part: &Part, scope: &Contents) {
        let in_part: std::collections::BTreeSet<usize> = part
            .members
            .iter()
            .filter_map(|&place| match scope.members[place] {
                Member::Node(node) => Some(node),
                Member::Group(_) => None,
            })
            .collect();
        for (node, corner) in block.nodes.clone() {
            let Some(loops) = self.loops.get(&node).filter(|_| in_part.contains(&node)) else {
                continue;
            };
            let size = turn_size(self.options.direction, self.clean.nodes[node].size);
            let half = size.width / 2.0;
            let mut reach = LOOP_STEP / 2.0;
            for (index, &edge) in loops.iter().enumerate() {
                let label = self.loop_label(edge);
                let step = LOOP_STEP.max(label.1 + 4.0);
                let level = corner.y - reach - step / 2.0;
                reach += step;
                let spread = half * (0.4 + 0.5 * (index as f64 + 1.0) / (loops.len() as f64 + 1.0));
                let (left, right) = (corner.x + half - spread, corner.x + half + spread);
                let course = vec![
                    Point::new(right, corner.y),
                    Point::new(right, level),
                    Point::new(left, level),
                    Point::new(left, corner.y),
                ];
                block.routes.insert(edge, course);
                block
                    .labels
                    .insert(edge, Point::new(corner.x + half, level));
            }
        }
    }
}

/// Moves the far frame of a block outwards together with the lines that end there.
fn stretch(block: &mut Block, along: f64) {
    for (edge, _) in block.ports.iter().filter(|(_, port)| port.behind) {
        if let Some(last) = block
            .routes
            .get_mut(edge)
            .and_then(|course| course.last_mut())
        {
            last.x = along;
        }
    }
    block.along = along;
}
