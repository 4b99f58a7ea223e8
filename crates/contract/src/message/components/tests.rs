#![allow(clippy::needless_pass_by_value)]

use super::*;
use crate::testing::{Choices, DRAFTS, bytes, judge, schema as random_schema, value_like};
use proptest::prelude::*;

const PREFIX: &str = "#/components/schemas/";

fn said(schema: &Value, dialect: Dialect) -> Option<Vec<(String, Value)>> {
    component_schemas(schema, "refund.1.0.0", PREFIX, dialect)
}

/// A document whose components are these, as a schema.
fn document(components: &[(String, Value)], dialect: Dialect) -> Value {
    let draft = match dialect {
        Dialect::Draft202012 => Draft::Draft202012,
        Dialect::Draft7 => Draft::Draft7,
    };
    let schemas: Map<String, Value> = components.iter().cloned().collect();
    json!({
        "$schema": draft.uri(),
        "$ref": format!("{PREFIX}{}", components[0].0),
        "components": { "schemas": schemas },
    })
}

/// Both dialects accept what the schema accepts.
#[track_caller]
fn agrees(schema: Value, payloads: &[Value]) -> Vec<String> {
    let original = PayloadValidator::compile(&schema).unwrap();
    let mut names = Vec::new();
    for dialect in [Dialect::Draft202012, Dialect::Draft7] {
        let components = said(&schema, dialect)
            .unwrap_or_else(|| panic!("{dialect:?} has no words for {schema}"));
        let whole = document(&components, dialect);
        let compiled = PayloadValidator::compile(&whole)
            .unwrap_or_else(|problem| panic!("{problem}\n{whole:#}"));
        let mut seen = [false; 2];
        for payload in payloads {
            let expected = original.accepts(payload);
            seen[usize::from(expected)] = true;
            assert_eq!(compiled.accepts(payload), expected, "{payload}\n{whole:#}");
        }
        assert_eq!(
            seen,
            [true, true],
            "one payload of each kind, or the case says nothing"
        );
        names = components.into_iter().map(|(name, _)| name).collect();
    }
    names
}

#[test]
fn what_is_referred_to_becomes_a_component() {
    let schema = json!({
        "$id": "https://example.com/order", "type": "object",
        "properties": {
            "amount": {"$ref": "#/$defs/money"}, "same": {"$ref": "#/properties/amount", "description": "as above"},
            "parent": {"$ref": "https://example.com/order"}, "who": {"$ref": "#person"}, "when": {"$ref": "times#/$defs/day"},
        },
        "$defs": {
            "money": {"type": "number", "minimum": 0}, "person": {"$anchor": "person", "type": "string"}, "unused": {"$comment": "nobody"},
            "times": {"$id": "https://example.com/times", "$defs": {"day": {"$ref": "#/$defs/text"}, "text": {"type": "string", "maxLength": 2}}},
        },
    });
    let names = agrees(
        schema,
        &[
            json!({"amount": 1, "same": 2, "parent": {"amount": 3}, "who": "a", "when": "12"}),
            json!({"amount": -1}),
            json!({"same": -1}),
            json!({"parent": {"amount": -1}}),
            json!({"who": 1}),
            json!({"when": "123"}),
        ],
    );
    assert_eq!(
        names,
        [
            "refund.1.0.0",
            "refund.1.0.0.money",
            "refund.1.0.0.amount",
            "refund.1.0.0.person",
            "refund.1.0.0.day",
            "refund.1.0.0.text"
        ]
    );
}

#[test]
fn older_drafts_keep_their_meaning() {
    let of = |draft: Draft, mut schema: Value| {
        schema["$schema"] = json!(draft.uri());
        schema
    };
    agrees(
        of(
            Draft::Draft7,
            json!({
                "definitions": {"pair": {"$id": "#pair", "items": [{"type": "integer"}, {"$ref": "#/definitions/word"}], "additionalItems": false},
                                "word": {"type": "string", "minLength": 2}},
                "properties": {"a": {"$ref": "#pair", "minItems": 9}, "b": {"$ref": "#/definitions/pair/items/0"}},
                "dependencies": {"a": ["b"], "c": {"required": ["d"]}},
            }),
        ),
        &[
            json!({"a": [1, "xy"], "b": 2}),
            json!({"a": [1, "x"], "b": 2}),
            json!({"a": [1, "xy", 3], "b": 2}),
            json!({"a": [1, "xy"]}),
            json!({"b": "x"}),
            json!({"c": 1}),
            json!({"c": 1, "d": 1}),
        ],
    );
    agrees(
        of(
            Draft::Draft4,
            json!({
                "id": "http://example.com/root", "minimum": 3, "exclusiveMinimum": true, "maximum": 9, "exclusiveMaximum": false,
                "not": {"$ref": "http://example.com/five"}, "definitions": {"five": {"id": "five", "enum": [5]}},
            }),
        ),
        &[
            json!(3),
            json!(4),
            json!(5),
            json!(9),
            json!(10),
            json!("x"),
        ],
    );
    agrees(
        of(
            Draft::Draft201909,
            json!({"properties": {"next": {"$recursiveRef": "#"}}, "required": ["v"]}),
        ),
        &[
            json!({"v": 1, "next": {"v": 1}}),
            json!({"v": 1, "next": {}}),
        ],
    );
}

#[test]
fn draft_7_says_newer_words_in_its_own() {
    agrees(
        json!({"prefixItems": [{"type": "string"}], "items": {"type": "integer"}, "contains": {"const": 1}, "minContains": 1}),
        &[
            json!(["a", 1]),
            json!(["a", 2]),
            json!(["a", "b"]),
            json!([1]),
        ],
    );
    agrees(
        json!({"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"a": {"required": ["c"]}, "d": {"maxProperties": 1}}}),
        &[
            json!({"a": 1, "b": 1, "c": 1}),
            json!({"a": 1, "b": 1}),
            json!({"a": 1, "c": 1}),
            json!({"d": 1, "e": 1}),
        ],
    );
    agrees(
        json!({"properties": {"a": {}}, "unevaluatedProperties": false}),
        &[json!({"a": 1}), json!({"b": 1})],
    );
    agrees(
        json!({"$ref": "#/$defs/a", "allOf": [{"minProperties": 1}], "required": ["y"], "$defs": {"a": {"required": ["x"]}}}),
        &[json!({"x": 1, "y": 1}), json!({"x": 1}), json!({"y": 1})],
    );
}

#[test]
fn what_cannot_be_said_is_not() {
    let both = |schema: Value| {
        [Dialect::Draft202012, Dialect::Draft7].map(|dialect| said(&schema, dialect).is_some())
    };
    for schema in [
        json!({"$schema": Draft::Draft4.uri(), "type": "integer"}),
        json!({"$ref": "https://elsewhere.example/a"}),
        json!({"enum": [{"$ref": "file:///etc/passwd"}]}),
        json!({"examples": [{"a": {"$ref": "#/x"}}]}),
        json!({"x": {"$ref": "#/nowhere"}, "$ref": "#/x"}),
        json!({"$dynamicRef": "#a", "$defs": {"a": {"$dynamicAnchor": "a"}, "b": {"$id": "b", "$dynamicAnchor": "a"}}}),
    ] {
        assert_eq!(both(schema.clone()), [false, false], "{schema}");
    }
    for schema in [
        json!({"contains": {}, "maxContains": 2}),
        json!({"allOf": [{"properties": {"a": {}}}], "unevaluatedProperties": false}),
    ] {
        assert_eq!(both(schema.clone()), [true, false], "{schema}");
    }
    // A property of that name is no reference.
    assert_eq!(
        both(json!({"properties": {"$ref": {"type": "string"}}})),
        [true, true]
    );
    assert_eq!(
        said(&json!(false), Dialect::Draft7).unwrap()[0].1,
        json!(false)
    );
    assert_eq!(
        said(&Value::Null, Dialect::Draft7).unwrap()[0].1,
        json!(true)
    );
}

#[test]
fn names_fit_a_component() {
    assert_eq!(component_name("a/b c+d.1-ä"), "a_b_c_d.1-_");
    assert_eq!(component_name(""), "_");
    let schema = json!({"allOf": [{"$ref": "#/$defs/a~1b"}, {"$ref": "#/$defs/a_b"}, {"$ref": "#/allOf/0"}], "$defs": {"a/b": {}, "a_b": {}}});
    let names: Vec<String> = said(&schema, Dialect::Draft202012)
        .unwrap()
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(
        names,
        [
            "refund.1.0.0",
            "refund.1.0.0.a_b",
            "refund.1.0.0.a_b-2",
            "refund.1.0.0.allOf-0"
        ]
    );
}

/// Formats that draft 7 does not know say nothing there.
fn without_formats(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => members
            .iter()
            .filter(|(name, value)| *name != "format" || !value.is_string())
            .map(|(name, value)| (name.clone(), without_formats(value)))
            .collect(),
        Value::Array(items) => items.iter().map(without_formats).collect(),
        scalar => scalar.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn components_accept_what_the_schema_accepts(made_of in bytes(), values in proptest::collection::vec(bytes(), 6)) {
        for draft in DRAFTS {
            let mut schema = without_formats(&random_schema(&mut Choices::new(&made_of), draft));
            if let Value::Object(members) = &mut schema {
                members.insert("$schema".to_owned(), json!(draft.uri()));
            }
            let Some(original) = judge(&schema, draft) else { continue };
            for dialect in [Dialect::Draft202012, Dialect::Draft7] {
                let Some(components) = said(&schema, dialect) else { continue };
                let whole = document(&components, dialect);
                let compiled = judge(&whole, Draft::of(&whole).unwrap())
                    .ok_or_else(|| TestCaseError::fail(format!("unusable: {whole:#}")))?;
                for bytes in &values {
                    let value = value_like(&mut Choices::new(bytes), &schema);
                    prop_assert_eq!(compiled.is_valid(&value), original.is_valid(&value), "{:?} {}\n{:#}\n{:#}", dialect, value, schema, whole);
                }
            }
        }
    }
}
