//! The whole way from a graph to a drawing.

use std::collections::BTreeMap;

use crate::clean::{Clean, clean, clean_options, turn};
use crate::frames::{Shown, Stands, show};
use crate::lanes::Lane;
use crate::memory::Memory;
use crate::pins::{self, Settled};
use crate::router::{Index, Name, Request, Wanted, runs_through};
use crate::shape::Rect;
use crate::types::{Bounds, Drawing, Graph, GroupBox, NodeBox, Options, Point, Route};

/// Lays out a graph: boxes in layers along the flow, groups as frames around their members, lines in lanes of their own. Pinned
/// boxes stay exactly where they are; boxes that would lie on them step aside. Closing a group moves nothing outside of it.
///
/// Every input gives a drawing; see [`Drawing::notes`] for what was left out.
pub fn layout(graph: &Graph, options: &Options) -> Drawing {
    layout_again(graph, options, &mut Memory::default())
}

/// [`layout`] of a graph that differs little from the one before it: what `memory` knows still is not worked out anew. The drawing is
/// the same as without a memory, to the last bit.
pub fn layout_again(graph: &Graph, options: &Options, memory: &mut Memory) -> Drawing {
    let options = clean_options(options);
    let clean = clean(graph);
    let (laid, known_routes) = memory.recall(&clean, &options);
    let free = &laid.free;
    let mut corners = vec![Point::default(); clean.nodes.len()];
    for &(node, corner) in &free.block.nodes {
        corners[node] = turn(options.direction, corner);
    }
    let settled = pins::settle(&clean, &corners, &options);
    let shown = show(&clean, free, &settled, &options);
    let lines = lines(&clean, &shown);
    let free_lanes = laid.lanes(settled.shift, &options);
    let kept = kept_lanes(&clean, free_lanes, &settled, &shown, &lines);
    let names: Vec<Name<'_>> = shown
        .boxes
        .iter()
        .map(|(stands, _)| name(&clean, *stands))
        .collect();
    let rects: Vec<Rect> = shown.boxes.iter().map(|(_, rect)| *rect).collect();
    let request = Request {
        names: &names,
        boxes: &rects,
        lines: &lines,
        kept,
        options: &options,
    };
    let routes = known_routes.route(&request);
    finish(clean, &shown, routes)
}

fn name(clean: &Clean, stands: Stands) -> Name<'_> {
    match stands {
        Stands::Node(node) => (false, &clean.nodes[node].id),
        Stands::Closed(scope) => (true, &clean.scopes[scope].id),
    }
}

/// The lines between boxes that can be seen.
fn lines<'a>(clean: &'a Clean, shown: &Shown) -> Vec<Wanted<'a>> {
    let ends = |index: usize| {
        let edge = &clean.edges[index];
        (shown.box_of[edge.from], shown.box_of[edge.to])
    };
    let is_seen = |index: &usize| {
        let (from, to) = ends(*index);
        from != to || matches!(shown.boxes[from].0, Stands::Node(_))
    };
    (0..clean.edges.len())
        .filter(is_seen)
        .map(|index| {
            let (from, to) = ends(index);
            Wanted {
                id: &clean.edges[index].id,
                edge: index,
                from,
                to,
                label: clean.edges[index].label,
            }
        })
        .collect()
}

/// The free layout's lanes, beside `lines`, wherever both ends stayed and nothing came in the way.
fn kept_lanes(
    clean: &Clean,
    free_lanes: &[Option<Lane>],
    settled: &Settled,
    shown: &Shown,
    lines: &[Wanted<'_>],
) -> Vec<Option<Lane>> {
    let displaced = || {
        let boxes = shown.boxes.iter().zip(&shown.displaced);
        boxes
            .filter(|(_, displaced)| **displaced)
            .map(|((_, rect), _)| *rect)
    };
    let mut in_the_way = displaced().reduce(Rect::union).map(Index::new);
    if let Some(index) = &mut in_the_way {
        displaced().for_each(|rect| index.insert(rect));
    }
    let keep = |line: &Wanted<'_>| {
        let edge = &clean.edges[line.edge];
        let stayed = |node: usize| shown.is_open[node] && !settled.displaced[node];
        if !stayed(edge.from) || !stayed(edge.to) {
            return None;
        }
        let lane = free_lanes[line.edge].as_ref()?;
        let label = line.label.map(|size| Rect::around(lane.label_at, size));
        let is_hit = in_the_way.as_ref().is_some_and(|index| {
            runs_through(&lane.points, index) || label.is_some_and(|label| index.is_taken(label))
        });
        (!is_hit).then(|| lane.clone())
    };
    lines.iter().map(keep).collect()
}

fn finish(clean: Clean, shown: &Shown, routes: Vec<Route>) -> Drawing {
    let bounds = bounds(shown, &routes, &clean);
    let mut boxes = Vec::with_capacity(shown.boxes.len());
    let mut frames: Vec<(usize, Rect, bool)> = shown
        .frames
        .iter()
        .map(|(&scope, &rect)| (scope, rect, false))
        .collect();
    for &(stands, rect) in &shown.boxes {
        match stands {
            Stands::Node(node) => boxes.push(NodeBox {
                id: clean.nodes[node].id.clone(),
                x: rect.left,
                y: rect.top,
                width: clean.nodes[node].size.width,
                height: clean.nodes[node].size.height,
            }),
            Stands::Closed(scope) => frames.push((scope, rect, true)),
        }
    }
    frames.sort_by_key(|&(scope, ..)| (clean.scopes[scope].depth, scope));
    let groups = frames
        .into_iter()
        .map(|(scope, rect, closed)| GroupBox {
            id: clean.scopes[scope].id.clone(),
            closed,
            members: shown.members[scope],
            x: rect.left,
            y: rect.top,
            width: rect.right - rect.left,
            height: rect.bottom - rect.top,
        })
        .collect();
    Drawing {
        boxes,
        groups,
        routes,
        bounds,
        notes: clean.notes,
    }
}

fn bounds(shown: &Shown, routes: &[Route], clean: &Clean) -> Bounds {
    let labels: BTreeMap<&str, _> = clean
        .edges
        .iter()
        .filter_map(|edge| Some((&*edge.id, edge.label?)))
        .collect();
    let corners = routes
        .iter()
        .flat_map(|route| &route.points)
        .map(|&point| Rect::spanning(point, point));
    let labels = routes.iter().filter_map(|route| {
        let size = labels.get(&*route.edge)?;
        Some(Rect::around(route.label_at, *size))
    });
    let all = shown
        .boxes
        .iter()
        .map(|(_, rect)| *rect)
        .chain(shown.frames.values().copied())
        .chain(corners)
        .chain(labels);
    all.reduce(Rect::union)
        .map_or_else(Bounds::default, |rect| Bounds {
            x: rect.left,
            y: rect.top,
            width: rect.right - rect.left,
            height: rect.bottom - rect.top,
        })
}
