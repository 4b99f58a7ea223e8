//! Schemas of draft 2020-12, said in draft 7 with exactly the same meaning.

use super::walk::{Holds, holds};
use serde_json::{Map, Value, json};

/// What says nothing about a payload and may stay.
const NOTES: [&str; 8] = [
    "$comment",
    "title",
    "description",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "examples",
];

/// What draft 7 reads as 2020-12 does.
const ALIKE: [&str; 30] = [
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "else",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "if",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "patternProperties",
    "properties",
    "propertyNames",
    "required",
    "then",
    "type",
    "uniqueItems",
    "contains",
];

/// Keywords whose evaluations `unevaluated...` would see.
const IN_PLACE: [&str; 9] = [
    "$ref",
    "allOf",
    "anyOf",
    "oneOf",
    "if",
    "then",
    "else",
    "not",
    "dependentSchemas",
];

/// The schema in draft 7, without `$schema`; `None` where that would change its meaning. It has neither identifiers nor definitions.
pub(super) fn to_draft_7(schema: &Value) -> Option<Value> {
    let Value::Object(fields) = schema else {
        return Some(schema.clone());
    };
    let mut out = Map::new();
    let mut all = Vec::new();
    for (keyword, value) in fields {
        let keyword = keyword.as_str();
        match keyword {
            // A reference stands alone in draft 7.
            "$ref" => all.push(json!({ "$ref": value })),
            "prefixItems" => {
                out.insert("items".to_owned(), below("prefixItems", value)?);
            }
            "items" if fields.contains_key("prefixItems") => {
                out.insert("additionalItems".to_owned(), to_draft_7(value)?);
            }
            "items" => {
                out.insert("items".to_owned(), to_draft_7(value)?);
            }
            "dependentRequired" | "dependentSchemas" => {}
            "contains" if !counts(fields)? => {}
            "unevaluatedProperties" | "unevaluatedItems" => {
                unevaluated(keyword, value, fields, &mut out)?;
            }
            _ if ALIKE.contains(&keyword) => {
                out.insert(keyword.to_owned(), below(keyword, value)?);
            }
            "deprecated" if !value.is_boolean() => {}
            _ if NOTES.contains(&keyword) => {
                out.insert(keyword.to_owned(), value.clone());
            }
            // Told and not asserted, or no keyword at all.
            _ => {}
        }
    }
    let dependencies = dependencies(fields)?;
    if !dependencies.is_empty() {
        out.insert("dependencies".to_owned(), Value::Object(dependencies));
    }
    if !all.is_empty() {
        if out.is_empty() {
            return all.pop();
        }
        if let Some(Value::Array(written)) = out.remove("allOf") {
            all.extend(written);
        }
        out.insert("allOf".to_owned(), Value::Array(all));
    }
    Some(Value::Object(out))
}

fn below(keyword: &str, value: &Value) -> Option<Value> {
    match (holds(keyword), value) {
        (Holds::Schema, _) => to_draft_7(value),
        (Holds::List, Value::Array(items)) => items
            .iter()
            .map(to_draft_7)
            .collect::<Option<_>>()
            .map(Value::Array),
        (Holds::Named, Value::Object(named)) => named
            .iter()
            .map(|(name, schema)| Some((name.clone(), to_draft_7(schema)?)))
            .collect::<Option<_>>()
            .map(Value::Object),
        _ => Some(value.clone()),
    }
}

/// Whether `contains` asks for one item, as in draft 7, or, with `minContains` 0, for nothing.
fn counts(fields: &Map<String, Value>) -> Option<bool> {
    if fields.contains_key("maxContains") {
        return None;
    }
    match fields.get("minContains") {
        None => Some(true),
        Some(least) if least.as_f64() == Some(1.0) => Some(true),
        Some(least) if least.as_f64() == Some(0.0) => Some(false),
        Some(_) => None,
    }
}

/// With nothing beside it that evaluates too, it says what `additional...` says.
fn unevaluated(
    keyword: &str,
    value: &Value,
    fields: &Map<String, Value>,
    out: &mut Map<String, Value>,
) -> Option<()> {
    if *value == json!(true) {
        return Some(());
    }
    if IN_PLACE.iter().any(|other| fields.contains_key(*other)) {
        return None;
    }
    let additional = if keyword == "unevaluatedProperties" {
        if fields.contains_key("additionalProperties") {
            return Some(());
        }
        "additionalProperties"
    } else if fields.contains_key("items") {
        return Some(());
    } else if fields.contains_key("contains") {
        return None;
    } else if fields.contains_key("prefixItems") {
        "additionalItems"
    } else {
        "items"
    };
    out.insert(additional.to_owned(), to_draft_7(value)?);
    Some(())
}

fn dependencies(fields: &Map<String, Value>) -> Option<Map<String, Value>> {
    let mut out = Map::new();
    if let Some(Value::Object(required)) = fields.get("dependentRequired") {
        out.extend(required.clone());
    }
    if let Some(Value::Object(schemas)) = fields.get("dependentSchemas") {
        for (name, schema) in schemas {
            let schema = to_draft_7(schema)?;
            let both = match out.get(name) {
                Some(required) => json!({ "required": required, "allOf": [schema] }),
                None => schema,
            };
            out.insert(name.clone(), both);
        }
    }
    Some(out)
}
