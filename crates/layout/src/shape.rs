//! Rectangles and courses of lines: the small geometry that every step needs.

use crate::types::{Heading, Point, Size};

/// Differences below this are rounding.
pub(crate) const ROUNDING: f64 = 0.05;

/// An axis-parallel rectangle by its borders.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Rect {
    pub(crate) fn at(corner: Point, size: Size) -> Self {
        Self {
            left: corner.x,
            top: corner.y,
            right: corner.x + size.width,
            bottom: corner.y + size.height,
        }
    }

    pub(crate) fn around(center: Point, size: Size) -> Self {
        Self::at(
            Point::new(center.x - size.width / 2.0, center.y - size.height / 2.0),
            size,
        )
    }

    pub(crate) fn spanning(a: Point, b: Point) -> Self {
        Self {
            left: a.x.min(b.x),
            top: a.y.min(b.y),
            right: a.x.max(b.x),
            bottom: a.y.max(b.y),
        }
    }

    /// A segment made as thick as it takes to overlap what it runs through, but no longer than it is.
    pub(crate) fn sliver(a: Point, b: Point) -> Self {
        let span = Self::spanning(a, b);
        if span.bottom - span.top <= span.right - span.left {
            Self {
                top: span.top - 0.2,
                bottom: span.bottom + 0.2,
                ..span
            }
        } else {
            Self {
                left: span.left - 0.2,
                right: span.right + 0.2,
                ..span
            }
        }
    }

    pub(crate) fn grown(self, by: f64) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    pub(crate) fn union(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Whether the insides have a point in common; touching borders do not count. A line counts as a rectangle without width.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        self.left < other.right - ROUNDING
            && other.left < self.right - ROUNDING
            && self.top < other.bottom - ROUNDING
            && other.top < self.bottom - ROUNDING
    }

    pub(crate) fn center(self) -> Point {
        Point::new(
            f64::midpoint(self.left, self.right),
            f64::midpoint(self.top, self.bottom),
        )
    }
}

/// Squares up a course and drops points that change nothing. Two points at least remain.
pub(crate) fn tidy(points: &mut Vec<Point>) {
    for index in 1..points.len() {
        let before = points[index - 1];
        let point = &mut points[index];
        if (point.x - before.x).abs() < ROUNDING {
            point.x = before.x;
        }
        if (point.y - before.y).abs() < ROUNDING {
            point.y = before.y;
        }
    }
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for &point in points.iter() {
        if kept.last() == Some(&point) {
            continue;
        }
        if let [.., a, b] = kept[..] {
            let same = |a: f64, b: f64, c: f64| a.total_cmp(&b).is_eq() && b.total_cmp(&c).is_eq();
            let in_row = same(a.y, b.y, point.y) && (b.x - a.x) * (point.x - b.x) >= 0.0;
            let in_column = same(a.x, b.x, point.x) && (b.y - a.y) * (point.y - b.y) >= 0.0;
            if in_row || in_column {
                kept.pop();
            }
        }
        kept.push(point);
    }
    if kept.len() < 2
        && let Some(&only) = kept.first()
    {
        kept.push(only);
    }
    *points = kept;
}

/// Where the last segment of a course points; to the right for a course without length.
pub(crate) fn heading(points: &[Point]) -> Heading {
    let [.., from, to] = points else {
        return Heading::Right;
    };
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    if dx.abs() >= dy.abs() {
        if dx < 0.0 {
            Heading::Left
        } else {
            Heading::Right
        }
    } else if dy < 0.0 {
        Heading::Up
    } else {
        Heading::Down
    }
}

/// The point half way along a course.
pub(crate) fn middle(points: &[Point]) -> Point {
    along(points, length(points) / 2.0)
}

/// Length of a course.
pub(crate) fn length(points: &[Point]) -> f64 {
    points
        .windows(2)
        .map(|pair| (pair[1].x - pair[0].x).abs() + (pair[1].y - pair[0].y).abs())
        .sum()
}

/// The point at a distance from the start of a course.
pub(crate) fn along(points: &[Point], distance: f64) -> Point {
    let mut rest = distance;
    for pair in points.windows(2) {
        let step = (pair[1].x - pair[0].x).abs() + (pair[1].y - pair[0].y).abs();
        if step > 0.0 && rest <= step {
            let part = rest / step;
            return Point::new(
                pair[0].x + (pair[1].x - pair[0].x) * part,
                pair[0].y + (pair[1].y - pair[0].y) * part,
            );
        }
        rest -= step;
    }
    points.last().copied().unwrap_or_default()
}
