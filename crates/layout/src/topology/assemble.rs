//! Between the scene of a topology and the plain graph of the layout.

use super::scene::{Scene, SceneLine, SceneNode, node_id};
use super::{BoxKind, DrawnBox, DrawnLine, TopologyDrawing};
use crate::{Drawing, Edge, Graph, Group, Node, Size};
use baton_model::{GroupId, Kind, RecordKey, TopologyId};
use std::collections::BTreeMap;

/// Mean advance of a character at the size of labels (11 px), in drawing units.
const LABEL_ADVANCE: f64 = 6.4;
/// Height of a label on a line.
const LABEL_HEIGHT: f64 = 20.0;

impl Scene {
    pub(super) fn graph(&self) -> Graph {
        let group_id = |id: &GroupId| format!("group.{id}");
        Graph {
            nodes: self
                .nodes
                .iter()
                .map(|node| Node {
                    id: node_id(&node.subject),
                    width: node.size.width,
                    height: node.size.height,
                    pinned: node.place,
                    group: node.group.as_ref().map(group_id),
                })
                .collect(),
            edges: self
                .lines
                .iter()
                .map(|line| Edge {
                    id: line.id.clone(),
                    from: node_id(&line.from),
                    to: node_id(&line.to),
                    label: line.label.as_ref().map(|label| Size {
                        width: label.chars().count() as f64 * LABEL_ADVANCE + 16.0,
                        height: LABEL_HEIGHT,
                    }),
                })
                .collect(),
            groups: self
                .groups
                .iter()
                .map(|(id, parent)| Group {
                    id: group_id(id),
                    parent: parent.as_ref().map(group_id),
                    padding: 20.0,
                    header: 24.0,
                })
                .collect(),
            entries: self.entries.clone(),
        }
    }

    pub(super) fn into_drawing(self, topology: &TopologyId, drawn: Drawing) -> TopologyDrawing {
        let mut boxes: Vec<DrawnBox> = drawn
            .groups
            .iter()
            .map(|group| DrawnBox {
                subject: RecordKey::new(
                    Kind::Group,
                    group.id.strip_prefix("group.").unwrap_or(&group.id),
                ),
                kind: BoxKind::Group,
                x: group.x,
                y: group.y,
                width: group.width,
                height: group.height,
                pinned: false,
            })
            .collect();
        let nodes: BTreeMap<String, SceneNode> = self
            .nodes
            .into_iter()
            .map(|node| (node_id(&node.subject), node))
            .collect();
        boxes.extend(drawn.boxes.iter().filter_map(|placed| {
            let node = nodes.get(&placed.id)?;
            Some(DrawnBox {
                subject: node.subject.clone(),
                kind: node.kind,
                x: placed.x,
                y: placed.y,
                width: placed.width,
                height: placed.height,
                pinned: node.pinned,
            })
        }));
        let mut lines: BTreeMap<String, SceneLine> = self
            .lines
            .into_iter()
            .map(|line| (line.id.clone(), line))
            .collect();
        let lines = drawn
            .routes
            .into_iter()
            .filter_map(|route| {
                let line = lines.remove(&route.edge)?;
                Some(DrawnLine {
                    id: line.id,
                    kind: line.kind,
                    subject: line.subject,
                    from: line.from,
                    to: line.to,
                    points: route.points,
                    heading: route.heading,
                    label: line.label,
                    label_at: route.label_at,
                })
            })
            .collect();
        TopologyDrawing {
            topology: topology.clone(),
            boxes,
            lines,
            bounds: drawn.bounds,
        }
    }
}
