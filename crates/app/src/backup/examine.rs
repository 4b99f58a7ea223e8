//! Whether a copy is whole, and what it holds that the registry does not.

use crate::{AppError, Registry};
use baton_model::{Document, Held, RecordKey};
use baton_store::{LogQuery, Problem, RegistryStore};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a copy holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BackupExamined {
    /// Its revision.
    pub revision: u32,
    /// How many records it holds.
    pub records: usize,
    /// When it was changed last; none in an empty one.
    pub changed_at: Option<String>,
    /// Whether nothing is wrong with it.
    pub healthy: bool,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// Records that the registry has and the copy has not: they would go.
    pub removed: usize,
    /// Records of both that differ: they would be as they were.
    pub changed: usize,
    /// Records that the copy has and the registry has not: they would come back.
    pub returned: usize,
}

/// Reads all of a copy; `now` is the registry whose place it could take.
pub async fn examine(
    copy: &dyn RegistryStore,
    now: Option<&Registry>,
) -> Result<BackupExamined, AppError> {
    let mut problems = copy.verify().await?;
    problems.sort();
    problems.dedup();
    let revision = copy.head().await?;
    let newest = copy.headlines(&LogQuery::newest(1)).await?;
    // What is too damaged to be loaded is compared with nothing: its problems say why.
    let held = if problems.is_empty() {
        copy.load().await?.records
    } else {
        Vec::new()
    };
    let mut examined = BackupExamined {
        revision,
        records: held.len(),
        changed_at: newest.first().map(|commit| commit.at.to_string()),
        healthy: problems.is_empty(),
        problems,
        removed: 0,
        changed: 0,
        returned: 0,
    };
    if let Some(now) = now.filter(|_| examined.healthy) {
        now.read(|document| compare(&mut examined, document, held));
    }
    Ok(examined)
}

fn compare(examined: &mut BackupExamined, document: &Document, held: Vec<Held>) {
    let copied: BTreeMap<RecordKey, Held> = held
        .into_iter()
        .map(|held| (held.record.key(), held))
        .collect();
    for present in document.all() {
        match copied.get(&present.record.key()) {
            None => examined.removed += 1,
            Some(copy) if copy.record != present.record => examined.changed += 1,
            Some(_) => {}
        }
    }
    let both = document.len() - examined.removed;
    examined.returned = copied.len() - both;
}
