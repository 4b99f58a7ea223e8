//! What earlier imports of a file made.

use super::identity::{FileIdentity, Same};
use super::{Place, full_key};
use crate::guess::words;
use crate::sketch::Sketch;
use crate::text::without_secrets;
use baton_model::{Agent, At, Document, Kind, Record, RecordKey, References, Target, Topology};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The records that earlier imports of a file made, by the key under their origin.
pub(super) struct Before<'d> {
    existing: &'d Document,
    /// With how sure it is that the file is the same; the surest first.
    by_key: HashMap<(Kind, String), Vec<(Same, RecordKey)>>,
    /// The topologies that an agent stands in, and those whose handoffs pin a contract.
    members: BTreeMap<(Kind, String), BTreeSet<String>>,
    file: FileIdentity,
    /// Whether the sketch draws its agents; else it lists what stands anywhere.
    draws_agents: bool,
    sketch_key: String,
    /// The file's agents, with what each is told to do.
    agents: BTreeMap<String, String>,
}

impl<'d> Before<'d> {
    pub(super) fn new(
        existing: &'d Document,
        format: &str,
        sketch: &Sketch,
        file: FileIdentity,
    ) -> Self {
        let mut by_key: HashMap<(Kind, String), Vec<(Same, RecordKey)>> = HashMap::new();
        for entry in existing.all() {
            if let Some(origin) = entry.record.origin()
                && origin.format == format
                && let Some(same) = file.is(&origin.file)
            {
                let key = (entry.record.kind(), origin.key.clone());
                let found = by_key.entry(key).or_default();
                found.push((same, entry.record.key()));
            }
        }
        for found in by_key.values_mut() {
            found.sort_by_key(|(same, _)| *same);
        }
        let members = if by_key.is_empty() {
            BTreeMap::new()
        } else {
            members(existing)
        };
        let agents = sketch.parts().iter().filter_map(|part| match &part.record {
            Record::Agent(agent) => {
                Some((full_key(sketch, &part.key), agent.role.scope.text.clone()))
            }
            _ => None,
        });
        Self {
            existing,
            by_key,
            members,
            file,
            draws_agents: sketch.draws_agents,
            sketch_key: sketch.key.clone(),
            agents: agents.collect(),
        }
    }

    /// The record that an earlier import made of a key, in the place that the sketch goes to.
    pub(super) fn find(&self, kind: Kind, key: &str, place: &Place) -> Option<RecordKey> {
        let is_drawn = self.is_drawn(kind, place);
        if is_drawn && !place.known {
            return None;
        }
        let found = self.by_key.get(&(kind, key.to_owned()))?;
        if let Some((_, here)) = found
            .iter()
            .find(|(_, key)| is_drawn && self.is_in(key, &place.id))
        {
            return Some(here.clone());
        }
        let mut left: Vec<&RecordKey> = found
            .iter()
            .filter(|(same, key)| *same != Same::Other && (!is_drawn || self.is_nowhere(key)))
            .map(|(_, key)| key)
            .collect();
        // Of contracts that no handoff pins any more, the one that is named after the topology.
        let prefix = format!("{}-", place.id);
        left.sort_by_key(|key| is_drawn && !key.id.starts_with(&prefix));
        left.first().copied().cloned()
    }

    /// The version that an earlier import made of a key, of this agent or contract of the registry.
    pub(super) fn find_version(&self, kind: Kind, key: &str, owner: &str) -> Option<RecordKey> {
        let found = self.by_key.get(&(kind, key.to_owned()))?;
        found
            .iter()
            .map(|(_, key)| key)
            .find(|key| {
                let entry = self.existing.get(key);
                match entry.map(|entry| entry.record.as_ref()) {
                    Some(Record::AgentVersion(known)) => known.agent.as_str() == owner,
                    Some(Record::ContractVersion(known)) => known.contract.as_str() == owner,
                    _ => false,
                }
            })
            .cloned()
    }

    /// The topology that an earlier import of the drawing made, but for those that another drawing of this import has. Beside it, where
    /// there is none, one that has so little in common with the file that it is another's.
    pub(super) fn topology(
        &self,
        taken: &BTreeSet<String>,
    ) -> (Option<&'d Topology>, Option<&'d Topology>) {
        let by_origin = self.by_key.get(&(Kind::Topology, self.sketch_key.clone()));
        let mut candidates: Vec<(Same, &'d Topology)> = by_origin
            .into_iter()
            .flatten()
            .filter_map(|(same, key)| Some((*same, self.existing.find::<Topology>(&key.id)?)))
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
                .map(|topology| (Same::File, topology))
                .collect();
        }
        let same = candidates.iter().find(|(same, topology)| {
            !taken.contains(topology.id.as_str())
                && self.has_enough_in_common(*same, topology.id.as_str())
        });
        match same {
            Some((_, topology)) => (Some(topology), None),
            None => (None, candidates.first().map(|(_, topology)| *topology)),
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
            .map(|(_, key)| key)
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
            .flat_map(|(_, keys)| keys.iter().map(|(_, key)| key))
    }

    /// Less than half in common, of the smaller side, is another file of the same name. Of a name that many files have, one agent of several
    /// says nothing, and one alone counts while it is told to do something like it.
    fn has_enough_in_common(&self, same: Same, topology: &str) -> bool {
        let old = self.agents_in(topology);
        let common: Vec<&String> = self
            .agents
            .keys()
            .filter(|key| old.contains_key(key.as_str()))
            .collect();
        let smaller = old.len().min(self.agents.len());
        let by_number = common.len() * 2 >= smaller;
        match (same, &common[..]) {
            (Same::Other, _) => false,
            (Same::Unknown, [only]) => {
                old.len() == 1
                    && self.agents.len() == 1
                    && are_alike(&self.agents[*only], old[only.as_str()])
            }
            _ => by_number,
        }
    }

    /// The file's agents that stand in a topology, by their keys, with what the file told each to do.
    fn agents_in(&self, topology: &str) -> BTreeMap<&str, &'d str> {
        let mut found = BTreeMap::new();
        for ((kind, key), keys) in &self.by_key {
            if *kind != Kind::Agent {
                continue;
            }
            let here = keys
                .iter()
                .find(|(same, key)| *same != Same::Other && self.is_in(key, topology));
            if let Some(agent) = here.and_then(|(_, key)| self.existing.find::<Agent>(&key.id)) {
                found.insert(key.as_str(), told(agent));
            }
        }
        found
    }

    /// Whether a record stands where the sketch goes; everything does where nothing is drawn.
    pub(super) fn is_here(&self, key: &RecordKey, place: &Place) -> bool {
        !self.is_drawn(key.kind, place) || self.is_in(key, &place.id)
    }

    /// Whether records of a kind are told by the topology that they stand in.
    fn is_drawn(&self, kind: Kind, place: &Place) -> bool {
        let is_listed = matches!(
            kind,
            Kind::Agent | Kind::AgentVersion | Kind::Contract | Kind::ContractVersion
        );
        place.drawn && (self.draws_agents || !is_listed)
    }

    /// Whether a record stands in a topology; teams and the like stand in all.
    fn is_in(&self, key: &RecordKey, topology: &str) -> bool {
        let Some(entry) = self.existing.get(key) else {
            return false;
        };
        match member(&entry.record) {
            Some(member) => self
                .members
                .get(&member)
                .is_some_and(|topologies| topologies.contains(topology)),
            None => topology_of(&entry.record).is_none_or(|own| own == topology),
        }
    }

    fn is_nowhere(&self, key: &RecordKey) -> bool {
        self.existing
            .get(key)
            .and_then(|entry| member(&entry.record))
            .is_some_and(|member| !self.members.contains_key(&member))
    }

    /// Whether a record was made from a file of that name, as far as names tell.
    pub(super) fn is_file(&self, file: &str) -> bool {
        self.file.is(file).is_some()
    }
}

/// The agent or contract that says in which topologies a record stands.
fn member(record: &Record) -> Option<(Kind, String)> {
    Some(match record {
        Record::Agent(agent) => (Kind::Agent, agent.id.to_string()),
        Record::AgentVersion(version) => (Kind::Agent, version.agent.to_string()),
        Record::Contract(contract) => (Kind::Contract, contract.id.to_string()),
        Record::ContractVersion(version) => (Kind::Contract, version.contract.to_string()),
        _ => return None,
    })
}

/// What the file told an agent to do at the last import; what it is told now where nobody knows.
fn told(agent: &Agent) -> &str {
    let said = agent
        .origin
        .as_ref()
        .and_then(|origin| origin.said.as_ref());
    said.map_or(agent.role.scope.text.as_str(), |said| {
        let text = said.0.pointer("/role/scope/text");
        text.and_then(serde_json::Value::as_str).unwrap_or_default()
    })
}

/// Whether a third of the words of the shorter text stand in the other; what says nothing is like everything. What was kept has lost its
/// secrets, so both lose them here.
fn are_alike(one: &str, other: &str) -> bool {
    let [one, other] =
        [one, other].map(|text| -> BTreeSet<String> { words(&without_secrets(text)).collect() });
    let common = one.intersection(&other).count();
    common * 3 >= one.len().min(other.len())
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

/// The topologies of every agent (at the ends of handoffs, at entries, placed on drawings) and of every contract (pinned by handoffs).
fn members(document: &Document) -> BTreeMap<(Kind, String), BTreeSet<String>> {
    let mut members: BTreeMap<(Kind, String), BTreeSet<String>> = BTreeMap::new();
    let mut add = |kind: Kind, id: &str, topology: &str| {
        members
            .entry((kind, id.to_owned()))
            .or_default()
            .insert(topology.to_owned());
    };
    for handoff in document.handoffs() {
        let topology = handoff.topology.as_str();
        add(Kind::Agent, handoff.from.as_str(), topology);
        if let Target::Agent(agent) = &handoff.to {
            add(Kind::Agent, agent.as_str(), topology);
        }
        if let Some(contract) = &handoff.contract {
            add(Kind::Contract, contract.as_str(), topology);
        }
    }
    for entry in document.entries() {
        add(Kind::Agent, entry.agent.as_str(), entry.topology.as_str());
    }
    for place in document.placements() {
        if place.subject.kind == Kind::Agent {
            add(Kind::Agent, &place.subject.id, place.topology.as_str());
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
