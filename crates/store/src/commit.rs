//! What is written at once, and how that can end.

use crate::LogEntry;
use baton_model::{Json, RecordsDiff, Timestamp};
use serde::{Deserialize, Serialize};

/// Why a commit was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", content = "of", rename_all = "snake_case")]
pub enum Action {
    /// The first records of a registry.
    Init,
    /// Somebody's edit.
    Edit,
    /// Fixes of findings.
    Fix,
    /// Records read from another tool's files.
    Import,
    /// Records read from the text form.
    Push,
    /// The reversal of earlier commits, named by revision.
    Undo(Vec<u32>),
    /// The reversal of earlier undos, named by revision.
    Redo(Vec<u32>),
    /// The records put back as they were at an earlier revision.
    Rewind,
}

impl Action {
    /// The word that stands in the log.
    pub fn word(&self) -> &'static str {
        match self {
            Action::Init => "init",
            Action::Edit => "edit",
            Action::Fix => "fix",
            Action::Import => "import",
            Action::Push => "push",
            Action::Undo(_) => "undo",
            Action::Redo(_) => "redo",
            Action::Rewind => "rewind",
        }
    }

    /// The revisions that it reverses; empty for all but undo and redo.
    pub fn of(&self) -> &[u32] {
        match self {
            Action::Undo(of) | Action::Redo(of) => of,
            _ => &[],
        }
    }

    /// Reads what [`Action::word`] and [`Action::of`] say; `None` for an unknown word.
    pub fn from_parts(word: &str, of: Vec<u32>) -> Option<Self> {
        Some(match word {
            "init" => Action::Init,
            "edit" => Action::Edit,
            "fix" => Action::Fix,
            "import" => Action::Import,
            "push" => Action::Push,
            "undo" => Action::Undo(of),
            "redo" => Action::Redo(of),
            "rewind" => Action::Rewind,
            _ => return None,
        })
    }
}

/// One group of changes as the application hands it over.
#[derive(Clone, Debug)]
pub struct NewCommit {
    /// The revision that the changes were worked out on.
    pub expected_revision: u32,
    /// The changes.
    pub diff: RecordsDiff,
    /// Who made them.
    pub author: String,
    /// When, by the author's clock. Order in the log is by revision, never by this.
    pub at: Timestamp,
    /// Names the operation: not empty, and unique in the registry.
    pub operation_id: String,
    /// Why.
    pub action: Action,
    /// What was done, in a line.
    pub summary: String,
    /// Groups commits that are undone together.
    pub mark: Option<String>,
    /// The edits as they were asked for.
    pub command: Json,
}

/// A commit that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The registry's new revision, and that of every record in the diff.
    pub revision: u32,
    /// The commit's place among those of its author, from 1.
    pub author_seq: u32,
    /// The commit's hash in its author's chain.
    pub hash: String,
}

/// Works a commit out again on what others committed meanwhile, oldest first; `None` where nothing is to be written any more.
pub type Again<'a> = &'a mut (dyn FnMut(&[LogEntry]) -> Option<Box<NewCommit>> + Send);

/// What a series of commits goes on with.
pub enum Next {
    /// One more, worked out on those before it.
    Commit(Box<NewCommit>),
    /// There are no more: those that were handed over are to stay.
    End,
    /// Nothing of it is to stay.
    GiveUp,
}

/// How a series of commits ended.
#[derive(Clone, Debug, PartialEq)]
pub enum SeriesOutcome {
    /// All are written and will stay, in the order in which they were handed over.
    Committed(Vec<Committed>),
    /// Nothing was written: it was given up.
    GivenUp,
    /// Nothing was written, for the reason that the one of them has that could not be: as of a single commit.
    Not(Box<CommitOutcome>),
}

/// How a commit ended.
#[derive(Clone, Debug, PartialEq)]
pub enum CommitOutcome {
    /// It is written and will stay.
    Committed(Committed),
    /// Nothing was written: others committed since. Read their changes, apply again.
    Stale {
        /// The revision that the registry is at.
        head: u32,
    },
    /// Nothing was written: the operation had been committed before, as this.
    Duplicate(Box<LogEntry>),
}
