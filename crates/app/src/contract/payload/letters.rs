//! The file of rejected lines.

use crate::{AppError, ErrorCode};
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// JSON lines `{line, offset, reason, pointer, reasons, message | text, bytes?}`, always whole ones.
pub(super) struct DeadLetters<'p> {
    path: &'p Path,
    file: File,
    /// How long the file is, in whole letters.
    written: u64,
}

impl<'p> DeadLetters<'p> {
    /// Makes the file, or empties it. A file that the lines come from or go to is refused.
    pub(super) fn create(path: &'p Path, input: Option<&Path>) -> Result<Self, AppError> {
        let others = [
            input.unwrap_or(Path::new("/dev/stdin")),
            Path::new("/dev/stdout"),
        ];
        if others.iter().any(|other| is_same_file(path, other)) {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                format!("{} is where lines come from or go to", path.display()),
                "name another file for rejected lines; nothing was changed",
            ));
        }
        let file = File::create(path).map_err(|error| AppError::io(path, error))?;
        Ok(Self {
            path,
            file,
            written: 0,
        })
    }

    /// Adds letters of lines from `line` on.
    pub(super) fn add(&mut self, letters: &[u8], line: u64) -> Result<(), AppError> {
        match self.file.write_all(letters) {
            Ok(()) => {
                self.written += letters.len() as u64;
                Ok(())
            }
            Err(error) => {
                // Half a letter would be taken for a broken one. What is no regular file cannot be cut.
                let _ = self.file.set_len(self.written);
                let mut error = AppError::io(self.path, error);
                error.message = format!(
                    "{}: it holds what was rejected up to line {}; nothing from line {line} on was handed on",
                    error.message,
                    line - 1
                );
                Err(error)
            }
        }
    }

    /// Makes sure that the letters stay.
    pub(super) fn finish(self) -> Result<(), AppError> {
        let is_file = self
            .file
            .metadata()
            .is_ok_and(|metadata| metadata.is_file());
        if is_file {
            let synced = self.file.sync_all();
            synced.map_err(|error| AppError::io(self.path, error))?;
        }
        Ok(())
    }
}

/// Whether two paths lead to one regular file.
#[cfg(unix)]
fn is_same_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (std::fs::metadata(one), std::fs::metadata(other)) {
        (Ok(one), Ok(other)) => {
            one.is_file() && (one.dev(), one.ino()) == (other.dev(), other.ino())
        }
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_same_file(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}
