//! Lines as the free layout has them.

use std::sync::Arc;

use crate::clean::turn;
use crate::layered::Free;
use crate::shape::{middle, tidy};
use crate::types::{Options, Point};

/// A finished course, with the centre of the label or the middle of the line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lane {
    pub points: Arc<[Point]>,
    pub label_at: Point,
}

/// The course of each line in the shifted free layout; none for lines that it does not know.
pub(crate) fn lanes(free: &Free, shift: Point, options: &Options) -> Vec<Option<Lane>> {
    let place = |point: &Point| {
        let turned = turn(options.direction, *point);
        Point::new(turned.x + shift.x, turned.y + shift.y)
    };
    let lane = |(edge, is_forward): (usize, &bool)| {
        let course = free.block.routes.get(&edge)?;
        let mut points: Vec<Point> = course.iter().map(place).collect();
        if !is_forward {
            points.reverse();
        }
        tidy(&mut points);
        let label = free.block.labels.get(&edge);
        Some(Lane {
            label_at: label.map_or_else(|| middle(&points), place),
            points: points.into(),
        })
    };
    free.forward.iter().enumerate().map(lane).collect()
}
