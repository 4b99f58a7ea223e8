//! Which lines a topology has.

use super::cast::Cast;
use super::scene::SceneLine;
use super::{LineKind, line_label};
use crate::{Edge, Size};
use baton_model::{Handoff, HandoffMode, Kind, RecordKey, Target};
use std::collections::HashSet;

/// Mean advance of a character at the size of labels (11 px), in drawing units.
const LABEL_ADVANCE: f64 = 6.4;
/// Height of a label on a line.
const LABEL_HEIGHT: f64 = 20.0;

impl Cast<'_> {
    pub(super) fn add_lines(&mut self) {
        self.add_entries();
        let handoffs = std::mem::take(&mut self.handoffs);
        let mut joined: HashSet<(&str, &str)> = HashSet::with_capacity(handoffs.len());
        self.scene.lines.reserve(handoffs.len());
        self.scene.graph.edges.reserve(handoffs.len());
        for handoff in &handoffs {
            let (kind, id) = target(handoff);
            if kind == Kind::Agent {
                joined.insert((handoff.from.as_str(), id));
            }
            let line = SceneLine {
                kind: match handoff.mode {
                    HandoffMode::Transfer => LineKind::Transfer,
                    HandoffMode::Delegate => LineKind::Delegate,
                },
                label: line_label(handoff),
                parallel: handoff.parallel_group.clone(),
                ..of_handoff(handoff)
            };
            let from = (Kind::Agent, handoff.from.as_str());
            self.add_line(
                ["handoff:", handoff.id.as_str()].concat(),
                from,
                (kind, id),
                line,
            );
        }
        for handoff in &handoffs {
            for fallback in &handoff.fallbacks {
                // One dashed line a pair: where a handoff is drawn already, its line says it.
                let is_new = joined.insert((handoff.from.as_str(), fallback.as_str()));
                if *fallback != handoff.from && is_new {
                    let line = SceneLine {
                        kind: LineKind::Fallback,
                        ..of_handoff(handoff)
                    };
                    let id = format!("fallback:{}:{fallback}", handoff.id);
                    let from = (Kind::Agent, handoff.from.as_str());
                    self.add_line(id, from, (Kind::Agent, fallback.as_str()), line);
                }
            }
        }
        self.add_candidates(&handoffs);
    }

    fn add_entries(&mut self) {
        let (document, topology) = (self.document, self.topology);
        let entries = document.entries();
        for entry in entries.filter(|entry| entry.topology == *topology) {
            let from = (Kind::Entry, entry.id.as_str());
            if let Some(at) = self.box_of(from.0, from.1) {
                let name = self.scene.graph.nodes[at].id.clone();
                self.scene.graph.entries.push(name);
            }
            let line = SceneLine {
                kind: LineKind::Entry,
                ..plain(RecordKey::new(Kind::Entry, entry.id.as_str()))
            };
            let to = (Kind::Agent, entry.agent.as_str());
            self.add_line(format!("entry:{}", entry.id), from, to, line);
        }
    }

    fn add_candidates(&mut self, handoffs: &[&Handoff]) {
        for (handoff, query) in handoffs.iter().zip(std::mem::take(&mut self.queries)) {
            let (Some(query), Target::Query(asked)) = (query, &handoff.to) else {
                continue;
            };
            for agent in query.agents {
                let line = SceneLine {
                    kind: LineKind::Candidate,
                    is_default: asked.default.as_ref() == Some(&agent.id),
                    ..of_handoff(handoff)
                };
                let id = format!("candidate:{}:{}", handoff.id, agent.id);
                self.add_line(id, target(handoff), (Kind::Agent, agent.id.as_str()), line);
            }
        }
    }

    /// A line without both its boxes, which only a damaged store has, is left out.
    fn add_line(&mut self, id: String, from: (Kind, &str), to: (Kind, &str), line: SceneLine) {
        let ends = (self.box_of(from.0, from.1), self.box_of(to.0, to.1));
        let (Some(from), Some(to)) = ends else {
            return;
        };
        let to_people = line.kind != LineKind::Entry && self.is_person(to);
        let nodes = &self.scene.graph.nodes;
        self.scene.graph.edges.push(Edge {
            id: id.into(),
            from: nodes[from].id.clone(),
            to: nodes[to].id.clone(),
            label: line.label.as_ref().map(|label| Size {
                width: label.chars().count() as f64 * LABEL_ADVANCE + 16.0,
                height: LABEL_HEIGHT,
            }),
        });
        self.scene.lines.push(SceneLine {
            from,
            to,
            to_people,
            ..line
        });
    }
}

/// The record whose box a handoff leads to.
fn target(handoff: &Handoff) -> (Kind, &str) {
    match &handoff.to {
        Target::Agent(agent) => (Kind::Agent, agent.as_str()),
        Target::Outcome(target) => (Kind::Outcome, target.outcome.as_str()),
        Target::Query(_) => (Kind::Handoff, handoff.id.as_str()),
    }
}

fn of_handoff(handoff: &Handoff) -> SceneLine {
    plain(RecordKey::new(Kind::Handoff, handoff.id.as_str()))
}

fn plain(subject: RecordKey) -> SceneLine {
    SceneLine {
        kind: LineKind::Transfer,
        subject,
        from: 0,
        to: 0,
        label: None,
        to_people: false,
        parallel: None,
        is_default: false,
    }
}
