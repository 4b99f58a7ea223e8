//! Google Agent Development Kit: agent configurations in YAML, over several files.
//!
//! An agent that asks a model may transfer to its sub-agents, they back to it and to each other, as the kit's flow allows. Sequences, loops and
//! parallel agents ask nobody themselves: they become groups whose members follow each other. Workflows lead through nodes by their edges.

mod agents;
mod files;
mod shapes;
mod steps;
mod tools;
mod workflow;

use crate::error::ImportError;
use crate::format::Format;
use crate::notes::Notes;
use crate::pen::{Page, Pen};
use crate::reader::{Read, Reader};
use crate::sketch::Sketch;
use crate::source::Source;
use agents::Troupe;
use files::Files;
use serde_json::Value;

pub(crate) static READER: Reader = Reader {
    format: Format::GoogleAdk,
    names: &["root_agent.yaml"],
    detect: |source| source.value().is_some_and(is_config),
    read: Read::AllFiles(read),
};

fn is_config(value: &Value) -> bool {
    value["name"].is_string()
        && value["kind"].is_null()
        && (value["agent_class"].is_string()
            || value["sub_agents"].is_array()
            || value["instruction"].is_string())
}

/// A drawing for every configuration that no other refers to.
fn read(sources: &[Source<'_>], notes: &mut Notes) -> Result<Vec<Sketch>, ImportError> {
    let pages = Page::all(sources)?;
    let files = Files::new(&pages);
    let mut sketches = Vec::new();
    for root in files.roots() {
        let page = files.page(root);
        notes.switch(page.name);
        let Some(fields) = page.value.as_object() else {
            return Err(ImportError::new(
                page.name,
                "",
                "an agent's configuration is an object",
                "give the file root_agent.yaml",
            ));
        };
        let name = fields
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or("agent");
        let mut pen = Pen::new(page.name, "", name, notes)?;
        Troupe::new(&files).root(&mut pen, root, fields)?;
        sketches.push(pen.finish());
    }
    Ok(sketches)
}
