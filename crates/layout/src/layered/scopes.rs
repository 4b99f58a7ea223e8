//! Who sees what: the members of each group, the lines among them, and the lines to the frame.

use std::collections::BTreeMap;

use crate::clean::{Clean, ROOT};

/// A member of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Member {
    Node(usize),
    Group(usize),
}

/// A line as one scope sees it; an end outside of the scope is `None`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub edge: usize,
    pub from: Option<usize>,
    pub to: Option<usize>,
}

#[derive(Default)]
pub(super) struct Contents {
    pub members: Vec<Member>,
    pub links: Vec<Link>,
    pub layer: Vec<usize>,
}

/// Distributes nodes, groups and lines over the scopes that see them. Groups without any box inside are not drawn.
pub(super) fn contents(clean: &Clean) -> Vec<Contents> {
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
                let link = Link {
                    edge: index,
                    from: Some(place_of[&from.0]),
                    to: None,
                };
                scopes[from.1].links.push(link);
                from = (Member::Group(from.1), clean.scopes[from.1].parent);
            }
            if depth_to >= depth_from {
                let link = Link {
                    edge: index,
                    from: None,
                    to: Some(place_of[&to.0]),
                };
                scopes[to.1].links.push(link);
                to = (Member::Group(to.1), clean.scopes[to.1].parent);
            }
        }
        let link = Link {
            edge: index,
            from: Some(place_of[&from.0]),
            to: Some(place_of[&to.0]),
        };
        scopes[from.1].links.push(link);
    }
    scopes
}

/// Whether each line runs along the flow in the scope that sees both of its ends.
pub(super) fn directions(clean: &Clean, scopes: &[Contents]) -> Vec<bool> {
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

/// Members of a scope that lines connect.
pub(super) struct Part {
    pub members: Vec<usize>,
    pub links: Vec<Link>,
}

/// Splits a scope into what hangs together. All lines to the frame count as one place, because they have to share it.
pub(super) fn parts(scope: &Contents) -> Vec<Part> {
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
        parts
            .entry(key)
            .or_insert_with(|| Part {
                members: vec![],
                links: vec![],
            })
            .members
            .push(member);
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
