//! The consequences of the definition of declared members.

use super::super::{Answer, Budget};
use super::*;
use crate::compat::Formats;
use crate::draft::Draft;
use serde_json::{Value, json};

/// What strict senders of `from` may write and `within` rejects.
fn difference(from: &Value, within: &Value) -> Answer {
    let mut schemas = Schemas::new(Formats::Assert);
    let a = schemas.read(from, Draft::Draft202012).unwrap();
    let b = schemas.read(within, Draft::Draft202012).unwrap();
    let answer = Decider::new(&mut schemas, Budget::new(100_000))
        .solve(&[Demand::Writes([a].into()), Demand::Rejects(b)]);
    if let Answer::Found(value) = &answer {
        assert_eq!(schemas.writes(&[a], value), Some(true), "{value}");
        assert!(!jsonschema::is_valid(within, value), "{value}");
    }
    answer
}

/// The table of what follows from the definition of declared members: old, new, and whether backward and forward are safe.
#[test]
fn changes_have_the_consequences_that_are_promised() {
    let object = |members: &str, required: &[&str], closed: bool| {
        let properties: serde_json::Map<String, Value> = members
            .split_whitespace()
            .map(|name| (name.to_owned(), json!({"type": "string"})))
            .collect();
        let mut schema = json!({"type": "object", "properties": properties, "required": required});
        if closed {
            schema["additionalProperties"] = json!(false);
        }
        schema
    };
    let cases = [
        (
            "optional field added, open",
            object("a", &[], false),
            object("a b", &[], false),
            true,
            true,
        ),
        (
            "optional field added, closed",
            object("a", &[], true),
            object("a b", &[], true),
            true,
            false,
        ),
        (
            "required field added, open",
            object("a", &[], false),
            object("a b", &["b"], false),
            false,
            true,
        ),
        (
            "required field added, closed",
            object("a", &[], true),
            object("a b", &["b"], true),
            false,
            false,
        ),
        (
            "required made optional",
            object("a", &["a"], false),
            object("a", &[], false),
            true,
            false,
        ),
        (
            "optional field removed, open",
            object("a b", &[], false),
            object("a", &[], false),
            true,
            true,
        ),
        (
            "optional field removed, closed",
            object("a b", &[], true),
            object("a", &[], true),
            false,
            true,
        ),
        (
            "open to closed",
            object("a", &[], false),
            object("a", &[], true),
            true,
            true,
        ),
        (
            "enum value added",
            json!({"enum": ["a"]}),
            json!({"enum": ["a", "b"]}),
            true,
            false,
        ),
    ];
    for (change, old, new, backward, forward) in cases {
        assert_eq!(
            difference(&old, &new) == Answer::Empty,
            backward,
            "{change}, backward"
        );
        assert_eq!(
            difference(&new, &old) == Answer::Empty,
            forward,
            "{change}, forward"
        );
    }
}

#[test]
fn an_alternative_declares_what_its_branches_declare_together() {
    let branches = |keyword: &str| {
        json!({"type": "object", "properties": {"kind": {"type": "string"}}, keyword: [
            {"required": ["a"], "properties": {"a": {"type": "integer"}}},
            {"required": ["b"], "properties": {"b": {"type": "integer"}}}
        ]})
    };
    let closed = |names: &str| {
        let properties: serde_json::Map<String, Value> = names
            .split_whitespace()
            .map(|name| (name.to_owned(), json!(true)))
            .collect();
        json!({"properties": properties, "additionalProperties": false})
    };
    let found = |from: &Value, within: &Value| match difference(from, within) {
        Answer::Found(value) => value,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        difference(&branches("anyOf"), &closed("kind a b")),
        Answer::Empty
    );
    assert_eq!(
        difference(&branches("oneOf"), &closed("kind a b")),
        Answer::Empty
    );
    assert_eq!(found(&branches("anyOf"), &closed("kind a"))["b"], json!(0));
    let both = json!({"not": {"required": ["a", "b"]}});
    assert_eq!(found(&branches("anyOf"), &both), json!({"a": 0, "b": 0}));
    assert_eq!(difference(&branches("oneOf"), &both), Answer::Empty);
}

#[test]
fn members_and_items_are_governed_by_all_that_applies_to_them() {
    let part = |name: &str| json!({"properties": {"p": {"properties": {name: {"type": "integer"}}}, "l": {"items": {"properties": {name: true}}}}});
    let both = json!({"allOf": [part("a"), part("b")]});
    let closed = json!({"properties": {
        "p": {"properties": {"a": true, "b": true}, "additionalProperties": false},
        "l": {"items": {"properties": {"a": true, "b": true}, "additionalProperties": false}}
    }, "additionalProperties": false});
    // Objects alone are closed: a member of another type is written as it is accepted.
    assert_eq!(
        difference(&json!({"allOf": [both, {"type": "object"}]}), &closed),
        Answer::Empty
    );
    let free = json!({"type": "object", "properties": {"p": {"type": "object"}}});
    assert_eq!(
        difference(&free, &json!({"properties": {"p": {"maxProperties": 0}}})),
        Answer::Found(json!({"p": {"a": "a"}}))
    );
}

#[test]
fn conditions_declare_where_they_are_met() {
    let from = json!({"type": "object", "properties": {"a": {"type": "integer"}},
        "if": {"required": ["a"], "properties": {"a": {"const": 1}}}, "then": {"properties": {"one": true}}, "else": {"properties": {"other": true}},
        "dependentSchemas": {"a": {"properties": {"with_a": true}}}, "dependentRequired": {"one": ["a"]}});
    for (within, safe) in [
        (
            json!({"propertyNames": {"enum": ["a", "one", "other", "with_a"]}}),
            true,
        ),
        (json!({"not": {"required": ["one", "other"]}}), true),
        (json!({"not": {"required": ["one", "with_a"]}}), false),
        (json!({"dependentRequired": {"with_a": ["a"]}}), true),
        (json!({"dependentRequired": {"other": ["a"]}}), false),
    ] {
        assert_eq!(
            difference(&from, &within) == Answer::Empty,
            safe,
            "{within}"
        );
    }
}
