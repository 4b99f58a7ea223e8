#![allow(clippy::needless_pass_by_value)]

use super::*;
use baton_model::{ContractId, ContractVersionId, Json, TaskState, Version};

fn version(schema: Value) -> ContractVersion {
    let mut version = ContractVersion::new(
        ContractVersionId::new("refund@1.2.0").unwrap(),
        ContractId::new("refund").unwrap(),
        Version::new("1.2.0").unwrap(),
    );
    version.payload_schema = Json(schema);
    version
}

fn message(payload: Value) -> Value {
    json!({
        "correlation_id": "c", "handoff_id": "h", "attempt": 1, "timestamp": "2026-03-01T09:00:00Z",
        "source": {"agent": "a"}, "destination": {"agent": "b"}, "contract": {"id": "refund", "version": "1.2.0"},
        "message_type": "TASK", "task_state": "in_progress", "user_intent": {"verbatim": "x"}, "payload": payload
    })
}

fn compiled(version: &ContractVersion) -> PayloadValidator {
    let schema = message_schema(version, None);
    PayloadValidator::compile(&schema).unwrap_or_else(|problem| panic!("{problem}\n{schema:#}"))
}

/// The message schema takes a payload exactly if the payload schema does.
#[track_caller]
fn agrees(schema: Value, payloads: &[Value]) -> Value {
    let version = version(schema);
    let whole = compiled(&version);
    let payload_only = PayloadValidator::compile(&version.payload_schema.0).unwrap();
    let mut seen = [false; 2];
    for payload in payloads {
        let expected = payload_only.accepts(payload);
        seen[usize::from(expected)] = true;
        assert_eq!(
            whole.accepts(&message(payload.clone())),
            expected,
            "{payload}"
        );
    }
    assert_eq!(
        seen,
        [true, true],
        "one payload of each kind, or the case says nothing"
    );
    message_schema(&version, None)
}

#[test]
fn the_envelope_is_bound_to_the_version() {
    let mut version = version(json!({"type": "object"}));
    version.task_states = vec![TaskState::InProgress, TaskState::Completed];
    let validator = compiled(&version);
    assert_eq!(validator.check(&message(json!({}))), []);
    for (pointer, wrong) in [
        ("/contract/id", json!("other")),
        ("/contract/version", json!("1.2.1")),
        ("/task_state", json!("failed")),
        ("/payload", json!([])),
    ] {
        let mut message = message(json!({}));
        *message.pointer_mut(pointer).unwrap() = wrong;
        assert_eq!(validator.check(&message)[0].instance_pointer, pointer);
    }
}

#[test]
fn local_references_stay_inside_the_payload() {
    agrees(
        json!({"properties": {"who": {"$ref": "#/$defs/Party"}}, "$defs": {"Party": {"type": "integer"}}}),
        &[json!({"who": 1}), json!({"who": {"agent": "a"}})],
    );
    agrees(
        json!({"$id": "https://example.com/refund.json", "$ref": "refund.json#/$defs/a", "$defs": {"a": {"type": "string"}}}),
        &[json!("x"), json!(1)],
    );
    agrees(
        json!({"$id": "refund.json", "properties": {"a": {"$ref": "part.json"}}, "$defs": {"p": {"$id": "part.json", "type": "null"}}}),
        &[json!({"a": null}), json!({"a": 1})],
    );
    agrees(
        json!({"$dynamicAnchor": "node", "properties": {"next": {"$dynamicRef": "#node"}}, "required": ["v"]}),
        &[
            json!({"v": 1, "next": {"v": 2}}),
            json!({"v": 1, "next": {}}),
        ],
    );
}

#[test]
fn older_drafts_are_said_in_the_newest() {
    let seven = |mut schema: Value| {
        schema["$schema"] = json!(Draft::Draft7.uri());
        schema
    };
    let four = |mut schema: Value| {
        schema["$schema"] = json!(Draft::Draft4.uri());
        schema
    };
    let nineteen = |mut schema: Value| {
        schema["$schema"] = json!(Draft::Draft201909.uri());
        schema
    };
    let cases: Vec<(Value, Vec<Value>)> = vec![
        (
            seven(json!({"items": [{"type": "string"}], "additionalItems": false})),
            vec![json!(["a"]), json!([1]), json!(["a", 1])],
        ),
        (
            seven(json!({"dependencies": {"a": ["b"], "c": {"required": ["d"]}}})),
            vec![
                json!({"a": 1}),
                json!({"a": 1, "b": 2}),
                json!({"c": 1}),
                json!({"c": 1, "d": 1}),
            ],
        ),
        (
            seven(
                json!({"properties": {"a": {"$ref": "#/definitions/s", "maxLength": 1}}, "definitions": {"s": {"type": "string"}}}),
            ),
            vec![json!({"a": "long"}), json!({"a": 1})],
        ),
        (
            seven(json!({"required": ["a"], "unevaluatedProperties": false})),
            vec![json!({"a": 1, "b": 1}), json!({})],
        ),
        (
            four(json!({"minimum": 3, "exclusiveMinimum": true})),
            vec![json!(3), json!(4)],
        ),
        (
            four(json!({"maximum": 3, "exclusiveMaximum": false, "const": 9})),
            vec![json!(3), json!(4)],
        ),
        (
            nineteen(json!({"properties": {"next": {"$recursiveRef": "#"}}, "required": ["v"]})),
            vec![
                json!({"v": 1, "next": {"v": 1}}),
                json!({"v": 1, "next": {}}),
            ],
        ),
        (
            seven(json!({"properties": {"a": {"format": "uuid"}}, "required": ["a"]})),
            vec![json!({"a": "no uuid"}), json!({})],
        ),
        (
            seven(json!({"enum": [{"items": [1], "dependencies": 3}, 1]})),
            vec![json!({"items": [1], "dependencies": 3}), json!(2)],
        ),
    ];
    for (schema, payloads) in cases {
        let whole = agrees(schema, &payloads);
        assert!(
            whole["$defs"]["payload"].get("$schema").is_none(),
            "{:#}",
            whole["$defs"]["payload"]
        );
        jsonschema::meta::validate(&whole).unwrap();
    }
}

#[test]
fn what_the_newest_draft_cannot_say_keeps_its_own() {
    for schema in [
        json!({"$schema": Draft::Draft4.uri(), "type": "integer"}),
        json!({"$schema": Draft::Draft7.uri(), "items": [{"type": "integer"}], "properties": {"a": {"$ref": "#/items/0"}}}),
    ] {
        let whole = agrees(
            schema.clone(),
            &[
                json!(1.0),
                json!([1]),
                json!(["a"]),
                json!(1),
                json!({"a": "x"}),
            ],
        );
        assert_eq!(whole["$defs"]["payload"]["$schema"], schema["$schema"]);
    }
}

#[test]
fn a_broken_payload_schema_lets_nothing_pass() {
    let version = version(json!({"$ref": "https://example.com/elsewhere"}));
    assert!(!compiled(&version).accepts(&message(json!({}))));
    assert!(
        message_schema(&version, None)["$defs"]["payload"]["$comment"]
            .as_str()
            .unwrap()
            .contains("refund@1.2.0")
    );
}

#[test]
fn a_missing_payload_schema_takes_everything() {
    assert!(compiled(&version(Value::Null)).accepts(&message(json!(1))));
    assert!(compiled(&version(json!(true))).accepts(&message(json!(1))));
    assert!(!compiled(&version(json!(false))).accepts(&message(json!(1))));
    assert_eq!(
        payload_schema(&version(Value::Null)),
        json!({"$schema": Draft::Draft202012.uri()})
    );
}

#[test]
fn every_schema_is_one_by_its_own_meta_schema() {
    for schema in [
        json!({"type": "object"}),
        json!({"$ref": "#/$defs/a", "$defs": {"a": {}}}),
        Value::Null,
    ] {
        let version = version(schema);
        jsonschema::meta::validate(&message_schema(&version, None)).unwrap();
        jsonschema::meta::validate(&payload_schema(&version)).unwrap();
    }
}
