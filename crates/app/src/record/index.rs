//! Every record's words in lower case, kept in step with the document, so that no record is written out as JSON per keystroke.

use super::words::title;
use baton_model::{Document, Kind, Record, RecordKey, RecordsDiff};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Most bytes of a record's remaining text that are searched.
const MOST_TEXT: usize = 64 << 10;

/// The words of all records that people look for. Placements are none of them.
#[derive(Debug, Default)]
pub(crate) struct SearchIndex {
    kinds: BTreeMap<Kind, BTreeMap<String, Words>>,
}

/// What can be said to find a record, in lower case.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Words {
    /// The id.
    pub id: String,
    /// The display name; empty for the kinds that have none.
    pub name: String,
    /// Tags, and names of what it belongs to, is between or uses.
    pub near: String,
    /// Every other text.
    pub rest: String,
}

impl SearchIndex {
    /// The words of all records.
    pub fn new(document: &Document) -> Self {
        let mut index = Self::default();
        for held in document.all() {
            index.put(document, &held.record);
        }
        index
    }

    /// The words of a kind's records, in order of id.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (&str, &Words)> {
        let records = self.kinds.get(&kind).into_iter().flatten();
        records.map(|(id, words)| (id.as_str(), words))
    }

    /// The words of a record.
    pub fn of(&self, kind: Kind, id: &str) -> Option<&Words> {
        self.kinds.get(&kind)?.get(id)
    }

    /// Takes in a diff that `document` holds already.
    pub fn take_in(&mut self, document: &Document, diff: &RecordsDiff) {
        let mut stale: BTreeSet<&RecordKey> = BTreeSet::new();
        for change in &diff.changes {
            stale.insert(&change.key);
            let name = |record: &Option<std::sync::Arc<Record>>| {
                record.as_ref().and_then(|r| r.name().map(str::to_owned))
            };
            if name(&change.before) != name(&change.after) {
                stale.extend(document.referrers(&change.key));
            }
        }
        for key in stale {
            match document.get(key) {
                Some(held) => self.put(document, &held.record),
                None => {
                    if let Some(records) = self.kinds.get_mut(&key.kind) {
                        records.remove(&key.id);
                    }
                }
            }
        }
    }

    fn put(&mut self, document: &Document, record: &Record) {
        if record.kind() != Kind::Placement {
            self.kinds
                .entry(record.kind())
                .or_default()
                .insert(record.id().to_owned(), Words::of(document, record));
        }
    }
}

impl Words {
    fn of(document: &Document, record: &Record) -> Self {
        let mut near = tags(record);
        if names_its_neighbours(record.kind()) {
            near.push(title(document, record));
        }
        let mut related: BTreeSet<RecordKey> = BTreeSet::new();
        for reference in record.outgoing() {
            if leads_to_words(reference.to.kind) && related.insert(reference.to.clone()) {
                let name = document.get(&reference.to);
                near.extend(name.and_then(|held| held.record.name().map(str::to_owned)));
            }
        }
        let mut rest = String::new();
        collect(&record.to_json(), &mut rest);
        Self {
            id: record.id().to_lowercase(),
            name: record.name().unwrap_or_default().to_lowercase(),
            near: near.join("\n").to_lowercase(),
            rest: rest.to_lowercase(),
        }
    }
}

/// Whether a record is called by the names of what it refers to, so that its words follow from those alone.
fn names_its_neighbours(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Handoff | Kind::ContractVersion | Kind::AgentVersion | Kind::Deployment | Kind::Entry
    )
}

/// Whether people name a record by what it refers to. Everything is in some topology, so that says little.
fn leads_to_words(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Team
            | Kind::Person
            | Kind::Rotation
            | Kind::EscalationPath
            | Kind::TrustDomain
            | Kind::Agent
            | Kind::Contract
            | Kind::Outcome
    )
}

fn tags(record: &Record) -> Vec<String> {
    match record {
        Record::Agent(agent) => agent.capabilities.clone(),
        Record::Capability(capability) => {
            let tag = std::iter::once(&capability.tag);
            tag.chain(&capability.synonyms).cloned().collect()
        }
        Record::ContractVersion(version) => version.required_capabilities.clone(),
        Record::Handoff(handoff) => match &handoff.to {
            baton_model::Target::Query(query) => query
                .capabilities
                .iter()
                .chain(&handoff.required_capabilities)
                .cloned()
                .collect(),
            _ => handoff.required_capabilities.clone(),
        },
        _ => Vec::new(),
    }
}

/// Every text in a value, a line each.
fn collect(value: &Value, out: &mut String) {
    if out.len() >= MOST_TEXT {
        return;
    }
    match value {
        Value::String(text) => {
            let room = MOST_TEXT - out.len();
            let end = (0..=room.min(text.len()))
                .rev()
                .find(|at| text.is_char_boundary(*at));
            out.push_str(&text[..end.unwrap_or(0)]);
            out.push('\n');
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, out)),
        Value::Object(fields) => fields.values().for_each(|item| collect(item, out)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::{EditCommand, apply, delete_with_dependents, parse_edits};

    fn every_kind() -> Document {
        let text = include_str!("../../../store/src/conformance/every_kind.json");
        let mut document = Document::new();
        let edits = parse_edits(text, &document).unwrap();
        document.commit(&apply(&document, &edits).unwrap(), 1);
        document
    }

    fn same(index: &SearchIndex, document: &Document) {
        let fresh = SearchIndex::new(document);
        for kind in Kind::ALL {
            let left: Vec<_> = index.of_kind(*kind).collect();
            assert_eq!(left, fresh.of_kind(*kind).collect::<Vec<_>>(), "{kind}");
        }
    }

    #[test]
    fn a_diff_leads_to_what_building_anew_gives() {
        let mut document = every_kind();
        let mut index = SearchIndex::new(&document);
        let names: Vec<EditCommand> = document
            .agents()
            .map(|agent| {
                let mut agent = agent.clone();
                agent.name.push_str(" renamed");
                EditCommand::put(agent)
            })
            .chain(document.teams().map(|team| {
                let mut team = team.clone();
                team.name.push_str(" moved");
                EditCommand::put(team)
            }))
            .collect();
        let first_agent = document.agents().next().unwrap().id.clone();
        let key = RecordKey::new(Kind::Agent, first_agent.as_str());
        for (edits, revision) in [(names, 2), (delete_with_dependents(&document, &[key]), 3)] {
            let edits: Vec<EditCommand> = edits
                .into_iter()
                .map(|edit| match edit {
                    EditCommand::Put { record, .. } => EditCommand::put(*record),
                    EditCommand::Delete { kind, id, .. } => {
                        EditCommand::delete(&RecordKey::new(kind, id))
                    }
                })
                .collect();
            let diff = apply(&document, &edits).unwrap();
            document.commit(&diff, revision);
            index.take_in(&document, &diff);
            same(&index, &document);
        }
    }

    #[test]
    fn a_huge_text_is_cut_between_characters() {
        let mut out = String::new();
        collect(&Value::from("é".repeat(MOST_TEXT)), &mut out);
        collect(&Value::from("more"), &mut out);
        assert!(out.len() <= MOST_TEXT + 1);
    }
}
