//! Parts of a walk: texts, names and schemas, safe to keep.

use crate::notes::Notes;
use crate::read::escape;
use crate::text::{looks_secret, visible};
use serde_json::Value;

/// Longest text that is carried, in characters.
const LONGEST_TEXT: usize = 4000;

/// A text that people wrote; empty where there is none, and where it holds a secret.
pub(super) fn text(place: &str, value: Option<&Value>, notes: &mut Notes) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) if looks_secret(text) => {
            notes.warning(
                place,
                "this text holds what looks like a secret and was not stored",
            );
            String::new()
        }
        Some(Value::String(text)) => {
            let lines: Vec<_> = text
                .trim()
                .lines()
                .map(|line| visible(line, LONGEST_TEXT))
                .collect();
            let text = lines.join("\n");
            if text.chars().count() <= LONGEST_TEXT {
                return text;
            }
            notes.warning(
                place,
                format!("the text was cut after {LONGEST_TEXT} characters"),
            );
            let mut cut: String = text.chars().take(LONGEST_TEXT).collect();
            cut.push('…');
            cut
        }
        Some(_) => {
            notes.warning(
                place,
                "no text stands here (it is made while the agent runs), so nothing was carried",
            );
            String::new()
        }
    }
}

/// Says what of an object is not carried, unless it says nothing.
pub(super) fn tell_unknown(value: &Value, place: &str, known: &[&str], notes: &mut Notes) {
    for (name, value) in value.as_object().into_iter().flatten() {
        let empty = match value {
            Value::Null | Value::Bool(false) => true,
            Value::Array(items) => items.is_empty(),
            Value::Object(fields) => fields.is_empty(),
            Value::String(text) => text.is_empty(),
            _ => false,
        };
        if !empty && !known.contains(&name.as_str()) {
            notes.warning(
                &format!("{place}/{}", escape(name)),
                format!(
                    "{:?} was not carried: no field of a record means it",
                    visible(name, 60)
                ),
            );
        }
    }
}

/// The items of a list; none where there is no list.
pub(super) fn items(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

/// A name that stands alone or in an object.
pub(super) fn label(value: &Value) -> Option<String> {
    let name = value.as_str().or_else(|| value["name"].as_str())?;
    (!name.trim().is_empty() && !looks_secret(name)).then(|| visible(name, 200))
}

/// A schema that says something; one without fields, as the SDK writes for a handoff without input, does not.
pub(super) fn schema(
    place: &str,
    value: Option<&Value>,
    notes: &mut Notes,
) -> Option<(String, Value)> {
    match value? {
        Value::Null => None,
        schema @ Value::Object(fields) => {
            let says_something = fields.iter().any(|(name, value)| match name.as_str() {
                "type" | "additionalProperties" | "title" | "$schema" => false,
                "properties" => value.as_object().is_none_or(|fields| !fields.is_empty()),
                "required" => value.as_array().is_none_or(|names| !names.is_empty()),
                _ => true,
            }) || fields.get("type").is_some_and(|kind| kind != "object");
            says_something.then(|| (place.to_owned(), schema.clone()))
        }
        _ => {
            notes.warning(place, "this is no JSON Schema and was left out");
            None
        }
    }
}
