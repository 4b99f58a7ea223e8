//! Hostile input made plain: ids become indices, sizes become usable, groups become a tree. Everything behind this file may trust it.

use std::collections::{BTreeMap, BTreeSet};

use crate::types::{Direction, Graph, Node, Note, Options, Point, Size};

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
    pub id: String,
    pub size: Size,
    pub pinned: Option<Point>,
    pub scope: usize,
}

pub(crate) struct CleanEdge {
    pub id: String,
    pub from: usize,
    pub to: usize,
    pub label: Option<Size>,
}

/// The root or a group; a parent's index is always known to lead to [`ROOT`].
pub(crate) struct Scope {
    pub id: String,
    pub parent: usize,
    pub depth: usize,
    pub padding: f64,
    pub header: f64,
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
    let mut node_of: BTreeMap<&str, usize> = BTreeMap::new();
    for node in &graph.nodes {
        if node_of.contains_key(node.id.as_str()) {
            remarks.push(Note::DuplicateNode(node.id.clone()));
            continue;
        }
        node_of.insert(&node.id, nodes.len());
        let scope = node.group.as_ref().map_or(ROOT, |group| {
            scope_of.get(group.as_str()).copied().unwrap_or_else(|| {
                remarks.push(Note::UnknownGroup {
                    member: node.id.clone(),
                    group: group.clone(),
                });
                ROOT
            })
        });
        nodes.push(clean_node(node, scope, &mut remarks));
    }
    let mut edges = Vec::with_capacity(graph.edges.len());
    let mut seen = BTreeSet::new();
    for edge in &graph.edges {
        if !seen.insert(edge.id.as_str()) {
            remarks.push(Note::DuplicateEdge(edge.id.clone()));
            continue;
        }
        let ends = (
            node_of.get(edge.from.as_str()),
            node_of.get(edge.to.as_str()),
        );
        let (Some(&from), Some(&to)) = ends else {
            let node = if ends.0.is_none() {
                &edge.from
            } else {
                &edge.to
            };
            remarks.push(Note::UnknownEnd {
                edge: edge.id.clone(),
                node: node.clone(),
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
        .filter_map(|id| node_of.get(id.as_str()).copied())
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
    let extent = |value: f64, fallback: f64| {
        if value.is_finite() && value >= 0.0 {
            value.clamp(1.0, LARGEST_SIZE)
        } else {
            fallback
        }
    };
    let size = Size {
        width: extent(node.width, FALLBACK_SIZE.width),
        height: extent(node.height, FALLBACK_SIZE.height),
    };
    let taken_as_given = |given: f64| (0.0..=LARGEST_SIZE).contains(&given);
    if !taken_as_given(node.width) || !taken_as_given(node.height) {
        remarks.push(Note::UnusableSize(node.id.clone()));
    }
    let usable = |place: &Point| place.x.abs() <= FARTHEST_PIN && place.y.abs() <= FARTHEST_PIN;
    let pinned = node.pinned.filter(usable);
    if pinned.is_none() && node.pinned.is_some() {
        remarks.push(Note::UnusablePlace(node.id.clone()));
    }
    CleanNode {
        id: node.id.clone(),
        size,
        pinned,
        scope,
    }
}

/// A label without area needs no room; an unusable one is dropped with a note.
pub(crate) fn clean_label(edge: &str, size: Size, remarks: &mut Vec<Note>) -> Option<Size> {
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
) -> (Vec<Scope>, BTreeMap<&'a str, usize>) {
    let mut scopes = vec![Scope {
        id: String::new(),
        parent: ROOT,
        depth: 0,
        padding: 0.0,
        header: 0.0,
    }];
    let mut scope_of = BTreeMap::new();
    let mut kept = Vec::new();
    for group in &graph.groups {
        if scope_of.contains_key(group.id.as_str()) {
            remarks.push(Note::DuplicateGroup(group.id.clone()));
            continue;
        }
        scope_of.insert(group.id.as_str(), scopes.len());
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
        });
    }
    for (index, group) in kept.iter().enumerate() {
        let Some(parent) = &group.parent else {
            continue;
        };
        match scope_of.get(parent.as_str()) {
            Some(&parent) => scopes[index + 1].parent = parent,
            None => remarks.push(Note::UnknownGroup {
                member: group.id.clone(),
                group: parent.clone(),
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
            remarks.push(Note::GroupNesting(scopes[start].id.clone()));
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
