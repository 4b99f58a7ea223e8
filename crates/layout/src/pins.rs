//! Pinned boxes: they stay where the user put them, the free layout moves to where most of them are, and what would lie on them
//! steps aside.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use crate::clean::Clean;
use crate::router::Index;
use crate::shape::{ROUNDING, Rect};
use crate::types::{Options, Point};

/// Places tried for a box before it goes below everything else.
const MOST_TRIES: usize = 300;

/// Final corners, and which boxes are not where the shifted free layout has them.
pub(crate) struct Settled {
    pub corners: Vec<Point>,
    pub shift: Point,
    pub displaced: Vec<bool>,
}

/// Fits the free layout's corners to the pinned boxes.
pub(crate) fn settle(clean: &Clean, free: &[Point], options: &Options) -> Settled {
    let shift = common_shift(clean, free);
    let mut corners: Vec<Point> = free
        .iter()
        .map(|p| Point::new(p.x + shift.x, p.y + shift.y))
        .collect();
    let mut displaced = vec![false; corners.len()];
    if clean.nodes.iter().all(|node| node.pinned.is_none()) {
        return Settled {
            corners,
            shift,
            displaced,
        };
    }
    for (index, node) in clean.nodes.iter().enumerate() {
        if let Some(pinned) = node.pinned {
            let (x, y) = (corners[index].x - pinned.x, corners[index].y - pinned.y);
            displaced[index] = x.abs().max(y.abs()) > ROUNDING;
            corners[index] = pinned;
        }
    }
    let rect = |index: usize, corners: &[Point]| Rect::at(corners[index], clean.nodes[index].size);
    let all = (0..corners.len())
        .map(|index| rect(index, &corners))
        .reduce(Rect::union);
    let Some(mut area) = all else {
        return Settled {
            corners,
            shift,
            displaced,
        };
    };
    let gap = options.node_gap / 2.0;
    let mut placed = Index::new(area);
    for index in (0..corners.len()).filter(|&index| clean.nodes[index].pinned.is_some()) {
        placed.insert(rect(index, &corners));
    }
    let (mut standing, mut homeless) = (Vec::new(), Vec::new());
    for index in (0..corners.len()).filter(|&index| clean.nodes[index].pinned.is_none()) {
        let is_hit = placed.is_taken(rect(index, &corners).grown(gap));
        if is_hit {
            homeless.push(index);
        } else {
            standing.push(index);
        }
    }
    for index in standing {
        placed.insert(rect(index, &corners));
    }
    for index in homeless {
        let wanted = rect(index, &corners);
        let found = nearest_free(&placed, wanted, gap)
            .unwrap_or_else(|| Point::new(wanted.left, area.bottom + options.node_gap));
        corners[index] = found;
        displaced[index] = true;
        area = area.union(rect(index, &corners));
        placed.insert(rect(index, &corners));
    }
    Settled {
        corners,
        shift,
        displaced,
    }
}

/// How far the free layout moves as a whole. Dragging a box moves no other one, so it stays, except where nothing is free (then it
/// goes where most boxes are, and lines between boxes that were moved together keep their lanes), and where everything that is pinned
/// was taken elsewhere (then the free boxes follow).
fn common_shift(clean: &Clean, free: &[Point]) -> Point {
    let pinned: Vec<(Rect, Point)> = clean
        .nodes
        .iter()
        .zip(free)
        .filter_map(|(node, free)| {
            let at = node.pinned?;
            let way = Point::new(at.x - free.x, at.y - free.y);
            Some((Rect::at(at, node.size), way))
        })
        .collect();
    if pinned.len() < clean.nodes.len() {
        let nodes = clean.nodes.iter().zip(free);
        let laid_out = nodes.map(|(node, corner)| Rect::at(*corner, node.size));
        let areas = (
            laid_out.reduce(Rect::union),
            pinned.iter().map(|(rect, _)| *rect).reduce(Rect::union),
        );
        if !matches!(areas, (Some(free), Some(pinned)) if !free.overlaps(pinned)) {
            return Point::default();
        }
    }
    let median = |way: fn(Point) -> f64| {
        let mut ways: Vec<f64> = pinned.iter().map(|(_, point)| way(*point)).collect();
        ways.sort_by(f64::total_cmp);
        ways.get(ways.len() / 2).copied().unwrap_or(0.0)
    };
    Point::new(median(|way| way.x), median(|way| way.y))
}

/// The nearest place found by stepping out of whatever is in the way, on each of its four sides.
fn nearest_free(placed: &Index, wanted: Rect, gap: f64) -> Option<Point> {
    let (width, height) = (wanted.right - wanted.left, wanted.bottom - wanted.top);
    let mut tried = BTreeSet::new();
    let mut queue = BinaryHeap::from([Reverse((0_u64, 0_usize))]);
    let mut candidates = vec![Point::new(wanted.left, wanted.top)];
    for _ in 0..MOST_TRIES {
        let Reverse((_, at)) = queue.pop()?;
        let corner = candidates[at];
        let rect = Rect {
            left: corner.x,
            top: corner.y,
            right: corner.x + width,
            bottom: corner.y + height,
        };
        let mut ways = Vec::new();
        placed.near(rect.grown(gap), |_, other| {
            ways.extend([
                Point::new(corner.x, other.bottom + gap),
                Point::new(corner.x, other.top - gap - height),
                Point::new(other.right + gap, corner.y),
                Point::new(other.left - gap - width, corner.y),
            ]);
        });
        if ways.is_empty() {
            return Some(corner);
        }
        for way in ways {
            if tried.insert((way.x.to_bits(), way.y.to_bits())) {
                let distance = (way.x - wanted.left).abs() + (way.y - wanted.top).abs();
                queue.push(Reverse((distance.to_bits(), candidates.len())));
                candidates.push(way);
            }
        }
    }
    None
}
