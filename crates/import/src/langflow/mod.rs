//! Langflow: exported flows. Agents and language models work; what feeds them is a part, what shapes or routes messages is bridged.
#![allow(clippy::similar_names, reason = "nodes of a file, and notes about it")]

mod crews;
mod nodes;
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
    format: Format::Langflow,
    names: &[],
    detect,
    read: Read::EachFile(read),
};

/// Most flows in one file.
const MOST_FLOWS: usize = 1000;

fn is_flow(value: &Value) -> bool {
    value["data"]["nodes"].is_array() && value["data"]["edges"].is_array()
}

fn detect(source: &Source<'_>) -> bool {
    source
        .value()
        .is_some_and(|value| is_flow(value) || is_flow(&value["flows"][0]) || is_flow(&value[0]))
}

fn read(source: &Source<'_>, notes: &mut Notes) -> Result<Vec<Sketch>, ImportError> {
    let value = source.json()?;
    let (list, prefix) = match (value, &value["flows"]) {
        (Value::Array(list), _) => (&list[..], ""),
        (_, Value::Array(list)) => (&list[..], "/flows"),
        _ => (std::slice::from_ref(value), ""),
    };
    let several = list.len() > 1;
    let mut sketches = Vec::new();
    for (index, flow) in list.iter().enumerate().take(MOST_FLOWS) {
        let place = if several {
            format!("{prefix}/{index}")
        } else {
            String::new()
        };
        if !is_flow(flow) {
            let message = "no flow stands here: data with nodes and edges is needed";
            if several {
                notes.warning(&place, message);
                continue;
            }
            return Err(source.wrong(place, message, "export the flow again"));
        }
        let name = said::name(
            flow["name"].as_str().unwrap_or_else(|| source.stem()),
            source.stem(),
        );
        let key = match (several, flow["id"].as_str()) {
            (false, _) => "",
            (true, Some(id)) => id,
            (true, None) => &name,
        };
        let mut sketch = Sketch::new(source.name(), key, &name)?;
        nodes::flow(flow, &place, notes).carry(source.name(), &mut sketch, notes)?;
        sketches.push(sketch);
    }
    if list.len() > MOST_FLOWS {
        notes.warning("", format!("only the first {MOST_FLOWS} flows were read"));
    }
    Ok(sketches)
}
