//! Importers: files of other tools become edits and notes, and a registry becomes a folder of
//! files and back.
//!
//! Nothing here reads a disk, a clock or a network: callers hand in the bytes. What a file says is
//! hostile until it was read; whatever cannot be carried into records becomes a note with its
//! place, so that nothing is lost in silence.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod a2a;
mod agent_framework;
mod agent_spec;
mod asyncapi;
mod autogen;
mod backstage;
mod baton;
mod carry;
mod codeowners;
mod crewai;
mod dot;
mod error;
mod flow;
mod flowise;
mod format;
mod google_adk;
mod guess;
mod identity;
mod json_schema;
mod jsonc;
mod langflow;
mod langgraph;
mod limits;
mod mermaid;
mod n8n;
mod notes;
mod openai_agents;
mod openai_python;
mod openai_typescript;
mod pagerduty;
mod parallel;
mod pen;
mod read;
mod reader;
mod said;
mod scripts;
mod secrets;
mod sketch;
mod source;
mod steps;
mod text;
pub mod text_form;
#[cfg(test)]
mod told_tests;
mod ways;
mod wiring;

pub use error::ImportError;
pub use format::Format;
pub use scripts::{dump_script, dump_scripts};

use baton_model::{Diagnostic, Document, EditCommand, Kind, TopologyId};
use carry::Carrier;
use notes::Notes;
use reader::{READERS, Reader, reader_in, reader_of};
use source::Source;

/// A file that was picked for import.
#[derive(Clone, Copy, Debug)]
pub struct InputFile<'a> {
    /// Its name, with or without its folder. It becomes part of the identity of the records made from it: without the folder, or from the
    /// nearest one on that tells it from others, where many files have the name.
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// The edits, each on the revision that was seen: they conflict rather than overwrite.
    pub edits: Vec<EditCommand>,
    /// What was guessed, and what could not be carried, in order of the file.
    pub notes: Vec<Diagnostic>,
    /// Ready edits that somebody has to decide about.
    pub proposals: Vec<Proposal>,
}

/// An edit that follows from a file and that nobody but people may make.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Why.
    pub message: String,
    /// What to do, on the revision that was seen.
    pub edit: EditCommand,
}

/// Reads files. Without a format, the content of each decides. Of several files, one that cannot be read is left out with a note; if none
/// can, the first refusal is the answer.
///
/// Reading the same files again gives edits only for what changed in them: records are found
/// again by their origin, and what people added since is kept.
pub fn import(
    format: Option<Format>,
    files: &[InputFile<'_>],
    existing: &Document,
    options: &ImportOptions,
) -> Result<Imported, ImportError> {
    let imported = import_while(format, files, existing, options, &mut |_, _| true)?;
    Ok(imported.unwrap_or_default())
}

/// The same. `go_on` hears now and then how many of so many parts of a drawing got their place, and ends the import by saying no: `None`.
pub fn import_while(
    format: Option<Format>,
    files: &[InputFile<'_>],
    existing: &Document,
    options: &ImportOptions,
    go_on: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Option<Imported>, ImportError> {
    let Some(first) = files.first() else {
        return Err(ImportError::new(
            "",
            "",
            "no file was given",
            "name at least one file",
        ));
    };
    if format == Some(Format::Baton) || (format.is_none() && baton::marker(files).is_some()) {
        return baton::import(files, existing).map(Some);
    }
    let mut notes = Notes::new(first.name);
    let groups = by_reader(format, files, &mut notes)?;
    let names = files.iter().map(|file| file.name).collect();
    let mut carrier = Carrier::new(existing, names);
    let mut drawings: usize = 0;
    let mut read = false;
    let mut refused = None;
    for (reader, sources) in groups {
        let reading = reader.read(sources, files.len() > 1, &mut notes)?;
        refused = refused.or(reading.refused);
        for sketch in reading.sketches {
            read = true;
            let draws = sketch
                .parts()
                .iter()
                .any(|part| part.record.kind() == Kind::Handoff);
            drawings += usize::from(draws);
            if let (Some(topology), true) = (&options.topology, draws && drawings > 1) {
                return Err(ImportError::new(
                    &sketch.file,
                    "",
                    format!("two drawings cannot both become the topology {topology}"),
                    "import them one by one, or let their files choose the topologies",
                ));
            }
            let all = carrier.carry(
                reader.format.name(),
                sketch,
                options.topology.as_ref(),
                &mut notes,
                go_on,
            )?;
            if !all {
                return Ok(None);
            }
        }
    }
    match refused {
        Some(error) if !read => Err(error),
        _ => Ok(Some(carrier.finish(notes))),
    }
}

/// The files by who reads them, in the order of the readers. Files that nobody reads are told, unless there are no others.
fn by_reader<'a>(
    format: Option<Format>,
    files: &[InputFile<'a>],
    notes: &mut Notes,
) -> Result<Vec<(&'static Reader, Vec<Source<'a>>)>, ImportError> {
    let mut groups: Vec<(&'static Reader, Vec<Source<'a>>)> =
        READERS.iter().map(|reader| (*reader, Vec::new())).collect();
    let mut unread = Vec::new();
    for file in files {
        let source = Source::new(*file);
        let reader = match format {
            Some(format) => reader_in(format, &source),
            None => reader_of(&source),
        };
        let group = groups
            .iter_mut()
            .find(|(candidate, _)| reader.is_some_and(|reader| std::ptr::eq(*candidate, reader)));
        match group {
            Some((_, sources)) => sources.push(source),
            None => unread.push(file),
        }
    }
    groups.retain(|(_, sources)| !sources.is_empty());
    for (reader, sources) in &mut groups {
        let taken = unread.extract_if(.., |file: &mut &InputFile<'a>| {
            reader.takes_along(&Source::new(**file))
        });
        sources.extend(taken.map(|file| Source::new(*file)));
    }
    if let (Some(first), true) = (unread.first(), groups.is_empty()) {
        return Err(reader::unknown(first));
    }
    for file in unread {
        notes.switch(file.name);
        let why = reader::unknown(file);
        notes.warning(&why.place, format!("left out: {}", why.message));
    }
    Ok(groups)
}
