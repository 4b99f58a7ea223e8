//! Where the surroundings of lines differ from those of the last routing.
//!
//! A course that was looked for in unchanged surroundings would be found again, so it need not be looked for. What was routed
//! after a line never was in its surroundings; therefore changes come in the order of routing too.

use super::Request;
use super::index::Index;
use super::memory::{Course, Known, Recalled};
use super::ports::Port;
use super::scene::Seen;
use crate::shape::Rect;
use crate::types::Point;

/// More than any rounding of the router's questions.
const MARGIN: f64 = 1.0;

pub(crate) struct Changes<'a> {
    /// All that changed, and of that the boxes; nothing when there is no last routing to differ from.
    places: Option<(Index, Index)>,
    /// Courses that are no more, with their place in the last order of routing; the next one last.
    left: Vec<(f64, &'a [Point])>,
}

impl<'a> Changes<'a> {
    /// Changes that routing begins with. `ends` tells where the lines begin and end that are to be routed.
    pub(crate) fn new(
        area: Rect,
        recalled: &Recalled<'a>,
        request: &Request<'_>,
        ends: impl Fn(usize) -> Option<((Port, Port), [Rect; 2])>,
    ) -> Self {
        let mut changes = Self::of_boxes(area, recalled);
        if recalled.is_empty() {
            return changes;
        }
        let gone = |known: &'a Known, changes: &mut Self| match known.course.span() {
            Some(span) => changes.left.push((span, &known.course.points)),
            None => changes.add_known(known),
        };
        for (line, route) in request.kept.iter().enumerate() {
            let known = recalled.line(line);
            if let Some(route) = route {
                let size = request.lines[line].label;
                let label = size.map(|size| Rect::around(route.label_at, size));
                let is_same = known.is_some_and(|known| {
                    known.course.span().is_none()
                        && known.course.points == route.points
                        && known.label.rect() == label
                });
                if !is_same {
                    changes.add_line(&route.points);
                    changes.add(label);
                    if let Some(known) = known {
                        gone(known, &mut changes);
                    }
                }
            } else if let Some(known) = known
                && !ends(line).is_some_and(|ends| known.course.is_between(ends))
            {
                gone(known, &mut changes);
            }
        }
        for known in unmatched(recalled) {
            gone(known, &mut changes);
        }
        changes.left.sort_by(|a, b| b.0.total_cmp(&a.0));
        changes
    }

    /// Changes that the placing of labels begins with, when all courses are there.
    pub(crate) fn of_labels(
        area: Rect,
        recalled: &Recalled<'a>,
        request: &Request<'_>,
        courses: &[Course],
    ) -> Self {
        let mut changes = Self::of_boxes(area, recalled);
        if recalled.is_empty() {
            return changes;
        }
        for (line, course) in courses.iter().enumerate() {
            let route = request.kept[line].as_ref();
            let size = request.lines[line].label;
            let fixed = route.and_then(|route| Some(Rect::around(route.label_at, size?)));
            let known = recalled.line(line);
            let same_course = known.is_some_and(|known| known.course.points == course.points);
            if !same_course {
                changes.add_line(&course.points);
                changes.add_line(known.map_or(&[], |known| &known.course.points));
            }
            let label = known.and_then(|known| known.label.rect());
            let same_label = same_course
                && match (size, route) {
                    (Some(_), Some(_)) => {
                        label == fixed && known.is_some_and(|known| !known.label.is_placed())
                    }
                    (Some(size), None) => recalled.label(line, course, size).is_some(),
                    (None, _) => label.is_none(),
                };
            if !same_label {
                changes.add(label);
                changes.add(fixed);
            }
        }
        for known in unmatched(recalled) {
            changes.add_known(known);
        }
        changes
    }

    fn of_boxes(area: Rect, recalled: &Recalled<'a>) -> Self {
        let mut changes = Self {
            places: (!recalled.is_empty()).then(|| (Index::new(area), Index::new(area))),
            left: Vec::new(),
        };
        for &rect in &recalled.boxes {
            changes.add(Some(rect));
            if let Some((_, boxes)) = &mut changes.places {
                boxes.insert(rect);
            }
        }
        changes
    }

    pub(crate) fn add(&mut self, rect: Option<Rect>) {
        if let (Some((places, _)), Some(rect)) = (&mut self.places, rect) {
            places.insert(rect);
        }
    }

    pub(crate) fn add_line(&mut self, points: &[Point]) {
        for pair in points.windows(2) {
            self.add(Some(Rect::spanning(pair[0], pair[1])));
        }
    }

    fn add_known(&mut self, known: &Known) {
        self.add_line(&known.course.points);
        self.add(known.label.rect());
    }

    /// Goes on to lines of this span: what was there before them then and is no more has changed their surroundings.
    pub(crate) fn pass(&mut self, span: f64) {
        while let Some((_, points)) = self.left.pop_if(|(then, _)| *then <= span) {
            self.add_line(points);
        }
    }

    /// Whether anything changed where something looked.
    pub(crate) fn concern(&self, seen: &Seen) -> bool {
        let Some((places, boxes)) = &self.places else {
            return false;
        };
        let changed = |area: &Rect| places.is_taken(area.grown(MARGIN));
        let reboxed = |area: &Rect| boxes.is_taken(area.grown(MARGIN));
        seen.around.as_ref().is_some_and(changed)
            && (seen.anything.iter().any(changed) || seen.boxes.iter().any(reboxed))
    }

    /// The same for a single area.
    pub(crate) fn concern_area(&self, seen: Option<Rect>) -> bool {
        match (&self.places, seen) {
            (Some((places, _)), Some(seen)) => places.is_taken(seen.grown(MARGIN)),
            _ => false,
        }
    }
}

/// Lines of then that are not there any more.
fn unmatched<'a>(recalled: &Recalled<'a>) -> impl Iterator<Item = &'a Known> {
    let mut gone = vec![true; recalled.known.len()];
    for then in recalled.then.iter().flatten() {
        gone[*then] = false;
    }
    let known = recalled.known.iter().zip(gone);
    known.filter(|(_, gone)| *gone).map(|(known, _)| known)
}
