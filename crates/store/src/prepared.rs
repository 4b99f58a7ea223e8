//! What a commit writes, worked out before the registry is locked: the same in every database.

use crate::chain::{self, ChainHead};
use crate::checksum;
use crate::facts::FactChanges;
use crate::{LogEntry, NewCommit, Problem, StoreError};
use baton_model::{Json, RecordChange};
use serde::Serialize;
use serde_json::Value;

/// What a commit writes.
#[derive(Debug)]
pub struct Prepared {
    /// The changes as the log keeps them.
    pub changes: Vec<RecordChange>,
    /// The JSON of each record after its change; none where it goes.
    pub afters: Vec<Option<String>>,
    /// The JSON of the log's column `action_of`.
    pub of: String,
    /// The JSON of the log's column `command`.
    pub command: String,
    /// The JSON of the log's column `changes`.
    pub log: String,
    /// What it does to the tables of facts.
    pub facts: FactChanges,
}

/// A row of the table `record`: kind, id, revision, JSON, checksum.
#[derive(Debug, Serialize)]
pub struct RecordRow<'a>(pub &'a str, pub &'a str, pub u32, pub &'a str, pub String);

/// The rows of the table `record` that a commit writes.
#[derive(Debug, Default)]
pub struct RecordRows<'a> {
    /// Kind and id of those that go.
    pub removed: Vec<(&'a str, &'a str)>,
    /// Those that are there and change.
    pub changed: Vec<RecordRow<'a>>,
    /// Those that are new.
    pub created: Vec<RecordRow<'a>>,
}

impl Prepared {
    /// Works it out. An empty operation id is refused.
    pub fn of(new: &NewCommit) -> Result<Self, StoreError> {
        if new.operation_id.is_empty() {
            return Err(refused("an operation needs an id"));
        }
        let json =
            |result: serde_json::Result<String>| result.map_err(|error| refused(error.to_string()));
        let changes = new.diff.to_wire();
        let afters: Vec<_> = changes
            .iter()
            .map(|change| text(change.after.as_ref()))
            .collect();
        Ok(Self {
            of: json(serde_json::to_string(new.action.of()))?,
            command: json(serde_json::to_string(&new.command))?,
            log: log_text(&changes, &afters),
            facts: FactChanges::of(&new.diff),
            changes,
            afters,
        })
    }

    /// The log's entry after `head`, where the author's chain ends in `end`; the changes go into it. A broken seal is damage.
    pub fn entry(
        &mut self,
        new: &NewCommit,
        head: u32,
        end: Option<ChainHead>,
    ) -> Result<LogEntry, StoreError> {
        if let Some(end) = end.as_ref().filter(|end| !end.is_sealed()) {
            let broken = Problem::row("chain_head", end.author.as_str(), "the seal is broken");
            return Err(StoreError::corrupt(broken.column("seal")));
        }
        let (count, previous_hash) = end.map(|end| (end.count, end.hash)).unwrap_or_default();
        let mut entry = LogEntry {
            revision: head + 1,
            author: new.author.clone(),
            author_seq: count + 1,
            at: new.at.clone(),
            operation_id: new.operation_id.clone(),
            action: new.action.clone(),
            summary: new.summary.clone(),
            mark: new.mark.clone(),
            command: new.command.clone(),
            changes: std::mem::take(&mut self.changes),
            previous_hash,
            hash: String::new(),
        };
        entry.hash = chain::hash(&entry);
        Ok(entry)
    }

    /// The rows of records at a revision.
    pub fn rows<'a>(&'a self, new: &'a NewCommit, revision: u32) -> RecordRows<'a> {
        let mut rows = RecordRows::default();
        for (change, after) in new.diff.changes.iter().zip(&self.afters) {
            let (kind, id) = (change.key.kind.name(), change.key.id.as_str());
            let Some(json) = after else {
                rows.removed.push((kind, id));
                continue;
            };
            let checksum = checksum::record(kind, id, revision, json);
            let row = RecordRow(kind, id, revision, json, checksum);
            if change.before.is_none() {
                rows.created.push(row);
            } else {
                rows.changed.push(row);
            }
        }
        rows
    }
}

/// A commit that no sound application makes.
pub fn refused(message: impl Into<String>) -> StoreError {
    StoreError::Refused {
        message: message.into(),
    }
}

fn text(fields: Option<&Json>) -> Option<String> {
    fields.map(|Json(fields)| fields.to_string())
}

/// The JSON of changes, as serde would write it, from the texts of their records.
fn log_text(changes: &[RecordChange], afters: &[Option<String>]) -> String {
    const NULL: &str = "null";
    let mut log = String::from("[");
    for (change, after) in changes.iter().zip(afters) {
        if log.len() > 1 {
            log.push(',');
        }
        let before = text(change.before.as_ref());
        let id = Value::from(change.id.as_str()).to_string();
        let parts = [
            "{\"kind\":\"",
            change.kind.name(),
            "\",\"id\":",
            &id,
            ",\"before\":",
            before.as_deref().unwrap_or(NULL),
            ",\"after\":",
            after.as_deref().unwrap_or(NULL),
            "}",
        ];
        for part in parts {
            log.push_str(part);
        }
    }
    log.push(']');
    log
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::Kind;
    use serde_json::json;

    #[test]
    fn the_log_reads_as_serde_writes_it() {
        let some = |fields: Value| Some(Json(fields));
        let fields = json!({"b": "\u{7}\"\\é", "a": [1, 0.1, null, {"z": true, "a": false}]});
        for kind in Kind::ALL {
            let change = |id: &str, before, after| RecordChange {
                kind: *kind,
                id: id.to_owned(),
                before,
                after,
            };
            let changes = [
                change("new", None, some(fields.clone())),
                change("\"odd\"\n", some(fields.clone()), some(json!({}))),
                change("gone", some(fields.clone()), None),
            ];
            for changes in [&changes[..], &changes[..1], &[]] {
                let afters: Vec<_> = changes
                    .iter()
                    .map(|change| text(change.after.as_ref()))
                    .collect();
                let written = log_text(changes, &afters);
                assert_eq!(written, serde_json::to_string(changes).unwrap());
            }
        }
    }
}
