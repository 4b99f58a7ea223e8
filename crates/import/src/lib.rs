//! Importers: files of other tools become edits and notes, and a registry becomes a folder of
//! files and back.
//!
//! Nothing here reads a disk, a clock or a network: callers hand in the bytes. What a file says is
//! hostile until it was read; whatever cannot be carried into records becomes a note with its
//! place, so that nothing is lost in silence.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod drafts;
mod error;
mod format;
mod guess;
mod identity;
mod langgraph;
mod notes;
mod openai_agents;
mod read;
mod routes;
mod run;
mod text;
pub mod text_form;

pub use error::ImportError;
pub use format::{Format, looks_like};

use baton_model::{Diagnostic, Document, EditCommand, TopologyId};

/// A file that was picked for import.
#[derive(Clone, Copy, Debug)]
pub struct InputFile<'a> {
    /// Its name, with or without its folder. The name without the folder becomes part of the identity of
    /// the records made from it.
    pub name: &'a str,
    /// What stands in it.
    pub bytes: &'a [u8],
}

/// What the caller decides about an import.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// The topology to import into; chosen from the file's name when left out.
    pub topology: Option<TopologyId>,
}

/// What an import would do, and what has to be said about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The edits, each on the revision that was seen: they conflict rather than overwrite.
    pub edits: Vec<EditCommand>,
    /// What was guessed, and what could not be carried, in order of the file.
    pub notes: Vec<Diagnostic>,
}

/// Reads files of one tool. Without a format, the first file decides.
///
/// Reading the same files again gives edits only for what changed in them: records are found
/// again by their origin, and what people added since is kept.
pub fn import(
    format: Option<Format>,
    files: &[InputFile<'_>],
    existing: &Document,
    options: &ImportOptions,
) -> Result<Imported, ImportError> {
    let Some(first) = files.first() else {
        return Err(ImportError::new(
            "",
            "",
            "no file was given",
            "name at least one file",
        ));
    };
    let format = match format {
        Some(format) => format,
        None => files
            .iter()
            .find_map(|file| Format::detect(file.name, file.bytes))
            .ok_or_else(|| format::unknown(first))?,
    };
    match format {
        Format::Langgraph => langgraph::import(files, existing, options),
        Format::OpenaiAgents => openai_agents::import(files, existing, options),
    }
}
