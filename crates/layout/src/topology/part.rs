//! A part of a drawing, every box and line where it stands in the whole.

use super::{BoxKind, TopologyDrawing};
use crate::{Bounds, Point};
use baton_model::RecordKey;
use std::collections::BTreeSet;

/// Half of the room that a label takes: its height, its padding, and the advance of its letters.
const LABEL: (f64, f64, f64) = (11.0, 8.0, 3.2);
/// No label is drawn wider.
const LABEL_ROOM: f64 = 220.0;

impl TopologyDrawing {
    /// The boxes of some records, the lines that belong to one of them, and the lines between two of them.
    ///
    /// A line brings the boxes where it starts and ends. Who is within a group that is named is for the caller to name.
    #[must_use]
    pub fn part(&self, records: &BTreeSet<RecordKey>) -> Self {
        let named: BTreeSet<&RecordKey> = self
            .boxes
            .iter()
            .filter(|drawn| drawn.kind != BoxKind::Query && records.contains(&drawn.subject))
            .map(|drawn| &drawn.subject)
            .collect();
        let lines: Vec<_> = self
            .lines
            .iter()
            .filter(|line| {
                let between = named.contains(&line.from) && named.contains(&line.to);
                between || records.contains(&line.subject)
            })
            .cloned()
            .collect();
        let mut kept = named;
        for line in &lines {
            kept.extend([&line.from, &line.to]);
        }
        let boxes: Vec<_> = self
            .boxes
            .iter()
            .filter(|drawn| kept.contains(&drawn.subject))
            .cloned()
            .collect();
        let mut part = Self {
            topology: self.topology.clone(),
            boxes,
            lines,
            bounds: self.bounds,
        };
        part.bounds = part.around();
        part
    }

    /// Around boxes, lines and labels; nothing without any.
    fn around(&self) -> Bounds {
        let mut corners: Vec<Point> = Vec::new();
        for drawn in &self.boxes {
            corners.push(Point::new(drawn.x, drawn.y));
            corners.push(Point::new(drawn.x + drawn.width, drawn.y + drawn.height));
        }
        for line in &self.lines {
            corners.extend(&line.points);
            if let Some(label) = &line.label {
                let (half_height, padding, advance) = LABEL;
                let half = (label.chars().count() as f64 * advance + padding).min(LABEL_ROOM / 2.0);
                let Point { x, y } = line.label_at;
                corners.push(Point::new(x - half, y - half_height));
                corners.push(Point::new(x + half, y + half_height));
            }
        }
        let least = |of: fn(&Point) -> f64| corners.iter().map(of).fold(f64::INFINITY, f64::min);
        let most = |of: fn(&Point) -> f64| corners.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        if corners.is_empty() {
            return Bounds::default();
        }
        let (left, top) = (least(|at| at.x), least(|at| at.y));
        Bounds {
            x: left,
            y: top,
            width: most(|at| at.x) - left,
            height: most(|at| at.y) - top,
        }
    }
}
