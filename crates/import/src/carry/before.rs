//! What earlier imports of a file made.

use super::{Place, full_key};
use crate::sketch::Sketch;
use crate::text::base_name;
use baton_model::{At, Document, Kind, Record, RecordKey, References, Target, Topology};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The records that earlier imports of a file made, by the key under their origin.
pub(super) struct Before<'d> {
    existing: &'d Document,
    by_key: HashMap<(Kind, String), Vec<RecordKey>>,
    /// The topologies that an agent stands in.
    members: BTreeMap<String, BTreeSet<String>>,
    file: String,
    sketch_key: String,
    agent_keys: BTreeSet<String>,
}

impl<'d> Before<'d> {
    pub(super) fn new(existing: &'d Document, format: &str, sketch: &Sketch) -> Self {
        let file = base_name(&sketch.file);
        let mut by_key: HashMap<(Kind, String), Vec<RecordKey>> = HashMap::new();
        for entry in existing.all() {
            if let Some(origin) = entry.record.origin()
                && origin.format == format
                && origin.file == file
            {
                let key = (entry.record.kind(), origin.key.clone());
                by_key.entry(key).or_default().push(entry.record.key());
            }
        }
        let members = if by_key.is_empty() {
            BTreeMap::new()
        } else {
            members(existing)
        };
        let agents = sketch
            .parts()
            .iter()
            .filter(|part| part.record.kind() == Kind::Agent);
        Self {
            existing,
            by_key,
            members,
            file: file.to_owned(),
            sketch_key: sketch.key.clone(),
            agent_keys: agents.map(|part| full_key(sketch, &part.key)).collect(),
        }
    }

    /// The record that an earlier import made of a key, in the place that the sketch goes to.
    pub(super) fn find(&self, kind: Kind, key: &str, place: &Place) -> Option<RecordKey> {
        if place.drawn && !place.known {
            return None;
        }
        let found = self.by_key.get(&(kind, key.to_owned()))?;
        if !place.drawn {
            return found.first().cloned();
        }
        let mut here = found.iter().filter(|key| self.is_in(key, &place.id));
        here.next()
            .or_else(|| found.iter().find(|key| self.is_nowhere(key)))
            .cloned()
    }

    /// The topology that an earlier import of the drawing made. The flag says whether there is one that has so little in common with the
    /// file that it is another's.
    pub(super) fn topology(&self) -> (Option<&'d Topology>, Option<&'d Topology>) {
        let by_origin = self.by_key.get(&(Kind::Topology, self.sketch_key.clone()));
        let mut candidates: Vec<&'d Topology> = by_origin
            .into_iter()
            .flatten()
            .filter_map(|key| self.existing.find::<Topology>(&key.id))
            .collect();
        if candidates.is_empty() && self.sketch_key.is_empty() {
            let with_agents =
                |topology: &&Topology| !self.agents_in(topology.id.as_str()).is_empty();
            let unmarked = |topology: &&Topology| topology.origin.is_none();
            candidates = self
                .existing
                .topologies()
                .filter(unmarked)
                .filter(with_agents)
                .collect();
        }
        let same = candidates
            .iter()
            .find(|topology| self.has_enough_in_common(topology.id.as_str()));
        match same {
            Some(topology) => (Some(topology), None),
            None => (None, candidates.first().copied()),
        }
    }

    /// Whether something of the file stands in the topology; contracts, teams and the like stand in none.
    pub(super) fn is_drawn_in(&self, topology: &str) -> bool {
        let stands = |key: &&RecordKey| {
            key.kind == Kind::Agent
                || self
                    .existing
                    .get(key)
                    .is_some_and(|entry| topology_of(&entry.record).is_some())
        };
        self.by_key
            .values()
            .flatten()
            .filter(stands)
            .any(|key| self.is_in(key, topology))
    }

    /// Every record that earlier imports of this drawing made, with the key under its origin.
    pub(super) fn of_drawing(&self) -> impl Iterator<Item = &RecordKey> {
        self.by_key
            .iter()
            .filter(|((_, key), _)| {
                self.sketch_key.is_empty()
                    || key
                        .strip_prefix(self.sketch_key.as_str())
                        .is_some_and(|rest| rest.starts_with('#'))
            })
            .flat_map(|(_, keys)| keys)
    }

    /// Less than half in common, of the smaller side, is another file of the same name.
    fn has_enough_in_common(&self, topology: &str) -> bool {
        let old = self.agents_in(topology);
        let common = old
            .iter()
            .filter(|key| self.agent_keys.contains(**key))
            .count();
        let smaller = old.len().min(self.agent_keys.len());
        common * 2 >= smaller
    }

    /// The keys of the file's agents that stand in a topology.
    fn agents_in(&self, topology: &str) -> BTreeSet<&str> {
        self.by_key
            .iter()
            .filter(|((kind, _), keys)| {
                *kind == Kind::Agent && keys.iter().any(|key| self.is_in(key, topology))
            })
            .map(|((_, key), _)| key.as_str())
            .collect()
    }

    /// Whether a record stands where the sketch goes; everything does where nothing is drawn.
    pub(super) fn is_here(&self, key: &RecordKey, place: &Place) -> bool {
        !place.drawn || self.is_in(key, &place.id)
    }

    /// Whether a record stands in a topology; contracts, teams and the like stand in all.
    fn is_in(&self, key: &RecordKey, topology: &str) -> bool {
        if key.kind == Kind::Agent {
            return self
                .members
                .get(&key.id)
                .is_some_and(|topologies| topologies.contains(topology));
        }
        let Some(entry) = self.existing.get(key) else {
            return false;
        };
        topology_of(&entry.record).is_none_or(|own| own == topology)
    }

    fn is_nowhere(&self, key: &RecordKey) -> bool {
        key.kind == Kind::Agent && !self.members.contains_key(&key.id)
    }

    /// The file's name without its folder.
    pub(super) fn file(&self) -> &str {
        &self.file
    }
}

/// The topology that a record is part of.
pub(super) fn topology_of(record: &Record) -> Option<&str> {
    Some(match record {
        Record::Handoff(record) => record.topology.as_str(),
        Record::Entry(record) => record.topology.as_str(),
        Record::Outcome(record) => record.topology.as_str(),
        Record::Group(record) => record.topology.as_str(),
        Record::Note(record) => record.topology.as_str(),
        Record::Placement(record) => record.topology.as_str(),
        _ => return None,
    })
}

/// The topologies of every agent: at the ends of handoffs, at entries, placed on drawings.
fn members(document: &Document) -> BTreeMap<String, BTreeSet<String>> {
    let mut members: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut add = |agent: &str, topology: &str| {
        members
            .entry(agent.to_owned())
            .or_default()
            .insert(topology.to_owned());
    };
    for handoff in document.handoffs() {
        add(handoff.from.as_str(), handoff.topology.as_str());
        if let Target::Agent(agent) = &handoff.to {
            add(agent.as_str(), handoff.topology.as_str());
        }
    }
    for entry in document.entries() {
        add(entry.agent.as_str(), entry.topology.as_str());
    }
    for place in document.placements() {
        if place.subject.kind == Kind::Agent {
            add(&place.subject.id, place.topology.as_str());
        }
    }
    members
}

/// Whether a record of the sketch stands in its topology.
pub(super) fn stands_in_topology(record: &Record, topology: &str) -> bool {
    if topology_of(record).is_some() {
        return true;
    }
    let mut references = Vec::new();
    record.references(&At::Root, &mut references);
    references
        .iter()
        .any(|reference| reference.to.kind == Kind::Topology && reference.to.id == topology)
}
