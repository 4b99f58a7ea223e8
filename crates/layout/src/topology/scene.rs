//! Which boxes and lines a topology has, and how large the boxes are.

use super::{BoxKind, LineKind, line_label, target_key};
use crate::{Point, Size};
use baton_model::{
    Agent, AgentId, Document, GroupId, Handoff, HandoffMode, Kind, Placement, RecordKey, Target,
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
pub(super) struct Scene {
    pub(super) groups: Vec<(GroupId, Option<GroupId>)>,
    pub(super) nodes: Vec<SceneNode>,
    pub(super) lines: Vec<SceneLine>,
    pub(super) entries: Vec<String>,
}

pub(super) struct SceneNode {
    pub(super) subject: RecordKey,
    pub(super) kind: BoxKind,
    pub(super) size: Size,
    pub(super) place: Option<Point>,
    pub(super) pinned: bool,
    pub(super) group: Option<GroupId>,
}

pub(super) struct SceneLine {
    pub(super) id: String,
    pub(super) kind: LineKind,
    pub(super) subject: RecordKey,
    pub(super) from: RecordKey,
    pub(super) to: RecordKey,
    pub(super) label: Option<String>,
}

impl Scene {
    pub(super) fn collect(document: &Document, topology: &TopologyId) -> Self {
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
        scene.collect_boxes(document, topology, &handoffs);
        scene.collect_lines(document, topology, &handoffs);
        scene
    }

    /// Boxes for what the records name, placed or not.
    fn collect_boxes(&mut self, document: &Document, topology: &TopologyId, handoffs: &[&Handoff]) {
        let places: BTreeMap<&RecordKey, &Placement> = document
            .placements()
            .filter(|place| place.topology == *topology)
            .map(|place| (&place.subject, place))
            .collect();
        let mut add = |subject: RecordKey, kind: BoxKind, size: Size| {
            let place = places.get(&subject);
            self.nodes.push(SceneNode {
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
        let alone = places
            .keys()
            .filter(|key| key.kind == Kind::Agent)
            .filter_map(|key| AgentId::new(key.id.as_str()).ok());
        for id in members(document, topology, handoffs)
            .into_iter()
            .chain(alone)
            .collect::<BTreeSet<_>>()
        {
            let Some(agent) = document.find::<Agent>(&id) else {
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
        for handoff in handoffs {
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
}

/// The name of a box in the layout's graph.
pub(super) fn node_id(key: &RecordKey) -> String {
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
