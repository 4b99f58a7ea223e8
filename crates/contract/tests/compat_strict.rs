//! Strict writers where the definition is easily got wrong: alternatives, cousins, free-form objects, recursion, nothing to write.

use baton_contract::{CompareOptions, Direction, Mode, Verdict, inclusion};
use baton_model::Writers;
use serde_json::{Value, json};

fn strict(from: &Value, within: &Value) -> Direction {
    let options = CompareOptions::for_contract(Mode::Backward, Writers::Strict);
    inclusion(from, within, &options).unwrap()
}

#[test]
fn verdicts_and_payloads() {
    let closed = |schema: Value| {
        let mut schema = schema;
        schema["additionalProperties"] = json!(false);
        schema
    };
    let a = json!({"properties": {"a": {"type": "integer"}}});
    let b = json!({"properties": {"b": {"type": "integer"}}});
    let both = json!({"properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}});
    let cases: [(&str, Value, Value, Verdict); 9] = [
        (
            "cousins under allOf declare for each other",
            json!({"type": "object", "allOf": [a, b]}),
            closed(both.clone()),
            Verdict::Safe,
        ),
        (
            "closing each cousin alone would forbid what both declare together",
            json!({"type": "object", "allOf": [a, b]}),
            json!({"not": {"required": ["a", "b"]}}),
            Verdict::Breaking,
        ),
        (
            "the accepting branch declares, the other one does not",
            json!({"type": "object", "oneOf": [
                {"properties": {"kind": {"const": "x"}, "a": true}, "required": ["kind"]},
                {"properties": {"kind": {"const": "y"}, "b": true}, "required": ["kind"]},
            ]}),
            json!({"not": {"properties": {"kind": {"const": "x"}}, "required": ["kind", "b"]}}),
            Verdict::Safe,
        ),
        (
            "not declares nothing, and with nothing declared anything may be written",
            json!({"type": "object", "not": {"required": ["a"]}}),
            json!({"maxProperties": 0}),
            Verdict::Breaking,
        ),
        (
            "a free-form object lets everything through",
            json!({"type": "object", "properties": {"data": {"type": "object"}}}),
            json!({"properties": {"data": {"maxProperties": 0}}}),
            Verdict::Breaking,
        ),
        (
            "additionalProperties: true declares nothing",
            json!({"type": "object", "properties": {"a": true}, "additionalProperties": true}),
            closed(json!({"properties": {"a": true}})),
            Verdict::Safe,
        ),
        (
            "a typed additionalProperties declares all remaining names",
            json!({"type": "object", "properties": {"a": true}, "additionalProperties": {"type": "integer"}}),
            closed(json!({"properties": {"a": true}})),
            Verdict::Breaking,
        ),
        (
            "recursion ends",
            json!({"$ref": "#/$defs/n", "$defs": {"n": {"type": "object", "properties": {"v": {"type": "integer"}, "next": {"$ref": "#/$defs/n"}}}}}),
            json!({"$ref": "#/$defs/n", "$defs": {"n": closed(json!({"type": "object", "properties": {"v": {"type": "integer"}, "next": {"$ref": "#/$defs/n"}}}))}}),
            Verdict::Safe,
        ),
        (
            "an enumerated object may be written as it is",
            json!({"enum": [{"x": 1}], "properties": {"a": true}}),
            closed(json!({"properties": {"a": true}})),
            Verdict::Breaking,
        ),
    ];
    for (name, from, within, expected) in cases {
        let direction = strict(&from, &within);
        assert_eq!(direction.verdict, expected, "{name}: {direction:?}");
    }
}

#[test]
fn a_schema_that_nobody_can_write_strictly_is_not_vacuously_safe() {
    // A member is needed, and none of the names that are possible is declared.
    let from = json!({"type": "object", "properties": {"a": false, "b": {"type": "integer"}}, "not": {"required": ["b"]}, "minProperties": 1});
    let direction = strict(&from, &json!({"required": ["z"]}));
    assert_eq!(direction.verdict, Verdict::Undecided);
    assert!(direction.reason.unwrap().contains("no_strict_value"));
    // Where nothing is accepted at all, there is nothing to break.
    assert_eq!(
        strict(&json!(false), &json!({"required": ["z"]})).verdict,
        Verdict::Safe
    );
}
