//! Flowise: agentflows of both generations and chatflows, as exported from the editor, with `Export All`, or as stored with `flowData`.
#![allow(clippy::similar_names, reason = "nodes of a file, and notes about it")]

mod nodes;
mod parts;
mod shapes;
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
use std::borrow::Cow;

pub(crate) static READER: Reader = Reader {
    format: Format::Flowise,
    names: &[],
    detect,
    read: Read::EachFile(read),
};

/// Lists of `Export All` that hold flows.
const LISTS: [&str; 4] = ["AgentFlowV2", "AgentFlow", "ChatFlow", "AssistantFlow"];
/// Most flows in one file.
const MOST_FLOWS: usize = 1000;

fn is_flow(value: &Value) -> bool {
    value["edges"].is_array()
        && value["nodes"].as_array().is_some_and(|nodes| {
            !nodes.is_empty()
                && nodes
                    .iter()
                    .take(20)
                    .all(|node| node["id"].is_string() && node["data"]["name"].is_string())
        })
}

/// Whether a file holds flows of Flowise.
fn detect(source: &Source<'_>) -> bool {
    source.value().is_some_and(|value| {
        is_flow(value)
            || value["flowData"].is_string()
            || LISTS
                .iter()
                .any(|list| value[*list][0]["flowData"].is_string())
    })
}

/// A flow of a file: its key, name, place and content.
struct Found<'v> {
    key: String,
    name: String,
    place: String,
    flow: Cow<'v, Value>,
}

/// Reads flows, each a drawing.
fn read(source: &Source<'_>, notes: &mut Notes) -> Result<Vec<Sketch>, ImportError> {
    let value = source.json()?;
    let mut records: Vec<(String, &Value)> = Vec::new();
    for list in LISTS {
        for (index, record) in value[list].as_array().into_iter().flatten().enumerate() {
            records.push((format!("/{list}/{index}"), record));
        }
    }
    if records.len() > MOST_FLOWS {
        notes.warning("", format!("only the first {MOST_FLOWS} flows were read"));
        records.truncate(MOST_FLOWS);
    }
    let several = records.len() > 1;
    if records.is_empty() {
        records.push((String::new(), value));
    }
    let mut flows = Vec::new();
    for (place, record) in records {
        let name = record["name"].as_str().unwrap_or_else(|| source.stem());
        let name = said::name(name, source.stem());
        let key = if several {
            record["id"].as_str().unwrap_or(&name).to_owned()
        } else {
            String::new()
        };
        let flow = match &record["flowData"] {
            Value::String(text) => match baton_model::parse_json(text) {
                Ok(flow) => Cow::Owned(flow),
                Err(error) => {
                    notes.warning(
                        &format!("{place}/flowData"),
                        format!("the flow could not be read: {}", error.message),
                    );
                    continue;
                }
            },
            _ => Cow::Borrowed(record),
        };
        flows.push(Found {
            key,
            name,
            place,
            flow,
        });
    }
    let mut sketches = Vec::new();
    for found in flows {
        if !is_flow(&found.flow) {
            let message = "no flow stands here: nodes with an id and a name in their data, and edges, are needed";
            if several {
                notes.warning(&found.place, message);
                continue;
            }
            return Err(source.wrong(found.place, message, "export the flow again"));
        }
        let mut sketch = Sketch::new(source.name(), &found.key, &found.name)?;
        nodes::flow(&found.flow, &found.place, notes).carry(source.name(), &mut sketch, notes)?;
        sketches.push(sketch);
    }
    if sketches.is_empty() {
        return Err(source.wrong("", "there is no flow in this file", "export the flow again"));
    }
    Ok(sketches)
}
