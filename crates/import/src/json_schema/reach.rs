//! What a schema refers to outside of itself.

use crate::notes::Notes;
use crate::read::escape;
use crate::text::visible;
use serde_json::Value;
use std::collections::BTreeSet;

/// Says which references lead out of the document: they are kept, and nothing is fetched.
pub(crate) fn tell_references(schema: &Value, place: &str, notes: &mut Notes) {
    let mut own = BTreeSet::new();
    let mut found = Vec::new();
    walk(schema, false, place, &mut own, &mut found);
    for (place, reference) in found {
        let base = reference.split('#').next().unwrap_or_default();
        if !base.is_empty() && !own.contains(base) {
            notes.warning(&place, format!("{:?} stands in another document, which was not fetched; put it under $defs, else nothing can be checked against it", visible(reference, 120)));
        }
    }
}

/// Whether a word of the vocabulary holds data, in which `$ref` is a member like any other.
pub(crate) fn holds_data(word: &str) -> bool {
    matches!(word, "examples" | "example" | "default" | "const" | "enum")
}

/// Whether the members of a word of the vocabulary are names that somebody gave, not words themselves.
pub(crate) fn holds_names(word: &str) -> bool {
    matches!(
        word,
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas"
    )
}

fn walk<'v>(
    value: &'v Value,
    of_names: bool,
    place: &str,
    own: &mut BTreeSet<&'v str>,
    found: &mut Vec<(String, &'v str)>,
) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let place = format!("{place}/{}", escape(name));
                match (name.as_str(), value) {
                    ("$id" | "id" | "$anchor", Value::String(id)) => {
                        own.insert(id.trim_end_matches('#'));
                    }
                    ("$ref" | "$dynamicRef" | "$recursiveRef", Value::String(reference)) => {
                        found.push((place, reference));
                    }
                    (name, _) if !of_names && holds_data(name) => {}
                    (name, _) => {
                        walk(value, !of_names && holds_names(name), &place, own, found);
                    }
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, false, &format!("{place}/{index}"), own, found);
            }
        }
        _ => {}
    }
}
