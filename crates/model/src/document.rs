//! All records in memory, with what refers to what.

use crate::edit::{Change, RecordsDiff};
use crate::json::Json;
use crate::kind::{Kind, Record};
use crate::reference::{RecordKey, Reference};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// A record and the registry's revision at which it last changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The revision of its last change.
    pub revision: u32,
    /// The record.
    pub record: Arc<Record>,
}

/// A record as it travels: to the window and into JSON output.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct StoredRecord {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// The revision of its last change.
    pub revision: u32,
    /// Its fields.
    pub record: Json,
}

impl StoredRecord {
    /// The travelling form of an entry.
    pub fn of(entry: &Held) -> Self {
        Self {
            kind: entry.record.kind(),
            id: entry.record.id().to_owned(),
            revision: entry.revision,
            record: Json(entry.record.to_json()),
        }
    }
}

/// A kind of record that can be looked up by its typed id.
pub trait Find: Sized {
    /// The kind.
    const KIND: Kind;
    /// The typed record, if it is of that kind.
    fn from_record(record: &Record) -> Option<&Self>;
}

/// Every record of a registry at one revision.
#[derive(Clone, Debug, Default)]
pub struct Document {
    revision: u32,
    kinds: BTreeMap<Kind, BTreeMap<String, Held>>,
    referrers: BTreeMap<RecordKey, BTreeSet<RecordKey>>,
}

impl Document {
    /// An empty registry at revision 0.
    pub fn new() -> Self {
        Self::default()
    }

    /// A document from stored records, as a store loads them. References are not checked:
    /// the store's own checks name broken rows.
    pub fn load(revision: u32, entries: impl IntoIterator<Item = Held>) -> Self {
        // Filled in one go at the end, a map costs a fraction of what it costs record by record.
        let mut kinds: BTreeMap<Kind, Vec<(String, Held)>> = BTreeMap::new();
        let mut referrers: HashMap<RecordKey, Vec<RecordKey>> = HashMap::new();
        for entry in entries {
            let key = entry.record.key();
            for reference in entry.record.outgoing() {
                let from = referrers.entry(reference.to).or_default();
                if from.last() != Some(&key) {
                    from.push(key.clone());
                }
            }
            kinds.entry(key.kind).or_default().push((key.id, entry));
        }
        let mapped = |(kind, records): (Kind, Vec<_>)| (kind, BTreeMap::from_iter(records));
        let set = |(to, from): (RecordKey, Vec<_>)| (to, BTreeSet::from_iter(from));
        Self {
            revision,
            kinds: kinds.into_iter().map(mapped).collect(),
            referrers: referrers.into_iter().map(set).collect(),
        }
    }

    /// The registry's revision: the number of committed groups.
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// The record at an address.
    pub fn get(&self, key: &RecordKey) -> Option<&Held> {
        self.entry(key.kind, &key.id)
    }

    /// The record of a kind with an id.
    pub fn entry(&self, kind: Kind, id: &str) -> Option<&Held> {
        self.kinds.get(&kind)?.get(id)
    }

    /// The typed record with an id.
    pub fn find<T: Find>(&self, id: impl AsRef<str>) -> Option<&T> {
        T::from_record(&self.entry(T::KIND, id.as_ref())?.record)
    }

    /// Whether a record is there.
    pub fn contains(&self, kind: Kind, id: &str) -> bool {
        self.entry(kind, id).is_some()
    }

    /// All records of a kind, in order of id.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Held> {
        self.kinds.get(&kind).into_iter().flat_map(BTreeMap::values)
    }

    /// The number of records of a kind.
    pub fn count(&self, kind: Kind) -> usize {
        self.kinds.get(&kind).map_or(0, BTreeMap::len)
    }

    /// All records, by kind and id.
    pub fn all(&self) -> impl Iterator<Item = &Held> {
        self.kinds.values().flat_map(BTreeMap::values)
    }

    /// The number of records.
    pub fn len(&self) -> usize {
        self.kinds.values().map(BTreeMap::len).sum()
    }

    /// Whether there are no records.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The records that refer to one, in order of kind and id.
    pub fn referrers<'a>(
        &'a self,
        key: &RecordKey,
    ) -> impl Iterator<Item = &'a RecordKey> + use<'a> {
        self.referrers.get(key).into_iter().flatten()
    }

    /// References that lead nowhere, with the record that holds them. Empty unless the
    /// document was loaded from a damaged store.
    pub fn dangling(&self) -> Vec<(RecordKey, Reference)> {
        self.all()
            .flat_map(|entry| {
                let key = entry.record.key();
                entry
                    .record
                    .outgoing()
                    .into_iter()
                    .filter(|reference| self.get(&reference.to).is_none())
                    .map(move |reference| (key.clone(), reference))
            })
            .collect()
    }

    /// Takes in a diff that was committed as `revision`.
    pub fn commit(&mut self, diff: &RecordsDiff, revision: u32) {
        for Change { key, after, .. } in &diff.changes {
            self.remove(key);
            if let Some(record) = after {
                self.insert(Held {
                    revision,
                    record: Arc::clone(record),
                });
            }
        }
        self.revision = revision;
    }

    fn insert(&mut self, entry: Held) {
        let key = entry.record.key();
        for reference in entry.record.outgoing() {
            self.referrers
                .entry(reference.to)
                .or_default()
                .insert(key.clone());
        }
        self.kinds
            .entry(key.kind)
            .or_default()
            .insert(key.id, entry);
    }

    fn remove(&mut self, key: &RecordKey) {
        let Some(entry) = self
            .kinds
            .get_mut(&key.kind)
            .and_then(|records| records.remove(&key.id))
        else {
            return;
        };
        for reference in entry.record.outgoing() {
            if let Some(referrers) = self.referrers.get_mut(&reference.to) {
                referrers.remove(key);
                if referrers.is_empty() {
                    self.referrers.remove(&reference.to);
                }
            }
        }
    }
}

impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        let filled = |d: &Self| d.all().map(|e| Arc::clone(&e.record)).collect::<Vec<_>>();
        filled(self) == filled(other)
    }
}
