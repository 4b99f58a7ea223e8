#![allow(clippy::needless_pass_by_value)]

use super::*;
use serde_json::json;

fn problem(schema: &Value) -> SchemaProblem {
    PayloadValidator::compile(schema).unwrap_err()
}

fn accepts(schema: Value, payload: Value) -> bool {
    PayloadValidator::compile(&schema)
        .unwrap()
        .accepts(&payload)
}

#[test]
fn violations_name_the_value_and_the_keyword() {
    let schema = json!({"properties": {"amount": {"type": "number", "minimum": 0}}, "required": ["currency"]});
    let found = PayloadValidator::compile(&schema)
        .unwrap()
        .check(&json!({"amount": -1}));
    let places: Vec<_> = found
        .iter()
        .map(|v| (v.instance_pointer.as_str(), v.schema_pointer.as_str()))
        .collect();
    assert!(
        places.contains(&("/amount", "/properties/amount/minimum")),
        "{places:?}"
    );
    assert!(places.contains(&("", "/required")), "{places:?}");
}

#[test]
fn every_draft_keeps_its_own_meaning() {
    let exclusive = |draft: Draft, bound: Value| json!({"$schema": draft.uri(), "minimum": 3, "exclusiveMinimum": bound});
    assert!(!accepts(exclusive(Draft::Draft4, json!(true)), json!(3)));
    assert!(!accepts(exclusive(Draft::Draft7, json!(3)), json!(3)));
    assert_eq!(
        problem(&exclusive(Draft::Draft7, json!(true))).pointer,
        "/exclusiveMinimum"
    );
    let tuple = |draft: Draft| json!({"$schema": draft.uri(), "items": [{"type": "string"}]});
    for draft in [
        Draft::Draft4,
        Draft::Draft6,
        Draft::Draft7,
        Draft::Draft201909,
    ] {
        assert!(!accepts(tuple(draft), json!([1])), "{draft:?}");
        assert_eq!(
            PayloadValidator::compile(&tuple(draft)).unwrap().draft(),
            draft
        );
    }
    assert_eq!(problem(&tuple(Draft::Draft202012)).pointer, "/items");
}

#[test]
fn formats_are_asserted() {
    assert!(!accepts(json!({"format": "date"}), json!("tomorrow")));
    assert!(accepts(json!({"format": "date"}), json!("2026-03-01")));
    assert!(!accepts(
        json!({"format": "idn-hostname"}),
        json!("〮한국.kr")
    ));
    assert!(accepts(json!({"format": "of-our-own"}), json!("anything")));
}

#[test]
fn nothing_is_fetched() {
    for reference in [
        "https://example.com/a.json",
        "file:///etc/passwd",
        "other.json#/x",
        "#/$defs/missing",
    ] {
        let schema = json!({"properties": {"a": {"$ref": reference}}});
        let found = problem(&schema);
        assert_eq!(found.pointer, "/properties/a/$ref", "{found}");
    }
    assert_eq!(
        problem(&json!({"$schema": "https://example.com/meta"})).pointer,
        "/$schema"
    );
}

#[test]
fn a_cycle_of_references_is_fine() {
    let schema = json!({"$ref": "#/$defs/n", "$defs": {"n": {"properties": {"next": {"$ref": "#/$defs/n"}}, "type": "object"}}});
    assert!(accepts(schema.clone(), json!({"next": {"next": {}}})));
    assert!(!accepts(schema, json!({"next": {"next": 1}})));
}

#[test]
fn patterns_run_in_linear_time() {
    let evil = format!("{}b", "a".repeat(60_000));
    assert!(!accepts(json!({"pattern": "^(a+)+$"}), json!(evil)));
    assert!(accepts(json!({"pattern": "^\\d{3}$"}), json!("123")));
    assert!(
        !accepts(json!({"pattern": "^\\d$"}), json!("٣")),
        "ECMA digits are ASCII"
    );
    let found = problem(&json!({"properties": {"a": {"pattern": "^(?=a)b"}}}));
    assert_eq!(found.pointer, "/properties/a/pattern");
    assert!(found.message.contains("linear time"), "{found}");
    let found = problem(&json!({"pattern": "(((a{1000}){1000}){1000})"}));
    assert_eq!(found.pointer, "/pattern", "{found}");
}

#[test]
fn the_number_of_violations_is_bounded() {
    let payload: Vec<_> = (0..1000).collect();
    let validator = PayloadValidator::compile(&json!({"items": {"type": "string"}})).unwrap();
    assert_eq!(validator.check(&json!(payload)).len(), MOST_VIOLATIONS);
    let found = PayloadValidator::compile(&json!({"maxLength": 1}))
        .unwrap()
        .check(&json!("x".repeat(10_000)));
    assert!(found[0].message.chars().count() <= MESSAGE_CHARACTERS + 1);
}

#[test]
fn a_schema_that_is_no_schema_is_refused() {
    assert_eq!(problem(&json!([1])).pointer, "");
    assert_eq!(
        problem(&json!({"properties": {"a": {"type": "text"}}})).pointer,
        "/properties/a/type"
    );
    assert!(accepts(Value::Null, json!({"anything": 1})));
    assert!(!accepts(json!(false), json!(1)));
}
