//! Finding again what an earlier import made, and ids for what is new.

use baton_model::{Agent, Document, Kind, Record, RecordKey, Target, TopologyId, slug};
use std::collections::{BTreeMap, BTreeSet};

/// The agents that a file's earlier import left in a topology, by their key in the file. The flag of
/// an agent that shares its key with another is lost: the first by id is taken.
pub(crate) fn agents_of_file<'d>(
    document: &'d Document,
    topology: &TopologyId,
    format: &str,
    file: &str,
) -> BTreeMap<&'d str, &'d Agent> {
    let mut found = BTreeMap::new();
    for id in members(document, topology) {
        if let Some(agent) = document.find::<Agent>(&id)
            && let Some(origin) = &agent.origin
            && origin.format == format
            && origin.file == file
        {
            found.entry(origin.key.as_str()).or_insert(agent);
        }
    }
    found
}

/// The agents of a topology: at the ends of its handoffs, at its entries, placed on its drawing.
fn members(document: &Document, topology: &TopologyId) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for key in document.referrers(&RecordKey::new(Kind::Topology, topology.as_str())) {
        let Some(entry) = document.get(key) else {
            continue;
        };
        match entry.record.as_ref() {
            Record::Handoff(handoff) => {
                ids.insert(handoff.from.to_string());
                if let Target::Agent(id) = &handoff.to {
                    ids.insert(id.to_string());
                }
            }
            Record::Entry(entry) => {
                ids.insert(entry.agent.to_string());
            }
            Record::Placement(place) if place.subject.kind == Kind::Agent => {
                ids.insert(place.subject.id.clone());
            }
            _ => {}
        }
    }
    ids
}

/// Hands out ids that nobody has, not even in other case: ids become file names.
pub(crate) struct FreshIds {
    taken: BTreeMap<Kind, BTreeSet<String>>,
    next: BTreeMap<(Kind, String), u32>,
}

impl FreshIds {
    pub(crate) fn new(document: &Document) -> Self {
        let mut taken: BTreeMap<Kind, BTreeSet<String>> = BTreeMap::new();
        for entry in document.all() {
            taken
                .entry(entry.record.kind())
                .or_default()
                .insert(entry.record.id().to_ascii_lowercase());
        }
        Self {
            taken,
            next: BTreeMap::new(),
        }
    }

    /// An id made from `wanted`; `-2`, `-3` and so on is added where it is taken. The flag says
    /// whether it was.
    pub(crate) fn take(&mut self, kind: Kind, wanted: &str) -> (String, bool) {
        let base = slug(wanted, kind.name());
        let taken = self.taken.entry(kind).or_default();
        let mut id = base.clone();
        let mut renamed = false;
        while !taken.insert(id.to_ascii_lowercase()) {
            let number = self.next.entry((kind, base.clone())).or_insert(2);
            id = format!("{base}-{number}");
            *number += 1;
            renamed = true;
        }
        (id, renamed)
    }
}
