//! Imports files as one group of edits.

use super::ImportFile;
use super::reply::{ImportProposal, ImportReply, changes, drawings};
use crate::registry::EditRequest;
use crate::{AppError, ErrorCode, Registry};
use baton_import::{Format, ImportOptions, InputFile};
use baton_model::{Document, Level, RecordChange, RecordKey, TopologyId, apply};
use baton_store::Action;
use std::path::Path;

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
    /// Write nothing when something could not be carried: warnings become errors.
    pub strict: bool,
    /// Draw the topologies that it touches.
    pub draw: bool,
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
    let mut imported = registry.read(|document| {
        baton_import::import(format, &files, document, &ImportOptions { topology })
    })?;
    let mut refused = false;
    if request.strict {
        for note in imported
            .notes
            .iter_mut()
            .filter(|note| note.level == Level::Warning)
        {
            note.level = Level::Error;
            refused = true;
        }
    }
    let names: Vec<&str> = request
        .files
        .iter()
        .filter_map(|file| Path::new(&file.name).file_name()?.to_str())
        .collect();
    let after = request
        .draw
        .then(|| registry.read(|document| after(document, &imported.edits)))
        .flatten();
    let reply = registry
        .edit(EditRequest {
            action: Action::Import,
            summary: summary(&names),
            dry_run: request.dry_run || refused,
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
        changes: changes(&reply.diff),
        notes: imported.notes,
        proposals: imported
            .proposals
            .into_iter()
            .map(|proposal| ImportProposal {
                message: proposal.message,
                edit: proposal.edit,
            })
            .collect(),
        refused,
        drawings: after.map_or_else(Vec::new, |after| drawings(&after, &reply.diff)),
    })
}

/// The registry as the edits would leave it.
fn after(document: &Document, edits: &[baton_model::EditCommand]) -> Option<Document> {
    let diff = apply(document, edits).ok()?;
    let mut after = document.clone();
    after.commit(&diff, document.revision() + 1);
    Some(after)
}

/// What history says about it.
fn summary(names: &[&str]) -> String {
    match names {
        [first, rest @ ..] if rest.len() > 3 => {
            format!("Import {first} and {} other files", rest.len())
        }
        _ => format!("Import {}", names.join(", ")),
    }
}
