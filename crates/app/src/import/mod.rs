//! Reading what teams already have.

use crate::files::read_bounded;
use crate::registry::EditRequest;
use crate::{AppError, ErrorCode, Registry};
use baton_import::{Format, ImportError, ImportOptions, InputFile};
use baton_model::{Diagnostic, RecordChange, RecordKey, TopologyId};
use baton_store::Action;
use serde::Serialize;
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
}

/// What is to be read.
#[derive(Clone, Debug, Default)]
pub struct ImportRequest {
    /// The format's name; detected when left out or `auto`.
    pub format: Option<String>,
    /// The files.
    pub files: Vec<ImportFile>,
    /// The topology to import into; named after the file when left out.
    pub topology: Option<String>,
    /// Stop before writing.
    pub dry_run: bool,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct ImportReply {
    /// The registry's revision after it.
    pub revision: u32,
    /// New records.
    pub created: Vec<RecordKey>,
    /// Changed records.
    pub updated: Vec<RecordKey>,
    /// What was guessed, and what could not be carried.
    pub notes: Vec<Diagnostic>,
}

impl From<ImportError> for AppError {
    fn from(error: ImportError) -> Self {
        Self::new(ErrorCode::InvalidFile, error.to_string(), error.hint)
    }
}

/// Reads files and applies what they say as one group.
pub async fn import(registry: &Registry, request: &ImportRequest) -> Result<ImportReply, AppError> {
    registry.follow().await?;
    let format = match request.format.as_deref() {
        Some(name) => Format::parse(name)?,
        None => None,
    };
    let topology = request
        .topology
        .as_deref()
        .map(TopologyId::new)
        .transpose()
        .map_err(|error| {
            AppError::new(
                ErrorCode::InvalidInput,
                error.to_string(),
                "choose another id",
            )
        })?;
    let files: Vec<InputFile<'_>> = request
        .files
        .iter()
        .map(|file| InputFile {
            name: &file.name,
            bytes: &file.bytes,
        })
        .collect();
    let imported = registry.read(|document| {
        baton_import::import(format, &files, document, &ImportOptions { topology })
    })?;
    let names: Vec<&str> = request
        .files
        .iter()
        .filter_map(|file| Path::new(&file.name).file_name()?.to_str())
        .collect();
    let reply = registry
        .edit(EditRequest {
            action: Action::Import,
            summary: format!("Import {}", names.join(", ")),
            dry_run: request.dry_run,
            ..EditRequest::edit(imported.edits)
        })
        .await?;
    let keys = |created: bool| {
        reply
            .diff
            .iter()
            .filter(|change| change.before.is_none() == created && change.after.is_some())
            .map(|change: &RecordChange| RecordKey::new(change.kind, change.id.as_str()))
            .collect()
    };
    Ok(ImportReply {
        revision: reply.revision,
        created: keys(true),
        updated: keys(false),
        notes: imported.notes,
    })
}

/// The formats that can be read, by name.
pub fn formats() -> Vec<&'static str> {
    Format::ALL.iter().map(|format| format.name()).collect()
}
