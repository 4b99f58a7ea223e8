//! From the records of a topology to its drawing: which boxes there are, how large they are,
//! which lines join them. The window and the pictures both start here.

use crate::{Bounds, Edge, Graph, Group, Heading, Node, Options, Point, Size, layout};
use baton_model::{
    AgentId, Document, GroupId, Handoff, HandoffMode, Kind, Placement, RecordKey, Target,
    TopologyId,
};
use std::collections::{BTreeMap, BTreeSet};

/// Width of an agent's card.
const CARD_WIDTH: f64 = 208.0;
/// Height of an agent's card without and with a row of tags.
const CARD_HEIGHTS: [f64; 2] = [68.0, 92.0];
/// Height of an outcome or entry.
const PILL_HEIGHT: f64 = 40.0;
/// Size of a capability query.
const QUERY: Size = Size {
    width: 184.0,
    height: 60.0,
};
/// Mean advance of a character at the size of labels (11 px), in drawing units.
const LABEL_ADVANCE: f64 = 6.4;
/// Height of a label on a line.
const LABEL_HEIGHT: f64 = 20.0;

/// What a box of a drawing stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum BoxKind {
    /// An agent's card.
    Agent,
    /// A way for a request to end.
    Outcome,
    /// A way for a request to come in.
    Entry,
    /// A receiver chosen by capability; the subject is the handoff.
    Query,
    /// A note.
    Note,
    /// A frame around its members.
    Group,
}

/// A placed box.
#[derive(Debug, Clone, PartialEq, serde::Serialize, specta::Type)]
pub struct DrawnBox {
    /// The record that it stands for.
    pub subject: RecordKey,
    /// What it is.
    pub kind: BoxKind,
    /// Left border.
    pub x: f64,
    /// Upper border.
    pub y: f64,
    /// Horizontal extent.
    pub width: f64,
    /// Vertical extent.
    pub height: f64,
    /// Whether its place was set by hand.
    pub pinned: bool,
}

/// What a line of a drawing stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// A handoff that moves control.
    Transfer,
    /// A handoff that calls and returns.
    Delegate,
    /// From an entry to its agent.
    Entry,
    /// Who takes over when a handoff's receiver does not.
    Fallback,
}

/// A routed line.
#[derive(Debug, Clone, PartialEq, serde::Serialize, specta::Type)]
pub struct DrawnLine {
    /// Unique in the drawing.
    pub id: String,
    /// What it is.
    pub kind: LineKind,
    /// The handoff or entry that it belongs to.
    pub subject: RecordKey,
    /// The box where it starts.
    pub from: RecordKey,
    /// The box where it ends.
    pub to: RecordKey,
    /// Corners, each segment horizontal or vertical, from border to border.
    pub points: Vec<Point>,
    /// Where the arrow points.
    pub heading: Heading,
    /// Contract and version, or nothing.
    pub label: Option<String>,
    /// Centre of the label, or the middle of the line.
    pub label_at: Point,
}

/// The drawing of one topology.
#[derive(Debug, Clone, PartialEq, serde::Serialize, specta::Type)]
pub struct TopologyDrawing {
    /// The topology.
    pub topology: TopologyId,
    /// Boxes; groups first, outermost first.
    pub boxes: Vec<DrawnBox>,
    /// Lines.
    pub lines: Vec<DrawnLine>,
    /// Around everything.
    pub bounds: Bounds,
}

/// Lays out a topology. Boxes with a placement stand where the placement says; all others are
/// placed. A topology that does not exist gives an empty drawing.
pub fn drawing(document: &Document, topology: &TopologyId, options: &Options) -> TopologyDrawing {
    let scene = Scene::collect(document, topology);
    let drawn = layout(&scene.graph(), options);
    scene.into_drawing(topology, drawn)
}

struct Scene {
    groups: Vec<(GroupId, Option<GroupId>)>,
    nodes: Vec<SceneNode>,
    lines: Vec<SceneLine>,
    entries: Vec<String>,
}

struct SceneNode {
    subject: RecordKey,
    kind: BoxKind,
    size: Size,
    place: Option<Point>,
    pinned: bool,
    group: Option<GroupId>,
}

struct SceneLine {
    id: String,
    kind: LineKind,
    subject: RecordKey,
    from: RecordKey,
    to: RecordKey,
    label: Option<String>,
}

/// The box that a handoff leads to.
pub fn target_key(handoff: &Handoff) -> RecordKey {
    match &handoff.to {
        Target::Agent(agent) => RecordKey::new(Kind::Agent, agent.as_str()),
        Target::Outcome(target) => RecordKey::new(Kind::Outcome, target.outcome.as_str()),
        Target::Query(_) => RecordKey::new(Kind::Handoff, handoff.id.as_str()),
    }
}

/// What stands on a handoff's line: contract and version.
pub fn line_label(handoff: &Handoff) -> Option<String> {
    let contract = handoff.contract.as_ref()?;
    Some(match &handoff.version {
        Some(version) => format!("{contract}@{version}"),
        None => contract.to_string(),
    })
}

impl Scene {
    fn collect(document: &Document, topology: &TopologyId) -> Self {
        let places: BTreeMap<&RecordKey, &Placement> = document
            .placements()
            .filter(|place| place.topology == *topology)
            .map(|place| (&place.subject, place))
            .collect();
        let handoffs: Vec<&Handoff> = document
            .handoffs()
            .filter(|handoff| handoff.topology == *topology)
            .collect();
        let mut scene = Scene {
            groups: document
                .groups()
                .filter(|group| group.topology == *topology)
                .map(|group| (group.id.clone(), group.parent.clone()))
                .collect(),
            nodes: Vec::new(),
            lines: Vec::new(),
            entries: Vec::new(),
        };
        let mut add = |subject: RecordKey, kind: BoxKind, size: Size| {
            let place = places.get(&subject);
            scene.nodes.push(SceneNode {
                kind,
                size: Size {
                    width: place.and_then(|p| p.width).unwrap_or(size.width),
                    height: place.and_then(|p| p.height).unwrap_or(size.height),
                },
                place: place.and_then(|p| Some(Point::new(p.x?, p.y?))),
                pinned: place.is_some_and(|p| p.pinned),
                group: place.and_then(|p| p.group.clone()),
                subject,
            });
        };
        for entry in document
            .entries()
            .filter(|entry| entry.topology == *topology)
        {
            add(
                RecordKey::new(Kind::Entry, entry.id.as_str()),
                BoxKind::Entry,
                pill(entry.channel.map_or(5, |_| 9)),
            );
        }
        let placed = places.keys().filter(|key| key.kind == Kind::Agent);
        let placed = placed.filter_map(|key| AgentId::new(key.id.as_str()).ok());
        for id in members(document, topology, &handoffs)
            .into_iter()
            .chain(placed)
            .collect::<BTreeSet<_>>()
        {
            let Some(agent) = document.find::<baton_model::Agent>(&id) else {
                continue;
            };
            let height = CARD_HEIGHTS[usize::from(!agent.capabilities.is_empty())];
            let size = Size {
                width: CARD_WIDTH,
                height,
            };
            add(
                RecordKey::new(Kind::Agent, id.as_str()),
                BoxKind::Agent,
                size,
            );
        }
        for handoff in &handoffs {
            if matches!(handoff.to, Target::Query(_)) {
                add(
                    RecordKey::new(Kind::Handoff, handoff.id.as_str()),
                    BoxKind::Query,
                    QUERY,
                );
            }
        }
        for outcome in document
            .outcomes()
            .filter(|outcome| outcome.topology == *topology)
        {
            add(
                RecordKey::new(Kind::Outcome, outcome.id.as_str()),
                BoxKind::Outcome,
                pill(outcome.name.chars().count()),
            );
        }
        for note in document.notes().filter(|note| note.topology == *topology) {
            let lines = note
                .text
                .lines()
                .map(|line| line.chars().count() / 30 + 1)
                .sum::<usize>();
            let size = Size {
                width: CARD_WIDTH,
                height: (24.0 + 18.0 * lines.max(1) as f64).min(400.0),
            };
            add(
                RecordKey::new(Kind::Note, note.id.as_str()),
                BoxKind::Note,
                size,
            );
        }
        scene.collect_lines(document, topology, &handoffs);
        scene
    }

    fn collect_lines(&mut self, document: &Document, topology: &TopologyId, handoffs: &[&Handoff]) {
        for entry in document
            .entries()
            .filter(|entry| entry.topology == *topology)
        {
            let subject = RecordKey::new(Kind::Entry, entry.id.as_str());
            self.entries.push(node_id(&subject));
            self.lines.push(SceneLine {
                id: format!("entry:{}", entry.id),
                kind: LineKind::Entry,
                from: subject.clone(),
                to: RecordKey::new(Kind::Agent, entry.agent.as_str()),
                subject,
                label: None,
            });
        }
        let mut joined: BTreeSet<(String, String)> = BTreeSet::new();
        for handoff in handoffs {
            let subject = RecordKey::new(Kind::Handoff, handoff.id.as_str());
            let from = RecordKey::new(Kind::Agent, handoff.from.as_str());
            let to = target_key(handoff);
            if to.kind == Kind::Agent {
                joined.insert((handoff.from.to_string(), to.id.clone()));
            }
            self.lines.push(SceneLine {
                id: format!("handoff:{}", handoff.id),
                kind: match handoff.mode {
                    HandoffMode::Transfer => LineKind::Transfer,
                    HandoffMode::Delegate => LineKind::Delegate,
                },
                subject,
                from,
                to,
                label: line_label(handoff),
            });
        }
        for handoff in handoffs {
            for fallback in &handoff.fallbacks {
                // One dashed line a pair: where a handoff is drawn already, its line says it.
                if *fallback == handoff.from
                    || !joined.insert((handoff.from.to_string(), fallback.to_string()))
                {
                    continue;
                }
                self.lines.push(SceneLine {
                    id: format!("fallback:{}:{fallback}", handoff.id),
                    kind: LineKind::Fallback,
                    subject: RecordKey::new(Kind::Handoff, handoff.id.as_str()),
                    from: RecordKey::new(Kind::Agent, handoff.from.as_str()),
                    to: RecordKey::new(Kind::Agent, fallback.as_str()),
                    label: None,
                });
            }
        }
    }

    fn graph(&self) -> Graph {
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

    fn into_drawing(self, topology: &TopologyId, drawn: crate::Drawing) -> TopologyDrawing {
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

fn node_id(key: &RecordKey) -> String {
    format!("{}.{}", key.kind, key.id)
}

fn pill(characters: usize) -> Size {
    Size {
        width: (characters as f64 * 7.5 + 56.0).clamp(96.0, CARD_WIDTH),
        height: PILL_HEIGHT,
    }
}

/// The agents that a topology names: senders, receivers, fallbacks, defaults, entries.
fn members(document: &Document, topology: &TopologyId, handoffs: &[&Handoff]) -> BTreeSet<AgentId> {
    let mut out: BTreeSet<AgentId> = document
        .entries()
        .filter(|entry| entry.topology == *topology)
        .map(|entry| entry.agent.clone())
        .collect();
    for handoff in handoffs {
        out.insert(handoff.from.clone());
        match &handoff.to {
            Target::Agent(agent) => {
                out.insert(agent.clone());
            }
            Target::Query(query) => out.extend(query.default.clone()),
            Target::Outcome(_) => {}
        }
        out.extend(handoff.fallbacks.iter().cloned());
    }
    out
}
