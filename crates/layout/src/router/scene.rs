//! What a new line has to respect: boxes it must not run through, lines it must not run on top of, labels it should not cover.
//!
//! The scene notes where it was asked, because an answer holds as long as nothing changes there. So answers depend on
//! nothing but the rectangles that overlap the area of a question, not even on the order in which they are found.

use std::cell::RefCell;

use super::index::Index;
use crate::shape::Rect;
use crate::types::{Point, Size};

/// Room between a line and a box that it passes.
pub(crate) const CLEARANCE: f64 = 10.0;

const CROSSING: f64 = 14.0;
const TIGHT: f64 = 120.0;
const LABEL_HIT: f64 = 60.0;
const ON_TOP: f64 = 600.0;
/// Price of a label beside its line, and of every other line under it, against units of distance from the middle.
const SIDEWAYS: f64 = 90.0;
const COVERED: f64 = 25.0;
const THROUGH_BOX: f64 = 100_000.0;

/// Steps of a cost below one unit, so that sums do not depend on their order.
const COST_STEPS: f64 = 1024.0;

pub(crate) struct Scene {
    boxes: Index,
    lines: Index,
    labels: Index,
    edge_gap: f64,
    seen: RefCell<Seen>,
}

/// Where a scene was asked.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Around all of it.
    pub around: Option<Rect>,
    /// For whatever there is.
    pub anything: Vec<Rect>,
    /// For boxes alone.
    pub boxes: Vec<Rect>,
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
            seen: RefCell::default(),
        }
    }

    /// Where it was asked since the last time.
    pub(crate) fn take_seen(&self) -> Seen {
        self.seen.take()
    }

    fn see(&self, area: Rect) {
        let seen = &mut *self.seen.borrow_mut();
        seen.around = Some(seen.around.map_or(area, |around| around.union(area)));
        seen.anything.push(area);
    }

    fn see_boxes(&self, area: Rect) {
        let seen = &mut *self.seen.borrow_mut();
        seen.around = Some(seen.around.map_or(area, |around| around.union(area)));
        seen.boxes.push(area);
    }

    /// Calls `found` with the place and the rectangle of each box that overlaps `area`.
    pub(crate) fn boxes_in(&self, area: Rect, found: impl FnMut(usize, Rect)) {
        self.see_boxes(area);
        self.boxes.near(area, found);
    }

    /// Asks whether boxes overlap something `within` an area.
    pub(crate) fn boxed(&self, within: Rect) -> impl Fn(Rect) -> bool {
        self.see_boxes(within);
        |area| self.boxes.is_taken(area)
    }

    pub(crate) fn add_line(&mut self, points: &[Point]) {
        for pair in points.windows(2) {
            self.lines.insert(Rect::spanning(pair[0], pair[1]));
        }
    }

    pub(crate) fn add_label(&mut self, at: Point, size: Size) {
        self.labels.insert(Rect::around(at, size));
    }

    /// What one segment costs beside its length; from `limit` on, anything from there. The segment's own boxes may be touched, others
    /// should be passed at a distance.
    pub(crate) fn surroundings(&self, a: Point, b: Point, own: [Rect; 2], limit: f64) -> f64 {
        let segment = Rect::spanning(a, b);
        let thin = Rect::sliver(a, b);
        let mut cost = 0.0;
        let wide = segment.grown(CLEARANCE * 0.8);
        let beside = segment.grown(self.edge_gap * 0.6);
        self.see(wide.union(beside));
        let is_too_much = self.boxes.find(wide, |_, rect| {
            if rect.overlaps(thin) {
                cost += THROUGH_BOX;
            } else if rect != own[0] && rect != own[1] {
                cost += TIGHT;
            }
            cost >= limit
        });
        if is_too_much {
            return cost;
        }
        let is_row = segment.bottom - segment.top < segment.right - segment.left;
        let is_too_much = self.lines.find(beside, |_, line| {
            let other_is_row = line.bottom - line.top < line.right - line.left;
            let shared = match (is_row, other_is_row) {
                (true, true) => segment.right.min(line.right) - segment.left.max(line.left),
                (false, false) => segment.bottom.min(line.bottom) - segment.top.max(line.top),
                _ if line.overlaps(thin) => {
                    cost += CROSSING;
                    0.0
                }
                _ => 0.0,
            };
            if shared > 1.0 {
                let on_top = ON_TOP.min(100.0 + shared * 4.0);
                cost += (on_top * COST_STEPS).round() / COST_STEPS;
            }
            cost >= limit
        });
        if !is_too_much {
            self.labels.near(thin, |_, _| cost += LABEL_HIT);
        }
        cost
    }

    /// Whether a course with this cost runs through a box.
    pub(crate) fn is_blocked(cost: f64) -> bool {
        cost >= THROUGH_BOX
    }

    /// A place for a label near the middle of the course that covers neither boxes nor other labels.
    pub(crate) fn place_label(&self, points: &[Point], size: Size) -> Point {
        let total = crate::shape::length(points);
        let steps = ((total / 16.0) as usize).clamp(1, 200);
        let mut outwards: Vec<usize> = (0..=steps).collect();
        outwards.sort_by_key(|step| (2 * step).abs_diff(steps));
        let way = |step: usize| total * step as f64 / steps as f64;
        let away = |step: usize| (total / 2.0 - way(step)).abs() * 0.5;
        let (x, y) = (size.width / 2.0 + 6.0, size.height / 2.0 + 6.0);
        let beside = [(0.0, y), (x, 0.0), (0.0, -y), (-x, 0.0)];
        let mut best = BestPlace {
            scene: self,
            points,
            size,
            found: None,
        };
        let mut aside = outwards.iter().copied().peekable();
        for &step in &outwards {
            let cost = away(step);
            while let Some(step) = aside.next_if(|&step| away(step) + SIDEWAYS <= cost) {
                best.consider_beside(way(step), away(step) + SIDEWAYS, beside);
            }
            if best.is_as_cheap_as(cost) {
                break;
            }
            best.consider(crate::shape::along(points, way(step)), cost);
        }
        for step in aside {
            let cost = away(step) + SIDEWAYS;
            if best.is_as_cheap_as(cost) {
                break;
            }
            best.consider_beside(way(step), cost, beside);
        }
        best.found.map_or_else(
            || self.free_place(crate::shape::middle(points), size),
            |(_, at)| at,
        )
    }

    fn is_free(&self, at: Point, size: Size) -> bool {
        let rect = Rect::around(at, size);
        self.see(rect.grown(2.0));
        !self.boxes.is_taken(rect.grown(2.0)) && !self.labels.is_taken(rect)
    }

    /// Segments of other lines than `own` under a label.
    fn lines_under(&self, rect: Rect, own: &[Point]) -> usize {
        let mut count = 0_usize;
        self.lines.near(rect, |_, _| count += 1);
        let own = own
            .windows(2)
            .filter(|pair| Rect::spanning(pair[0], pair[1]).overlaps(rect));
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
}

/// The best place for a label so far.
struct BestPlace<'a> {
    scene: &'a Scene,
    points: &'a [Point],
    size: Size,
    found: Option<(f64, Point)>,
}

impl BestPlace<'_> {
    fn is_as_cheap_as(&self, cost: f64) -> bool {
        self.found.is_some_and(|(least, _)| least <= cost)
    }

    fn consider(&mut self, at: Point, cost: f64) {
        if self.is_as_cheap_as(cost) || !self.scene.is_free(at, self.size) {
            return;
        }
        let rect = Rect::around(at, self.size);
        let cost = cost + self.scene.lines_under(rect, self.points) as f64 * COVERED;
        if !self.is_as_cheap_as(cost) {
            self.found = Some((cost, at));
        }
    }

    fn consider_beside(&mut self, way: f64, cost: f64, beside: [(f64, f64); 4]) {
        if self.is_as_cheap_as(cost) {
            return;
        }
        let at = crate::shape::along(self.points, way);
        for (x, y) in beside {
            self.consider(Point::new(at.x + x, at.y + y), cost);
        }
    }
}
