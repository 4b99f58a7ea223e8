//! Records as metadata: what the specification has no field for, so that whoever reads the file back has agents, handoffs and contracts again.

use crate::cast;
use crate::escape::visible;
use baton_model::{Agent, At, Document, Handoff, Kind, Record, RecordKey, References, Topology};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Kinds of which whole records stand in the file.
const HELD: [Kind; 7] = [
    Kind::Agent,
    Kind::Contract,
    Kind::ContractVersion,
    Kind::Entry,
    Kind::Handoff,
    Kind::Outcome,
    Kind::Topology,
];

/// What is told of records, and what of them is not.
pub(super) struct Told<'a> {
    document: &'a Document,
    /// The records that the file holds.
    inside: BTreeSet<RecordKey>,
    /// Records that were told whole: later they are only named.
    whole: BTreeSet<RecordKey>,
    left_out: BTreeMap<Kind, BTreeSet<String>>,
    was_hidden: bool,
}

impl<'a> Told<'a> {
    pub(super) fn new(
        document: &'a Document,
        topology: &Topology,
        members: &[&Agent],
        handoffs: &[&Handoff],
    ) -> Self {
        let contracts: BTreeSet<_> = handoffs
            .iter()
            .filter_map(|handoff| handoff.contract.as_ref())
            .collect();
        let is_held = |record: &Record| match record {
            Record::Topology(record) => record.id == topology.id,
            Record::Agent(agent) => members.iter().any(|member| member.id == agent.id),
            Record::Entry(entry) => entry.topology == topology.id,
            Record::Outcome(outcome) => outcome.topology == topology.id,
            Record::Handoff(handoff) => handoff.topology == topology.id,
            Record::Contract(contract) => contracts.contains(&contract.id),
            Record::ContractVersion(version) => contracts.contains(&version.contract),
            _ => false,
        };
        let held = document.all().map(|entry| entry.record.as_ref());
        Self {
            document,
            inside: held
                .filter(|record| is_held(record))
                .map(Record::key)
                .collect(),
            whole: BTreeSet::new(),
            left_out: BTreeMap::new(),
            was_hidden: false,
        }
    }

    /// Whether a record was told already.
    pub(super) fn has(&self, kind: Kind, id: &str) -> bool {
        self.whole.contains(&RecordKey::new(kind, id))
    }

    /// `{kind, id, record}` the first time, then `{kind, id}`.
    pub(super) fn of(&mut self, record: impl Into<Record>) -> Value {
        let record = record.into();
        let mut told = json!({"kind": record.kind(), "id": record.id()});
        if self.whole.insert(record.key()) {
            told["record"] = self.carried(record);
        }
        told
    }

    /// The records of a kind that the file holds, each told whole.
    pub(super) fn all_of(&mut self, kind: Kind) -> Value {
        let document = self.document;
        let records: Vec<Record> = document
            .of_kind(kind)
            .map(|entry| entry.record.as_ref())
            .filter(|record| self.inside.contains(&record.key()))
            .cloned()
            .collect();
        records.into_iter().map(|record| self.of(record)).collect()
    }

    /// The fields of a record without what refers to records that are not in the file. Teams are referred to by id.
    fn carried(&mut self, mut record: Record) -> Value {
        let kind = record.kind();
        record.set_origin(None);
        let before = record.to_json();
        let mut found = Vec::new();
        record.references(&At::Root, &mut found);
        for reference in found {
            if reference.to.kind != Kind::Team && !self.inside.contains(&reference.to) {
                record.detach(&reference.to);
            }
        }
        if let Record::Agent(agent) = &mut record {
            for link in [
                &mut agent.links.repo,
                &mut agent.links.dashboard,
                &mut agent.links.mcp,
                &mut agent.links.a2a,
            ] {
                *link = link.take().filter(|link| cast::address(link).is_some());
            }
        }
        let mut fields = record.to_json();
        for (name, value) in before.as_object().into_iter().flatten() {
            if fields.get(name) != Some(value) {
                let left_out = self.left_out.entry(kind).or_default();
                left_out.insert(name.clone());
            }
        }
        self.was_hidden |= show(&mut fields);
        if let Value::Object(fields) = &mut fields {
            fields.remove("id");
        }
        fields
    }

    /// Says what of the records is not in the file.
    pub(super) fn tell(&self, notes: &mut Vec<String>) {
        for (kind, fields) in &self.left_out {
            let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
            notes.push(format!(
                "of {kind} records these fields are not in the file, or not all of them, as they name what is not in it: {}",
                fields.join(", ")
            ));
        }
        let kinds: BTreeSet<&str> = self
            .document
            .all()
            .map(|entry| entry.record.kind())
            .filter(|kind| !HELD.contains(kind))
            .map(Kind::name)
            .collect();
        if !kinds.is_empty() {
            let kinds: Vec<&str> = kinds.into_iter().collect();
            notes.push(format!(
                "records of these kinds are not in the file (of an agent's version its model is, of a team its id): {}",
                kinds.join(", ")
            ));
        }
        if self.was_hidden {
            notes.push("characters that cannot be seen are shown by their numbers".to_owned());
        }
    }
}

/// Makes every text visible, names of members too; gives whether anything could not be seen.
fn show(value: &mut Value) -> bool {
    match value {
        Value::String(text) => {
            let shown = visible(text);
            let differs = shown != *text;
            *text = shown;
            differs
        }
        Value::Array(items) => items.iter_mut().fold(false, |any, item| show(item) | any),
        Value::Object(fields) => {
            let mut any = false;
            let mut all = Map::new();
            for (name, mut item) in std::mem::take(fields) {
                any |= show(&mut item);
                let shown = visible(&name);
                any |= shown != name;
                all.insert(shown, item);
            }
            *fields = all;
            any
        }
        _ => false,
    }
}
