//! TypeScript and JavaScript that use the `OpenAI` Agents SDK, as Agent Builder exports it, read as a syntax tree and never run.
//!
//! What it says is put together as a walk over its agents, which then goes the way of every walk. Agents that the code runs one after
//! another are handoffs that a rule decides on. What is made while the program runs becomes a note.

mod agents;
mod code;
mod conditions;
mod flow;
mod handoffs;
#[cfg(test)]
mod hostile_tests;
mod loops;
mod onward;
mod parse;
#[cfg(test)]
mod tests;
mod tools;
mod values;
mod zod;

use crate::error::ImportError;
use crate::format::Format;
use crate::notes::Notes;
use crate::reader::{Read, Reader};
use crate::sketch::Sketch;
use crate::source::Source;
use code::Code;

pub(crate) static READER: Reader = Reader {
    format: Format::OpenaiAgents,
    names: &[],
    detect,
    read: Read::EachFile(read),
};

fn detect(source: &Source<'_>) -> bool {
    [".ts", ".mts", ".js", ".mjs"]
        .iter()
        .any(|ending| source.ends_with(ending))
        && source
            .text()
            .is_ok_and(|text| text.contains("@openai/agents"))
}

fn read(source: &Source<'_>, notes: &mut Notes) -> Result<Vec<Sketch>, ImportError> {
    let text = source.text()?;
    let tree = parse::parse(source, text)?;
    if tree.root_node().has_error() {
        notes.warning(
            "",
            "parts of the source are no TypeScript that can be read; they were left out",
        );
    }
    let code = Code::find(source, &tree, text)?;
    let walk = agents::walk(source, &code, tree.root_node(), notes)?;
    if code.is_spent() {
        notes.warning(
            "",
            "names refer to each other so often that not all of them were followed",
        );
    }
    Ok(vec![crate::openai_agents::draw(
        source.name(),
        source.stem(),
        &walk,
        notes,
    )?])
}
