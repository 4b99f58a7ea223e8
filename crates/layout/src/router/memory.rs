//! What the last routing found, and what each course and label depended on.

use std::collections::HashMap;
use std::sync::Arc;

use super::ports::Port;
use super::scene::Seen;
use super::{Request, span};
use crate::lanes::Lane;
use crate::shape::Rect;
use crate::types::{Id, Options, Point, Size};

/// The last routing, by names.
#[derive(Default)]
pub(crate) struct Memory {
    options: Option<Options>,
    boxes: Vec<Rect>,
    box_names: Vec<(bool, Id)>,
    lines: Vec<Known>,
}

/// A routed line.
pub(crate) struct Known {
    pub id: Id,
    pub course: Course,
    pub label: Label,
}

/// A course with all that it depends on; one that was given depends on nothing.
#[derive(Clone, Default)]
pub(crate) struct Course {
    pub points: Arc<[Point]>,
    pub seen: Arc<Seen>,
    ends: Option<((Port, Port), [Rect; 2])>,
}

impl Course {
    /// That of a lane; one without points where there is none yet.
    pub(crate) fn kept(lane: Option<&Lane>) -> Self {
        Self {
            points: lane.map_or_else(Arc::default, |lane| Arc::clone(&lane.points)),
            ..Self::default()
        }
    }

    pub(crate) fn found(
        points: Arc<[Point]>,
        ports: (Port, Port),
        own: [Rect; 2],
        seen: Seen,
    ) -> Self {
        Self {
            points,
            seen: Arc::new(seen),
            ends: Some((ports, own)),
        }
    }

    /// Whether it was looked for between these ends.
    pub(crate) fn is_between(&self, ends: ((Port, Port), [Rect; 2])) -> bool {
        self.ends == Some(ends)
    }

    /// Its place in the order of routing; nothing for one that was given.
    pub(crate) fn span(&self) -> Option<f64> {
        self.ends.map(|(ports, _)| span(ports))
    }
}

/// Where a label stands, or would stand.
#[derive(Clone, Copy)]
pub(crate) struct Label {
    pub at: Point,
    pub seen: Option<Rect>,
    size: Option<Size>,
    is_placed: bool,
}

impl Label {
    pub(crate) fn fixed(at: Point, size: Option<Size>) -> Self {
        Self {
            at,
            size,
            seen: None,
            is_placed: false,
        }
    }

    pub(crate) fn placed(at: Point, size: Size, seen: Option<Rect>) -> Self {
        Self {
            at,
            size: Some(size),
            seen,
            is_placed: true,
        }
    }

    /// Whether a place was looked for.
    pub(crate) fn is_placed(&self) -> bool {
        self.is_placed
    }

    pub(crate) fn rect(&self) -> Option<Rect> {
        self.size.map(|size| Rect::around(self.at, size))
    }
}

/// What of a memory can be of use for a request.
#[derive(Default)]
pub(crate) struct Recalled<'a> {
    /// The lines of then.
    pub known: &'a [Known],
    /// Beside the lines of the request: their places in `known`.
    pub then: Vec<Option<usize>>,
    /// Where boxes were or are, if they are not the same any more.
    pub boxes: Vec<Rect>,
}

impl<'a> Recalled<'a> {
    /// What is known of a line of the request.
    pub(crate) fn line(&self, line: usize) -> Option<&'a Known> {
        self.then
            .get(line)
            .copied()
            .flatten()
            .map(|then| &self.known[then])
    }

    /// The course of a line, if it was looked for between the same ends.
    pub(crate) fn course(
        &self,
        line: usize,
        ports: (Port, Port),
        own: [Rect; 2],
    ) -> Option<&'a Course> {
        let course = &self.line(line)?.course;
        course.is_between((ports, own)).then_some(course)
    }

    /// The label of a line, if a place was looked for on the same course.
    pub(crate) fn label(&self, line: usize, course: &Course, size: Size) -> Option<&'a Label> {
        let known = self.line(line)?;
        let is_same = known.label.is_placed
            && known.label.size == Some(size)
            && known.course.points == course.points;
        is_same.then_some(&known.label)
    }

    /// Whether nothing is known.
    pub(crate) fn is_empty(&self) -> bool {
        self.known.is_empty()
    }
}

impl Memory {
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }

    /// What is known of the request's lines. Nothing, if boxes or lines changed their order: they are told apart by it.
    pub(crate) fn recall<'a>(&'a self, request: &Request<'_>) -> Recalled<'a> {
        if self.options != Some(*request.options) {
            return Recalled::default();
        }
        let names = self.box_names.iter().map(|(closed, id)| (*closed, id));
        let ids = self.lines.iter().map(|line| &line.id);
        let boxes = places(names, request.names.iter().copied());
        let lines = places(ids, request.lines.iter().map(|line| line.id));
        let (Some(boxes), Some(then)) = (boxes, lines) else {
            return Recalled::default();
        };
        Recalled {
            known: &self.lines,
            then,
            boxes: self.changed_boxes(&boxes, request.boxes),
        }
    }

    fn changed_boxes(&self, then: &[Option<usize>], now: &[Rect]) -> Vec<Rect> {
        let mut changed = Vec::new();
        let mut gone = vec![true; self.boxes.len()];
        for (then, &rect) in then.iter().zip(now) {
            match *then {
                Some(then) => {
                    gone[then] = false;
                    if self.boxes[then] != rect {
                        changed.extend([self.boxes[then], rect]);
                    }
                }
                None => changed.push(rect),
            }
        }
        let gone = self.boxes.iter().zip(gone).filter(|(_, gone)| *gone);
        changed.extend(gone.map(|(rect, _)| *rect));
        changed
    }

    pub(crate) fn learn(&mut self, request: &Request<'_>, lines: Vec<Known>) {
        self.options = Some(*request.options);
        self.boxes = request.boxes.to_vec();
        let same = self.box_names.len() == request.names.len()
            && self
                .box_names
                .iter()
                .zip(request.names)
                .all(|(known, name)| (known.0, &known.1) == *name);
        if !same {
            let names = request.names.iter();
            self.box_names = names.map(|(closed, id)| (*closed, (*id).clone())).collect();
        }
        self.lines = lines;
    }
}

/// For each of `now` its place in `then`; nothing at all unless what is in both stands in the same order.
fn places<'a, K: Eq + std::hash::Hash + 'a>(
    then: impl ExactSizeIterator<Item = K> + Clone,
    now: impl ExactSizeIterator<Item = K> + Clone,
) -> Option<Vec<Option<usize>>> {
    if then.len() == now.len() && then.clone().eq(now.clone()) {
        return Some((0..now.len()).map(Some).collect());
    }
    let places: HashMap<K, usize> = then.zip(0..).collect();
    let found: Vec<Option<usize>> = now.map(|key| places.get(&key).copied()).collect();
    found
        .iter()
        .flatten()
        .is_sorted_by(|a, b| a < b)
        .then_some(found)
}
