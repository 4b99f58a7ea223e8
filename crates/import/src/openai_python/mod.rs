//! Python source that uses the `OpenAI` Agents SDK, read as a syntax tree and never run.
//!
//! What it says is put together as a walk over its agents, which then goes the way of every walk: names that are given later, copies,
//! handoffs that are appended, and data classes as schemas. What is made while the program runs becomes a note.

mod agents;
mod code;
mod handoffs;
mod servers;
#[cfg(test)]
mod tests;
mod tools;
mod values;

use crate::error::ImportError;
use crate::format::Format;
use crate::notes::Notes;
use crate::reader::{Read, Reader};
use crate::sketch::Sketch;
use crate::source::Source;

pub(crate) static READER: Reader = Reader {
    format: Format::OpenaiAgents,
    names: &[],
    detect,
    read: Read::EachFile(read),
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

fn read(source: &Source<'_>, notes: &mut Notes) -> Result<Vec<Sketch>, ImportError> {
    let text = source.text()?;
    let tree = code::parse(source, text)?;
    if tree.root_node().has_error() {
        notes.warning(
            "",
            "parts of the source are no Python that can be read; they were left out",
        );
    }
    let found = code::find(&tree, text);
    let walk = agents::walk(source, text, &found, notes)?;
    Ok(vec![crate::openai_agents::draw(
        source,
        source.stem(),
        &walk,
        notes,
    )?])
}
