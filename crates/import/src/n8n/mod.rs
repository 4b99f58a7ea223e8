//! n8n: exported workflows.
//!
//! Triggers become entries; AI nodes, people who are asked, and nodes that act outside become agents; the parts that hang on an AI node (model,
//! output parser, simple tools) become its properties, and what has a mind of its own (agent tools, other workflows, MCP servers, tools that wait for
//! a person) is drawn and called. Routing and data-shaping nodes are bridged. Credentials and values are never read.
#![allow(clippy::similar_names, reason = "nodes of a file, and notes about it")]

mod kinds;
mod nodes;
mod parts;
#[cfg(test)]
mod tests;

use crate::error::ImportError;
use crate::format::Format;
use crate::notes::Notes;
use crate::reader::{Read, Reader};
use crate::said;
use crate::sketch::Sketch;
use crate::source::Source;
use serde_json::Value;

pub(crate) static READER: Reader = Reader {
    format: Format::N8n,
    names: &[],
    detect,
    read: Read::EachFile(read),
};

/// Most workflows in one file.
const MOST_WORKFLOWS: usize = 1000;

/// Whether a value is a workflow: nodes in a list, connections by name.
fn is_workflow(value: &Value) -> bool {
    value["connections"].is_object()
        && value["nodes"].as_array().is_some_and(|nodes| {
            nodes
                .iter()
                .take(20)
                .all(|node| node["type"].is_string() && node["name"].is_string())
        })
}

/// Whether a file is a workflow, several of them, or one as the template gallery wraps it.
fn detect(source: &Source<'_>) -> bool {
    source.value().is_some_and(|value| {
        let (list, _) = workflows(value);
        list.first()
            .is_some_and(|(_, workflow)| is_workflow(workflow))
    })
}

/// The workflows of a file with their places, and whether there were more than are read.
fn workflows(value: &Value) -> (Vec<(String, &Value)>, bool) {
    let inner = |place: &str, value| {
        let mut place = place.to_owned();
        let mut value: &Value = value;
        for _ in 0..3 {
            for wrapper in ["workflow", "data"] {
                if value.get("nodes").is_none() && value.get(wrapper).is_some_and(Value::is_object)
                {
                    value = &value[wrapper];
                    place = format!("{place}/{wrapper}");
                }
            }
        }
        (place, value)
    };
    let list = match (value, &value["workflows"], &value["data"]) {
        (Value::Array(list), ..) => Some(("", list)),
        (_, Value::Array(list), _) => Some(("/workflows", list)),
        (_, _, Value::Array(list)) => Some(("/data", list)),
        _ => None,
    };
    match list {
        Some((place, list)) => {
            let found = list
                .iter()
                .enumerate()
                .take(MOST_WORKFLOWS)
                .map(|(index, value)| inner(&format!("{place}/{index}"), value));
            (found.collect(), list.len() > MOST_WORKFLOWS)
        }
        None => (vec![inner("", value)], false),
    }
}

/// Reads workflows, each a drawing.
fn read(source: &Source<'_>, notes: &mut Notes) -> Result<Vec<Sketch>, ImportError> {
    let (list, more) = workflows(source.json()?);
    if more {
        notes.warning(
            "",
            format!("only the first {MOST_WORKFLOWS} workflows were read"),
        );
    }
    let several = list.len() > 1;
    let mut sketches = Vec::new();
    for (place, workflow) in list {
        if !is_workflow(workflow) {
            let wrong = || {
                source.wrong(
                    &place,
                    "no workflow stands here: a list of nodes with a name and a type, and connections, are needed",
                    "export the workflow again",
                )
            };
            if several {
                notes.warning(&place, "no workflow stands here; it was left out");
                continue;
            }
            return Err(wrong());
        }
        let name = workflow["name"].as_str().unwrap_or_else(|| source.stem());
        let name = said::name(name, source.stem());
        let key = match (several, &workflow["id"]) {
            (false, _) => String::new(),
            (true, Value::String(id)) => id.clone(),
            (true, Value::Number(id)) => id.to_string(),
            (true, _) => name.clone(),
        };
        let mut sketch = Sketch::new(source.name(), &key, &name)?;
        nodes::flow(workflow, &place, notes).carry(source.name(), &mut sketch, notes)?;
        sketches.push(sketch);
    }
    Ok(sketches)
}
