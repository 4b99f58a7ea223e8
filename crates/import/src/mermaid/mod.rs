//! Mermaid flowcharts: drawn by hand, by LangGraph (`draw_mermaid`), by Agent Framework (`WorkflowViz`), by Baton.
//!
//! The text is only read: nothing in it is run, and markup in labels stays words. What decides the looks
//! (classes, styles, directions, configuration) is passed over.

mod chart;
mod cursor;
mod groups;
mod label;
mod link;
mod mean;
mod node;
#[cfg(test)]
mod tests;

use crate::error::ImportError;
use crate::format::Format;
use crate::notes::Notes;
use crate::reader::{Read, Reader};
use crate::sketch::Sketch;
use crate::source::Source;

pub(crate) static READER: Reader = Reader {
    format: Format::Mermaid,
    names: &[".mmd", ".mermaid"],
    detect,
    read: Read::EachFile(read),
};

/// Whether a file is a Mermaid flowchart; a fenced block of Markdown counts.
fn detect(source: &Source<'_>) -> bool {
    source
        .text()
        .is_ok_and(|text| chart::begins(cursor::body(text).0))
}

/// Reads a flowchart.
fn read(source: &Source<'_>, notes: &mut Notes) -> Result<Vec<Sketch>, ImportError> {
    let chart = chart::read(source.name(), source.text()?, notes)?;
    let title = chart.title.clone();
    let title = title.as_deref().unwrap_or_else(|| source.stem());
    let mut sketch = Sketch::new(source.name(), "", title)?;
    mean::flow(chart, notes).carry(source.name(), &mut sketch, notes)?;
    notes.info("", "a flowchart says who follows whom and nothing about owners, payloads or failure: design the contract of each handoff from what its receiver needs");
    Ok(vec![sketch])
}
