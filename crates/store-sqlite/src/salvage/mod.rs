//! A new registry from what can still be read of a damaged one.
//!
//! Every page is looked at by itself, so that one bad page costs what stood on it and no more. A record is believed if its checksum
//! fits, a commit if its hash does; so nothing is invented. What the rows do not hold any more is taken from the change log, which
//! has every record as it was after each of its changes.

mod evidence;
mod pages;
mod tree;
mod write;

use baton_model::{RecordKey, Timestamp};
use baton_store::{Problem, StoreError};
use evidence::Evidence;
use pages::Pages;
use serde::Serialize;
use std::path::Path;

/// Who salvages, when, and as which operation.
#[derive(Clone, Debug)]
pub struct Salvager {
    /// The author of the commit that holds what the old history does not lead to.
    pub author: String,
    /// The time now.
    pub at: Timestamp,
    /// Names the operation.
    pub operation_id: String,
}

/// A record that stood in the damaged registry and cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct GoneRecord {
    /// Its kind and id.
    #[serde(flatten)]
    pub key: RecordKey,
    /// The number of its row in the table `record`.
    pub row: i64,
}

/// What became of a damaged registry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Salvaged {
    /// The revision of the new registry.
    pub revision: u32,
    /// How many records it holds.
    pub records: usize,
    /// How many commits of the old history it begins with, with their hashes.
    pub commits: u32,
    /// How many commits the old history had, as far as can be seen.
    pub commits_before: u32,
    /// Records whose row cannot be read; they were taken from the change log.
    pub from_log: Vec<RecordKey>,
    /// Those among the kept that may have changed later, in a commit that cannot be read.
    pub perhaps_older: Vec<RecordKey>,
    /// Records that are known to have been there and cannot be read.
    pub gone: Vec<GoneRecord>,
    /// Pages, rows and commits that cannot be read.
    pub damage: Vec<Problem>,
    /// What is to be put right in the new registry, such as references to records that are gone.
    pub to_mend: Vec<Problem>,
    /// Whether the new registry holds everything that the old one did, its history too.
    pub complete: bool,
}

/// Writes what can be read of `from`, which is not touched, into a registry at `to`, where nothing may stand yet.
///
/// # Errors
/// [`StoreError::NotARegistry`] when no record and no commit can be read, [`StoreError::NewerFormat`], [`StoreError::Busy`] when another
/// program writes meanwhile, [`StoreError::AlreadyExists`]; else as of opening and writing files. Nothing is left at `to` then.
pub async fn salvage(from: &Path, to: &Path, by: &Salvager) -> Result<Salvaged, StoreError> {
    if to.exists() {
        return Err(StoreError::AlreadyExists {
            path: to.to_owned(),
        });
    }
    let before = stamp(from);
    let mut pages = Pages::open(from)?;
    if let Some(found) = pages.format.filter(|found| *found > crate::FORMAT) {
        return Err(StoreError::NewerFormat {
            found,
            supported: crate::FORMAT,
        });
    }
    let evidence = Evidence::gather(&mut pages);
    if before != stamp(from) {
        return Err(StoreError::Busy);
    }
    if evidence.is_empty() {
        return Err(StoreError::NotARegistry {
            path: from.to_owned(),
            reason: "no record and no commit in it can be read".to_owned(),
        });
    }
    write::write(from, to, evidence.judged(), by).await
}

/// What changes when somebody writes the file or its log.
fn stamp(path: &Path) -> [Option<(u64, std::time::SystemTime)>; 2] {
    [path.to_owned(), crate::file::beside(path, "-wal")].map(|path| {
        let found = std::fs::metadata(path).ok()?;
        Some((found.len(), found.modified().ok()?))
    })
}
