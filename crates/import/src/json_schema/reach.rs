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
    walk(schema, place, &mut own, &mut found);
    for (place, reference) in found {
        let base = reference.split('#').next().unwrap_or_default();
        if !base.is_empty() && !own.contains(base) {
            notes.warning(&place, format!("{:?} stands in another document, which was not fetched; put it under $defs, else nothing can be checked against it", visible(reference, 120)));
        }
    }
}

fn walk<'v>(
    value: &'v Value,
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
                    _ => walk(value, &place, own, found),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, &format!("{place}/{index}"), own, found);
            }
        }
        _ => {}
    }
}
