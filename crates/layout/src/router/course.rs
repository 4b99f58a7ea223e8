//! The course of one line between two ports: the simplest shape that is free, found among few; a search of the surroundings else.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::ports::Port;
use super::scene::{CLEARANCE, Scene};
use super::search;
use crate::shape::{ROUNDING, Rect, tidy};
use crate::types::Point;

/// How far a line runs straight out of its box before it may turn; leaves room for an arrow.
const STUB: f64 = 18.0;
/// Lanes tried on each side of the preferred one.
const LANES: i32 = 7;
const MOST_OBSTACLES: usize = 24;
/// Price of a bend against units of length.
const BEND: f64 = 30.0;
/// Bends of the shapes that are tried when simpler ones are worse.
const MOST_BENDS: f64 = 4.0;

/// Finds the course from `from` to `to`; `own` are the boxes at its ends.
pub(crate) fn find(
    scene: &Scene,
    from: Port,
    to: Port,
    own: [Rect; 2],
    edge_gap: f64,
) -> Vec<Point> {
    let tries = Tries::new(scene, from, to, edge_gap);
    let mut best = Best {
        scene,
        own,
        found: None,
    };
    let simple = (0..tries.columns.len() + tries.rows.len())
        .filter_map(|place| Some((tries.simple(place)?.0, place)))
        .collect();
    best.choose(simple, |place| tries.simple(place));
    let least = (from.at.x - to.at.x).abs() + (from.at.y - to.at.y).abs() + MOST_BENDS * BEND;
    if best.limit() > least {
        let shapes = tries.winding();
        let costs = shapes.iter().zip(0..);
        let costs = costs.map(|(shape, place)| (tries.length(shape) + MOST_BENDS * BEND, place));
        best.choose(costs.collect(), |place| tries.course(&shapes[place]));
    }
    let blocked = Scene::is_blocked(best.limit());
    if blocked && let Some(inner) = search::around(scene, tries.start, tries.end, own) {
        let mut points = vec![from.at];
        points.extend(inner);
        points.push(to.at);
        tidy(&mut points);
        return points;
    }
    best.found.map_or_else(
        || vec![from.at, to.at],
        |(_, course)| course.points().to_vec(),
    )
}

/// The cheapest course so far.
struct Best<'a> {
    scene: &'a Scene,
    own: [Rect; 2],
    found: Option<(f64, Corners)>,
}

impl Best<'_> {
    fn limit(&self) -> f64 {
        self.found.as_ref().map_or(f64::INFINITY, |(cost, _)| *cost)
    }

    /// Looks at courses in the order of what they cost at least, without their surroundings.
    fn choose(
        &mut self,
        costs: Vec<(f64, usize)>,
        course: impl Fn(usize) -> Option<(f64, Corners)>,
    ) {
        // Costs are not negative, so their bits sort like their values.
        let mut queue: BinaryHeap<Reverse<(u64, usize)>> = costs
            .into_iter()
            .map(|(cost, place)| Reverse((cost.to_bits(), place)))
            .collect();
        while let Some(Reverse((least, place))) = queue.pop() {
            let limit = self.limit();
            if f64::from_bits(least) >= limit {
                break;
            }
            let Some((mut cost, course)) = course(place) else {
                continue;
            };
            for pair in course.points().windows(2) {
                if cost >= limit {
                    break;
                }
                cost += self
                    .scene
                    .surroundings(pair[0], pair[1], self.own, limit - cost);
            }
            if cost < limit {
                self.found = Some((cost, course));
            }
        }
    }
}

/// A course without points that change nothing.
#[derive(Clone, Copy)]
struct Corners {
    points: [Point; 8],
    count: usize,
}

impl Corners {
    fn points(&self) -> &[Point] {
        &self.points[..self.count]
    }

    /// The course with its length and bends as a cost; nothing if it runs over itself.
    fn of(course: impl Iterator<Item = Point>) -> Option<(f64, Self)> {
        let mut out = Self {
            points: [Point::default(); 8],
            count: 0,
        };
        let mut length = 0.0;
        for mut point in course {
            if out.count > 0 {
                let before = out.points[out.count - 1];
                let (dx, dy) = (point.x - before.x, point.y - before.y);
                if dx.abs() < ROUNDING {
                    point.x = before.x;
                }
                if dy.abs() < ROUNDING {
                    point.y = before.y;
                }
                if point == before {
                    continue;
                }
                length += dx.abs() + dy.abs();
                if out.count > 1 {
                    let first = out.points[out.count - 2];
                    let was_in_row = (first.y - before.y).abs() < ROUNDING;
                    let in_row = dy.abs() < ROUNDING;
                    if in_row == was_in_row {
                        if (before.x - first.x) * dx + (before.y - first.y) * dy < 0.0 {
                            return None;
                        }
                        out.count -= 1;
                    }
                }
            }
            out.points[out.count] = point;
            out.count += 1;
        }
        let bends = out.count.saturating_sub(2) as f64;
        (out.count > 1).then_some((length + bends * BEND, out))
    }
}

/// Where a line may run.
struct Tries {
    from: Port,
    to: Port,
    start: Point,
    end: Point,
    edge_gap: f64,
    columns: Vec<f64>,
    rows: Vec<f64>,
}

impl Tries {
    fn new(scene: &Scene, from: Port, to: Port, edge_gap: f64) -> Self {
        let (start, end) = (stub(from, to), stub(to, from));
        let (columns, rows) = lines_to_try(scene, start, end, edge_gap);
        Self {
            from,
            to,
            start,
            end,
            edge_gap,
            columns,
            rows,
        }
    }

    fn course(&self, inner: &[Point]) -> Option<(f64, Corners)> {
        let way = [self.from.at, self.start].into_iter();
        let inner = inner.iter().copied();
        Corners::of(way.chain(inner).chain([self.end, self.to.at]))
    }

    fn length(&self, inner: &[Point]) -> f64 {
        let mut at = self.from.at;
        let mut length = 0.0;
        let way = [self.start].into_iter().chain(inner.iter().copied());
        for next in way.chain([self.end, self.to.at]) {
            length += (next.x - at.x).abs() + (next.y - at.y).abs();
            at = next;
        }
        length
    }

    /// A course over one column or one row.
    fn simple(&self, place: usize) -> Option<(f64, Corners)> {
        let (start, end) = (self.start, self.end);
        let inner = if let Some(&x) = self.columns.get(place) {
            [Point::new(x, start.y), Point::new(x, end.y)]
        } else {
            let y = self.rows[place - self.columns.len()];
            [Point::new(start.x, y), Point::new(end.x, y)]
        };
        self.course(&inner)
    }

    /// Courses that leave both boxes on lanes of their own, with [`MOST_BENDS`].
    fn winding(&self) -> Vec<[Point; 4]> {
        let (start, end) = (self.start, self.end);
        let near =
            |own: f64, side: f64| [0.0, 1.0, 2.0].map(|lane| own + side * lane * self.edge_gap);
        let (out, back) = (self.from.side.outward(), self.to.side.outward());
        let mut shapes = Vec::new();
        if self.from.side.is_horizontal() && self.to.side.is_horizontal() {
            for first in near(start.x, out.x) {
                for last in near(end.x, back.x) {
                    shapes.extend(self.rows.iter().map(|&y| {
                        [
                            Point::new(first, start.y),
                            Point::new(first, y),
                            Point::new(last, y),
                            Point::new(last, end.y),
                        ]
                    }));
                }
            }
        } else {
            for first in near(start.y, out.y) {
                for last in near(end.y, back.y) {
                    shapes.extend(self.columns.iter().map(|&x| {
                        [
                            Point::new(start.x, first),
                            Point::new(x, first),
                            Point::new(x, last),
                            Point::new(end.x, last),
                        ]
                    }));
                }
            }
        }
        shapes
    }
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

/// Columns and rows on which a line may run: lanes around the middle and beside both ends, and along what stands in its way there.
fn lines_to_try(scene: &Scene, start: Point, end: Point, edge_gap: f64) -> (Vec<f64>, Vec<f64>) {
    let middle = Point::new(f64::midpoint(start.x, end.x), f64::midpoint(start.y, end.y));
    let mut columns = Vec::new();
    let mut rows = Vec::new();
    for lane in -LANES..=LANES {
        let shift = f64::from(lane) * edge_gap;
        columns.push(middle.x + shift);
        rows.push(middle.y + shift);
        if lane.abs() <= 3 {
            columns.extend([start.x + shift, end.x + shift]);
            rows.extend([start.y + shift, end.y + shift]);
        }
    }
    let mut obstacles = Vec::new();
    for at in [start, middle, end] {
        let across = Rect::spanning(Point::new(start.x, at.y), Point::new(end.x, at.y));
        let down = Rect::spanning(Point::new(at.x, start.y), Point::new(at.x, end.y));
        for strip in [across, down] {
            scene.boxes_in(strip.grown(CLEARANCE + STUB), |place, rect| {
                obstacles.push((place, rect));
            });
        }
    }
    let away = |rect: &Rect| {
        let center = rect.center();
        let from = |at: Point| (center.x - at.x).abs() + (center.y - at.y).abs();
        from(start).min(from(end))
    };
    obstacles.sort_unstable_by(|a, b| away(&a.1).total_cmp(&away(&b.1)).then(a.0.cmp(&b.0)));
    obstacles.dedup_by_key(|(place, _)| *place);
    for (_, rect) in obstacles.into_iter().take(MOST_OBSTACLES) {
        for lane in [0.0, 1.0] {
            let away = CLEARANCE + lane * edge_gap;
            columns.extend([rect.left - away, rect.right + away]);
            rows.extend([rect.top - away, rect.bottom + away]);
        }
    }
    for values in [&mut columns, &mut rows] {
        values.sort_unstable_by(f64::total_cmp);
        values.dedup_by(|a, b| (*a - *b).abs() < 1.0);
    }
    (columns, rows)
}
