//! From what the layout gave back to a drawing of records.

use super::scene::{Scene, SceneGroup};
use super::{BoxKind, DrawnBox, DrawnLine, TopologyDrawing};
use crate::{Drawing, GroupBox, Memory, Options};
use std::collections::HashMap;

impl Scene {
    /// Lays the scene out. Boxes with a placement stand where the placement says; all others are placed. A memory of the drawing
    /// before makes it faster, never different.
    pub fn draw(&self, options: &Options, memory: &mut Memory) -> TopologyDrawing {
        self.drawing(crate::layout_again(&self.graph, options, memory))
    }

    /// Both come in the order of the scene.
    fn drawing(&self, drawn: Drawing) -> TopologyDrawing {
        let names = self.graph.groups.iter().map(|group| &*group.id);
        let places: HashMap<&str, usize> = names.zip(0..).collect();
        let mut boxes = Vec::with_capacity(drawn.groups.len() + drawn.boxes.len());
        let mut closed = vec![false; self.groups.len()];
        for frame in &drawn.groups {
            if let Some(&place) = places.get(&*frame.id) {
                closed[place] = frame.closed;
                boxes.push(group_box(&self.groups[place], frame));
            }
        }
        let mut carriers: Vec<Option<usize>> = vec![None; self.nodes.len()];
        let mut seen = drawn.boxes.into_iter().peekable();
        let nodes = self.graph.nodes.iter().zip(&self.nodes);
        for ((node, known), carrier) in nodes.zip(&mut carriers) {
            let Some(place) = seen.next_if(|place| place.id == node.id) else {
                *carrier = self.carrier(known.group, &closed);
                continue;
            };
            boxes.push(DrawnBox {
                subject: known.subject.clone(),
                kind: known.kind,
                x: place.x,
                y: place.y,
                width: place.width,
                height: place.height,
                pinned: known.pinned,
                collapsed: false,
                members: known.members,
            });
        }
        let end = |node: usize| match carriers[node] {
            Some(group) => self.groups[group].subject.clone(),
            None => self.nodes[node].subject.clone(),
        };
        let mut lines = Vec::with_capacity(drawn.routes.len());
        let mut known = self.graph.edges.iter().zip(&self.lines);
        for route in drawn.routes {
            if let Some((_, line)) = known.find(|(edge, _)| edge.id == route.edge) {
                lines.push(DrawnLine {
                    id: route.edge.to_string(),
                    kind: line.kind,
                    subject: line.subject.clone(),
                    from: end(line.from),
                    to: end(line.to),
                    points: route.points,
                    heading: route.heading,
                    label: line.label.clone(),
                    label_at: route.label_at,
                    to_people: line.to_people,
                    parallel: line.parallel.clone(),
                    is_default: line.is_default,
                });
            }
        }
        TopologyDrawing {
            topology: self.topology.clone(),
            boxes,
            lines,
            bounds: drawn.bounds,
        }
    }

    /// The drawn group that stands for what is in `group`.
    fn carrier(&self, group: Option<usize>, closed: &[bool]) -> Option<usize> {
        let mut at = group?;
        // Groups that contain each other would never end.
        for _ in 0..self.groups.len() {
            if closed[at] {
                return Some(at);
            }
            at = self.groups[at].parent?;
        }
        None
    }
}

fn group_box(group: &SceneGroup, frame: &GroupBox) -> DrawnBox {
    DrawnBox {
        subject: group.subject.clone(),
        kind: BoxKind::Group,
        x: frame.x,
        y: frame.y,
        width: frame.width,
        height: frame.height,
        pinned: group.pinned,
        collapsed: frame.closed,
        members: frame.members,
    }
}
