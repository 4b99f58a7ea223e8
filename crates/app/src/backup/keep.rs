//! Making copies, and letting go of old ones.

use super::list::Backup;
use super::name::Named;
use crate::{AppError, ErrorCode, Registry};
use baton_model::{Document, Timestamp};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The days of which a copy is kept.
pub const DAYS: usize = 14;

/// Copies the registry into the folder as it stands. A copy of this revision that is there already is enough.
pub async fn take(registry: &Registry, folder: &Path) -> Result<Backup, AppError> {
    let revision = registry.read(Document::revision);
    let there = named(folder)?;
    if let Some(same) = there.iter().rev().find(|name| name.revision == revision) {
        return Backup::of(folder, same);
    }
    fs::create_dir_all(folder).map_err(|error| AppError::io(folder, error))?;
    let name = Named::new(&registry.host().now(), revision);
    match registry.backup(&folder.join(name.file())).await {
        // Another window was faster by less than a second.
        Err(error) if error.code != ErrorCode::AlreadyExists => Err(error),
        _ => Backup::of(folder, &name),
    }
}

/// Copies the registry unless there is a copy of today or of this revision, then lets go of what is older than [`DAYS`] days with
/// copies; of the days before today the last copy stays. None when there was nothing to copy.
pub async fn daily(registry: &Registry, folder: &Path) -> Result<Option<Backup>, AppError> {
    let now = registry.host().now();
    let revision = registry.read(Document::revision);
    let enough = |name: &Named| name.day() == day(&now) || name.revision == revision;
    if revision == 0 || named(folder)?.iter().any(enough) {
        return Ok(None);
    }
    let made = take(registry, folder).await?;
    for old in superfluous(&named(folder)?, day(&now), DAYS) {
        let path = folder.join(old.file());
        fs::remove_file(&path).map_err(|error| AppError::io(&path, error))?;
    }
    Ok(Some(made))
}

/// The copies in a folder, the oldest first; none where there is no folder.
pub(super) fn named(folder: &Path) -> Result<Vec<Named>, AppError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(|error| AppError::io(folder, error))?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| AppError::io(folder, error))?;
        found.extend(entry.file_name().to_str().and_then(Named::read));
    }
    found.sort();
    Ok(found)
}

/// What need not be kept of copies in order: all but the last one of a day before today, and days beyond the newest `days`.
pub(super) fn superfluous<'a>(names: &'a [Named], today: &str, days: usize) -> Vec<&'a Named> {
    let mut kept: BTreeSet<&str> = BTreeSet::new();
    let mut gone = Vec::new();
    for name in names.iter().rev() {
        let day = name.day();
        if day == today {
            kept.insert(day);
        } else if kept.len() >= days || !kept.insert(day) {
            gone.push(name);
        }
    }
    gone
}

fn day(now: &Timestamp) -> &str {
    now.as_str().get(..10).unwrap_or_default()
}
