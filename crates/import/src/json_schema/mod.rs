//! JSON Schema files: each becomes a draft contract. References stay as they are and are never fetched.

mod reach;
#[cfg(test)]
mod tests;

pub(crate) use reach::{holds_data, holds_names, tell_references};

use crate::error::ImportError;
use crate::format::Format;
use crate::notes::Notes;
use crate::reader::{Read, Reader};
use crate::said;
use crate::sketch::Sketch;
use crate::source::Source;
use serde_json::Value;

pub(crate) static READER: Reader = Reader {
    format: Format::JsonSchema,
    names: &[".schema.json", ".schema.yaml", ".schema.yml"],
    detect,
    read: Read::EachFile(read),
};

/// Words that only schemas have; one is enough beside a type.
const WORDS: [&str; 12] = [
    "properties",
    "items",
    "required",
    "enum",
    "const",
    "oneOf",
    "anyOf",
    "allOf",
    "$defs",
    "definitions",
    "additionalProperties",
    "$ref",
];

fn detect(source: &Source<'_>) -> bool {
    source.value().is_some_and(|value| {
        let dialect = value["$schema"].as_str().unwrap_or_default();
        // Other formats name the schema that they follow themselves in the same place.
        let is_dialect =
            dialect.contains("json-schema.org/draft") || dialect.contains("json-schema.org/schema");
        let typed = value["type"] == "object" && value["properties"].is_object();
        let is_schema = typed || refers_to_own_parts(value);
        is_dialect || (dialect.is_empty() && is_schema && value.get("name").is_none())
    })
}

/// Whether a value defines parts and is made of them, as models of Python and of other languages come out without naming a dialect.
fn refers_to_own_parts(value: &Value) -> bool {
    let refers = |value: &Value| {
        value["$ref"].as_str().is_some_and(|reference| {
            reference.starts_with("#/$defs/") || reference.starts_with("#/definitions/")
        })
    };
    let has_parts = value["$defs"].is_object() || value["definitions"].is_object();
    let any_of = |word: &str| {
        value[word]
            .as_array()
            .is_some_and(|items| items.iter().any(refers))
    };
    has_parts
        && (refers(value)
            || refers(&value["items"])
            || ["oneOf", "anyOf", "allOf"].iter().any(|word| any_of(word)))
}

fn read(source: &Source<'_>, notes: &mut Notes) -> Result<Vec<Sketch>, ImportError> {
    let value = source.data()?;
    let is_schema = value.is_boolean()
        || value.as_object().is_some_and(|fields| {
            fields.contains_key("$schema")
                || fields.contains_key("type")
                || WORDS.iter().any(|word| fields.contains_key(*word))
        });
    if !is_schema {
        return Err(source.wrong(
            "",
            "no JSON Schema stands here: it has no type and no word of the vocabulary",
            "name the format if this is a file of another tool",
        ));
    }
    let stem = source.stem();
    let stem = stem.strip_suffix(".schema").unwrap_or(stem);
    let title = value["title"].as_str().unwrap_or(stem);
    let mut sketch = Sketch::new(source.name(), "", title)?;
    sketch.draws_agents = false;
    let (contract, _) = sketch.contract(stem, &said::name(title, stem), value, "")?;
    if let Some(contract) = sketch.contract_mut(&contract) {
        let purpose = value["description"].as_str().unwrap_or_default();
        contract.purpose = said::prose(purpose, "/description", notes);
    }
    tell_references(value, "", notes);
    Ok(vec![sketch])
}
