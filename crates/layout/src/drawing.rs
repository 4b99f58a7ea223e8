//! The whole way from a graph to a drawing.

use std::collections::BTreeMap;

use crate::clean::{Clean, ROOT, clean, clean_options, turn, turn_size};
use crate::layered::{self, Free};
use crate::pins::{self, Settled};
use crate::router::{Wanted, route_around, runs_through};
use crate::shape::{Rect, heading, middle, tidy};
use crate::types::{Bounds, Drawing, Graph, GroupBox, NodeBox, Options, Point, Route, Size};

/// Lays out a graph: boxes in layers along the flow, groups as frames around their members, lines in lanes of their own. Pinned
/// boxes stay exactly where they are; boxes that would lie on them step aside.
///
/// Every input gives a drawing; see [`Drawing::notes`] for what was left out.
pub fn layout(graph: &Graph, options: &Options) -> Drawing {
    let options = clean_options(options);
    let clean = clean(graph);
    let free = layered::lay_out(&clean, &options);
    let mut corners = vec![Point::default(); clean.nodes.len()];
    for &(node, corner) in &free.block.nodes {
        corners[node] = turn(options.direction, corner);
    }
    let settled = pins::settle(&clean, &corners, &options);
    let rects: Vec<Rect> = settled
        .corners
        .iter()
        .zip(&clean.nodes)
        .map(|(corner, node)| Rect::at(*corner, node.size))
        .collect();
    let routes = routes(&clean, &free, &settled, &rects, &options);
    let frames = frames(&clean, &free, &settled, &rects, &options);
    let bounds = bounds(&rects, &frames, &routes, &clean);
    let boxes = settled
        .corners
        .iter()
        .zip(&clean.nodes)
        .map(|(corner, node)| NodeBox {
            id: node.id.clone(),
            x: corner.x,
            y: corner.y,
            width: node.size.width,
            height: node.size.height,
        })
        .collect();
    let groups = frames
        .into_iter()
        .map(|(scope, rect)| GroupBox {
            id: clean.scopes[scope].id.clone(),
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

/// The free layout's lanes wherever both ends stayed and nothing came in the way; new routes for the other lines.
fn routes(
    clean: &Clean,
    free: &Free,
    settled: &Settled,
    rects: &[Rect],
    options: &Options,
) -> Vec<Route> {
    let displaced: Vec<Rect> = rects
        .iter()
        .zip(&settled.displaced)
        .filter(|(_, moved)| **moved)
        .map(|(rect, _)| *rect)
        .collect();
    let mut kept = BTreeMap::new();
    for (index, edge) in clean.edges.iter().enumerate() {
        let Some(course) = free.block.routes.get(&index) else {
            continue;
        };
        if settled.displaced[edge.from] || settled.displaced[edge.to] {
            continue;
        }
        let place = |point: &Point| {
            let turned = turn(options.direction, *point);
            Point::new(turned.x + settled.shift.x, turned.y + settled.shift.y)
        };
        let mut points: Vec<Point> = course.iter().map(place).collect();
        if !free.forward[index] {
            points.reverse();
        }
        tidy(&mut points);
        let label_at = free
            .block
            .labels
            .get(&index)
            .map_or_else(|| middle(&points), place);
        let label = edge.label.map(|size| Rect::around(label_at, size));
        let is_hit = displaced.iter().any(|&rect| {
            runs_through(&points, rect) || label.is_some_and(|label| label.overlaps(rect))
        });
        if !is_hit {
            kept.insert(
                index,
                Route {
                    edge: edge.id.clone(),
                    label_at,
                    heading: heading(&points),
                    points,
                },
            );
        }
    }
    let lines: Vec<Wanted<'_>> = clean
        .edges
        .iter()
        .map(|edge| Wanted {
            id: &edge.id,
            from: edge.from,
            to: edge.to,
            label: edge.label,
        })
        .collect();
    let missing = (0..lines.len())
        .filter(|index| !kept.contains_key(index))
        .collect::<Vec<_>>();
    if !missing.is_empty() {
        let new = route_around(rects, &lines, &kept, options);
        kept.extend(missing.into_iter().zip(new));
    }
    kept.into_values().collect()
}

/// Frames with boxes inside, outermost first: as laid out, or around the members where pins moved any of them.
fn frames(
    clean: &Clean,
    free: &Free,
    settled: &Settled,
    rects: &[Rect],
    options: &Options,
) -> Vec<(usize, Rect)> {
    let mut frames: BTreeMap<usize, Rect> = BTreeMap::new();
    if settled.displaced.contains(&true) {
        for (node, rect) in clean.nodes.iter().zip(rects) {
            surround(&mut frames, node.scope, *rect);
        }
        let mut innermost_first: Vec<usize> = (1..clean.scopes.len()).collect();
        innermost_first.sort_by_key(|&scope| std::cmp::Reverse(clean.scopes[scope].depth));
        for scope in innermost_first {
            let Some(rect) = frames.get_mut(&scope) else {
                continue;
            };
            let group = &clean.scopes[scope];
            *rect = rect.grown(group.padding);
            rect.top -= group.header;
            let outer = *rect;
            surround(&mut frames, group.parent, outer);
        }
    } else {
        for &(scope, corner, extents) in &free.block.groups {
            let corner = turn(options.direction, corner);
            let corner = Point::new(corner.x + settled.shift.x, corner.y + settled.shift.y);
            let size = turn_size(
                options.direction,
                Size {
                    width: extents.x,
                    height: extents.y,
                },
            );
            frames.insert(scope, Rect::at(corner, size));
        }
    }
    let mut ordered: Vec<(usize, Rect)> = frames.into_iter().collect();
    ordered.sort_by_key(|&(scope, _)| (clean.scopes[scope].depth, scope));
    ordered
}

fn surround(frames: &mut BTreeMap<usize, Rect>, scope: usize, rect: Rect) {
    if scope != ROOT {
        frames
            .entry(scope)
            .and_modify(|frame| *frame = frame.union(rect))
            .or_insert(rect);
    }
}

fn bounds(rects: &[Rect], frames: &[(usize, Rect)], routes: &[Route], clean: &Clean) -> Bounds {
    let labels: BTreeMap<&str, Size> = clean
        .edges
        .iter()
        .filter_map(|edge| Some((edge.id.as_str(), edge.label?)))
        .collect();
    let lines = routes
        .iter()
        .flat_map(|route| &route.points)
        .map(|&point| Rect::spanning(point, point));
    let labels = routes.iter().filter_map(|route| {
        Some(Rect::around(
            route.label_at,
            *labels.get(route.edge.as_str())?,
        ))
    });
    let all = rects
        .iter()
        .copied()
        .chain(frames.iter().map(|(_, rect)| *rect))
        .chain(lines)
        .chain(labels);
    all.reduce(Rect::union)
        .map_or_else(Bounds::default, |rect| Bounds {
            x: rect.left,
            y: rect.top,
            width: rect.right - rect.left,
            height: rect.bottom - rect.top,
        })
}
