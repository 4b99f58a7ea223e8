//! Frames of groups, and what is left to be seen when groups are closed.

use std::collections::BTreeMap;

use crate::clean::{Clean, ROOT, turn, turn_size};
use crate::layered::Free;
use crate::pins::Settled;
use crate::shape::Rect;
use crate::types::{Options, Point, Size};

/// A box that lines may end at: a node outside of closed groups, or a closed group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stands {
    Node(usize),
    Closed(usize),
}

/// What can be seen.
pub(crate) struct Shown {
    /// Boxes in the order of the nodes, then those of closed groups.
    pub boxes: Vec<(Stands, Rect)>,
    /// Whether the free layout has something else at the box's place.
    pub displaced: Vec<bool>,
    /// The box that stands for each node.
    pub box_of: Vec<usize>,
    /// Whether each node is seen itself.
    pub is_open: Vec<bool>,
    /// Frames of open groups with boxes inside.
    pub frames: BTreeMap<usize, Rect>,
    /// The number of nodes in each scope, through inner ones too.
    pub members: Vec<u32>,
}

/// Closes groups over a drawing in which all are open; what stands outside of them stays where it is.
pub(crate) fn show(clean: &Clean, free: &Free, settled: &Settled, options: &Options) -> Shown {
    let rects: Vec<Rect> = settled
        .corners
        .iter()
        .zip(&clean.nodes)
        .map(|(corner, node)| Rect::at(*corner, node.size))
        .collect();
    let closed_by = closed_by(clean);
    let open_frames = frames(clean, free, settled, &rects, options);
    let mut shown = Shown {
        boxes: Vec::with_capacity(rects.len()),
        displaced: Vec::with_capacity(rects.len()),
        box_of: vec![usize::MAX; rects.len()],
        is_open: vec![true; rects.len()],
        frames: BTreeMap::new(),
        members: members(clean),
    };
    for (index, node) in clean.nodes.iter().enumerate() {
        shown.is_open[index] = closed_by[node.scope].is_none();
        if shown.is_open[index] {
            shown.box_of[index] = shown.boxes.len();
            shown.boxes.push((Stands::Node(index), rects[index]));
            shown.displaced.push(settled.displaced[index]);
        }
    }
    let mut box_of_scope = BTreeMap::new();
    for (&scope, frame) in &open_frames {
        if let Some(closed) = clean.scopes[scope]
            .closed
            .filter(|_| closed_by[scope] == Some(scope))
        {
            box_of_scope.insert(scope, shown.boxes.len());
            let corner = closed.pinned.unwrap_or(Point::new(frame.left, frame.top));
            let rect = Rect::at(corner, closed.size);
            shown.boxes.push((Stands::Closed(scope), rect));
            shown.displaced.push(true);
        }
    }
    for (index, node) in clean.nodes.iter().enumerate() {
        if let Some(&stands) = closed_by[node.scope].and_then(|scope| box_of_scope.get(&scope)) {
            shown.box_of[index] = stands;
        }
    }
    shown.frames = open_frames;
    shown.frames.retain(|&scope, _| closed_by[scope].is_none());
    tighten(clean, &mut shown);
    shown
}

/// The outermost closed scope at or above each.
fn closed_by(clean: &Clean) -> Vec<Option<usize>> {
    let above = |scope: usize| {
        let mut at = scope;
        let mut found = None;
        while at != ROOT {
            if clean.scopes[at].closed.is_some() {
                found = Some(at);
            }
            at = clean.scopes[at].parent;
        }
        found
    };
    (0..clean.scopes.len()).map(above).collect()
}

fn members(clean: &Clean) -> Vec<u32> {
    let mut members = vec![0; clean.scopes.len()];
    for node in &clean.nodes {
        each_scope(clean, node.scope, |scope| members[scope] += 1);
    }
    members
}

/// From a scope outwards, the root left out.
fn each_scope(clean: &Clean, scope: usize, mut visit: impl FnMut(usize)) {
    let mut at = scope;
    while at != ROOT {
        visit(at);
        at = clean.scopes[at].parent;
    }
}

/// Frames with boxes inside: as laid out, or around the members where a member is not where it was laid out.
fn frames(
    clean: &Clean,
    free: &Free,
    settled: &Settled,
    rects: &[Rect],
    options: &Options,
) -> BTreeMap<usize, Rect> {
    let mut moved = vec![false; clean.scopes.len()];
    for (node, _) in clean
        .nodes
        .iter()
        .zip(&settled.displaced)
        .filter(|(_, displaced)| **displaced)
    {
        each_scope(clean, node.scope, |scope| moved[scope] = true);
    }
    let mut frames = BTreeMap::new();
    for &(scope, corner, extents) in &free.block.groups {
        let corner = turn(options.direction, corner);
        let corner = Point::new(corner.x + settled.shift.x, corner.y + settled.shift.y);
        let size = Size {
            width: extents.x,
            height: extents.y,
        };
        frames.insert(scope, Rect::at(corner, turn_size(options.direction, size)));
    }
    let boxes = clean.nodes.iter().zip(rects);
    surround(
        clean,
        boxes.map(|(node, rect)| (node.scope, *rect)),
        &moved,
        &mut frames,
    );
    frames
}

/// Frames around closed groups are drawn in to what can be seen.
fn tighten(clean: &Clean, shown: &mut Shown) {
    let mut holds_closed = vec![false; clean.scopes.len()];
    let mut boxes = Vec::with_capacity(shown.boxes.len());
    for &(stands, rect) in &shown.boxes {
        let scope = match stands {
            Stands::Node(node) => clean.nodes[node].scope,
            Stands::Closed(scope) => {
                let parent = clean.scopes[scope].parent;
                each_scope(clean, parent, |scope| holds_closed[scope] = true);
                parent
            }
        };
        boxes.push((scope, rect));
    }
    surround(clean, boxes.into_iter(), &holds_closed, &mut shown.frames);
}

/// Draws the frames of the `wanted` scopes anew, around boxes and inner frames.
fn surround(
    clean: &Clean,
    boxes: impl Iterator<Item = (usize, Rect)>,
    wanted: &[bool],
    frames: &mut BTreeMap<usize, Rect>,
) {
    if !wanted.contains(&true) {
        return;
    }
    let mut inside: Vec<Option<Rect>> = vec![None; clean.scopes.len()];
    let join = |inside: &mut Option<Rect>, rect: Rect| {
        *inside = Some(inside.map_or(rect, |known| known.union(rect)));
    };
    for (scope, rect) in boxes {
        join(&mut inside[scope], rect);
    }
    let mut innermost_first: Vec<usize> = (1..clean.scopes.len()).collect();
    innermost_first.sort_by_key(|&scope| std::cmp::Reverse(clean.scopes[scope].depth));
    for scope in innermost_first {
        let group = &clean.scopes[scope];
        if wanted[scope]
            && let Some(content) = inside[scope]
        {
            let mut frame = content.grown(group.padding);
            frame.top -= group.header;
            frames.insert(scope, frame);
        }
        if let Some(&frame) = frames.get(&scope) {
            join(&mut inside[group.parent], frame);
        }
    }
}
