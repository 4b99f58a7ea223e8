//! One scope (the whole drawing or a group) laid out: its boxes, finished inner groups, labels and lines, in its own coordinates.

use std::collections::BTreeMap;

use super::coordinates;
use super::graph::{Kind, Layered, Vertex};
use super::lanes::{self, Crossing};
use super::order;
use super::straighten::straighten;
use crate::types::{Options, Point};

/// Room between a layer and the nearest lane, enough for an arrow.
const STUB: f64 = 18.0;

/// A finished part of the drawing. `x` runs along the flow, `y` across it.
#[derive(Debug, Default, Clone)]
pub(crate) struct Block {
    pub along: f64,
    pub across: f64,
    /// Top-left corner of each node.
    pub nodes: Vec<(usize, Point)>,
    /// Top-left corner and extents of each inner group.
    pub groups: Vec<(usize, Point, Point)>,
    /// Courses of lines in the direction of the layers: complete, or up to the frame.
    pub routes: BTreeMap<usize, Vec<Point>>,
    /// Centres of labels.
    pub labels: BTreeMap<usize, Point>,
    /// Where unfinished lines meet the frame.
    pub ports: BTreeMap<usize, FramePort>,
}

/// The place at which a line crosses the frame of its group.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FramePort {
    /// Place across the flow.
    pub at: f64,
    /// Whether it is the frame behind the last layer, not the one before the first.
    pub behind: bool,
}

impl Block {
    /// Takes `other` in at the given place.
    pub(crate) fn absorb(&mut self, other: Self, at: Point) {
        let moved = |p: Point| Point::new(p.x + at.x, p.y + at.y);
        self.nodes
            .extend(other.nodes.into_iter().map(|(node, p)| (node, moved(p))));
        self.groups.extend(
            other
                .groups
                .into_iter()
                .map(|(group, p, size)| (group, moved(p), size)),
        );
        self.labels
            .extend(other.labels.into_iter().map(|(edge, p)| (edge, moved(p))));
        for (edge, points) in other.routes {
            self.routes
                .insert(edge, points.into_iter().map(moved).collect());
        }
    }
}

/// What to place in a scope.
pub(crate) enum Child {
    /// A box; its loops need `lead` on its near side across the flow and are at most `room` long.
    Leaf {
        node: usize,
        along: f64,
        across: f64,
        lead: f64,
        room: f64,
    },
    /// A finished group.
    Group(Block),
}

/// A line between two children, or from a child to the frame.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    pub edge: usize,
    pub low: Option<usize>,
    pub high: Option<usize>,
    /// Extents of the label along and across the flow.
    pub label: Option<(f64, f64)>,
}

/// Lays out children of one scope in layers. `layer` is the layer of each child.
pub(crate) fn lay_out(
    children: Vec<Child>,
    layer: &[usize],
    lines: &[Line],
    options: &Options,
) -> Block {
    let plan = Plan::new(lines, layer);
    let mut graph = plan.build(&children, layer, lines);
    order::reduce_crossings(&mut graph);
    graph.spread_ports(options);
    let mut across = coordinates::across(&graph, options);
    straighten(&mut graph, &mut across, options);
    place(&graph, &across, children, lines, &plan, options)
}

/// Which layers exist beside those of the boxes.
struct Plan {
    step: usize,
    first: usize,
    frame_before: bool,
    frame_after: bool,
    last: usize,
}

impl Plan {
    fn new(lines: &[Line], layer: &[usize]) -> Self {
        let step = if lines.iter().any(|line| line.label.is_some()) {
            2
        } else {
            1
        };
        let frame_before = lines.iter().any(|line| line.low.is_none());
        let frame_after = lines.iter().any(|line| line.high.is_none());
        let first = usize::from(frame_before);
        let last = first + layer.iter().copied().max().unwrap_or(0) * step;
        Self {
            step,
            first,
            frame_before,
            frame_after,
            last,
        }
    }

    fn build(&self, children: &[Child], layer: &[usize], lines: &[Line]) -> Layered {
        let mut graph = Layered::default();
        for (index, child) in children.iter().enumerate() {
            let layer = self.first + layer[index] * self.step;
            let kind = Kind::Child(index);
            graph.add_vertex(match child {
                Child::Leaf {
                    along,
                    across,
                    lead,
                    room,
                    ..
                } => Vertex {
                    kind,
                    layer,
                    along: *along,
                    room: *room,
                    across: lead + across,
                    fixed_ports: false,
                    lead: *lead,
                },
                Child::Group(block) => Vertex {
                    kind,
                    layer,
                    along: block.along,
                    room: block.along,
                    across: block.across,
                    fixed_ports: true,
                    lead: 0.0,
                },
            });
        }
        for line in lines {
            let mut end = |child: Option<usize>, frame_layer: usize| match child {
                Some(child) => (child, port_of(&children[child], line.edge)),
                None => (
                    graph.add_vertex(Vertex {
                        kind: Kind::Frame,
                        layer: frame_layer,
                        along: 0.0,
                        room: 0.0,
                        across: 0.0,
                        fixed_ports: false,
                        lead: 0.0,
                    }),
                    0.0,
                ),
            };
            let ends = [end(line.low, 0), end(line.high, self.last + 1)];
            let between = |layer: usize| (layer - self.first) % 2 == 1;
            graph.add_chain(line.edge, ends, line.label, between);
        }
        graph
    }
}

fn port_of(child: &Child, edge: usize) -> f64 {
    match child {
        Child::Leaf { across, lead, .. } => lead + across / 2.0,
        Child::Group(block) => block
            .ports
            .get(&edge)
            .map_or(block.across / 2.0, |port| port.at),
    }
}

/// Where layers and lanes lie along the flow.
struct Columns {
    start: Vec<f64>,
    width: Vec<f64>,
    lane: Vec<Option<f64>>,
    end: f64,
}

fn columns(graph: &Layered, across: &[f64], plan: &Plan, options: &Options) -> Columns {
    let count = graph.layers.len();
    let mut by_layer: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (index, link) in graph.links.iter().enumerate() {
        by_layer[graph.vertices[link.low].layer].push(index);
    }
    let mut columns = Columns {
        start: vec![],
        width: vec![],
        lane: vec![None; graph.links.len()],
        end: 0.0,
    };
    let mut at = 0.0;
    for (layer, links) in by_layer.iter().enumerate() {
        let width = graph.layers[layer]
            .iter()
            .map(|&v| graph.vertices[v].room)
            .fold(0.0, f64::max);
        columns.start.push(at);
        columns.width.push(width);
        at += width;
        columns.end = at;
        if layer + 1 == count {
            break;
        }
        let crossings: Vec<Crossing> = links
            .iter()
            .map(|&index| {
                let link = &graph.links[index];
                Crossing {
                    from: across[link.low] + link.low_port,
                    to: across[link.high] + link.high_port,
                }
            })
            .collect();
        let (lanes, lane_count) = lanes::assign(&crossings, options.edge_gap);
        let at_frame =
            (layer == 0 && plan.frame_before) || (layer + 2 == count && plan.frame_after);
        let least = if at_frame {
            0.0
        } else {
            options.layer_gap / plan.step as f64
        };
        let lanes_width = (lane_count as f64 - 1.0) * options.edge_gap;
        let gap = if lane_count == 0 {
            least
        } else {
            least.max(2.0 * STUB + lanes_width)
        };
        for (&index, lane) in links.iter().zip(lanes) {
            columns.lane[index] =
                lane.map(|lane| at + (gap - lanes_width) / 2.0 + lane as f64 * options.edge_gap);
        }
        at += gap;
    }
    columns
}

fn place(
    graph: &Layered,
    across: &[f64],
    children: Vec<Child>,
    lines: &[Line],
    plan: &Plan,
    options: &Options,
) -> Block {
    let columns = columns(graph, across, plan, options);
    let corner = |vertex: usize| {
        let Vertex { layer, along, .. } = graph.vertices[vertex];
        Point::new(
            columns.start[layer] + (columns.width[layer] - along) / 2.0,
            across[vertex],
        )
    };
    let far = graph
        .vertices
        .iter()
        .zip(across)
        .map(|(v, at)| at + v.across)
        .fold(0.0, f64::max);
    let mut block = Block {
        along: columns.end,
        across: far,
        ..Block::default()
    };
    let mut courses: BTreeMap<usize, Vec<Point>> = BTreeMap::new();
    for (chain, line) in graph.chains.iter().zip(lines) {
        let mut points = Vec::with_capacity(chain.links.len() * 2 + 2);
        for (position, index) in chain.links.clone().enumerate() {
            let link = &graph.links[index];
            let (from, to) = (
                across[link.low] + link.low_port,
                across[link.high] + link.high_port,
            );
            if position == 0 {
                points.push(Point::new(
                    corner(link.low).x + graph.vertices[link.low].along,
                    from,
                ));
            }
            if let Some(lane) = columns.lane[index] {
                points.push(Point::new(lane, from));
                points.push(Point::new(lane, to));
            }
            if position + 1 == chain.links.len() {
                points.push(Point::new(corner(link.high).x, to));
            } else if graph.vertices[link.high].kind == Kind::Label {
                let Vertex { along, .. } = graph.vertices[link.high];
                block.labels.insert(
                    chain.edge,
                    Point::new(corner(link.high).x + along / 2.0, to),
                );
            }
        }
        let first = &graph.links[chain.links.start];
        let last = &graph.links[chain.links.end - 1];
        if line.low.is_none() {
            block.ports.insert(
                line.edge,
                FramePort {
                    at: across[first.low],
                    behind: false,
                },
            );
        }
        if line.high.is_none() {
            block.ports.insert(
                line.edge,
                FramePort {
                    at: across[last.high],
                    behind: true,
                },
            );
        }
        courses.insert(chain.edge, points);
    }
    for (vertex, child) in children.into_iter().enumerate() {
        let at = corner(vertex);
        match child {
            Child::Leaf { node, lead, .. } => {
                block.nodes.push((node, Point::new(at.x, at.y + lead)));
            }
            Child::Group(inner) => {
                let unfinished = inner.ports.clone();
                block.absorb(inner, at);
                for (edge, port) in unfinished {
                    join(&mut courses, &mut block.routes, edge, port.behind);
                }
            }
        }
    }
    block.routes.extend(courses);
    block
}

/// Puts the part of a line inside a group before or behind the part outside.
fn join(
    courses: &mut BTreeMap<usize, Vec<Point>>,
    routes: &mut BTreeMap<usize, Vec<Point>>,
    edge: usize,
    leaves: bool,
) {
    let (Some(outside), Some(mut inside)) = (courses.remove(&edge), routes.remove(&edge)) else {
        return;
    };
    let joined = if leaves {
        inside.extend(outside);
        inside
    } else {
        let mut outside = outside;
        outside.extend(inside);
        outside
    };
    courses.insert(edge, joined);
}
