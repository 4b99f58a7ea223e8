//! Lines for boxes whose places are given: after a drag, and around pinned boxes.

mod course;
mod index;
mod ports;
mod scene;
mod search;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use index::Index;
use scene::Scene;

use crate::clean::{clean_label, clean_options};
use crate::shape::{Rect, heading, middle};
use crate::types::{Edge, NodeBox, Options, Point, Route, Size};

/// A line to route, by the indices of its boxes.
pub(crate) struct Wanted<'a> {
    pub id: &'a str,
    pub from: usize,
    pub to: usize,
    pub label: Option<Size>,
}

/// Routes all edges between boxes whose places are given. Edges with an unknown end are left out; of two edges or boxes with the
/// same id the first counts. The result is in the order of `edges`.
pub fn route(boxes: &[NodeBox], edges: &[Edge], options: &Options) -> Vec<Route> {
    reroute(boxes, edges, &[], &[], options)
}

/// Routes only what a move concerns and returns those routes: edges at a box in `moved`, edges whose previous route runs through
/// such a box or does not end at its boxes any more, and edges without a previous route. All others keep their previous route, and
/// the new ones respect it.
pub fn reroute(
    boxes: &[NodeBox],
    edges: &[Edge],
    previous: &[Route],
    moved: &[String],
    options: &Options,
) -> Vec<Route> {
    let options = clean_options(options);
    let mut index_of = BTreeMap::new();
    let mut rects = Vec::with_capacity(boxes.len());
    for node in boxes {
        index_of.entry(node.id.as_str()).or_insert_with(|| {
            rects.push(scene::usable_rect(node));
            rects.len() - 1
        });
    }
    let mut seen = BTreeSet::new();
    let lines: Vec<Wanted<'_>> = edges
        .iter()
        .filter(|edge| seen.insert(edge.id.as_str()))
        .filter_map(|edge| {
            let from = *index_of.get(edge.from.as_str())?;
            let to = *index_of.get(edge.to.as_str())?;
            let label = edge
                .label
                .and_then(|size| clean_label(&edge.id, size, &mut Vec::new()));
            Some(Wanted {
                id: &edge.id,
                from,
                to,
                label,
            })
        })
        .collect();
    let moved: BTreeSet<usize> = moved
        .iter()
        .filter_map(|id| index_of.get(id.as_str()).copied())
        .collect();
    let previous: BTreeMap<&str, &Route> = previous
        .iter()
        .map(|route| (route.edge.as_str(), route))
        .collect();
    let kept = kept_routes(&rects, &lines, &previous, &moved);
    route_around(&rects, &lines, &kept, &options)
}

/// Previous routes that still hold, by the index of their line.
fn kept_routes(
    rects: &[Rect],
    lines: &[Wanted<'_>],
    previous: &BTreeMap<&str, &Route>,
    moved: &BTreeSet<usize>,
) -> BTreeMap<usize, Route> {
    lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !moved.contains(&line.from) && !moved.contains(&line.to))
        .filter_map(|(index, line)| {
            let route = *previous.get(line.id)?;
            let (first, last) = (*route.points.first()?, *route.points.last()?);
            let ends_hold = ports::is_on_border(rects[line.from], first)
                && ports::is_on_border(rects[line.to], last);
            let label = line.label.map(|size| Rect::around(route.label_at, size));
            let is_hit = moved.iter().any(|&node| {
                runs_through(&route.points, rects[node])
                    || label.is_some_and(|label| label.overlaps(rects[node]))
            });
            (ends_hold && !is_hit).then(|| (index, route.clone()))
        })
        .collect()
}

/// Whether a course runs through the inside of a box.
pub(crate) fn runs_through(points: &[Point], rect: Rect) -> bool {
    points
        .windows(2)
        .any(|pair| Rect::sliver(pair[0], pair[1]).overlaps(rect))
}

/// Routes every line that is not in `kept`, shorter ones first, and returns the new routes in the order of the lines.
pub(crate) fn route_around(
    rects: &[Rect],
    lines: &[Wanted<'_>],
    kept: &BTreeMap<usize, Route>,
    options: &Options,
) -> Vec<Route> {
    let todo: Vec<usize> = (0..lines.len())
        .filter(|index| !kept.contains_key(index))
        .collect();
    let Some(area) = rects.iter().copied().reduce(Rect::union) else {
        return Vec::new();
    };
    let mut scene = Scene::new(rects, area.grown(100.0), options.edge_gap);
    let mut taken = Vec::new();
    for (&index, route) in kept {
        let line = &lines[index];
        scene.add_route(route, line.label);
        if let [first, .., last] = route.points[..] {
            taken.extend([(line.from, first), (line.to, last)]);
        }
    }
    let ends: Vec<(usize, usize)> = todo
        .iter()
        .map(|&index| (lines[index].from, lines[index].to))
        .collect();
    let ports = ports::assign(rects, &ends, &taken, options);
    let mut order: Vec<usize> = (0..todo.len()).collect();
    let span = |at: usize| {
        let (from, to) = &ports[at];
        (from.at.x - to.at.x).abs() + (from.at.y - to.at.y).abs()
    };
    order.sort_by(|&a, &b| span(a).total_cmp(&span(b)).then(a.cmp(&b)));
    let mut courses: Vec<Vec<Point>> = vec![Vec::new(); todo.len()];
    for &at in &order {
        let (from, to) = ports[at];
        let own = [rects[ends[at].0], rects[ends[at].1]];
        courses[at] = course::find(&scene, from, to, own, options.edge_gap);
        scene.add_line(&courses[at]);
    }
    todo.iter()
        .zip(courses)
        .map(|(&index, points)| {
            let line = &lines[index];
            let label_at = match line.label {
                Some(size) => {
                    let at = scene.place_label(&points, size);
                    scene.add_label(at, size);
                    at
                }
                None => middle(&points),
            };
            Route {
                edge: line.id.to_owned(),
                label_at,
                heading: heading(&points),
                points,
            }
        })
        .collect()
}
