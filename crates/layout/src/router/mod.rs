//! Lines for boxes whose places are given: around pinned boxes, and wherever the free layout's lanes do not hold.
//!
//! Short lines come first, and each respects those before it. What a line depends on is noted ([`memory`]), so that after a small
//! change only those lines are routed anew that it concerns.

mod changes;
mod course;
mod index;
mod memory;
mod ports;
mod scene;
mod search;

pub(crate) use index::Index;
pub(crate) use memory::Memory;

use changes::Changes;
use memory::{Course, Known, Label, Recalled};
use ports::Port;
use scene::Scene;

use crate::lanes::Lane;
use crate::shape::{Rect, heading, middle};
use crate::types::{Id, Options, Point, Route, Size};

/// A box's name, and whether it is a closed group.
pub(crate) type Name<'a> = (bool, &'a Id);

/// A line to route, by the indices of its boxes.
pub(crate) struct Wanted<'a> {
    pub id: &'a Id,
    /// Its place in the graph.
    pub edge: usize,
    pub from: usize,
    pub to: usize,
    pub label: Option<Size>,
}

/// What to route.
pub(crate) struct Request<'a> {
    /// Beside `boxes`.
    pub names: &'a [Name<'a>],
    pub boxes: &'a [Rect],
    pub lines: &'a [Wanted<'a>],
    /// Beside `lines`: the routes that are there already.
    pub kept: Vec<Option<Lane>>,
    pub options: &'a Options,
}

/// Whether a course runs through the inside of something.
pub(crate) fn runs_through(points: &[Point], things: &Index) -> bool {
    points
        .windows(2)
        .any(|pair| things.is_taken(Rect::sliver(pair[0], pair[1])))
}

impl Memory {
    /// Routes every line that is not kept, shorter ones first; the result is beside the lines.
    pub(crate) fn route(&mut self, request: &Request<'_>) -> Vec<Route> {
        let Some(area) = request.boxes.iter().copied().reduce(Rect::union) else {
            self.forget();
            return Vec::new();
        };
        let recalled = self.recall(request);
        let mut work = Work::new(request, area.grown(100.0), recalled);
        let courses = work.courses();
        let labels = work.labels(&courses);
        let lines = work.lines;
        let known: Vec<Known> = courses
            .into_iter()
            .zip(labels)
            .zip(lines)
            .map(|((course, label), line)| Known {
                id: line.id.clone(),
                course,
                label,
            })
            .collect();
        let routes = known.iter().map(route_of).collect();
        self.learn(request, known);
        routes
    }
}

fn route_of(known: &Known) -> Route {
    Route {
        edge: known.id.clone(),
        label_at: known.label.at,
        heading: heading(&known.course.points),
        points: known.course.points.to_vec(),
    }
}

struct Work<'a> {
    request: &'a Request<'a>,
    lines: &'a [Wanted<'a>],
    scene: Scene,
    recalled: Recalled<'a>,
    area: Rect,
}

impl<'a> Work<'a> {
    fn new(request: &'a Request<'a>, area: Rect, recalled: Recalled<'a>) -> Self {
        let mut scene = Scene::new(request.boxes, area, request.options.edge_gap);
        for (line, route) in request.lines.iter().zip(&request.kept) {
            if let Some(route) = route {
                scene.add_line(&route.points);
                if let Some(size) = line.label {
                    scene.add_label(route.label_at, size);
                }
            }
        }
        Self {
            request,
            lines: request.lines,
            scene,
            recalled,
            area,
        }
    }

    fn courses(&mut self) -> Vec<Course> {
        let request = self.request;
        let (todo, ports) = self.ports();
        let mut order: Vec<usize> = (0..todo.len()).collect();
        let span = |at: usize| span(ports[at]);
        order.sort_by(|&a, &b| span(a).total_cmp(&span(b)).then(a.cmp(&b)));
        let mut courses: Vec<Course> = request
            .kept
            .iter()
            .map(|lane| Course::kept(lane.as_ref()))
            .collect();
        let mut changes = Changes::new(self.area, &self.recalled, request, |line| {
            let at = todo.binary_search(&line).ok()?;
            Some((ports[at], self.own(line)))
        });
        for at in order {
            let line = todo[at];
            let (from, to) = ports[at];
            let own = self.own(line);
            changes.pass(span(at));
            let known = self.recalled.course(line, (from, to), own);
            let still = known.filter(|known| !changes.concern(&known.seen));
            let course = still.cloned().unwrap_or_else(|| {
                let edge_gap = request.options.edge_gap;
                let points = course::find(&self.scene, from, to, own, edge_gap).into();
                let course = Course::found(points, (from, to), own, self.scene.take_seen());
                if known.is_none_or(|known| known.points != course.points) {
                    changes.add_line(&course.points);
                    changes.add_line(known.map_or(&[], |known| &known.points));
                }
                course
            });
            self.scene.add_line(&course.points);
            courses[line] = course;
        }
        courses
    }

    /// The lines that have no route yet, and their ports.
    fn ports(&self) -> (Vec<usize>, Vec<(Port, Port)>) {
        let Request {
            boxes,
            lines,
            kept,
            options,
            ..
        } = self.request;
        let mut taken = vec![Vec::new(); boxes.len()];
        let (mut todo, mut ends) = (Vec::new(), Vec::new());
        for (index, (line, route)) in lines.iter().zip(kept).enumerate() {
            match route.as_ref().map(|route| &*route.points) {
                Some([first, .., last]) => {
                    taken[line.from].push(*first);
                    taken[line.to].push(*last);
                }
                Some(_) => {}
                None => {
                    todo.push(index);
                    ends.push((line.from, line.to));
                }
            }
        }
        let ports = ports::assign(boxes, &ends, &taken, options);
        (todo, ports)
    }

    fn own(&self, line: usize) -> [Rect; 2] {
        let Wanted { from, to, .. } = self.lines[line];
        [self.request.boxes[from], self.request.boxes[to]]
    }

    /// Labels come last, in the order of the lines, so that they see all of them.
    fn labels(&mut self, courses: &[Course]) -> Vec<Label> {
        let mut changes = Changes::of_labels(self.area, &self.recalled, self.request, courses);
        let mut labels = Vec::with_capacity(courses.len());
        for (index, course) in courses.iter().enumerate() {
            let size = self.lines[index].label;
            let label = if let Some(route) = &self.request.kept[index] {
                Label::fixed(route.label_at, size)
            } else if let Some(size) = size {
                let known = self.recalled.label(index, course, size);
                let still = known.filter(|known| !changes.concern_area(known.seen));
                let label = still.copied().unwrap_or_else(|| {
                    let at = self.scene.place_label(&course.points, size);
                    let label = Label::placed(at, size, self.scene.take_seen().around);
                    if known.is_none_or(|known| known.at != at) {
                        changes.add(label.rect());
                        changes.add(known.and_then(Label::rect));
                    }
                    label
                });
                self.scene.add_label(label.at, size);
                label
            } else {
                Label::fixed(middle(&course.points), None)
            };
            labels.push(label);
        }
        labels
    }
}

/// Lines are routed in the order of this: the nearer the ports the sooner.
fn span((from, to): (Port, Port)) -> f64 {
    (from.at.x - to.at.x).abs() + (from.at.y - to.at.y).abs()
}
