//! Brackets over the lines of a parallel group: what runs at once leaves its sender under one of them.

use super::super::scene::Scene;
use super::number;
use crate::escape::{visible_line, xml};
use baton_layout::Point;
use baton_layout::topology::TopologyDrawing;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// From the sender's border to the bracket; lines run straight that far.
const AWAY: f64 = 8.0;
/// How far the bracket reaches beyond its outermost lines.
const BEYOND: f64 = 5.0;

/// Lines of one group that leave their sender on the same side.
struct Leaving<'a> {
    name: &'a str,
    /// Unit vector away from the sender.
    out: (i8, i8),
    starts: Vec<Point>,
}

pub(super) fn write(scene: &Scene, drawing: &TopologyDrawing, out: &mut String) {
    let mut groups: BTreeMap<(usize, &str, (i8, i8)), Leaving<'_>> = BTreeMap::new();
    for (line, drawn) in scene.lines.iter().zip(&drawing.lines) {
        let (Some(name), [first, second, ..]) = (&line.parallel, &drawn.points[..]) else {
            continue;
        };
        let side = (sign(second.x - first.x), sign(second.y - first.y));
        groups
            .entry((line.from, name, side))
            .or_insert_with(|| Leaving {
                name,
                out: side,
                starts: Vec::new(),
            })
            .starts
            .push(*first);
    }
    for leaving in groups.values().filter(|leaving| leaving.starts.len() > 1) {
        bracket(leaving, out);
    }
}

fn sign(value: f64) -> i8 {
    if value > 0.01 {
        1
    } else if value < -0.01 {
        -1
    } else {
        0
    }
}

fn bracket(leaving: &Leaving<'_>, out: &mut String) {
    let (dx, dy) = (f64::from(leaving.out.0), f64::from(leaving.out.1));
    let moved = |point: &Point, along: f64, across: f64| {
        Point::new(
            point.x + dx * along + dy.abs() * across,
            point.y + dy * along + dx.abs() * across,
        )
    };
    let across = |point: &&Point| if dy == 0.0 { point.y } else { point.x };
    let by_place = |a: &&Point, b: &&Point| across(a).total_cmp(&across(b));
    let starts = || leaving.starts.iter();
    let (Some(first), Some(last)) = (starts().min_by(by_place), starts().max_by(by_place)) else {
        return;
    };
    let corners = [
        moved(first, AWAY - 3.0, -BEYOND),
        moved(first, AWAY, -BEYOND),
        moved(last, AWAY, BEYOND),
        moved(last, AWAY - 3.0, BEYOND),
    ];
    let _ = write!(
        out,
        "<g><title>{}</title><path class=\"bracket\" d=\"",
        xml(&format!("Parallel: {}", visible_line(leaving.name)))
    );
    for (index, corner) in corners.iter().enumerate() {
        let command = if index == 0 { 'M' } else { 'L' };
        let _ = write!(out, "{command}{} {}", number(corner.x), number(corner.y));
    }
    out.push_str("\"/>");
    for start in starts() {
        let at = moved(start, AWAY, 0.0);
        let _ = write!(
            out,
            "<circle class=\"bracket-dot\" cx=\"{}\" cy=\"{}\" r=\"2.2\"/>",
            number(at.x),
            number(at.y)
        );
    }
    out.push_str("</g>\n");
}
