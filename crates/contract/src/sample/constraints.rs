//! What a schema forbids, one constraint at a time.

use super::{Asker, MOST_OF_A_KIND, MOST_QUESTIONS, RejectedSample};
use crate::walk::schemas;
use baton_model::Json;
use serde_json::{Map, Value};

/// Keywords that forbid something by themselves; without them the schema is wider.
const FORBIDS: [&str; 31] = [
    "type",
    "enum",
    "const",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minItems",
    "maxItems",
    "uniqueItems",
    "contains",
    "additionalItems",
    "unevaluatedItems",
    "minProperties",
    "maxProperties",
    "additionalProperties",
    "unevaluatedProperties",
    "propertyNames",
    "dependencies",
    "dependentSchemas",
    "not",
    "anyOf",
    "oneOf",
    "then",
    "else",
    "divisibleBy",
];

/// One payload for each constraint that can be broken alone, in the order of the schema.
pub(super) fn rejected(asker: &Asker<'_>) -> Vec<RejectedSample> {
    let mut samples: Vec<RejectedSample> = Vec::new();
    if asker.schema == &Value::Bool(false) {
        return vec![RejectedSample {
            payload: Json(Value::Null),
            reason: "the schema accepts nothing".to_owned(),
            pointer: String::new(),
        }];
    }
    let places = schemas(asker.schema);
    let wider = places.iter().flat_map(|(place, schema)| {
        let edits = without_each(place, schema).into_iter();
        edits.map(move |(pointer, edit)| (pointer, edited(asker.schema, place, edit)))
    });
    for (pointer, wider) in wider.take(MOST_QUESTIONS) {
        if samples.len() >= MOST_OF_A_KIND || asker.is_spent() {
            break;
        }
        if let Some((payload, reason)) = asker.between(&wider, asker.schema) {
            samples.push(RejectedSample {
                payload: Json(payload),
                reason,
                pointer,
            });
        }
    }
    samples
}

/// Changes a schema.
pub(super) type Edit<'s> = Box<dyn FnOnce(&mut Map<String, Value>) + 's>;

/// Edits of a schema that each take away one of its constraints, and where that constraint stands.
fn without_each<'s>(place: &str, schema: &'s Map<String, Value>) -> Vec<(String, Edit<'s>)> {
    let mut out: Vec<(String, Edit<'s>)> = Vec::new();
    for (keyword, value) in schema {
        let pointer = format!("{place}/{keyword}");
        if FORBIDS.contains(&keyword.as_str()) {
            out.push((
                pointer,
                Box::new(move |schema| {
                    schema.remove(keyword);
                    // Draft 4 says with a boolean beside the bound that it is excluded; alone that is no schema.
                    for (bound, exclusion) in [
                        ("minimum", "exclusiveMinimum"),
                        ("maximum", "exclusiveMaximum"),
                    ] {
                        if keyword == bound && schema.get(exclusion).is_some_and(Value::is_boolean)
                        {
                            schema.remove(exclusion);
                        }
                    }
                }),
            ));
        } else if keyword == "required" {
            for index in 0..value.as_array().map_or(0, Vec::len) {
                out.push((
                    format!("{pointer}/{index}"),
                    Box::new(move |schema| {
                        if let Some(Value::Array(names)) = schema.get_mut("required") {
                            names.remove(index);
                            // Draft 4 allows no empty list.
                            if names.is_empty() {
                                schema.remove("required");
                            }
                        }
                    }),
                ));
            }
        } else if keyword == "dependentRequired" {
            for name in value.as_object().into_iter().flat_map(Map::keys) {
                let step = name.replace('~', "~0").replace('/', "~1");
                out.push((
                    format!("{pointer}/{step}"),
                    Box::new(move |schema| {
                        if let Some(Value::Object(names)) = schema.get_mut("dependentRequired") {
                            names.remove(name);
                        }
                    }),
                ));
            }
        }
    }
    out
}

/// The document with one of its schemas changed.
pub(super) fn edited(
    root: &Value,
    place: &str,
    change: impl FnOnce(&mut Map<String, Value>),
) -> Value {
    let mut root = root.clone();
    if let Some(Value::Object(schema)) = root.pointer_mut(place) {
        change(schema);
    }
    root
}
