//! What belongs to a topology when two of its states are compared.

use baton_model::{
    AgentId, Document, Entry, Handoff, Kind, Placement, RecordKey, Target, TopologyId,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The records of a topology with their fields: the topology itself, its handoffs, entries, outcomes, groups and notes, and the agents in it.
/// Where boxes stand is left out, and so is an agent's health: it changes by itself.
pub(super) fn drawn(document: &Document, topology: &TopologyId) -> BTreeMap<RecordKey, Value> {
    let own = RecordKey::new(Kind::Topology, topology.as_str());
    let belongs = document.referrers(&own).filter(|key| {
        matches!(
            key.kind,
            Kind::Handoff | Kind::Entry | Kind::Outcome | Kind::Group | Kind::Note
        )
    });
    let agents = agents(document, topology)
        .into_iter()
        .map(|id| RecordKey::new(Kind::Agent, id.as_str()));
    std::iter::once(own.clone())
        .chain(belongs.cloned())
        .chain(agents)
        .filter_map(|key| {
            let mut fields = document.get(&key)?.record.to_json();
            if key.kind == Kind::Agent
                && let Some(fields) = fields.as_object_mut()
            {
                fields.remove("health");
            }
            Some((key, fields))
        })
        .collect()
}

/// Where the boxes of a topology stand: the fields of each placement, by what it places.
pub(super) fn places(document: &Document, topology: &TopologyId) -> BTreeMap<RecordKey, Value> {
    of_topology(document, topology)
        .filter_map(|key| {
            let place = document.find::<Placement>(&key.id)?;
            let fields = document.get(key)?.record.to_json();
            Some((place.subject.clone(), fields))
        })
        .collect()
}

/// The agents in a topology: those that handoffs name, where requests come in, and those that have a place on the drawing.
fn agents<'a>(document: &'a Document, topology: &TopologyId) -> BTreeSet<&'a AgentId> {
    let mut agents = BTreeSet::new();
    let mut placed = BTreeSet::new();
    for key in of_topology(document, topology) {
        match key.kind {
            Kind::Handoff => {
                let Some(handoff) = document.find::<Handoff>(&key.id) else {
                    continue;
                };
                agents.insert(&handoff.from);
                agents.extend(&handoff.fallbacks);
                match &handoff.to {
                    Target::Agent(id) => {
                        agents.insert(id);
                    }
                    Target::Query(query) => agents.extend(query.default.as_ref()),
                    Target::Outcome(_) => {}
                }
            }
            Kind::Entry => {
                let entry = document.find::<Entry>(&key.id);
                agents.extend(entry.map(|entry| &entry.agent));
            }
            Kind::Placement => {
                let place = document.find::<Placement>(&key.id);
                placed.extend(place.map(|place| &place.subject));
            }
            _ => {}
        }
    }
    let placed = placed
        .into_iter()
        .filter(|subject| subject.kind == Kind::Agent)
        .filter_map(|subject| document.find::<baton_model::Agent>(&subject.id));
    agents.extend(placed.map(|agent| &agent.id));
    agents
}

fn of_topology<'a>(
    document: &'a Document,
    topology: &TopologyId,
) -> impl Iterator<Item = &'a RecordKey> {
    document.referrers(&RecordKey::new(Kind::Topology, topology.as_str()))
}
