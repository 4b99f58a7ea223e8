//! Hostile input made plain: ids become indices, sizes become usable, groups become a tree. Everything behind this file may trust it.

use std::collections::{HashMap, HashSet};

use crate::types::{Closed, Direction, Graph, Id, Node, Note, Options, Point, Size};

const LARGEST_SIZE: f64 = 20_000.0;
const FARTHEST_PIN: f64 = 1e7;
const DEEPEST_NESTING: usize = 64;
const FALLBACK_SIZE: Size = Size {
    width: 160.0,
    height: 64.0,
};
/// Index of the scope that holds everything outside of groups.
pub(crate) const ROOT: usize = 0;

pub(crate) struct CleanNode {
    pub id: Id,
    pub size: Size,
    pub pinned: Option<Point>,
    pub scope: usize,
}

pub(crate) struct CleanEdge {
    pub id: Id,
    pub from: usize,
    pub to: usize,
    pub label: Option<Size>,
}

/// The root or a group; a parent's index is always known to lead to [`ROOT`].
pub(crate) struct Scope {
    pub id: Id,
    pub parent: usize,
    pub depth: usize,
    pub padding: f64,
    pub header: f64,
    pub closed: Option<Closed>,
}

pub(crate) struct Clean {
    pub nodes: Vec<CleanNode>,
    pub edges: Vec<CleanEdge>,
    pub scopes: Vec<Scope>,
    pub entries: Vec<usize>,
    pub notes: Vec<Note>,
}

pub(crate) fn clean(graph: &Graph) -> Clean {
    let mut remarks = Vec::new();
    let (scopes, scope_of) = clean_groups(graph, &mut remarks);
    let mut nodes: Vec<CleanNode> = Vec::with_capacity(graph.nodes.len());
    let mut node_of: HashMap<&str, usize> = HashMap::with_capacity(graph.nodes.len());
    for node in &graph.nodes {
        if node_of.contains_key(&*node.id) {
            remarks.push(Note::DuplicateNode(node.id.to_string()));
            continue;
        }
        node_of.insert(&node.id, nodes.len());
        let scope = node.group.as_ref().map_or(ROOT, |group| {
            scope_of.get(&**group).copied().unwrap_or_else(|| {
                remarks.push(Note::UnknownGroup {
                    member: node.id.to_string(),
                    group: group.to_string(),
                });
                ROOT
            })
        });
        nodes.push(clean_node(node, scope, &mut remarks));
    }
    let mut edges = Vec::with_capacity(graph.edges.len());
    let mut seen = HashSet::with_capacity(graph.edges.len());
    for edge in &graph.edges {
        if !seen.insert(&*edge.id) {
            remarks.push(Note::DuplicateEdge(edge.id.to_string()));
            continue;
        }
        let ends = (node_of.get(&*edge.from), node_of.get(&*edge.to));
        let (Some(&from), Some(&to)) = ends else {
            let node = if ends.0.is_none() {
                &edge.from
            } else {
                &edge.to
            };
            remarks.push(Note::UnknownEnd {
                edge: edge.id.to_string(),
                node: node.to_string(),
            });
            continue;
        };
        let label = edge
            .label
            .and_then(|size| clean_label(&edge.id, size, &mut remarks));
        edges.push(CleanEdge {
            id: edge.id.clone(),
            from,
            to,
            label,
        });
    }
    let entries = graph
        .entries
        .iter()
        .filter_map(|id| node_of.get(&**id).copied())
        .collect();
    remarks.sort();
    Clean {
        nodes,
        edges,
        scopes,
        entries,
        notes: remarks,
    }
}

fn clean_node(node: &Node, scope: usize, remarks: &mut Vec<Note>) -> CleanNode {
    let size = Size {
        width: node.width,
        height: node.height,
    };
    CleanNode {
        id: node.id.clone(),
        size: clean_size(&node.id, size, remarks),
        pinned: clean_place(&node.id, node.pinned, remarks),
        scope,
    }
}

fn clean_closed(group: &str, closed: Closed, remarks: &mut Vec<Note>) -> Closed {
    Closed {
        size: clean_size(group, closed.size, remarks),
        pinned: clean_place(group, closed.pinned, remarks),
    }
}

fn clean_size(of: &str, size: Size, remarks: &mut Vec<Note>) -> Size {
    let extent = |value: f64, fallback: f64| {
        if value.is_finite() && value >= 0.0 {
            value.clamp(1.0, LARGEST_SIZE)
        } else {
            fallback
        }
    };
    let taken_as_given = |given: f64| (0.0..=LARGEST_SIZE).contains(&given);
    if !taken_as_given(size.width) || !taken_as_given(size.height) {
        remarks.push(Note::UnusableSize(of.to_owned()));
    }
    Size {
        width: extent(size.width, FALLBACK_SIZE.width),
        height: extent(size.height, FALLBACK_SIZE.height),
    }
}

fn clean_place(of: &str, place: Option<Point>, remarks: &mut Vec<Note>) -> Option<Point> {
    let usable = |place: &Point| place.x.abs() <= FARTHEST_PIN && place.y.abs() <= FARTHEST_PIN;
    let kept = place.filter(usable);
    if kept.is_none() && place.is_some() {
        remarks.push(Note::UnusablePlace(of.to_owned()));
    }
    kept
}

/// A label without area needs no room; an unusable one is dropped with a note.
fn clean_label(edge: &str, size: Size, remarks: &mut Vec<Note>) -> Option<Size> {
    let usable = |value: f64| (0.0..=LARGEST_SIZE).contains(&value);
    if !usable(size.width) || !usable(size.height) {
        remarks.push(Note::UnusableSize(edge.to_owned()));
        return None;
    }
    (size.width > 0.0 && size.height > 0.0).then_some(size)
}

fn clean_groups<'a>(
    graph: &'a Graph,
    remarks: &mut Vec<Note>,
) -> (Vec<Scope>, HashMap<&'a str, usize>) {
    let mut scopes = vec![Scope {
        id: Id::default(),
        parent: ROOT,
        depth: 0,
        padding: 0.0,
        header: 0.0,
        closed: None,
    }];
    let mut scope_of = HashMap::new();
    let mut kept = Vec::new();
    for group in &graph.groups {
        if scope_of.contains_key(&*group.id) {
            remarks.push(Note::DuplicateGroup(group.id.to_string()));
            continue;
        }
        scope_of.insert(&*group.id, scopes.len());
        kept.push(group);
        let room = |value: f64| {
            if value.is_finite() {
                value.clamp(0.0, LARGEST_SIZE)
            } else {
                16.0
            }
        };
        scopes.push(Scope {
            id: group.id.clone(),
            parent: ROOT,
            depth: 1,
            padding: room(group.padding),
            header: room(group.header),
            closed: group
                .closed
                .map(|closed| clean_closed(&group.id, closed, remarks)),
        });
    }
    for (index, group) in kept.iter().enumerate() {
        let Some(parent) = &group.parent else {
            continue;
        };
        match scope_of.get(&**parent) {
            Some(&parent) => scopes[index + 1].parent = parent,
            None => remarks.push(Note::UnknownGroup {
                member: group.id.to_string(),
                group: parent.to_string(),
            }),
        }
    }
    for start in 1..scopes.len() {
        let mut above = scopes[start].parent;
        let mut depth = 1;
        while above != ROOT && above != start && depth <= DEEPEST_NESTING {
            above = scopes[above].parent;
            depth += 1;
        }
        if above != ROOT {
            scopes[start].parent = ROOT;
            remarks.push(Note::GroupNesting(scopes[start].id.to_string()));
        }
    }
    for start in 1..scopes.len() {
        let mut above = scopes[start].parent;
        let mut depth = 1;
        while above != ROOT {
            above = scopes[above].parent;
            depth += 1;
        }
        scopes[start].depth = depth;
    }
    (scopes, scope_of)
}

/// Options with every value finite and not negative.
pub(crate) fn clean_options(options: &Options) -> Options {
    let default = Options::default();
    let room = |value: f64, fallback: f64, least: f64| {
        if value.is_finite() && value >= 0.0 {
            value.clamp(least, 1_000.0)
        } else {
            fallback
        }
    };
    Options {
        direction: options.direction,
        node_gap: room(options.node_gap, default.node_gap, 4.0),
        layer_gap: room(options.layer_gap, default.layer_gap, 16.0),
        edge_gap: room(options.edge_gap, default.edge_gap, 2.0),
        component_gap: room(options.component_gap, default.component_gap, 4.0),
    }
}

/// Swaps the axes for a top-to-bottom flow, so that the engine only knows layers from left to right. Its own inverse.
pub(crate) fn turn(direction: Direction, point: Point) -> Point {
    match direction {
        Direction::LeftToRight => point,
        Direction::TopToBottom => Point::new(point.y, point.x),
    }
}

/// [`turn`] for sizes.
pub(crate) fn turn_size(direction: Direction, size: Size) -> Size {
    match direction {
        Direction::LeftToRight => size,
        Direction::TopToBottom => Size {
            width: size.height,
            height: size.width,
        },
    }
}
