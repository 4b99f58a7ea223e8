//! The free layout: layers inside each group, groups as boxes of their parents, parts without a connection side by side.
//!
//! Groups are finished from the innermost outwards. A line that leaves a group ends at its frame, at a port that the parent's layout
//! takes as fixed; so no box outside can stand inside a frame, and lines keep their lanes on both sides of it.

mod block;
mod coordinates;
mod graph;
mod lanes;
mod order;
mod pack;
mod rank;

use std::collections::BTreeMap;

pub(crate) use block::Block;
use block::{Child, FramePort, Line};
pub(crate) use graph::ports_on_side;

use crate::clean::{Clean, ROOT, turn_size};
use crate::types::{Direction, Options, Point};

/// Room that one loop takes beside its box, without a label.
const LOOP_STEP: f64 = 16.0;

/// A member of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Member {
    Node(usize),
    Group(usize),
}

/// A line as one scope sees it; an end outside of the scope is `None`.
#[derive(Debug, Clone, Copy)]
struct Link {
    edge: usize,
    from: Option<usize>,
    to: Option<usize>,
}

#[derive(Default)]
struct Contents {
    members: Vec<Member>,
    links: Vec<Link>,
    layer: Vec<usize>,
}

/// A finished free layout. Coordinates in the block have x along the flow.
pub(crate) struct Free {
    pub block: Block,
    /// Whether each line's course in the block runs from its source to its target, not the other way.
    pub forward: Vec<bool>,
}

/// Lays out everything without regard to pinned places.
pub(crate) fn lay_out(clean: &Clean, options: &Options) -> Free {
    let mut scopes = contents(clean);
    for scope in &mut scopes {
        let inner: Vec<(usize, usize)> =
            scope.links.iter().filter_map(|link| Some((link.from?, link.to?))).collect();
        let entries: Vec<usize> = clean
            .entries
            .iter()
            .filter_map(|&entry| scope.members.iter().position(|&member| member == Member::Node(entry)))
            .collect();
        scope.layer = rank::ranks(scope.members.len(), &inner, &entries);
    }
    let forward = directions(clean, &scopes);
    let loops = loops_by_node(clean);
    let mut deepest_first: Vec<usize> = (0..scopes.len()).collect();
    deepest_first.sort_by_key(|&scope| (std::cmp::Reverse(clean.scopes[scope].depth), scope));
    let mut finished: Vec<Option<Block>> = scopes.iter().map(|_| None).collect();
    for scope in deepest_first {
        let builder = Builder { clean, options, forward: &forward, loops: &loops };
        let block = builder.scope(&scopes[scope], &mut finished);
        if scope == ROOT {
            // The root is the only scope of depth 0 and therefore the last.
            return Free { block, forward };
        }
        finished[scope] = Some(framed(block, clean, scope, options.direction));
    }
    Free { block: Block::default(), forward }
}

/// Distributes nodes, groups and lines over the scopes that see them. Groups without any box inside are not drawn.
fn contents(clean: &Clean) -> Vec<Contents> {
    let mut scopes: Vec<Contents> = clean.scopes.iter().map(|_| Contents::default()).collect();
    let mut used = vec![false; clean.scopes.len()];
    for node in &clean.nodes {
        let mut scope = node.scope;
        while scope != ROOT && !used[scope] {
            used[scope] = true;
            scope = clean.scopes[scope].parent;
        }
    }
    let mut place_of = BTreeMap::new();
    for (index, node) in clean.nodes.iter().enumerate() {
        place_of.insert(Member::Node(index), scopes[node.scope].members.len());
        scopes[node.scope].members.push(Member::Node(index));
    }
    for (index, scope) in clean.scopes.iter().enumerate().skip(1) {
        if used[index] {
            place_of.insert(Member::Group(index), scopes[scope.parent].members.len());
            scopes[scope.parent].members.push(Member::Group(index));
        }
    }
    for (index, edge) in clean.edges.iter().enumerate() {
        if edge.from == edge.to {
            continue;
        }
        let mut from = (Member::Node(edge.from), clean.nodes[edge.from].scope);
        let mut to = (Member::Node(edge.to), clean.nodes[edge.to].scope);
        while from.1 != to.1 {
            let (depth_from, depth_to) = (clean.scopes[from.1].depth, clean.scopes[to.1].depth);
            if depth_from >= depth_to {
                let link = Link { edge: index, from: Some(place_of[&from.0]), to: None };
                scopes[from.1].links.push(link);
                from = (Member::Group(from.1), clean.scopes[from.1].parent);
            }
            if depth_to >= depth_from {
                let link = Link { edge: index, from: None, to: Some(place_of[&to.0]) };
                scopes[to.1].links.push(link);
                to = (Member::Group(to.1), clean.scopes[to.1].parent);
            }
        }
        let link = Link { edge: index, from: Some(place_of[&from.0]), to: Some(place_of[&to.0]) };
        scopes[from.1].links.push(link);
    }
    scopes
}

/// Whether each line runs along the flow in the scope that sees both of its ends.
fn directions(clean: &Clean, scopes: &[Contents]) -> Vec<bool> {
    let mut forward = vec![true; clean.edges.len()];
    for scope in scopes {
        for link in &scope.links {
            if let (Some(from), Some(to)) = (link.from, link.to) {
                forward[link.edge] = scope.layer[from] < scope.layer[to];
            }
        }
    }
    forward
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
            block.ports.insert(edge, FramePort { at: across, behind: port.behind });
        }
    }
    block.groups.push((scope, Point::new(0.0, 0.0), Point::new(block.along, block.across)));
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
            let outward = part.links.iter().any(|link| link.from.is_none() || link.to.is_none());
            let block = self.part(scope, &part, finished);
            if outward { connected.push(block) } else { loose.push(block) }
        }
        let loose = pack::shelves(loose, self.options);
        let Some(mut block) = connected.pop() else { return loose };
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
        layer.iter_mut().for_each(|layer| *layer -= lowest);
        let lines: Vec<Line> = part
            .links
            .iter()
            .map(|link| {
                let from = link.from.map(|place| local[&place]);
                let to = link.to.map(|place| local[&place]);
                let (low, high) = if self.forward[link.edge] { (from, to) } else { (to, from) };
                let label = self.clean.edges[link.edge]
                    .label
                    .filter(|_| low.is_some() && high.is_some())
                    .map(|size| turn_size(self.options.direction, size))
                    .map(|size| (size.width, size.height));
                Line { edge: link.edge, low, high, label }
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
        Child::Leaf { node, along: size.width, across: size.height, lead, room }
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
            let Some(loops) = self.loops.get(&node).filter(|_| in_part.contains(&node)) else { continue };
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
                block.labels.insert(edge, Point::new(corner.x + half, level));
            }
        }
    }
}

/// Moves the far frame of a block outwards together with the lines that end there.
fn stretch(block: &mut Block, along: f64) {
    for (edge, _) in block.ports.iter().filter(|(_, port)| port.behind) {
        if let Some(last) = block.routes.get_mut(edge).and_then(|course| course.last_mut()) {
            last.x = along;
        }
    }
    block.along = along;
}

/// Members of a scope that lines connect.
struct Part {
    members: Vec<usize>,
    links: Vec<Link>,
}

/// Splits a scope into what hangs together. All lines to the frame count as one place, because they have to share it.
fn parts(scope: &Contents) -> Vec<Part> {
    let frame = scope.members.len();
    let mut leader: Vec<usize> = (0..=frame).collect();
    for link in &scope.links {
        let (a, b) = (link.from.unwrap_or(frame), link.to.unwrap_or(frame));
        let (a, b) = (find(&mut leader, a), find(&mut leader, b));
        leader[a.max(b)] = a.min(b);
    }
    let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
    for member in 0..frame {
        let key = find(&mut leader, member);
        parts.entry(key).or_insert_with(|| Part { members: vec![], links: vec![] }).members.push(member);
    }
    for link in &scope.links {
        let key = find(&mut leader, link.from.or(link.to).unwrap_or(frame));
        if let Some(part) = parts.get_mut(&key) {
            part.links.push(*link);
        }
    }
    parts.into_values().collect()
}

fn find(leader: &mut [usize], mut at: usize) -> usize {
    while leader[at] != at {
        leader[at] = leader[leader[at]];
        at = leader[at];
    }
    at
}
