//! What a schema allows: its smallest payload, its optional fields, its branches and its bounds.

use super::constraints::{Edit, edited};
use super::{AcceptedSample, Asker, MOST_OF_A_KIND, MOST_QUESTIONS};
use crate::draft::Draft;
use crate::walk::schemas;
use baton_model::Json;
use serde_json::{Map, Value, json};

/// Most values of one `enum` that are shown.
const MOST_NAMED: usize = 12;

/// Lengths and counts that are shown at their bound; larger ones would be unreadable.
const LARGEST_COUNT: u64 = 64;

/// Accepted payloads, no two alike.
pub(super) fn accepted(asker: &Asker<'_>, draft: Draft) -> Vec<AcceptedSample> {
    let mut samples: Vec<AcceptedSample> = Vec::new();
    let mut show = |payload: Option<Value>, why: String| {
        let Some(payload) = payload else { return };
        let is_known = samples.iter().any(|sample| sample.payload.0 == payload);
        if !is_known && samples.len() < MOST_OF_A_KIND {
            samples.push(AcceptedSample {
                payload: Json(payload),
                why,
            });
        }
    };
    show(
        asker.in_part(asker.schema),
        "the smallest payload".to_owned(),
    );
    // What is required where the schema says `not` makes it wider.
    let whole = asker
        .in_part(&with_every_field(asker.schema))
        .filter(|payload| asker.accepts(payload));
    show(whole, "with every optional field".to_owned());
    for example in asker
        .schema
        .get("examples")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        // An example that the schema rejects is the business of a rule, not of this list.
        let only_this = with(asker.schema, "enum", &json!([example]));
        show(
            asker.in_part(&only_this),
            "an example of the schema".to_owned(),
        );
    }
    let places = schemas(asker.schema);
    let narrower = places.iter().flat_map(|(place, schema)| {
        let edits = narrowed(place, schema, draft).into_iter();
        edits.map(move |(why, edit)| (why, edited(asker.schema, place, edit)))
    });
    for (why, narrower) in narrower.take(MOST_QUESTIONS) {
        if asker.is_spent() {
            break;
        }
        show(asker.outside(&narrower), why);
    }
    samples
}

/// The document with a keyword at its top that stands beside what is there.
fn with(schema: &Value, keyword: &str, value: &Value) -> Value {
    let mut document = Map::new();
    let Value::Object(map) = schema else {
        return json!({"allOf": [schema], keyword: value});
    };
    document.extend(map.clone());
    match document.remove("allOf") {
        Some(Value::Array(mut all)) => {
            all.push(json!({keyword: value}));
            document.insert("allOf".to_owned(), Value::Array(all));
        }
        _ => {
            document.insert("allOf".to_owned(), json!([{keyword: value}]));
        }
    }
    Value::Object(document)
}

/// The document with every declared field required.
fn with_every_field(root: &Value) -> Value {
    let mut out = root.clone();
    for (place, schema) in schemas(root) {
        let Some(declared) = schema.get("properties").and_then(Value::as_object) else {
            continue;
        };
        let names: Vec<&String> = declared
            .iter()
            .filter(|(_, schema)| **schema != Value::Bool(false))
            .map(|(name, _)| name)
            .collect();
        if !names.is_empty()
            && let Some(Value::Object(here)) = out.pointer_mut(&place)
        {
            here.insert("required".to_owned(), json!(names));
        }
    }
    out
}

/// Edits of a schema that each take away one thing that it allows, and what that is.
fn narrowed<'s>(
    place: &str,
    schema: &'s Map<String, Value>,
    draft: Draft,
) -> Vec<(String, Edit<'s>)> {
    let mut out: Vec<(String, Edit<'s>)> = Vec::new();
    let never = move || match draft {
        Draft::Draft4 => json!({"not": {}}),
        _ => Value::Bool(false),
    };
    for (keyword, value) in schema {
        let at = format!("{place}/{keyword}");
        match (keyword.as_str(), value) {
            ("anyOf" | "oneOf", Value::Array(branches)) => {
                for index in 0..branches.len() {
                    let edit: Edit<'_> = Box::new(move |schema| {
                        if let Some(branch) =
                            schema.get_mut(keyword).and_then(|all| all.get_mut(index))
                        {
                            *branch = never();
                        }
                    });
                    out.push((format!("takes {at}/{index}"), edit));
                }
            }
            ("enum", Value::Array(values)) if values.len() > 1 => {
                for (index, value) in values.iter().enumerate().take(MOST_NAMED) {
                    let edit: Edit<'_> = Box::new(move |schema| {
                        if let Some(Value::Array(values)) = schema.get_mut("enum") {
                            values.remove(index);
                        }
                    });
                    out.push((format!("{value} of {at}"), edit));
                }
            }
            ("minimum" | "maximum", Value::Number(bound)) => {
                let exclusive = match keyword.as_str() {
                    "minimum" => "exclusiveMinimum",
                    _ => "exclusiveMaximum",
                };
                if !schema.contains_key(exclusive) {
                    let excluded = match draft {
                        Draft::Draft4 => Value::Bool(true),
                        _ => value.clone(),
                    };
                    let edit: Edit<'_> = Box::new(move |schema| {
                        schema.insert(exclusive.to_owned(), excluded);
                    });
                    out.push((format!("at the bound {bound} of {at}"), edit));
                }
            }
            (
                "minLength" | "minItems" | "minProperties" | "maxLength" | "maxItems"
                | "maxProperties",
                Value::Number(bound),
            ) => {
                let is_lower = keyword.starts_with("min");
                let count = bound.as_u64().filter(|count| *count <= LARGEST_COUNT);
                let next = count.and_then(|count| {
                    if is_lower {
                        Some(count + 1)
                    } else {
                        count.checked_sub(1)
                    }
                });
                if let Some(next) = next {
                    let edit: Edit<'_> = Box::new(move |schema| {
                        schema.insert(keyword.clone(), next.into());
                    });
                    out.push((format!("at the bound {bound} of {at}"), edit));
                }
            }
            _ => {}
        }
    }
    out
}
