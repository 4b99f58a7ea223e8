//! Which copies of a registry there are.

use super::keep::named;
use super::name::Named;
use crate::AppError;
use serde::Serialize;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

/// Why a copy was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum BackupReason {
    /// A day had gone by, or somebody asked for it.
    Copy,
    /// A newer program was about to change the file's format.
    BeforeFormat,
    /// Another copy took the registry's place.
    BeforeRestore,
}

/// A copy of a registry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct Backup {
    /// Its file.
    pub path: PathBuf,
    /// When it was made, in UTC; the file's own time where its name does not say.
    pub made: String,
    /// The registry's revision at that time, where the name says.
    pub revision: Option<u32>,
    /// Its size in units of 1,024 bytes, rounded up.
    pub kilobytes: u32,
    /// Why it was made.
    pub reason: BackupReason,
}

impl Backup {
    pub(super) fn of(folder: &Path, name: &Named) -> Result<Self, AppError> {
        let path = folder.join(name.file());
        let file = fs::metadata(&path).map_err(|error| AppError::io(&path, error))?;
        Ok(Self {
            made: name
                .time()
                .map_or_else(|| modified(&file), |time| time.to_string()),
            revision: Some(name.revision),
            kilobytes: kilobytes(&file),
            reason: BackupReason::Copy,
            path,
        })
    }
}

/// The copies of a registry, the newest first: those in its folder, and those that are kept beside it.
pub fn list(folder: &Path, registry: &Path) -> Result<Vec<Backup>, AppError> {
    let mut found = Vec::new();
    for name in named(folder)? {
        // One that is removed meanwhile is none.
        found.extend(Backup::of(folder, &name).ok());
    }
    found.extend(beside(registry));
    found.sort_by(|a, b| b.made.cmp(&a.made).then_with(|| a.path.cmp(&b.path)));
    Ok(found)
}

fn beside(registry: &Path) -> Vec<Backup> {
    let (Some(folder), Some(name)) = (registry.parent(), registry.file_name()) else {
        return Vec::new();
    };
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let kept = entries.filter_map(|entry| {
        let other = entry.file_name();
        let rest = other.to_str()?.strip_prefix(name.to_str()?)?;
        let numbered = |prefix: &str| {
            rest.strip_prefix(prefix).is_some_and(|number| {
                number.bytes().all(|b| b.is_ascii_digit()) && !number.is_empty()
            })
        };
        let reason = if numbered(".backup-v") {
            BackupReason::BeforeFormat
        } else if numbered(".replaced-") {
            BackupReason::BeforeRestore
        } else {
            return None;
        };
        let file = entry.metadata().ok().filter(Metadata::is_file)?;
        Some(Backup {
            path: entry.path(),
            made: modified(&file),
            revision: None,
            kilobytes: kilobytes(&file),
            reason,
        })
    });
    kept.collect()
}

fn modified(file: &Metadata) -> String {
    let time = file
        .modified()
        .ok()
        .and_then(|time| jiff::Timestamp::try_from(time).ok());
    let seconds = time.and_then(|time| time.round(jiff::Unit::Second).ok());
    seconds.map_or_else(
        || "1970-01-01T00:00:00Z".to_owned(),
        |time| time.to_string(),
    )
}

fn kilobytes(file: &Metadata) -> u32 {
    u32::try_from(file.len().div_ceil(1024)).unwrap_or(u32::MAX)
}
