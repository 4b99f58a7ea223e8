//! Which boxes a topology has, and how large they are.

use super::BoxKind;
use super::candidates::{Linked, linked};
use super::scene::{Scene, SceneGroup, SceneNode};
use super::sources::Sources;
use crate::{Closed, Graph, Group, Id, Node, Point, Size};
use baton_model::{
    Agent, AgentId, AgentKind, Document, Handoff, Kind, Placement, RecordKey, Target, TopologyId,
};
use std::collections::{HashMap, HashSet};

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

/// The records of one topology while a scene is made of them.
pub(super) struct Cast<'a> {
    pub(super) document: &'a Document,
    pub(super) topology: &'a TopologyId,
    pub(super) handoffs: Vec<&'a Handoff>,
    /// Beside `handoffs`: what its query finds.
    pub(super) queries: Vec<Option<Linked<'a>>>,
    pub(super) scene: Scene,
    places: HashMap<(Kind, &'a str), &'a Placement>,
    groups: HashMap<&'a str, usize>,
    boxes: HashMap<(Kind, &'a str), usize>,
    /// Agents that are people, by their boxes.
    people: HashSet<usize>,
}

impl<'a> Cast<'a> {
    pub(super) fn new(document: &'a Document, topology: &'a TopologyId) -> Self {
        let handoffs = document.handoffs();
        let places = document.placements();
        Self {
            document,
            topology,
            handoffs: handoffs.filter(|one| one.topology == *topology).collect(),
            queries: Vec::new(),
            scene: Scene {
                topology: topology.clone(),
                graph: Graph::default(),
                nodes: Vec::new(),
                lines: Vec::new(),
                groups: Vec::new(),
                sources: Sources::default(),
            },
            places: places
                .filter(|place| place.topology == *topology)
                .map(|place| ((place.subject.kind, place.subject.id.as_str()), place))
                .collect(),
            groups: HashMap::new(),
            boxes: HashMap::new(),
            people: HashSet::new(),
        }
    }

    /// The place of a record's box among the scene's nodes.
    pub(super) fn box_of(&self, kind: Kind, id: &str) -> Option<usize> {
        self.boxes.get(&(kind, id)).copied()
    }

    pub(super) fn is_person(&self, node: usize) -> bool {
        self.people.contains(&node)
    }

    pub(super) fn add_groups(&mut self) {
        let (document, topology) = (self.document, self.topology);
        let groups = || {
            let groups = document.groups();
            groups.filter(|group| group.topology == *topology)
        };
        self.groups = groups().map(|group| group.id.as_str()).zip(0..).collect();
        for group in groups() {
            let id = group.id.as_str();
            let parent = group.parent.as_ref();
            self.scene.graph.groups.push(Group {
                id: name(Kind::Group, id),
                parent: parent.map(|parent| name(Kind::Group, parent.as_str())),
                padding: 20.0,
                header: 24.0,
                closed: None,
            });
            self.scene.groups.push(SceneGroup {
                subject: RecordKey::new(Kind::Group, id),
                parent: parent.and_then(|parent| self.groups.get(parent.as_str()).copied()),
                pinned: false,
            });
            if let Some(place) = self.places.get(&(Kind::Group, id)) {
                self.scene.place_group(self.scene.groups.len() - 1, place);
            }
        }
    }

    /// Boxes for what the records name, placed or not.
    pub(super) fn add_boxes(&mut self) {
        let (document, topology) = (self.document, self.topology);
        let mut agents = self.named();
        self.queries = linked(document, &self.handoffs, &mut agents);
        let entries = document.entries();
        for entry in entries.filter(|entry| entry.topology == *topology) {
            let size = pill(entry.channel.map_or(5, |_| 9));
            self.add(Kind::Entry, entry.id.as_str(), BoxKind::Entry, size);
        }
        let mut agents: Vec<&str> = agents.into_iter().collect();
        agents.sort_unstable();
        self.boxes.reserve(agents.len());
        self.scene.nodes.reserve(agents.len());
        self.scene.graph.nodes.reserve(agents.len());
        for agent in agents.iter().filter_map(|id| document.find::<Agent>(id)) {
            let size = Size {
                width: CARD_WIDTH,
                height: CARD_HEIGHTS[usize::from(!agent.capabilities.is_empty())],
            };
            if agent.kind == AgentKind::Human {
                self.people.insert(self.scene.nodes.len());
            }
            self.add(Kind::Agent, agent.id.as_str(), BoxKind::Agent, size);
        }
        for at in 0..self.handoffs.len() {
            if let Some(qualify) = self.queries[at].as_ref().map(|query| query.qualify) {
                let id = self.handoffs[at].id.as_str();
                self.add(Kind::Handoff, id, BoxKind::Query, QUERY).members = qualify;
            }
        }
        let outcomes = document.outcomes();
        for outcome in outcomes.filter(|outcome| outcome.topology == *topology) {
            let size = pill(outcome.name.chars().count());
            self.add(Kind::Outcome, outcome.id.as_str(), BoxKind::Outcome, size);
        }
        for note in document.notes().filter(|note| note.topology == *topology) {
            self.add(
                Kind::Note,
                note.id.as_str(),
                BoxKind::Note,
                sheet(&note.text),
            );
        }
    }

    /// The agents that the topology names or places: senders, receivers, fallbacks, defaults, entries.
    fn named(&self) -> HashSet<&'a str> {
        let entries = self.document.entries();
        let mut out: HashSet<&str> = entries
            .filter(|entry| entry.topology == *self.topology)
            .map(|entry| entry.agent.as_str())
            .collect();
        for &handoff in &self.handoffs {
            out.insert(handoff.from.as_str());
            match &handoff.to {
                Target::Agent(agent) => {
                    out.insert(agent.as_str());
                }
                Target::Query(query) => out.extend(query.default.iter().map(AgentId::as_str)),
                Target::Outcome(_) => {}
            }
            out.extend(handoff.fallbacks.iter().map(AgentId::as_str));
        }
        let placed = self.places.keys().filter(|(kind, _)| *kind == Kind::Agent);
        out.extend(placed.map(|(_, id)| *id));
        out
    }

    fn add(&mut self, record: Kind, id: &'a str, kind: BoxKind, size: Size) -> &mut SceneNode {
        let at = self.scene.nodes.len();
        self.boxes.insert((record, id), at);
        self.scene.graph.nodes.push(Node {
            id: name(record, id),
            width: size.width,
            height: size.height,
            pinned: None,
            group: None,
        });
        self.scene.nodes.push(SceneNode {
            subject: RecordKey::new(record, id),
            kind,
            size,
            pinned: false,
            members: 0,
            group: None,
        });
        if let Some(place) = self.places.get(&(record, id)) {
            let group = place.group.as_ref();
            let group = group.and_then(|group| self.groups.get(group.as_str()).copied());
            self.scene.place_node(at, place, group);
        }
        &mut self.scene.nodes[at]
    }
}

impl Scene {
    /// Puts a box, of the group with that number, where its placement says.
    pub(super) fn place_node(&mut self, at: usize, place: &Placement, group: Option<usize>) {
        let known = &mut self.nodes[at];
        known.pinned = place.pinned;
        known.group = group;
        let node = &mut self.graph.nodes[at];
        node.width = place.width.unwrap_or(known.size.width);
        node.height = place.height.unwrap_or(known.size.height);
        node.pinned = corner(place);
        node.group = group.map(|group| self.graph.groups[group].id.clone());
    }

    /// Closes or opens a group as its placement says.
    pub(super) fn place_group(&mut self, at: usize, place: &Placement) {
        self.groups[at].pinned = place.pinned;
        self.graph.groups[at].closed = place.collapsed.then_some(Closed {
            size: Size {
                width: CARD_WIDTH,
                height: CARD_HEIGHTS[0],
            },
            pinned: corner(place),
        });
    }
}

/// The name of a box in the layout's graph.
fn name(kind: Kind, id: &str) -> Id {
    [kind.name(), ".", id].concat().into()
}

fn corner(place: &Placement) -> Option<Point> {
    Some(Point::new(place.x?, place.y?))
}

fn pill(characters: usize) -> Size {
    Size {
        width: (characters as f64 * 7.5 + 56.0).clamp(96.0, CARD_WIDTH),
        height: PILL_HEIGHT,
    }
}

fn sheet(text: &str) -> Size {
    // East Asian letters and pictographs are as wide as two others.
    let wide = |letter: char| if letter >= '\u{2e80}' { 2 } else { 1 };
    let lines = text
        .lines()
        .map(|line| line.chars().map(wide).sum::<usize>() / 30 + 1);
    let lines = lines.sum::<usize>().max(1);
    Size {
        width: CARD_WIDTH,
        height: (24.0 + 18.0 * lines as f64).min(400.0),
    }
}
