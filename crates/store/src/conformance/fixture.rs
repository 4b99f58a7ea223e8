//! A registry with every kind of record, and authors who commit to it.

use super::Failed;
use crate::{Action, CommitOutcome, Committed, NewCommit, RegistryStore};
use baton_model::{
    Document, EditCommand, Json, Kind, Record, RecordsDiff, Timestamp, apply, parse_edits,
};
use serde_json::json;

/// Edits that put at least one record of every kind, with every field of agents, contract
/// versions and handoffs filled.
pub fn every_kind() -> Result<Vec<EditCommand>, String> {
    parse_edits(include_str!("every_kind.json"), &Document::new())
        .map_err(|error| error.to_string())
}

/// Somebody with a document of their own, as the application is.
#[derive(Clone, Debug)]
pub struct Author {
    name: String,
    /// What the author believes that the registry holds.
    pub document: Document,
    commits: u32,
}

impl Author {
    /// An author who has seen nothing yet.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            document: Document::new(),
            commits: 0,
        }
    }

    /// Reads the registry anew.
    pub async fn read(&mut self, store: &dyn RegistryStore) -> Result<(), Failed> {
        let loaded = store.load().await?;
        self.document = Document::load(loaded.revision, loaded.records);
        Ok(())
    }

    /// A commit of edits on what the author has seen, not yet handed over.
    pub fn prepare(&mut self, edits: &[EditCommand]) -> Result<NewCommit, Failed> {
        let diff = apply(&self.document, edits).map_err(|error| error.to_string())?;
        self.commits += 1;
        Ok(NewCommit {
            expected_revision: self.document.revision(),
            diff,
            author: self.name.clone(),
            at: Timestamp::new("2026-03-01T09:00:00Z")?,
            operation_id: format!("{}-{}", self.name, self.commits),
            action: Action::Edit,
            summary: format!("commit {} of {}", self.commits, self.name),
            mark: self.commits.is_multiple_of(2).then(|| "gesture".to_owned()),
            command: Json(json!({"edits": edits.len()})),
        })
    }

    /// Commits edits and takes them into the author's document; anything but success fails.
    pub async fn commit(
        &mut self,
        store: &dyn RegistryStore,
        edits: &[EditCommand],
    ) -> Result<Committed, Failed> {
        let commit = self.prepare(edits)?;
        let committed = expect_committed(store.commit(&commit).await?)?;
        self.took(&commit.diff, committed.revision);
        Ok(committed)
    }

    /// Takes in a diff that was committed.
    pub fn took(&mut self, diff: &RecordsDiff, revision: u32) {
        self.document.commit(diff, revision);
    }
}

pub(super) fn expect_committed(outcome: CommitOutcome) -> Result<Committed, Failed> {
    match outcome {
        CommitOutcome::Committed(committed) => Ok(committed),
        other => Err(Failed::from(format!("expected a commit, found {other:?}"))),
    }
}

pub(super) fn team(id: &str, name: &str) -> Result<EditCommand, Failed> {
    put(Kind::Team, json!({"id": id, "name": name}))
}

pub(super) fn put(kind: Kind, fields: serde_json::Value) -> Result<EditCommand, Failed> {
    Ok(EditCommand::put(
        Record::from_json(kind, fields).map_err(|error| error.to_string())?,
    ))
}

/// Whether two documents hold the same records at the same revisions.
pub(super) fn same(a: &Document, b: &Document) -> Result<(), Failed> {
    super::ensure_eq!(a.revision(), b.revision());
    super::ensure_eq!(a.len(), b.len());
    for (left, right) in a.all().zip(b.all()) {
        super::ensure_eq!(left, right);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_fixture_has_every_kind() {
        let edits = every_kind().unwrap();
        let kinds: BTreeSet<Kind> = edits.iter().map(|edit| edit.key().kind).collect();
        let missing: Vec<&Kind> = Kind::ALL
            .iter()
            .filter(|kind| !kinds.contains(kind))
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
        apply(&Document::new(), &edits).unwrap();
    }

    /// A field that is added to a record has to be added to the fixture, else no store is tested with it.
    #[test]
    fn the_fixture_fills_every_field_of_some_record() {
        let edits = every_kind().unwrap();
        for kind in Kind::ALL {
            let schema = Record::json_schema(*kind).to_value();
            let filled: BTreeSet<String> = edits
                .iter()
                .filter(|edit| edit.key().kind == *kind)
                .filter_map(|edit| match edit {
                    EditCommand::Put { record, .. } => Some(record.to_json()),
                    EditCommand::Delete { .. } => None,
                })
                .flat_map(|fields| {
                    fields
                        .as_object()
                        .unwrap()
                        .keys()
                        .cloned()
                        .collect::<Vec<_>>()
                })
                .collect();
            for field in schema["properties"].as_object().unwrap().keys() {
                assert!(filled.contains(field), "{kind}: {field} is not filled");
            }
        }
    }
}
