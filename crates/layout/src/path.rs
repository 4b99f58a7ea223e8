//! Path data for a route, so that the window's canvas and the picture files round corners alike.

use std::fmt::Write as _;

use crate::types::Point;

/// SVG path data (also understood by `Path2D`) of a polyline with corners rounded by up to `radius`. A corner between short
/// segments gets a smaller radius. Empty for fewer than two points.
pub fn rounded_path(points: &[Point], radius: f64) -> String {
    let mut path = String::new();
    let [first, .., last] = points else {
        return path;
    };
    let _ = write!(path, "M{} {}", number(first.x), number(first.y));
    for corner in points.windows(3) {
        let [before, at, after] = [corner[0], corner[1], corner[2]];
        let (lead, trail) = (distance(before, at), distance(at, after));
        let room = radius.max(0.0).min(lead / 2.0).min(trail / 2.0);
        if !room.is_finite() || room < 0.05 {
            let _ = write!(path, "L{} {}", number(at.x), number(at.y));
            continue;
        }
        let enter = toward(at, before, room / lead);
        let leave = toward(at, after, room / trail);
        let _ = write!(
            path,
            "L{} {}Q{} {} {} {}",
            number(enter.x),
            number(enter.y),
            number(at.x),
            number(at.y),
            number(leave.x),
            number(leave.y)
        );
    }
    let _ = write!(path, "L{} {}", number(last.x), number(last.y));
    path
}

fn distance(a: Point, b: Point) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

fn toward(from: Point, to: Point, part: f64) -> Point {
    Point::new(
        from.x + (to.x - from.x) * part,
        from.y + (to.y - from.y) * part,
    )
}

/// Two decimals at most, without trailing zeros: short files, and the same bytes on every machine.
fn number(value: f64) -> f64 {
    let rounded = (value * 100.0).round() / 100.0;
    if rounded == 0.0 { 0.0 } else { rounded }
}

#[cfg(test)]
mod tests {
    use super::rounded_path;
    use crate::types::Point;

    #[test]
    fn corners_are_rounded_within_their_segments() {
        let points =
            [(0.0, 0.0), (10.0, 0.0), (10.0, 4.0), (30.0, 4.0)].map(|(x, y)| Point::new(x, y));
        assert_eq!(
            rounded_path(&points, 8.0),
            "M0 0L8 0Q10 0 10 2L10 2Q10 4 12 4L30 4"
        );
    }

    #[test]
    fn a_point_is_no_path() {
        assert_eq!(rounded_path(&[Point::new(1.0, 1.0)], 8.0), "");
    }
}
