//! Writing the registry as a folder of text files.

use crate::files::{inside, read_bounded, write_all_atomically, write_atomically};
use crate::{AppError, ErrorCode, Registry};
use baton_export::sha256;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// What was pulled last, so that edits made since are seen. Hidden: it is nobody's to merge.
const PULLED: &str = ".baton-pulled.json";

/// The rules that users wrote, beside the records.
pub(super) const RULES: &str = "rules.toml";

/// What pulling did.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PullReport {
    /// Files that were written.
    pub written: Vec<String>,
    /// Files that were deleted, because the registry has their record no more.
    pub removed: Vec<String>,
    /// The number of files that were right already.
    pub unchanged: usize,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pulled {
    files: BTreeMap<String, String>,
    /// What a pull was about to write; there only while it runs, and after one that was interrupted.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pending: BTreeMap<String, String>,
}

/// Writes one file a record. Files that somebody edited since the last pull, and that the registry would write
/// differently, are refused before anything is written; files that Baton did not write are left alone.
pub fn pull(registry: &Registry, folder: &Path) -> Result<PullReport, AppError> {
    let mut files = registry.read(baton_import::text_form::to_files)?;
    if let Some(rules) = registry.custom_rules_text()? {
        files.insert(RULES.to_owned(), rules);
    }
    std::fs::create_dir_all(folder).map_err(|error| AppError::io(folder, error))?;
    let before = last_pull(folder)?;
    let mut report = PullReport::default();
    let mut edited = Vec::new();
    let mut writes = Vec::new();
    for (path, text) in &files {
        match there(folder, path)? {
            Some(found) if found == text.as_bytes() => report.unchanged += 1,
            Some(found) if before.files.get(path) != Some(&sha256(&found)) => {
                edited.push(path.as_str());
            }
            _ => writes.push((path, text)),
        }
    }
    let mut removals = Vec::new();
    for (path, hash) in before
        .files
        .iter()
        .filter(|(path, _)| !files.contains_key(*path))
    {
        match there(folder, path)? {
            Some(found) if sha256(&found) == *hash => removals.push(path),
            Some(_) => edited.push(path),
            None => {}
        }
    }
    if !edited.is_empty() {
        return Err(AppError::new(
            ErrorCode::EditedByHand,
            format!(
                "these files were edited since the last pull: {}",
                edited.join(", ")
            ),
            "nothing was written; push them first, or move them away",
        ));
    }
    let now: BTreeMap<String, String> = files
        .iter()
        .map(|(path, text)| (path.clone(), sha256(text.as_bytes())))
        .collect();
    if !writes.is_empty() || !removals.is_empty() {
        let begun = Pulled {
            files: before.files.clone(),
            pending: now.clone(),
        };
        remember(folder, &begun)?;
    }
    let files = writes
        .iter()
        .map(|(path, text)| Ok((inside(folder, path)?, text.as_bytes())))
        .collect::<Result<Vec<_>, AppError>>()?;
    write_all_atomically(folder, &files)?;
    report.written = writes.into_iter().map(|(path, _)| path.clone()).collect();
    for path in removals {
        let at = inside(folder, path)?;
        std::fs::remove_file(&at).map_err(|error| AppError::io(&at, error))?;
        report.removed.push(path.clone());
    }
    let done = Pulled {
        files: now,
        pending: BTreeMap::new(),
    };
    remember(folder, &done)?;
    Ok(report)
}

fn remember(folder: &Path, pulled: &Pulled) -> Result<(), AppError> {
    let bytes = serde_json::to_vec_pretty(pulled).unwrap_or_default();
    write_atomically(&folder.join(PULLED), &bytes)
}

fn there(folder: &Path, path: &str) -> Result<Option<Vec<u8>>, AppError> {
    let at = inside(folder, path)?;
    if at.exists() {
        read_bounded(&at).map(Some)
    } else {
        Ok(None)
    }
}

fn last_pull(folder: &Path) -> Result<Pulled, AppError> {
    let at = folder.join(PULLED);
    if !at.exists() {
        return Ok(Pulled::default());
    }
    let mut pulled: Pulled = serde_json::from_slice(&read_bounded(&at)?).map_err(|error| {
        AppError::new(
            ErrorCode::InvalidFile,
            format!("{}: {error}", at.display()),
            "delete it; files that differ are then left alone until you move them away",
        )
    })?;
    // What an interrupted pull has written is ours as well.
    for (path, hash) in std::mem::take(&mut pulled.pending) {
        if there(folder, &path)?.is_some_and(|found| sha256(&found) == hash) {
            pulled.files.insert(path, hash);
        }
    }
    Ok(pulled)
}
