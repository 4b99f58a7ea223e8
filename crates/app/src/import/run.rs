//! Imports files as one group of edits.

use super::ImportFile;
use super::reply::{ImportProposal, ImportReply, changes, drawings};
use super::step::{ImportPhase, ImportStep};
use crate::registry::series::{Written, nothing_stored};
use crate::{AppError, ErrorCode, Registry};
use baton_import::{Format, ImportOptions, Imported, InputFile, import_while as import_files};
use baton_model::{Document, EditCommand, Level, RecordsDiff, TopologyId, apply};
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

/// Reads files and applies what they say, all of it or nothing.
pub async fn import(registry: &Registry, request: &ImportRequest) -> Result<ImportReply, AppError> {
    import_while(registry, request, &mut |_| true).await
}

/// The same. `go_on` hears how far it is, and ends it by saying no: [`ErrorCode::Cancelled`], and nothing is stored.
pub async fn import_while(
    registry: &Registry,
    request: &ImportRequest,
    go_on: &mut (dyn FnMut(ImportStep) -> bool + Send),
) -> Result<ImportReply, AppError> {
    registry.follow().await?;
    let mut imported = read(registry, request, go_on)?;
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
    let written = if request.dry_run || refused {
        registry.read(|document| would_write(document, &imported.edits))?
    } else {
        let names: Vec<&str> = request
            .files
            .iter()
            .filter_map(|file| Path::new(&file.name).file_name()?.to_str())
            .collect();
        let mut step = |done, of| go_on(ImportStep::new(ImportPhase::Storing, done, of));
        registry
            .write_many(
                &imported.edits,
                &Action::Import,
                &summary(&names),
                &mut step,
            )
            .await?
    };
    let diff = &written.diff;
    let after = request
        .draw
        .then(|| registry.read(|document| with(document, diff)));
    let keys = |created: bool| {
        let changes = diff.changes.iter();
        changes
            .filter(|change| change.before.is_none() == created && change.after.is_some())
            .map(|change| change.key.clone())
            .collect()
    };
    Ok(ImportReply {
        revision: written.revision,
        created: keys(true),
        updated: keys(false),
        changes: changes(diff),
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
        drawings: after.map_or_else(Vec::new, |after| drawings(&after, diff)),
    })
}

fn would_write(document: &Document, edits: &[EditCommand]) -> Result<Written, AppError> {
    Ok(Written {
        revision: document.revision(),
        diff: apply(document, edits)?,
    })
}

/// The registry with a diff, whether it is written by now or not.
fn with(document: &Document, diff: &RecordsDiff) -> Document {
    let mut after = document.clone();
    after.commit(diff, document.revision() + 1);
    after
}

/// What the files say, as edits of what the registry holds.
fn read(
    registry: &Registry,
    request: &ImportRequest,
    go_on: &mut (dyn FnMut(ImportStep) -> bool + Send),
) -> Result<Imported, AppError> {
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
    let options = ImportOptions { topology };
    let mut step = |done, of| go_on(ImportStep::new(ImportPhase::Reading, done, of));
    if !step(0, 0) {
        return Err(nothing_stored());
    }
    registry
        .read(|document| import_files(format, &files, document, &options, &mut step))?
        .ok_or_else(nothing_stored)
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
