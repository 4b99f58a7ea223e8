//! Random values, with and without a schema in mind.

use super::{Choices, NAMES, STRINGS};
use serde_json::{Map, Value, json};

/// A value that knows no schema.
pub(crate) fn plain_value(choices: &mut Choices<'_>, depth: u32) -> Value {
    match choices.below(if depth == 0 { 5 } else { 8 }) {
        0 => number(choices),
        1 | 2 => choices.pick(&STRINGS).into(),
        3 => Value::Null,
        4 => choices.pick(&[true, false]).into(),
        5 => Value::Array(choices.several(3, |choices| plain_value(choices, depth - 1))),
        _ => {
            let made = choices.several(3, |choices| {
                (
                    choices.pick(&NAMES).to_owned(),
                    plain_value(choices, depth - 1),
                )
            });
            Value::Object(made.into_iter().collect())
        }
    }
}

/// A value that takes after a schema: often of its constants, names, bounds and branches, and often a little beside them.
pub(crate) fn value_like(choices: &mut Choices<'_>, schema: &Value) -> Value {
    like(choices, schema, schema, 5)
}

fn like(choices: &mut Choices<'_>, schema: &Value, root: &Value, depth: u32) -> Value {
    let Value::Object(members) = schema else {
        return plain_value(choices, 1);
    };
    if depth == 0 || members.is_empty() || choices.below(8) == 7 {
        return plain_value(choices, 2);
    }
    let nth = choices.below(members.len());
    let Some((keyword, argument)) = members.iter().nth(nth) else {
        return Value::Null;
    };
    match (keyword.as_str(), argument) {
        ("const", value) => value.clone(),
        ("enum", Value::Array(values)) if !values.is_empty() => choices.pick(values),
        ("$ref", Value::String(reference)) => {
            match reference
                .strip_prefix('#')
                .and_then(|path| root.pointer(path))
            {
                Some(target) => like(choices, target, root, depth - 1),
                None => plain_value(choices, 1),
            }
        }
        ("allOf" | "anyOf" | "oneOf", Value::Array(branches)) if !branches.is_empty() => {
            let branch = choices.pick(branches);
            let mut value = like(choices, &branch, root, depth - 1);
            let beside = like(choices, schema, root, depth - 1);
            if let (Value::Object(value), Value::Object(beside)) = (&mut value, beside) {
                value.extend(beside);
            }
            value
        }
        ("if" | "then" | "else" | "not", inner) => like(choices, inner, root, depth - 1),
        ("minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf", bound) => {
            let bound = bound.as_f64().unwrap_or_default();
            let value = bound + choices.pick(&[0.0, 1.0, -1.0, 0.5]);
            if value.fract() == 0.0 && choices.below(2) == 0 {
                json!(value as i64)
            } else {
                json!(value)
            }
        }
        ("minLength" | "maxLength" | "pattern" | "format", _) => choices.pick(&STRINGS).into(),
        ("type", types) => {
            let name = match types {
                Value::Array(types) if !types.is_empty() => choices.pick(types),
                other => other.clone(),
            };
            typed(
                choices,
                name.as_str().unwrap_or_default(),
                members,
                root,
                depth,
            )
        }
        (
            "properties"
            | "patternProperties"
            | "additionalProperties"
            | "required"
            | "propertyNames"
            | "minProperties"
            | "maxProperties"
            | "dependentSchemas"
            | "dependentRequired"
            | "dependencies"
            | "unevaluatedProperties",
            _,
        ) => object_like(choices, members, root, depth),
        (
            "items" | "prefixItems" | "additionalItems" | "contains" | "minItems" | "maxItems"
            | "uniqueItems" | "unevaluatedItems",
            _,
        ) => array_like(choices, members, root, depth),
        _ => plain_value(choices, 1),
    }
}

fn typed(
    choices: &mut Choices<'_>,
    name: &str,
    members: &Map<String, Value>,
    root: &Value,
    depth: u32,
) -> Value {
    match name {
        "object" => object_like(choices, members, root, depth),
        "array" => array_like(choices, members, root, depth),
        "string" => choices.pick(&STRINGS).into(),
        "integer" | "number" => number(choices),
        "boolean" => choices.pick(&[true, false]).into(),
        _ => Value::Null,
    }
}

fn object_like(
    choices: &mut Choices<'_>,
    members: &Map<String, Value>,
    root: &Value,
    depth: u32,
) -> Value {
    let mut object = Map::new();
    let rest = ["additionalProperties", "unevaluatedProperties"]
        .iter()
        .find_map(|keyword| members.get(*keyword));
    if let Some(Value::Object(properties)) = members.get("properties") {
        for (name, schema) in properties {
            if choices.below(3) > 0 {
                object.insert(name.clone(), like(choices, schema, root, depth - 1));
            }
        }
    }
    if let Some(Value::Array(names)) = members.get("required") {
        for name in names.iter().filter_map(Value::as_str) {
            if choices.below(4) > 0 && !object.contains_key(name) {
                object.insert(name.to_owned(), plain_value(choices, 1));
            }
        }
    }
    for _ in 0..choices.below(3) {
        let name = choices.pick(&NAMES);
        let value = match rest {
            Some(schema) => like(choices, schema, root, depth - 1),
            None => plain_value(choices, 1),
        };
        object.insert(name.to_owned(), value);
    }
    Value::Object(object)
}

fn array_like(
    choices: &mut Choices<'_>,
    members: &Map<String, Value>,
    root: &Value,
    depth: u32,
) -> Value {
    let first = ["prefixItems", "items"]
        .iter()
        .find_map(|keyword| members.get(*keyword)?.as_array());
    let rest = ["items", "additionalItems", "contains", "unevaluatedItems"]
        .iter()
        .find_map(|keyword| members.get(*keyword).filter(|schema| !schema.is_array()));
    let items = (0..choices.below(5)).map(|index| {
        match first.and_then(|first| first.get(index)).or(rest) {
            Some(schema) if choices.below(4) > 0 => like(choices, schema, root, depth - 1),
            _ => plain_value(choices, 1),
        }
    });
    Value::Array(items.collect())
}

pub(super) fn number(choices: &mut Choices<'_>) -> Value {
    choices.pick(&[
        json!(0),
        json!(1),
        json!(-1),
        json!(2),
        json!(3),
        json!(2.5),
        json!(1.0),
        json!(10),
        json!(0.1),
        json!(-0.5),
    ])
}
