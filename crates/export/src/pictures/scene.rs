//! What a picture shows, in the order of the drawing, without any language.

use crate::words;
use baton_layout::topology::{BoxKind, DrawnBox, DrawnLine, LineKind, TopologyDrawing};
use baton_model::{
    Agent, AgentKind, Document, Entry, Group, Handoff, Kind, Note, Outcome, Placement, RecordKey,
    Target, Team, TeamId, Topology,
};
use std::collections::BTreeMap;

pub(super) struct Scene {
    pub title: String,
    /// One for each box of the drawing, in its order.
    pub boxes: Vec<Shown>,
    /// One for each line of the drawing, in its order.
    pub lines: Vec<Line>,
}

/// What a box looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Agent(AgentKind),
    Outcome {
        good: bool,
    },
    Entry,
    Query,
    Note,
    /// A frame around its members.
    Group,
    /// A group that stands for its members.
    Closed,
}

pub(super) struct Shown {
    pub look: Look,
    /// The display name, or a note's text.
    pub name: String,
    /// Kind in words, channel, rule of choice.
    pub caption: String,
    pub team: Option<Owner>,
    pub tags: Vec<String>,
    /// The box of the group that it is in.
    pub group: Option<usize>,
}

/// The owning team and its place among all teams, from which its colour follows in every picture.
#[derive(Clone)]
pub(super) struct Owner {
    pub name: String,
    pub place: usize,
}

pub(super) struct Line {
    pub kind: LineKind,
    /// Positions in [`Scene::boxes`].
    pub from: usize,
    pub to: usize,
    pub label: Option<String>,
    /// The question of the gate on the line.
    pub gate: Option<String>,
    /// Whether it leads to a person.
    pub to_person: bool,
    /// Of a candidate: whether it is taken when nobody qualifies.
    pub is_default: bool,
    /// The parallel group: delegations of one sender with the same name run at once.
    pub parallel: Option<String>,
}

impl Scene {
    /// Every text that a picture may show.
    pub fn texts(&self) -> impl Iterator<Item = String> {
        let boxes = self.boxes.iter().flat_map(|shown| {
            let team = shown.team.iter().map(|team| &team.name);
            [&shown.name, &shown.caption]
                .into_iter()
                .chain(&shown.tags)
                .chain(team)
        });
        let lines = self
            .lines
            .iter()
            .flat_map(|line| line.label.iter().chain(&line.gate).chain(&line.parallel));
        std::iter::once(&self.title)
            .chain(boxes)
            .chain(lines)
            .map(|text| crate::escape::visible_line(text))
    }

    pub fn of(document: &Document, drawing: &TopologyDrawing) -> Self {
        let topology = document.find::<Topology>(&drawing.topology);
        let places: BTreeMap<&RecordKey, usize> = drawing
            .boxes
            .iter()
            .enumerate()
            .map(|(place, drawn)| (&drawn.subject, place))
            .collect();
        let teams: Vec<&TeamId> = document.teams().map(|team| &team.id).collect();
        Self {
            title: topology.map_or_else(
                || drawing.topology.to_string(),
                |topology| topology.name.clone(),
            ),
            boxes: drawing
                .boxes
                .iter()
                .map(|drawn| Shown {
                    group: group_of(document, drawing, drawn, &places),
                    ..shown(document, drawn, &teams)
                })
                .collect(),
            lines: drawing
                .lines
                .iter()
                .filter_map(|drawn| line(document, drawn, &places))
                .collect(),
        }
    }
}

fn shown(document: &Document, drawn: &DrawnBox, teams: &[&TeamId]) -> Shown {
    let id = drawn.subject.id.as_str();
    let plain = |look: Look, name: &str, caption: &str| Shown {
        look,
        name: name.to_owned(),
        caption: caption.to_owned(),
        team: None,
        tags: Vec::new(),
        group: None,
    };
    let found = match drawn.kind {
        BoxKind::Agent => document.find::<Agent>(id).map(|agent| Shown {
            team: agent.team.as_ref().and_then(|team| {
                Some(Owner {
                    name: document
                        .find::<Team>(team)
                        .map_or_else(|| team.to_string(), |team| team.name.clone()),
                    place: teams.iter().position(|one| *one == team)?,
                })
            }),
            tags: agent.capabilities.clone(),
            ..plain(
                Look::Agent(agent.kind),
                &agent.name,
                words::agent_kind(agent.kind),
            )
        }),
        BoxKind::Outcome => document.find::<Outcome>(id).map(|outcome| {
            plain(
                Look::Outcome { good: outcome.good },
                &outcome.name,
                "Outcome",
            )
        }),
        BoxKind::Entry => document.find::<Entry>(id).map(|entry| {
            plain(
                Look::Entry,
                entry.channel.map_or("entry", words::channel),
                "Entry",
            )
        }),
        BoxKind::Query => document
            .find::<Handoff>(id)
            .map(|handoff| match &handoff.to {
                Target::Query(query) => plain(
                    Look::Query,
                    &query.capabilities.join(", "),
                    "Any agent with",
                ),
                _ => plain(Look::Query, id, ""),
            }),
        BoxKind::Note => document
            .find::<Note>(id)
            .map(|note| plain(Look::Note, &note.text, "")),
        BoxKind::Group => document.find::<Group>(id).map(|group| {
            if drawn.collapsed {
                let caption = format!("Group of {}", drawn.members);
                plain(Look::Closed, &group.name, &caption)
            } else {
                plain(Look::Group, &group.name, "")
            }
        }),
    };
    found.unwrap_or_else(|| plain(Look::Note, id, ""))
}

fn group_of(
    document: &Document,
    drawing: &TopologyDrawing,
    drawn: &DrawnBox,
    places: &BTreeMap<&RecordKey, usize>,
) -> Option<usize> {
    let group = if drawn.kind == BoxKind::Group {
        document.find::<Group>(&drawn.subject.id)?.parent.clone()?
    } else {
        let id = format!(
            "{}.{}.{}",
            drawing.topology, drawn.subject.kind, drawn.subject.id
        );
        document.find::<Placement>(&id)?.group.clone()?
    };
    places
        .get(&RecordKey::new(Kind::Group, group.as_str()))
        .copied()
}

fn line(
    document: &Document,
    drawn: &DrawnLine,
    places: &BTreeMap<&RecordKey, usize>,
) -> Option<Line> {
    let handoff = document.find::<Handoff>(&drawn.subject.id);
    let handoff = handoff.filter(|_| drawn.subject.kind == Kind::Handoff);
    let gate = handoff
        .and_then(|handoff| handoff.gate.as_ref())
        .filter(|_| matches!(drawn.kind, LineKind::Transfer | LineKind::Delegate));
    Some(Line {
        kind: drawn.kind,
        from: *places.get(&drawn.from)?,
        to: *places.get(&drawn.to)?,
        label: drawn.label.clone(),
        gate: gate.map(|gate| gate.question.clone()),
        to_person: drawn.to_people,
        is_default: drawn.is_default,
        parallel: drawn.parallel.clone(),
    })
}
