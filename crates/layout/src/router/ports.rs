//! Where lines leave and enter boxes whose places are given: the side that faces the other box, and a port of their own on it.

use crate::layered::ports_on_side;
use crate::shape::{ROUNDING, Rect};
use crate::types::{Direction, Options, Point};

/// Room between two boxes that lines need to run straight from one to the other.
const FACING_ROOM: f64 = 24.0;

/// A side of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    Right,
    Bottom,
    Left,
    Top,
}

impl Side {
    /// Unit vector that points away from the box.
    pub(crate) fn outward(self) -> Point {
        match self {
            Self::Right => Point::new(1.0, 0.0),
            Self::Bottom => Point::new(0.0, 1.0),
            Self::Left => Point::new(-1.0, 0.0),
            Self::Top => Point::new(0.0, -1.0),
        }
    }

    pub(crate) fn is_horizontal(self) -> bool {
        matches!(self, Self::Right | Self::Left)
    }
}

/// A place on the border of a box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Port {
    pub at: Point,
    pub side: Side,
}

/// Sides for a line from `a` to `b`.
fn sides(a: Rect, b: Rect, direction: Direction) -> (Side, Side) {
    let beside = if b.left >= a.right + FACING_ROOM {
        Some((Side::Right, Side::Left))
    } else if a.left >= b.right + FACING_ROOM {
        Some((Side::Left, Side::Right))
    } else {
        None
    };
    let stacked = if b.top >= a.bottom + FACING_ROOM {
        Some((Side::Bottom, Side::Top))
    } else if a.top >= b.bottom + FACING_ROOM {
        Some((Side::Top, Side::Bottom))
    } else {
        None
    };
    match direction {
        Direction::LeftToRight => beside.or(stacked).unwrap_or((Side::Right, Side::Right)),
        Direction::TopToBottom => stacked.or(beside).unwrap_or((Side::Bottom, Side::Bottom)),
    }
}

/// Where a line meets a box.
struct LineEnd {
    of: usize,
    side: Side,
    /// Place of the far box along the side.
    along: f64,
    line: usize,
    is_start: bool,
}

/// Ports of all `lines` (indices of the boxes at both ends), beside the ports of each box that are already taken.
pub(crate) fn assign(
    boxes: &[Rect],
    lines: &[(usize, usize)],
    taken: &[Vec<Point>],
    options: &Options,
) -> Vec<(Port, Port)> {
    let mut ends: Vec<LineEnd> = Vec::with_capacity(lines.len() * 2);
    let mut side_of = Vec::with_capacity(lines.len());
    for (line, &(from, to)) in lines.iter().enumerate() {
        let (start, end) = if from == to {
            match options.direction {
                Direction::LeftToRight => (Side::Top, Side::Top),
                Direction::TopToBottom => (Side::Left, Side::Left),
            }
        } else {
            sides(boxes[from], boxes[to], options.direction)
        };
        side_of.push((start, end));
        for (of, side, far, is_start) in [(from, start, to, true), (to, end, from, false)] {
            let center = boxes[far].center();
            ends.push(LineEnd {
                of,
                side,
                along: if side.is_horizontal() {
                    center.y
                } else {
                    center.x
                },
                line,
                is_start,
            });
        }
    }
    ends.sort_unstable_by(|a, b| {
        (a.of, a.side)
            .cmp(&(b.of, b.side))
            .then(a.along.total_cmp(&b.along))
            .then(a.line.cmp(&b.line))
            .then(b.is_start.cmp(&a.is_start))
    });
    let mut ports: Vec<[Point; 2]> = vec![[Point::default(); 2]; lines.len()];
    for here in ends.chunk_by(|a, b| (a.of, a.side) == (b.of, b.side)) {
        let LineEnd { of, side, .. } = here[0];
        let rect = boxes[of];
        let occupied = taken_on(rect, side, taken[of].iter().copied());
        let length = side_length(rect, side);
        let offsets = free_offsets(here.len(), length, occupied, options.edge_gap);
        for (end, offset) in here.iter().zip(offsets) {
            ports[end.line][usize::from(!end.is_start)] = point_on(rect, side, offset);
        }
    }
    let with_side = |([start, end], (from, to)): ([Point; 2], (Side, Side))| {
        (
            Port {
                at: start,
                side: from,
            },
            Port { at: end, side: to },
        )
    };
    ports.into_iter().zip(side_of).map(with_side).collect()
}

fn side_length(rect: Rect, side: Side) -> f64 {
    if side.is_horizontal() {
        rect.bottom - rect.top
    } else {
        rect.right - rect.left
    }
}

fn point_on(rect: Rect, side: Side, offset: f64) -> Point {
    match side {
        Side::Right => Point::new(rect.right, rect.top + offset),
        Side::Left => Point::new(rect.left, rect.top + offset),
        Side::Bottom => Point::new(rect.left + offset, rect.bottom),
        Side::Top => Point::new(rect.left + offset, rect.top),
    }
}

/// Offsets of those of `points` that lie on the side.
fn taken_on(rect: Rect, side: Side, points: impl Iterator<Item = Point>) -> Vec<f64> {
    let near = |a: f64, b: f64| (a - b).abs() <= ROUNDING;
    let mut offsets: Vec<f64> = points
        .filter_map(|point| match side {
            Side::Right => near(point.x, rect.right).then_some(point.y - rect.top),
            Side::Left => near(point.x, rect.left).then_some(point.y - rect.top),
            Side::Bottom => near(point.y, rect.bottom).then_some(point.x - rect.left),
            Side::Top => near(point.y, rect.top).then_some(point.x - rect.left),
        })
        .collect();
    offsets.sort_by(f64::total_cmp);
    offsets
}

/// Increasing offsets for `count` new ports: spread over a free side, else in the middle of the widest free stretches.
fn free_offsets(count: usize, side: f64, mut taken: Vec<f64>, edge_gap: f64) -> Vec<f64> {
    if taken.is_empty() {
        return ports_on_side(count, side, edge_gap).collect();
    }
    let mut chosen = Vec::with_capacity(count);
    for _ in 0..count {
        let mut best = (f64::NEG_INFINITY, side / 2.0);
        for index in 0..=taken.len() {
            let low = if index == 0 { 0.0 } else { taken[index - 1] };
            let high = if index == taken.len() {
                side
            } else {
                taken[index]
            };
            if high - low > best.0 + ROUNDING {
                best = (high - low, f64::midpoint(low, high));
            }
        }
        chosen.push(best.1);
        let at = taken.partition_point(|&offset| offset < best.1);
        taken.insert(at, best.1);
    }
    chosen.sort_by(f64::total_cmp);
    chosen
}
