//! Random schemas of objects, as senders of declared members meet them: open and closed, put together from several, by pattern, recursive.

use super::{Choices, NAMES};
use serde_json::{Map, Value, json};

/// A schema of draft 2020-12 whose objects declare members in every way there is.
pub(crate) fn object_schema(choices: &mut Choices<'_>) -> Value {
    let mut root = object(choices, 3);
    let definitions: Map<String, Value> = ["one", "two"]
        .into_iter()
        .map(|name| (name.to_owned(), object(choices, 2).into()))
        .collect();
    root.insert("$defs".to_owned(), definitions.into());
    root.into()
}

fn object(choices: &mut Choices<'_>, depth: u32) -> Map<String, Value> {
    let mut schema = Map::new();
    if choices.below(4) > 0 {
        schema.insert("type".to_owned(), "object".into());
    }
    let fields = choices.several(3, |choices| {
        (choices.pick(&NAMES).to_owned(), member(choices, depth))
    });
    schema.insert(
        "properties".to_owned(),
        Value::Object(fields.into_iter().collect()),
    );
    for _ in 0..choices.below(3) {
        let (keyword, value) = more(choices, depth);
        schema.insert(keyword.to_owned(), value);
    }
    schema
}

/// What is said about a member.
fn member(choices: &mut Choices<'_>, depth: u32) -> Value {
    match choices.below(if depth == 0 { 5 } else { 10 }) {
        0 => json!({"type": "integer"}),
        1 => json!({"type": "string"}),
        2 => json!({"enum": ["a", 1, {"a": 1}]}),
        3 => json!(true),
        4 => json!({"type": ["integer", "null"]}),
        5 => json!({"$ref": choices.pick(&["#", "#/$defs/one", "#/$defs/two"])}),
        6 => json!({"type": "array", "items": object(choices, depth - 1)}),
        7 => {
            json!({"prefixItems": [object(choices, depth - 1)], "items": object(choices, depth - 1)})
        }
        _ => object(choices, depth - 1).into(),
    }
}

fn more(choices: &mut Choices<'_>, depth: u32) -> (&'static str, Value) {
    let part = |choices: &mut Choices<'_>| -> Value {
        if depth == 0 {
            json!({"required": [choices.pick(&NAMES)]})
        } else {
            object(choices, depth - 1).into()
        }
    };
    let parts = |choices: &mut Choices<'_>| json!([part(choices), part(choices)]);
    let rest = |choices: &mut Choices<'_>| match choices.below(3) {
        0 => json!(false),
        1 => json!({"type": "integer"}),
        _ => part(choices),
    };
    match choices.below(16) {
        0 => ("additionalProperties", rest(choices)),
        1 => ("unevaluatedProperties", rest(choices)),
        2 => ("additionalProperties", json!(false)),
        3 => {
            let pattern = choices.pick(&["^a", "b$", "^x-", "."]);
            (
                "patternProperties",
                json!({pattern: member(choices, depth)}),
            )
        }
        4 => ("required", json!([choices.pick(&NAMES)])),
        5 => ("allOf", parts(choices)),
        6 => ("anyOf", parts(choices)),
        7 => ("oneOf", parts(choices)),
        8 => ("not", part(choices)),
        9 => ("if", part(choices)),
        10 => ("then", part(choices)),
        11 => ("else", part(choices)),
        12 => (
            "dependentSchemas",
            json!({choices.pick(&NAMES): part(choices)}),
        ),
        13 => (
            "dependentRequired",
            json!({choices.pick(&NAMES): [choices.pick(&NAMES)]}),
        ),
        14 => ("$ref", choices.pick(&["#/$defs/one", "#/$defs/two"]).into()),
        _ => (
            choices.pick(&["minProperties", "maxProperties"]),
            choices.below(4).into(),
        ),
    }
}

/// A schema with one thing changed, somewhere.
pub(crate) fn edited(choices: &mut Choices<'_>, schema: &Value) -> Value {
    let mut edited = schema.clone();
    let places: Vec<String> = crate::walk::schemas(schema)
        .into_iter()
        .map(|(place, _)| place)
        .collect();
    let place = choices.pick(&places);
    if let Some(Value::Object(members)) = edited.pointer_mut(&place) {
        let keywords: Vec<String> = members
            .keys()
            .filter(|keyword| *keyword != "$defs")
            .cloned()
            .collect();
        if choices.below(3) == 0 && !keywords.is_empty() {
            members.remove(&choices.pick(&keywords));
        } else {
            let (keyword, value) = more(choices, 1);
            members.insert(keyword.to_owned(), value);
        }
    }
    edited
}
