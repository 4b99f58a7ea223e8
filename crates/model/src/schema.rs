//! JSON Schemas of every file format, generated from the types.

use crate::kind::{Kind, Record};
use schemars::{Schema, schema_for};
use serde_json::{Value, json};

/// A schema with its title and its identifier `urn:baton:schema:<name>:1`: a name, never fetched.
pub fn identify(schema: Schema, name: &str, title: &str) -> Value {
    let mut value = schema.to_value();
    if let Some(fields) = value.as_object_mut() {
        fields.insert(
            "$id".to_owned(),
            json!(format!("urn:baton:schema:{name}:1")),
        );
        fields.insert("title".to_owned(), json!(title));
    }
    value
}

/// Every schema of this crate: file name without extension, and the schema.
pub fn all() -> Vec<(String, Value)> {
    let mut out: Vec<(String, Value)> = Kind::ALL
        .iter()
        .map(|kind| {
            let name = kind.name();
            (
                name.to_owned(),
                identify(Record::json_schema(*kind), name, name),
            )
        })
        .collect();
    out.push(("edit".to_owned(), edit_schema()));
    out.push((
        "record_change".to_owned(),
        identify(
            schema_for!(crate::edit::RecordChange),
            "record_change",
            "record_change",
        ),
    ));
    out
}

fn edit_schema() -> Value {
    let common = json!({
        "id": { "type": "string" },
        "base_revision": { "type": ["integer", "null"], "minimum": 0 },
        "operation_id": { "type": "string", "maxLength": 200 },
    });
    let with = |extra: Value| {
        let mut properties = common.as_object().cloned().unwrap_or_default();
        properties.extend(extra.as_object().cloned().unwrap_or_default());
        Value::Object(properties)
    };
    let puts = Kind::ALL.iter().map(|kind| {
        json!({
            "type": "object",
            "properties": with(json!({
                "op": { "const": "put" },
                "kind": { "const": kind.name() },
                "record": { "$ref": format!("urn:baton:schema:{}:1", kind.name()) },
            })),
            "required": ["op", "kind", "record"],
            "additionalProperties": false,
        })
    });
    let delete = json!({
        "type": "object",
        "properties": with(json!({
            "op": { "const": "delete" },
            "kind": { "enum": Kind::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>() },
        })),
        "required": ["op", "kind", "id"],
        "additionalProperties": false,
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:baton:schema:edit:1",
        "title": "edit",
        "oneOf": puts.chain([delete]).collect::<Vec<_>>(),
    })
}
