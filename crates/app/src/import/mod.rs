//! Reading what teams already have.

mod collect;
mod reply;
mod run;
mod step;

pub use reply::{ImportDrawing, ImportProposal, ImportReply};
pub use run::{ImportRequest, import, import_while};
pub use step::{ImportPhase, ImportStep};

use crate::files::read_bounded;
use crate::{AppError, ErrorCode};
use baton_import::{Format, ImportError};
use std::path::Path;

/// A file that was picked.
#[derive(Clone, Debug)]
pub struct ImportFile {
    /// Its name, with its folder.
    pub name: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

impl ImportFile {
    /// Reads a file up to the size limit.
    pub fn read(path: &Path) -> Result<Self, AppError> {
        Ok(Self {
            name: path.display().to_string(),
            bytes: read_bounded(path)?,
        })
    }

    /// Reads a file, or the files of a folder that some tool may have written.
    pub fn collect(path: &Path) -> Result<Vec<Self>, AppError> {
        if path.is_dir() {
            collect::folder(path)
        } else {
            Ok(vec![Self::read(path)?])
        }
    }
}

impl From<ImportError> for AppError {
    fn from(error: ImportError) -> Self {
        Self::new(ErrorCode::InvalidFile, error.to_string(), error.hint)
    }
}

/// The Python script that dumps a system of that format in its own environment.
pub fn dump_script(format: &str) -> Result<&'static str, AppError> {
    baton_import::dump_script(format).ok_or_else(|| {
        let known: Vec<_> = baton_import::dump_scripts().collect();
        AppError::new(
            ErrorCode::InvalidInput,
            format!("there is no dump script for {format:?}"),
            format!("scripts: {}", known.join(", ")),
        )
    })
}

/// The formats that can be read, by name.
pub fn formats() -> Vec<&'static str> {
    Format::all().map(Format::name).collect()
}
