//! The course of one line between two ports: the simplest shape that is free, found among few; a search of the surroundings else.

use super::ports::Port;
use super::scene::{CLEARANCE, Scene};
use super::search;
use crate::shape::{Rect, tidy};
use crate::types::Point;

/// How far a line runs straight out of its box before it may turn; leaves room for an arrow.
const STUB: f64 = 18.0;
/// Lanes tried on each side of the preferred one.
const LANES: i32 = 7;
const MOST_OBSTACLES: usize = 24;

/// Finds the course from `from` to `to`; `own` are the boxes at its ends.
pub(crate) fn find(
    scene: &Scene,
    from: Port,
    to: Port,
    own: [Rect; 2],
    edge_gap: f64,
) -> Vec<Point> {
    let start = stub(from, to);
    let end = stub(to, from);
    let mut best: Option<(f64, Vec<Point>)> = None;
    let mut candidates = shapes(scene, from, to, start, end, edge_gap);
    candidates.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (base, points) in candidates {
        let limit = best.as_ref().map_or(f64::INFINITY, |(cost, _)| *cost);
        if base >= limit {
            break;
        }
        let mut cost = base;
        for pair in points.windows(2) {
            cost += scene.surroundings(pair[0], pair[1], own);
            if cost >= limit {
                break;
            }
        }
        if cost < limit {
            best = Some((cost, points));
        }
    }
    let blocked = best
        .as_ref()
        .is_none_or(|(cost, _)| Scene::is_blocked(*cost));
    if blocked && let Some(inner) = search::around(scene, start, end, own) {
        let mut points = vec![from.at];
        points.extend(inner);
        points.push(to.at);
        tidy(&mut points);
        return points;
    }
    best.map_or_else(|| vec![from.at, to.at], |(_, points)| points)
}

fn stub(port: Port, other: Port) -> Point {
    let out = port.side.outward();
    // Two boxes that face each other closely share the room between them.
    let room = (other.at.x - port.at.x) * out.x + (other.at.y - port.at.y) * out.y;
    let facing = port.side != other.side && port.side.is_horizontal() == other.side.is_horizontal();
    let length = if facing && room > 0.0 {
        STUB.min(room / 2.0)
    } else {
        STUB
    };
    Point::new(port.at.x + out.x * length, port.at.y + out.y * length)
}

/// Courses of up to five corners with their base cost.
fn shapes(
    scene: &Scene,
    from: Port,
    to: Port,
    start: Point,
    end: Point,
    edge_gap: f64,
) -> Vec<(f64, Vec<Point>)> {
    let (columns, rows) = lines_to_try(scene, start, end, edge_gap);
    let mut shapes = Vec::new();
    let mut add = |inner: &[Point]| {
        let mut points = Vec::with_capacity(inner.len() + 4);
        points.extend([from.at, start]);
        points.extend_from_slice(inner);
        points.extend([end, to.at]);
        tidy(&mut points);
        if !turns_back(&points) {
            shapes.push((Scene::base_cost(&points), points));
        }
    };
    for &x in &columns {
        add(&[Point::new(x, start.y), Point::new(x, end.y)]);
    }
    for &y in &rows {
        add(&[Point::new(start.x, y), Point::new(end.x, y)]);
    }
    let near = |own: f64, side: f64| [0.0, 1.0, 2.0].map(|lane| own + side * lane * edge_gap);
    let (out, back) = (from.side.outward(), to.side.outward());
    if from.side.is_horizontal() && to.side.is_horizontal() {
        for first in near(start.x, out.x) {
            for last in near(end.x, back.x) {
                for &y in &rows {
                    add(&[
                        Point::new(first, start.y),
                        Point::new(first, y),
                        Point::new(last, y),
                        Point::new(last, end.y),
                    ]);
                }
            }
        }
    } else {
        for first in near(start.y, out.y) {
            for last in near(end.y, back.y) {
                for &x in &columns {
                    add(&[
                        Point::new(start.x, first),
                        Point::new(x, first),
                        Point::new(x, last),
                        Point::new(end.x, last),
                    ]);
                }
            }
        }
    }
    shapes
}

/// Columns and rows on which a line may run: lanes around the middle, and the borders of what stands between.
fn lines_to_try(scene: &Scene, start: Point, end: Point, edge_gap: f64) -> (Vec<f64>, Vec<f64>) {
    let mut columns = Vec::new();
    let mut rows = Vec::new();
    for lane in -LANES..=LANES {
        let shift = f64::from(lane) * edge_gap;
        columns.push(f64::midpoint(start.x, end.x) + shift);
        rows.push(f64::midpoint(start.y, end.y) + shift);
        if lane.abs() <= 3 {
            columns.extend([start.x + shift, end.x + shift]);
            rows.extend([start.y + shift, end.y + shift]);
        }
    }
    let mut obstacles = Vec::new();
    scene.boxes.near(
        Rect::spanning(start, end).grown(CLEARANCE + STUB),
        |id, rect| obstacles.push((id, rect)),
    );
    obstacles.sort_by_key(|(id, _)| *id);
    for (_, rect) in obstacles.into_iter().take(MOST_OBSTACLES) {
        for lane in [0.0, 1.0] {
            let away = CLEARANCE + lane * edge_gap;
            columns.extend([rect.left - away, rect.right + away]);
            rows.extend([rect.top - away, rect.bottom + away]);
        }
    }
    for values in [&mut columns, &mut rows] {
        values.sort_by(f64::total_cmp);
        values.dedup_by(|a, b| (*a - *b).abs() < 1.0);
    }
    (columns, rows)
}

/// Whether a course runs over itself.
fn turns_back(points: &[Point]) -> bool {
    points.windows(3).any(|corner| {
        let [a, b, c] = [corner[0], corner[1], corner[2]];
        (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) < 0.0
    })
}
