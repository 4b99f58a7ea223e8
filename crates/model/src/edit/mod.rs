//! Edits: what users ask for, what it did, and why it was refused.

pub mod apply;
pub mod delete;
pub mod parse;

use crate::json::Json;
use crate::kind::{Kind, Record};
use crate::reference::RecordKey;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One edit. A group of edits is a list: all of it happens, or nothing.
///
/// `base_revision` is the record's revision that the author saw. An edit whose base is
/// not the record's current revision is a conflict; 0 means that the record must not exist yet, and
/// leaving it out means that whatever stands there is replaced.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum EditCommand {
    /// Creates or replaces a record.
    Put {
        /// Kind and fields.
        #[serde(flatten)]
        record: Box<Record>,
        /// The record's id.
        id: String,
        /// The record's revision that the author saw.
        base_revision: Option<u32>,
        /// Chosen by the author; the same for all edits of a group.
        operation_id: String,
    },
    /// Removes a record.
    Delete {
        /// What it is.
        kind: Kind,
        /// Its id.
        id: String,
        /// The record's revision that the author saw.
        base_revision: Option<u32>,
        /// Chosen by the author; the same for all edits of a group.
        operation_id: String,
    },
}

impl EditCommand {
    /// Creates or replaces a record, whatever stands there.
    pub fn put(record: impl Into<Record>) -> Self {
        let record = record.into();
        EditCommand::Put {
            id: record.id().to_owned(),
            record: Box::new(record),
            base_revision: None,
            operation_id: String::new(),
        }
    }

    /// Removes a record, whatever its revision.
    pub fn delete(key: &RecordKey) -> Self {
        EditCommand::Delete {
            kind: key.kind,
            id: key.id.clone(),
            base_revision: None,
            operation_id: String::new(),
        }
    }

    /// The same edit, made on a revision of the record.
    #[must_use]
    pub fn on(mut self, revision: u32) -> Self {
        match &mut self {
            EditCommand::Put { base_revision, .. } | EditCommand::Delete { base_revision, .. } => {
                *base_revision = Some(revision);
            }
        }
        self
    }

    /// The record that is edited.
    pub fn key(&self) -> RecordKey {
        match self {
            EditCommand::Put { record, .. } => record.key(),
            EditCommand::Delete { kind, id, .. } => RecordKey::new(*kind, id.as_str()),
        }
    }

    /// The operation that the edit belongs to; empty when the author chose none.
    pub fn operation_id(&self) -> &str {
        match self {
            EditCommand::Put { operation_id, .. } | EditCommand::Delete { operation_id, .. } => {
                operation_id
            }
        }
    }

    /// The record's revision that the author saw.
    pub fn base_revision(&self) -> Option<u32> {
        match self {
            EditCommand::Put { base_revision, .. } | EditCommand::Delete { base_revision, .. } => {
                *base_revision
            }
        }
    }
}

/// What happened to one record.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Which record.
    pub key: RecordKey,
    /// The record before; absent when it is new.
    pub before: Option<Arc<Record>>,
    /// The record after; absent when it is gone.
    pub after: Option<Arc<Record>>,
}

/// What a group of edits did: at most one change a record, in order of first edit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecordsDiff {
    /// The changes. A record that came out as it was is not among them.
    pub changes: Vec<Change>,
}

/// A change as it travels and as the change log keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct RecordChange {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// The fields before; null when the record is new.
    pub before: Option<Json>,
    /// The fields after; null when the record is gone.
    pub after: Option<Json>,
}

impl RecordsDiff {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The diff that takes this one back.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self {
            changes: self
                .changes
                .iter()
                .rev()
                .map(|change| Change {
                    key: change.key.clone(),
                    before: change.after.clone(),
                    after: change.before.clone(),
                })
                .collect(),
        }
    }

    /// The travelling form.
    pub fn to_wire(&self) -> Vec<RecordChange> {
        let json = |record: &Option<Arc<Record>>| record.as_ref().map(|r| Json(r.to_json()));
        self.changes
            .iter()
            .map(|change| RecordChange {
                kind: change.key.kind,
                id: change.key.id.clone(),
                before: json(&change.before),
                after: json(&change.after),
            })
            .collect()
    }

    /// Reads the travelling form; the error names the record and the place in it.
    pub fn from_wire(changes: &[RecordChange]) -> Result<Self, String> {
        let record = |change: &RecordChange, json: &Option<Json>| match json {
            None => Ok(None),
            Some(json) => Record::from_json(change.kind, json.0.clone())
                .map(|record| Some(Arc::new(record)))
                .map_err(|error| format!("{} {}: {error}", change.kind, change.id)),
        };
        let changes = changes
            .iter()
            .map(|change| {
                Ok(Change {
                    key: RecordKey::new(change.kind, change.id.as_str()),
                    before: record(change, &change.before)?,
                    after: record(change, &change.after)?,
                })
            })
            .collect::<Result<_, String>>()?;
        Ok(Self { changes })
    }
}

/// Why a group of edits was refused. Nothing of it happened.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Rejected {
    /// A value that the record model does not allow.
    #[error("{key}: {pointer}: {message}")]
    Invalid {
        /// The record.
        key: RecordKey,
        /// The place in it.
        pointer: String,
        /// What is wrong and what to do.
        message: String,
    },
    /// A reference to a record that is not there.
    #[error("{key}: {pointer} refers to {to}, which does not exist")]
    MissingReference {
        /// The record that refers.
        key: RecordKey,
        /// The field.
        pointer: String,
        /// What is missing.
        to: RecordKey,
    },
    /// A record to be deleted is referred to by others.
    #[error("{key} cannot be deleted: {} refer to it", by.len())]
    Referenced {
        /// The record.
        key: RecordKey,
        /// What refers to it.
        by: Vec<RecordKey>,
    },
    /// A record to be deleted is not there.
    #[error("{key} does not exist")]
    Unknown {
        /// The record.
        key: RecordKey,
    },
    /// Somebody changed the record since the author saw it.
    #[error("{key} was changed by somebody else: you saw revision {base}, it is at {current}")]
    Conflict {
        /// The record.
        key: RecordKey,
        /// The revision that the author saw.
        base: u32,
        /// The record's revision; 0 when it is gone.
        current: u32,
        /// What the author wanted; null for a deletion.
        yours: Option<Box<Json>>,
        /// What stands there; null when it is gone.
        theirs: Option<Box<Json>>,
    },
}
