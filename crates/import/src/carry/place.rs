//! Where the parts of a sketch go: the topology, ids, what is alike without an origin, and places on the drawing.

use super::before::{Before, stands_in_topology};
use super::{Carrier, Fate, Names, Place, join, said};
use crate::error::ImportError;
use crate::notes::Notes;
use crate::sketch::{Part, Sketch};
use crate::text::{base_name, has_uuid, visible};
use baton_model::{
    ContractVersion, Document, Kind, Origin, Record, RecordKey, RecordRef, Target, Topology,
    TopologyId, slug,
};
use std::collections::{BTreeMap, BTreeSet};

impl Carrier<'_> {
    /// The topology to draw in: the one asked for, the one that an earlier import of the file made, else a new one.
    pub(super) fn topology(
        &mut self,
        sketch: &Sketch,
        wanted: Option<&TopologyId>,
        before: &Before<'_>,
        notes: &mut Notes,
    ) -> Place {
        let drawn = sketch.parts().iter().any(|part| {
            (sketch.draws_agents && part.record.kind() == Kind::Agent)
                || stands_in_topology(&part.record, sketch.topology.id.as_str())
        });
        if let Some(id) = wanted {
            return Place {
                id: id.to_string(),
                drawn,
                known: before.is_drawn_in(id.as_str()),
            };
        }
        if !drawn {
            return Place {
                id: sketch.topology.id.to_string(),
                drawn,
                known: true,
            };
        }
        notes.switch(&sketch.file);
        let (same, other) = before.topology(&self.drawn);
        if let Some(topology) = same {
            return Place {
                id: topology.id.to_string(),
                drawn,
                known: true,
            };
        }
        let wished = sketch.topology_wish.as_deref();
        let base = slug(wished.unwrap_or(&sketch.topology.name), "graph");
        let (id, renamed) = self.ids.take(Kind::Topology, &base);
        if let Some(other) = other {
            notes.info("", format!("{} was drawn from another file of this name: it stands in another folder, or few of its agents are in this one. This one became {id}; to import over {}, name it as the topology", other.id, other.id));
        } else if renamed {
            notes.info("", format!("a topology {base} is there already; this one became {id}. To import into the other, name it"));
        }
        Place {
            id,
            drawn,
            known: false,
        }
    }

    /// Puts the topology itself, unless people drew it.
    pub(super) fn put_topology(
        &mut self,
        mut origin: Origin,
        sketch: &Sketch,
        place: &Place,
        names: &Names,
        notes: &mut Notes,
    ) {
        let Ok(id) = TopologyId::new(place.id.as_str()) else {
            return;
        };
        let mut topology = Topology {
            id,
            ..sketch.topology.clone()
        };
        if topology.name.trim().is_empty() {
            topology.name.clone_from(&place.id);
        }
        if topology.purpose.is_empty() {
            topology.purpose = format!("Imported from {}.", visible(base_name(&sketch.file), 200));
        }
        origin.guesses.clone_from(&sketch.topology_guesses);
        let mut record = Record::from(topology);
        baton_model::References::rename(&mut record, &|kind, id| {
            names.get(kind, id).map(str::to_owned)
        });
        origin.said = Some(said(&record).into());
        let joined = match self.current(&record.key()) {
            None => {
                record.set_origin(Some(origin));
                Some(record)
            }
            Some(ours)
                if ours
                    .origin()
                    .is_some_and(|known| join::same_file(known, &origin)) =>
            {
                join::join(&ours.clone(), &record, origin, false, "", notes)
            }
            Some(_) => None,
        };
        if let Some(record) = joined {
            self.put(record);
        }
    }

    /// A record that stands for the part without an origin that says so: by name where a part goes by it, else by what makes two of its kind
    /// in one topology the same.
    pub(super) fn alike(&self, part: &Part, place: &Place, names: &Names) -> Option<RecordKey> {
        let kind = part.record.kind();
        if part.goes_by_name {
            return self.named(kind, &part.key, part.record.name());
        }
        let key = |id: &str| RecordKey::new(kind, id);
        match &part.record {
            Record::Entry(entry) => {
                let agent = names.get(Kind::Agent, entry.agent.as_str())?;
                let mut entries = self.existing.entries();
                entries
                    .find(|known| {
                        known.topology.as_str() == place.id && known.agent.as_str() == agent
                    })
                    .map(|known| key(known.id.as_str()))
            }
            Record::Outcome(outcome) => {
                let here = |known: &&baton_model::Outcome| {
                    known.topology.as_str() == place.id
                        && known.good == outcome.good
                        && known.origin.is_none()
                };
                let mut outcomes = self.existing.outcomes().filter(here);
                let same = outcomes.find(|known| known.name.eq_ignore_ascii_case(&outcome.name));
                // People who import into their own drawing have said already how requests end well.
                let good = || self.existing.outcomes().find(here).filter(|_| outcome.good);
                same.or_else(good).map(|known| key(known.id.as_str()))
            }
            Record::Group(group) => {
                let parent = group
                    .parent
                    .as_ref()
                    .and_then(|parent| names.get(Kind::Group, parent.as_str()));
                self.existing
                    .groups()
                    .find(|known| {
                        known.topology.as_str() == place.id
                            && known.origin.is_none()
                            && known.parent.as_ref().map(baton_model::GroupId::as_str) == parent
                            && known.name == group.name
                    })
                    .map(|known| key(known.id.as_str()))
            }
            Record::AgentVersion(_)
            | Record::ContractVersion(_)
            | Record::Placement(_)
            | Record::Deployment(_)
            | Record::Capability(_) => {
                let found = key(&derived(&part.record, names)?);
                self.current(&found).is_some().then_some(found)
            }
            _ => None,
        }
    }

    /// The record with that id, else the only one with that name.
    fn named(&self, kind: Kind, id: &str, name: Option<&str>) -> Option<RecordKey> {
        let by_id = RecordKey::new(kind, id);
        if self.current(&by_id).is_some() {
            return Some(by_id);
        }
        let name = name.unwrap_or(id);
        let existing = self
            .existing
            .of_kind(kind)
            .map(|entry| entry.record.as_ref());
        let made = self
            .made
            .range(RecordKey::new(kind, "")..)
            .take_while(|(key, _)| key.kind == kind)
            .map(|(_, record)| record);
        let found: BTreeSet<RecordKey> = existing
            .chain(made)
            .filter(|record| {
                record
                    .name()
                    .is_some_and(|known| known.eq_ignore_ascii_case(name))
            })
            .map(Record::key)
            .collect();
        let mut found = found.into_iter();
        found.next().filter(|_| found.next().is_none())
    }

    /// Whether people keep versions of their own of what the part is a version of.
    pub(super) fn taken_over(&self, part: &Part, names: &Names) -> bool {
        match &part.record {
            Record::AgentVersion(version) => {
                let agent = names.get(Kind::Agent, version.agent.as_str());
                let mut versions = self.existing.agent_versions();
                versions.any(|known| Some(known.agent.as_str()) == agent)
            }
            Record::ContractVersion(version) => {
                let contract = names.get(Kind::Contract, version.contract.as_str());
                let mut versions = self.existing.contract_versions();
                versions.any(|known| Some(known.contract.as_str()) == contract)
            }
            _ => false,
        }
    }
}

/// The id that the fields of a record dictate, once what it refers to has its own.
pub(super) fn derived(record: &Record, names: &Names) -> Option<String> {
    record.derived_id()?;
    let mut renamed = record.clone();
    baton_model::References::rename(&mut renamed, &|kind, id| {
        names.get(kind, id).map(str::to_owned)
    });
    renamed.derived_id()
}

/// The text that the id of a new record is made from.
pub(super) fn wanted(part: &Part, place: &Place, names: &Names) -> String {
    let topology = &place.id;
    let known = |kind: Kind, id: &str| names.get(kind, id).unwrap_or(id).to_owned();
    match &part.record {
        Record::Handoff(handoff) => {
            let from = known(Kind::Agent, handoff.from.as_str());
            let to = match &handoff.to {
                Target::Agent(agent) => known(Kind::Agent, agent.as_str()),
                Target::Outcome(target) => {
                    let outcome = known(Kind::Outcome, target.outcome.as_str());
                    let prefix = format!("{topology}-");
                    outcome.strip_prefix(&prefix).unwrap_or(&outcome).to_owned()
                }
                Target::Query(_) => "whoever-can".to_owned(),
            };
            format!("{topology}-{from}-to-{to}")
        }
        Record::Entry(entry) => {
            let agent = known(Kind::Agent, entry.agent.as_str());
            format!("{topology}-start-{agent}")
        }
        Record::Outcome(outcome) => format!("{topology}-{}", slug(&outcome.name, "outcome")),
        Record::Group(_) => format!("{topology}-{}", slug(spoken(part), "group")),
        Record::Note(_) => format!("{topology}-note"),
        Record::Contract(_) if place.drawn => {
            format!("{topology}-{}", slug(spoken(part), "contract"))
        }
        record => record.name().unwrap_or(&part.key).to_owned(),
    }
}

/// What people can say of a part: its key, or its name where the key holds a number that a tool drew.
fn spoken(part: &Part) -> &str {
    match part.record.name() {
        Some(name) if has_uuid(&part.key) => name,
        _ => &part.key,
    }
}

/// Gives a place to agents that would not be on the drawing otherwise: those that no handoff and no entry touches.
pub(super) fn place_the_rest(sketch: &mut Sketch) -> Result<(), ImportError> {
    if !sketch.draws_agents {
        return Ok(());
    }
    let mut drawn: BTreeSet<&str> = BTreeSet::new();
    for part in sketch.parts() {
        match &part.record {
            Record::Handoff(handoff) => {
                drawn.insert(handoff.from.as_str());
                if let Target::Agent(agent) = &handoff.to {
                    drawn.insert(agent.as_str());
                }
            }
            Record::Entry(entry) => {
                drawn.insert(entry.agent.as_str());
            }
            Record::Placement(place) if place.subject.kind == Kind::Agent => {
                drawn.insert(&place.subject.id);
            }
            _ => {}
        }
    }
    let rest: Vec<String> = sketch
        .parts()
        .iter()
        .filter(|part| part.record.kind() == Kind::Agent && !drawn.contains(part.record.id()))
        .map(|part| part.record.id().to_owned())
        .collect();
    for agent in rest {
        sketch.stands(RecordRef::new(Kind::Agent, agent), None, None)?;
    }
    Ok(())
}

/// Draft versions may have got another number since they were made: handoffs of the sketch pin what they are called now, and nothing where
/// people keep versions of their own.
pub(super) fn follow_versions(parts: &mut [Part], fates: &[Fate], existing: &Document) {
    let mut numbers: BTreeMap<(String, String), Option<baton_model::Version>> = BTreeMap::new();
    for (part, fate) in parts.iter().zip(fates) {
        let Record::ContractVersion(version) = &part.record else {
            continue;
        };
        let number = match fate {
            Fate::New(..) => Some(version.version.clone()),
            Fate::Known(key) => existing.find::<ContractVersion>(&key.id).map_or_else(
                || Some(version.version.clone()),
                |known| Some(known.version.clone()),
            ),
            Fate::LeftOut => None,
        };
        let key = (version.contract.to_string(), version.version.to_string());
        numbers.insert(key, number);
    }
    for part in parts {
        if let Record::Handoff(handoff) = &mut part.record
            && let (Some(contract), Some(version)) = (&handoff.contract, &handoff.version)
            && let Some(number) = numbers.get(&(contract.to_string(), version.to_string()))
        {
            handoff.version.clone_from(number);
        }
    }
}
