//! Python source that uses the `OpenAI` Agents SDK, as Agent Builder exports it too, read as syntax trees and never run.
//!
//! Modules that are imported together are read together: agents, handoffs and tools are followed through imports, and modules that share
//! agents become one drawing. What they say is put together as a walk over their agents, which then goes the way of every walk: names that
//! are given later, copies, handoffs that are appended, data classes as schemas, and agents that the code runs one after another as handoffs
//! that a rule decides on. What is made while the program runs becomes a note.

mod agents;
mod code;
mod conditions;
mod drawings;
mod flow;
#[cfg(test)]
mod flow_tests;
mod handoffs;
mod loops;
mod modules;
mod names;
mod runs;
mod servers;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod together_tests;
mod tools;
mod values;

use crate::InputFile;
use crate::error::ImportError;
use crate::format::Format;
use crate::notes::Notes;
use crate::reader::{Read, Reader, unknown};
use crate::sketch::Sketch;
use crate::source::Source;
use drawings::Drawing;
use modules::{Parsed, Project};

/// Most bytes of all modules of an import.
const MOST: usize = 16 << 20;

pub(crate) static READER: Reader = Reader {
    format: Format::OpenaiAgents,
    names: &[],
    detect,
    read: Read::Modules {
        ending: ".py",
        read,
    },
};

fn detect(source: &Source<'_>) -> bool {
    source.ends_with(".py")
        && source.text().is_ok_and(|text| {
            text.lines().any(|line| {
                let line = line.trim_start();
                ["from agents import", "from agents.", "import agents"]
                    .iter()
                    .any(|start| line.starts_with(start))
            })
        })
}

/// Reads all modules, each drawing with those that share its agents.
fn read(sources: &[Source<'_>], notes: &mut Notes) -> Result<Vec<Sketch>, ImportError> {
    let mut text = String::new();
    let mut places = Vec::with_capacity(sources.len());
    let mut rows = 0;
    for source in sources {
        let own = source.text()?;
        if text.len() + own.len() > MOST {
            return Err(source.wrong(
                "",
                "the modules have more than 16 MB together; that is the limit",
                "import the folders one by one",
            ));
        }
        let start = text.len();
        text.push_str(own);
        places.push((start..text.len(), rows));
        text.push('\n');
        rows += own.matches('\n').count() + 1;
    }
    let mut trees = Vec::with_capacity(sources.len());
    for (source, (bytes, first_row)) in sources.iter().zip(&places) {
        trees.push(code::parse(source, &text, bytes.clone(), *first_row)?);
    }
    let parsed = sources.iter().zip(&places).zip(&trees);
    let parsed = parsed.map(|((source, (bytes, first_row)), tree)| Parsed {
        file: source.name(),
        range: bytes.clone(),
        first_row: *first_row,
        tree,
    });
    let project = Project::find(&text, parsed.collect());
    let drawings = drawings::find(&project);
    if drawings.is_empty() {
        let first = project.modules.iter().position(|module| module.uses_sdk);
        return Err(sources[first.unwrap_or_default()].wrong("", NO_AGENT, INSTEAD));
    }
    let used = drawings::used(&project, &drawings);
    for (index, module) in project.modules.iter().enumerate() {
        notes.switch(&module.file);
        if !used.contains(&index) {
            leave_out(&sources[index], module.uses_sdk, notes);
        } else if module.root.has_error() {
            notes.warning(
                "",
                "parts of the source are no Python that can be read; they were left out",
            );
        }
    }
    let mut sketches = Vec::with_capacity(drawings.len());
    for drawing in drawings {
        let Drawing {
            root,
            name,
            reading,
        } = drawing;
        let file = &project.modules[root].file;
        notes.switch(file);
        let walk = reading.walk(file, notes)?;
        sketches.push(crate::openai_agents::draw(file, &name, &walk, notes)?);
    }
    Ok(sketches)
}

const NO_AGENT: &str = "no Agent(...) stands in this source";
const INSTEAD: &str = "import the file that makes the agents, or write a walk with the dump script";

/// Says that a module is part of no drawing.
fn leave_out(source: &Source<'_>, uses_sdk: bool, notes: &mut Notes) {
    if uses_sdk {
        notes.warning("", format!("left out: {NO_AGENT}; {INSTEAD}"));
        return;
    }
    let bytes = source.text().unwrap_or_default().as_bytes();
    let why = unknown(&InputFile {
        name: source.name(),
        bytes,
    });
    notes.warning(&why.place, format!("left out: {}", why.message));
}
