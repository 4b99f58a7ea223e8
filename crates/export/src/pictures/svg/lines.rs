//! Handoffs, entries and fallbacks, and what stands on them.

use super::super::scene::Line;
use super::number;
use super::text::{fit, mono_width};
use crate::escape::{visible_line, xml};
use baton_layout::topology::{DrawnLine, LineKind};
use baton_layout::{Heading, Point, rounded_path};
use std::fmt::Write as _;

const CORNER: f64 = 10.0;
const HEAD: f64 = 9.0;
const LABEL_ROOM: f64 = 220.0;
/// Half the width of a gate's diamond, with the clear border around it.
const GATE: f64 = 12.0;
/// From a gate's centre to the tip of the arrow behind it.
const GATE_BEFORE_TIP: f64 = GATE + HEAD + 1.0;

pub(super) fn course(line: &Line, drawn: &DrawnLine, out: &mut String) {
    let [first, second, ..] = drawn.points[..] else {
        return;
    };
    let Some(&tip) = drawn.points.last() else {
        return;
    };
    let colour = match line.kind {
        LineKind::Fallback | LineKind::Entry => "faint",
        _ if line.to_person => "people",
        LineKind::Candidate => "faint",
        _ => "edge",
    };
    let kind = match line.kind {
        LineKind::Delegate => " delegate",
        LineKind::Fallback => " fallback",
        LineKind::Candidate if line.is_default => " fallback",
        LineKind::Candidate => " candidate",
        LineKind::Transfer | LineKind::Entry => "",
    };
    let direction = drawn.heading.vector();
    let is_filled = !matches!(line.kind, LineKind::Fallback | LineKind::Candidate);
    let mut points = drawn.points.clone();
    if is_filled && let Some(last) = points.last_mut() {
        *last = along(*last, direction, -HEAD * 0.6);
    }
    let _ = writeln!(
        out,
        "<path class=\"line {colour}{kind}\" d=\"{}\"/>",
        rounded_path(&points, CORNER)
    );
    if is_filled {
        let _ = writeln!(
            out,
            "<path class=\"head {colour}-fill\" d=\"{}Z\"/>",
            head(tip, direction, HEAD)
        );
    } else {
        let _ = writeln!(
            out,
            "<path class=\"open {colour}\" d=\"{}\"/>",
            head(tip, direction, HEAD * 0.75)
        );
    }
    if line.kind == LineKind::Delegate {
        let back = heading(second, first).vector();
        let _ = writeln!(
            out,
            "<path class=\"open {colour}\" d=\"{}\"/>",
            head(first, back, HEAD * 0.8)
        );
    }
}

/// The gate and the label.
pub(super) fn marks(line: &Line, drawn: &DrawnLine, out: &mut String) {
    let label = line
        .label
        .as_ref()
        .map(|label| fit(&visible_line(label), LABEL_ROOM, label_width));
    if let Some(question) = &line.gate {
        gate(question, gate_point(drawn, label.as_deref()), out);
    }
    let Some(text) = label else { return };
    let width = label_width(&text) + 14.0;
    let Point { x, y } = drawn.label_at;
    let people = if line.to_person && line.kind != LineKind::Fallback {
        " people-text"
    } else {
        ""
    };
    let _ = writeln!(
        out,
        "<rect class=\"label\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"20\" rx=\"6\"/><text class=\"label-text{people}\" x=\"{}\" y=\"{}\">{}</text>",
        number(x - width / 2.0),
        number(y - 10.0),
        number(width),
        number(x),
        number(y + 3.6),
        xml(&text)
    );
}

fn label_width(text: &str) -> f64 {
    mono_width(text, 10.5)
}

fn gate(question: &str, at: Point, out: &mut String) {
    let diamond = |half: f64| format!("M0 {}L{half} 0L0 {half}L{} 0Z", -half, -half);
    let question = if question.is_empty() {
        "Gate"
    } else {
        question
    };
    let _ = writeln!(
        out,
        "<g transform=\"translate({} {})\"><title>{}</title><path class=\"clear\" d=\"{}\"/><path class=\"gate\" d=\"{}\"/><path class=\"gate-dot\" d=\"{}\"/></g>",
        number(at.x),
        number(at.y),
        xml(&visible_line(question)),
        diamond(GATE),
        diamond(9.0),
        diamond(3.6)
    );
}

/// On the line, as near to the receiver as the label lets it; below the label where the line has no room.
fn gate_point(drawn: &DrawnLine, label: Option<&str>) -> Point {
    let total: f64 = drawn
        .points
        .windows(2)
        .map(|pair| distance(pair[0], pair[1]))
        .sum();
    let before_tip = ((total - GATE_BEFORE_TIP) / total).max(0.5);
    let Some(label) = label else {
        return point_along(&drawn.points, before_tip.min(0.8));
    };
    let at = drawn.label_at;
    let is_clear = |point: &Point| {
        (point.x - at.x).abs() > label_width(label) / 2.0 + 7.0 + GATE
            || (point.y - at.y).abs() > 10.0 + GATE
    };
    [0.8, before_tip, GATE_BEFORE_TIP / total]
        .into_iter()
        .filter(|share| (0.0..=before_tip).contains(share))
        .map(|share| point_along(&drawn.points, share))
        .find(is_clear)
        .unwrap_or(Point::new(at.x, at.y + 24.0))
}

fn distance(a: Point, b: Point) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

/// The point at a share of a course.
fn point_along(points: &[Point], share: f64) -> Point {
    let total: f64 = points
        .windows(2)
        .map(|pair| distance(pair[0], pair[1]))
        .sum();
    let mut rest = total * share;
    for pair in points.windows(2) {
        let step = distance(pair[0], pair[1]);
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

fn heading(from: Point, to: Point) -> Heading {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    match (dx.abs() >= dy.abs(), dx < 0.0, dy < 0.0) {
        (true, true, _) => Heading::Left,
        (true, false, _) => Heading::Right,
        (false, _, true) => Heading::Up,
        (false, _, false) => Heading::Down,
    }
}

/// An arrow's head with its point at `tip`.
fn head(tip: Point, direction: Point, size: f64) -> String {
    let back = along(tip, direction, -size);
    let across = Point::new(-direction.y, direction.x);
    let (a, b) = (
        along(back, across, size * 0.5),
        along(back, across, -size * 0.5),
    );
    format!(
        "M{} {}L{} {}L{} {}",
        number(a.x),
        number(a.y),
        number(tip.x),
        number(tip.y),
        number(b.x),
        number(b.y)
    )
}

fn along(from: Point, direction: Point, distance: f64) -> Point {
    Point::new(
        from.x + direction.x * distance,
        from.y + direction.y * distance,
    )
}
