//! What a new line has to respect: boxes it must not run through, lines it must not run on top of, labels it should not cover.

use super::index::Index;
use crate::shape::Rect;
use crate::types::{NodeBox, Point, Route, Size};

/// Room between a line and a box that it passes.
pub(crate) const CLEARANCE: f64 = 10.0;

const BEND: f64 = 30.0;
const CROSSING: f64 = 14.0;
const TIGHT: f64 = 120.0;
const LABEL_HIT: f64 = 60.0;
const ON_TOP: f64 = 600.0;
/// Price of a label beside its line, and of every other line under it, against units of distance from the middle.
const SIDEWAYS: f64 = 90.0;
const COVERED: f64 = 25.0;
const THROUGH_BOX: f64 = 100_000.0;

pub(crate) struct Scene {
    pub boxes: Index,
    lines: Index,
    labels: Index,
    edge_gap: f64,
}

impl Scene {
    pub(crate) fn new(boxes: &[Rect], area: Rect, edge_gap: f64) -> Self {
        let mut index = Index::new(area);
        for &rect in boxes {
            index.insert(rect);
        }
        Self {
            boxes: index,
            lines: Index::new(area),
            labels: Index::new(area),
            edge_gap,
        }
    }

    pub(crate) fn add_line(&mut self, points: &[Point]) {
        for pair in points.windows(2) {
            self.lines.insert(Rect::spanning(pair[0], pair[1]));
        }
    }

    pub(crate) fn add_label(&mut self, at: Point, size: Size) {
        self.labels.insert(Rect::around(at, size));
    }

    /// What a course costs before looking at its surroundings.
    pub(crate) fn base_cost(points: &[Point]) -> f64 {
        crate::shape::length(points) + points.len().saturating_sub(2) as f64 * BEND
    }

    /// What one segment costs beside its length. The segment's own boxes may be touched, others should be passed at a distance.
    pub(crate) fn surroundings(&self, a: Point, b: Point, own: [Rect; 2]) -> f64 {
        let segment = Rect::spanning(a, b);
        let mut cost = 0.0;
        let wide = segment.grown(CLEARANCE * 0.8);
        let thin = Rect::sliver(a, b);
        self.boxes.near(wide, |_, rect| {
            if rect.overlaps(thin) {
                cost += THROUGH_BOX;
            } else if rect != own[0] && rect != own[1] && rect.overlaps(wide) {
                cost += TIGHT;
            }
        });
        let is_row = segment.bottom - segment.top < segment.right - segment.left;
        let beside = segment.grown(self.edge_gap * 0.6);
        self.lines.near(beside, |_, line| {
            if !line.grown(0.2).overlaps(beside) {
                return;
            }
            let other_is_row = line.bottom - line.top < line.right - line.left;
            let shared = match (is_row, other_is_row) {
                (true, true) => segment.right.min(line.right) - segment.left.max(line.left),
                (false, false) => segment.bottom.min(line.bottom) - segment.top.max(line.top),
                _ => {
                    if line.grown(0.2).overlaps(thin) {
                        cost += CROSSING;
                    }
                    return;
                }
            };
            if shared > 1.0 {
                cost += ON_TOP.min(100.0 + shared * 4.0);
            }
        });
        self.labels.near(segment, |_, label| {
            if label.overlaps(thin) {
                cost += LABEL_HIT;
            }
        });
        cost
    }

    /// Whether a course with this cost runs through a box.
    pub(crate) fn is_blocked(cost: f64) -> bool {
        cost >= THROUGH_BOX
    }

    /// A place for a label near the middle of the course that covers neither boxes nor other labels.
    pub(crate) fn place_label(&self, points: &[Point], size: Size) -> Point {
        let total = crate::shape::length(points);
        let middle = crate::shape::middle(points);
        let steps = ((total / 16.0) as usize).clamp(1, 200);
        let mut best: Option<(f64, Point)> = None;
        for step in 0..=steps {
            let at = crate::shape::along(points, total * step as f64 / steps as f64);
            for shift in [0.0, 1.0, -1.0] {
                for sideways in [false, true] {
                    if shift == 0.0 && sideways {
                        continue;
                    }
                    let moved = if sideways {
                        Point::new(at.x + shift * (size.width / 2.0 + 6.0), at.y)
                    } else {
                        Point::new(at.x, at.y + shift * (size.height / 2.0 + 6.0))
                    };
                    let cost = (total / 2.0 - total * step as f64 / steps as f64).abs() * 0.5
                        + f64::abs(shift) * SIDEWAYS;
                    if best.is_some_and(|(least, _)| least <= cost) || !self.is_free(moved, size) {
                        continue;
                    }
                    let cost =
                        cost + self.lines_under(Rect::around(moved, size), points) as f64 * COVERED;
                    if best.is_none_or(|(least, _)| cost < least) {
                        best = Some((cost, moved));
                    }
                }
            }
        }
        best.map_or_else(|| self.free_place(middle, size), |(_, at)| at)
    }

    fn is_free(&self, at: Point, size: Size) -> bool {
        let rect = Rect::around(at, size);
        !self.boxes.is_taken(rect.grown(2.0)) && !self.labels.is_taken(rect)
    }

    /// Segments of other lines than `own` under a label.
    fn lines_under(&self, rect: Rect, own: &[Point]) -> usize {
        let mut count = 0_usize;
        self.lines.near(rect, |_, line| {
            count += usize::from(line.grown(0.2).overlaps(rect));
        });
        let own = own
            .windows(2)
            .filter(|pair| Rect::spanning(pair[0], pair[1]).grown(0.2).overlaps(rect));
        count.saturating_sub(own.count())
    }

    /// The nearest place on growing rings that no box covers; the given one if all are.
    fn free_place(&self, at: Point, size: Size) -> Point {
        let mut distance = size.height;
        for _ in 0..40 {
            for (x, y) in [
                (0.0, -1.0),
                (0.0, 1.0),
                (1.0, 0.0),
                (-1.0, 0.0),
                (1.0, -1.0),
                (-1.0, -1.0),
                (1.0, 1.0),
                (-1.0, 1.0),
            ] {
                let moved = Point::new(at.x + x * distance, at.y + y * distance);
                if self.is_free(moved, size) {
                    return moved;
                }
            }
            distance *= 1.25;
        }
        at
    }

    /// Takes a finished route in, with its label.
    pub(crate) fn add_route(&mut self, route: &Route, label: Option<Size>) {
        self.add_line(&route.points);
        if let Some(size) = label {
            self.add_label(route.label_at, size);
        }
    }
}

/// The rectangle of a box, made usable: finite, not negative, within reach.
pub(crate) fn usable_rect(node: &NodeBox) -> Rect {
    let number = |value: f64, least: f64| {
        if value.is_finite() {
            value.clamp(least, 1e8)
        } else {
            0.0
        }
    };
    Rect::of(&NodeBox {
        id: String::new(),
        x: number(node.x, -1e8),
        y: number(node.y, -1e8),
        width: number(node.width, 0.0),
        height: number(node.height, 0.0),
    })
}
