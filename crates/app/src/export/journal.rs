//! What an export is about to write, kept in the folder until it is done: after an interruption, files that
//! are new already are known for Baton's own and not taken for edited by hand.

use super::folder;
use crate::AppError;
use crate::files::{inside, write_atomically};
use baton_export::{Comparison, MANIFEST_PATH, Manifest, sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

/// Hidden: it is nobody's to commit, and gone once the export is complete.
const JOURNAL: &str = ".baton-export.json";

/// Notes the manifest that will be true at the end. Written in place: nothing depends on it yet, and half of
/// it is taken for none, while a temporary file could be left behind.
pub(super) fn begin(folder: &Path, manifest: &[u8]) -> Result<(), AppError> {
    let at = inside(folder, JOURNAL)?;
    let write = || {
        let mut file = std::fs::File::create(&at)?;
        file.write_all(manifest)?;
        file.sync_all()
    };
    write().map_err(|error| AppError::io(&at, error))
}

/// The export is complete.
pub(super) fn end(folder: &Path) -> Result<(), AppError> {
    let at = inside(folder, JOURNAL)?;
    match std::fs::remove_file(&at) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(AppError::io(&at, error)),
        _ => Ok(()),
    }
}

/// The export ends here: the manifest becomes that of the files as they are now.
pub(super) fn settle(folder: &Path) -> Result<(), AppError> {
    let manifest = folder::read(folder, MANIFEST_PATH)?;
    if let Some(known) = recover(folder, manifest.as_deref())? {
        write_atomically(&inside(folder, MANIFEST_PATH)?, &known)?;
    }
    end(folder)
}

/// The manifest of the folder as an interrupted export left it; `None` when none was interrupted. A journal
/// that cannot be read says nothing: its files then count as any others that Baton does not know.
pub(super) fn recover(folder: &Path, manifest: Option<&[u8]>) -> Result<Option<Vec<u8>>, AppError> {
    let Some(Ok(journal)) = folder::read(folder, JOURNAL)?.map(|bytes| Manifest::read(&bytes))
    else {
        return Ok(None);
    };
    let mut known = match manifest {
        Some(bytes) => Manifest::read(bytes)?,
        None => Manifest {
            registry: journal.registry,
            revision: journal.revision,
            files: Vec::new(),
        },
    };
    let mut files: BTreeMap<String, _> = known
        .files
        .into_iter()
        .map(|entry| (entry.path.clone(), entry))
        .collect();
    for entry in journal.files {
        let there = folder::read(folder, &entry.path).ok().flatten();
        if there.is_some_and(|bytes| sha256(&bytes) == entry.sha256) {
            files.insert(entry.path.clone(), entry);
        }
    }
    known.files = files.into_values().collect();
    let mut bytes = serde_json::to_vec_pretty(&known).unwrap_or_default();
    bytes.push(b'\n');
    Ok(Some(bytes))
}

/// Deletes the unfinished temporary files that an interrupted export left.
pub(super) fn sweep(folder: &Path, comparison: &Comparison) -> Result<(), AppError> {
    let mut folders = BTreeSet::from([folder.to_path_buf()]);
    for file in &comparison.files {
        folders.extend(inside(folder, &file.path)?.parent().map(Path::to_path_buf));
    }
    for folder in folders {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let unfinished = name
                .to_str()
                .and_then(|name| name.strip_prefix(".baton-"))
                .is_some_and(|name| name.strip_suffix(".part").is_some());
            if unfinished && entry.file_type().is_ok_and(|kind| kind.is_file()) {
                std::fs::remove_file(entry.path())
                    .map_err(|error| AppError::io(&entry.path(), error))?;
            }
        }
    }
    Ok(())
}
