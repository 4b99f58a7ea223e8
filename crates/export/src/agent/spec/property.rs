//! Payloads as properties: inputs of who receives them, outputs of who sends them.

use crate::types::names::snake;
use baton_contract::{PayloadValidator, payload_schema};
use baton_model::ContractVersion;
use serde_json::{Map, Value, json};

/// Deepest schema whose titles are looked at; deeper ones are left to the contract.
const DEEPEST: usize = 64;

/// The name of a payload among the properties, for example `refund_request_1_1_0`.
pub(super) fn title(version: &ContractVersion) -> String {
    snake(&format!("{} {}", version.contract, version.version))
}

/// The payload as a property. A schema that the specification cannot hold is left to the contract: the property then takes anything.
pub(super) fn property(version: &ContractVersion) -> Value {
    let mut schema = held(version).unwrap_or_default();
    for name in ["$schema", "$id", "default"] {
        schema.remove(name);
    }
    let described = schema.get("description").is_some_and(Value::is_string);
    if !described {
        let text = format!("The payload of {} {}.", version.contract, version.version);
        schema.insert("description".to_owned(), json!(text));
    }
    schema.insert("title".to_owned(), json!(title(version)));
    Value::Object(schema)
}

fn held(version: &ContractVersion) -> Option<Map<String, Value>> {
    PayloadValidator::compile(&version.payload_schema.0).ok()?;
    let mut schema = payload_schema(version);
    let draft = schema["$schema"].as_str().unwrap_or_default();
    // What draft 4 means by `exclusiveMinimum: true` is an error in later ones.
    if draft.contains("draft-04") || !fit(&mut schema, 0) {
        return None;
    }
    match schema {
        Value::Object(fields) => Some(fields),
        _ => None,
    }
}

/// Makes a schema one that the specification's reader takes: titles without signs, no `true` or `false` where it looks for a schema. Gives
/// whether that was possible.
fn fit(schema: &mut Value, depth: usize) -> bool {
    match schema {
        Value::Bool(true) => *schema = json!({}),
        Value::Bool(false) => *schema = json!({"not": {}}),
        _ => {}
    }
    let Value::Object(fields) = schema else {
        return false;
    };
    if depth > DEEPEST || fields.contains_key("$dynamicRef") {
        return false;
    }
    if fields
        .get("title")
        .is_some_and(|title| !title.as_str().is_some_and(is_title))
    {
        fields.remove("title");
    }
    let next = depth + 1;
    for (name, value) in fields.iter_mut() {
        let fits = match (name.as_str(), value) {
            ("items" | "not" | "if" | "then" | "else" | "contains", value) => fit(value, next),
            ("additionalProperties" | "propertyNames", value) if !value.is_boolean() => {
                fit(value, next)
            }
            ("anyOf" | "oneOf" | "allOf" | "prefixItems", Value::Array(items)) => {
                items.iter_mut().all(|item| fit(item, next))
            }
            (
                "properties" | "$defs" | "definitions" | "patternProperties" | "dependentSchemas",
                Value::Object(members),
            ) => members.values_mut().all(|member| fit(member, next)),
            _ => true,
        };
        if !fits {
            return false;
        }
    }
    true
}

fn is_title(title: &str) -> bool {
    title
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(schema: &Value, expected: Option<&Value>) {
        let mut fitted = schema.clone();
        assert_eq!(fit(&mut fitted, 0).then_some(&fitted), expected, "{schema}");
    }

    #[test]
    fn schemas_fit_the_reader_or_are_left_out() {
        check(
            &json!({"title": "a b", "properties": {"title": true, "x": {"title": "ok_1"}}}),
            Some(&json!({"properties": {"title": {}, "x": {"title": "ok_1"}}})),
        );
        check(
            &json!({"items": false}),
            Some(&json!({"items": {"not": {}}})),
        );
        check(
            &json!({"additionalProperties": false}),
            Some(&json!({"additionalProperties": false})),
        );
        check(&json!({"items": [{"type": "string"}]}), None);
    }
}
