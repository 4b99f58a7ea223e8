//! The files that are in an export's folder already.

use crate::AppError;
use crate::files::{inside, read_bounded};
use std::path::Path;

/// A file's content; `None` when there is none.
pub(super) fn read(folder: &Path, path: &str) -> Result<Option<Vec<u8>>, AppError> {
    let at = inside(folder, path)?;
    if at.exists() {
        read_bounded(&at).map(Some)
    } else {
        Ok(None)
    }
}

/// A file's content for comparison. What stands there and cannot be read counts as something else.
pub(super) fn content(folder: &Path, path: &str) -> Option<Vec<u8>> {
    read(folder, path).unwrap_or_else(|_| Some(Vec::new()))
}

/// Deletes a file and the folders that it leaves empty.
pub(super) fn delete(folder: &Path, path: &str) -> Result<(), AppError> {
    let at = inside(folder, path)?;
    match std::fs::remove_file(&at) {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(AppError::io(&at, error)),
    }
    let mut parent = at.parent();
    while let Some(empty) = parent.filter(|parent| *parent != folder && parent.starts_with(folder))
    {
        if std::fs::remove_dir(empty).is_err() {
            break;
        }
        parent = empty.parent();
    }
    Ok(())
}
