//! What is read from schemas: shapes, names, and what is left to the schema.

use super::read::read;
use super::shape::{Body, Module, Rest, Shape};
use baton_model::{ContractVersion, Json};
use serde_json::{Value, json};

fn module(schema: Value) -> Module {
    let mut version: ContractVersion = serde_json::from_value(
        json!({ "id": "c@1.0.0", "contract": "c", "version": "1.0.0", "state": "draft" }),
    )
    .unwrap();
    version.payload_schema = Json(schema);
    read(&version, "payload of it")
}

fn left(schema: Value) -> Vec<(String, String)> {
    module(schema)
        .unchecked
        .into_iter()
        .map(|one| (one.pointer, one.what))
        .collect()
}

fn shape(schema: Value) -> Shape {
    match &module(schema).types[0].body {
        Body::Alias(shape) => shape.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn no_keyword_is_lost_in_silence() {
    for (schema, pointer) in [
        (
            json!({ "type": "object", "properties": { "a": { "not": {} } } }),
            "/properties/a/not",
        ),
        (
            json!({ "type": "object", "properties": { "a": {} }, "if": {}, "then": false }),
            "/if",
        ),
        (
            json!({ "type": "object", "properties": { "a": {} }, "dependentRequired": { "a": ["b"] } }),
            "/dependentRequired",
        ),
        (
            json!({ "type": "object", "properties": { "a": {} }, "patternProperties": { "^x": {} } }),
            "/patternProperties",
        ),
        (
            json!({ "type": "object", "properties": { "a": {} }, "minProperties": 2 }),
            "/minProperties",
        ),
        (
            json!({ "type": "object", "propertyNames": { "maxLength": 3 } }),
            "/propertyNames",
        ),
        (json!({ "type": "object", "required": ["a"] }), "/required"),
        (
            json!({ "type": "array", "contains": { "type": "string" } }),
            "/contains",
        ),
        (json!({ "type": "array", "prefixItems": [{}] }), "/items"),
        (json!({ "type": "string", "pattern": "(?=a)" }), "/pattern"),
        (json!({ "type": "string", "format": "email" }), "/format"),
        (json!({ "enum": [{ "a": 1 }] }), "/enum"),
        (json!({ "$ref": "#anchor" }), "/$ref"),
        (
            json!({ "$ref": "https://elsewhere.example/schema" }),
            "/$ref",
        ),
        (json!({ "$dynamicRef": "#node" }), "/$dynamicRef"),
        (
            json!({ "oneOf": [{ "type": "string" }, { "type": "string", "maxLength": 2 }] }),
            "/oneOf",
        ),
        (
            json!({ "allOf": [{ "type": "string", "maxLength": 2 }, { "maxLength": 3 }] }),
            "/allOf/1",
        ),
        (json!({ "properties": { "a": {} } }), ""),
        (json!({ "items": {} }), ""),
        (
            json!({ "type": "object", "properties": { "a": {} }, "unevaluatedProperties": false }),
            "/unevaluatedProperties",
        ),
        (json!({ "minLength": 3 }), "/minLength"),
    ] {
        let left = left(schema.clone());
        assert!(
            left.iter().any(|(at, _)| at == pointer),
            "{schema}: {left:?}"
        );
    }
}

#[test]
fn what_a_type_does_not_concern_is_not_told() {
    for schema in [
        json!({ "type": ["string", "integer", "null"], "maxLength": 3, "minimum": 1 }),
        json!({ "type": "string", "required": ["a"], "title": "t", "default": 1, "x-own": true }),
        json!({ "oneOf": [{ "type": "string" }, { "type": "null" }, { "type": "array", "items": {} }] }),
        json!({ "type": "object", "properties": { "a": { "$ref": "#/$defs/b" } }, "$defs": { "b": { "type": "boolean" } } }),
    ] {
        assert_eq!(left(schema.clone()), [], "{schema}");
    }
}

#[test]
fn references_that_go_round_in_circles_end() {
    assert_eq!(shape(json!({ "$ref": "#" })), Shape::Any);
    let round = json!({ "$ref": "#/$defs/a", "$defs": { "a": { "$ref": "#/$defs/b" }, "b": { "$ref": "#/$defs/a" } } });
    let bodies: Vec<_> = module(round)
        .types
        .into_iter()
        .map(|one| one.body)
        .collect();
    assert!(bodies.contains(&Body::Alias(Shape::Any)), "{bodies:?}");
    let twice = json!({ "$ref": "#/a", "a": { "allOf": [{ "$ref": "#/a" }, { "$ref": "#/a" }] } });
    assert!(!left(twice).is_empty());
    let deep = (0..500).fold(
        json!({}),
        |inner, _| json!({ "type": "array", "items": inner }),
    );
    assert!(
        left(deep)
            .iter()
            .any(|(_, what)| what.contains("deeper than 64"))
    );
    let tree = json!({ "type": "object", "properties": { "children": { "type": "array", "items": { "$ref": "#" } } } });
    let Body::Record(record) = &module(tree).types[0].body.clone() else {
        panic!("a record")
    };
    let Shape::List(list) = &record.members[0].shape else {
        panic!("a list")
    };
    assert!(matches!(list.items, Shape::Named(id) if id.0 == 0));
}

#[test]
fn members_are_merged_only_where_both_may_stand() {
    let open = json!({ "allOf": [
        { "type": "object", "properties": { "a": { "type": "string" } }, "required": ["a"] },
        { "properties": { "b": { "type": "string" }, "a": { "maxLength": 3 } }, "required": ["b"] },
    ] });
    let Body::Record(record) = &module(open).types[0].body.clone() else {
        panic!("a record")
    };
    let names: Vec<_> = record
        .members
        .iter()
        .map(|member| (member.name.as_str(), member.is_required))
        .collect();
    assert_eq!(names, [("a", true), ("b", true)]);
    // Each of these closes the other one's members, so that nothing with a member fits; types do not say that.
    let closed = json!({ "allOf": [
        { "type": "object", "properties": { "a": {} }, "additionalProperties": false },
        { "properties": { "b": {} }, "additionalProperties": false },
    ] });
    assert!(left(closed).iter().any(|(at, _)| at == "/allOf/1"));
}

#[test]
fn patterns_that_let_members_in_open_the_object() {
    let schema = json!({ "type": "object", "properties": { "a": {} }, "patternProperties": { "^x-": {} }, "additionalProperties": false });
    let module = module(schema);
    let Body::Record(record) = &module.types[0].body else {
        panic!("a record")
    };
    assert_eq!(record.rest, Rest::Open);
}

#[test]
fn names_do_not_meet() {
    let schema = json!({ "type": "object", "properties": {
        "item": { "type": "object", "properties": { "a": {} } },
        "Item": { "type": "object", "properties": { "b": {} } },
        "PayloadOfIt": { "enum": ["x", "y"] },
    } });
    let names: Vec<_> = module(schema)
        .types
        .into_iter()
        .map(|one| one.name)
        .collect();
    assert_eq!(
        names,
        [
            "PayloadOfIt",
            "PayloadOfItItem",
            "PayloadOfItPayloadOfIt",
            "PayloadOfItItem2"
        ]
    );
}
