//! The change log as it is read.

use crate::Action;
use baton_model::{Json, RecordChange, RecordKey, Timestamp};

/// A commit as it stands in the log.
#[derive(Clone, Debug, PartialEq)]
pub struct LogEntry {
    /// The revision that it made.
    pub revision: u32,
    /// Who made it.
    pub author: String,
    /// Its place among the author's commits, from 1.
    pub author_seq: u32,
    /// When, by the author's clock.
    pub at: Timestamp,
    /// The operation that it was.
    pub operation_id: String,
    /// Why.
    pub action: Action,
    /// What was done, in a line.
    pub summary: String,
    /// Groups commits that are undone together.
    pub mark: Option<String>,
    /// The edits as they were asked for.
    pub command: Json,
    /// What they did to the records.
    pub changes: Vec<RecordChange>,
    /// The hash of the author's commit before; empty for the first.
    pub previous_hash: String,
    /// The hash of this one: see [`crate::chain`].
    pub hash: String,
}

/// A commit without what it changed, which may be much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// The revision that it made.
    pub revision: u32,
    /// Who made it.
    pub author: String,
    /// When, by the author's clock.
    pub at: Timestamp,
    /// The operation that it was.
    pub operation_id: String,
    /// Why.
    pub action: Action,
    /// What was done, in a line.
    pub summary: String,
    /// Groups commits that are undone together.
    pub mark: Option<String>,
    /// The number of records that it changed, where the query asked for it.
    pub changes: Option<u32>,
}

/// Which commits are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogQuery {
    /// Only those of an author.
    pub author: Option<String>,
    /// Only those before a revision; the newest when left out.
    pub before_revision: Option<u32>,
    /// Only those that changed a record.
    pub record: Option<RecordKey>,
    /// At most so many.
    pub limit: u32,
    /// Whether headlines say how many records changed. The store reads all that changed for it, which is much after large imports.
    pub sizes: bool,
}

impl LogQuery {
    /// The newest commits, of anybody and of everything.
    pub fn newest(limit: u32) -> Self {
        Self {
            author: None,
            before_revision: None,
            record: None,
            limit,
            sizes: false,
        }
    }
}
