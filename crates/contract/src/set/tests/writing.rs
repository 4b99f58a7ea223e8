//! What strict senders may write, sentence by sentence.

use super::*;

/// Checks which values may be written.
fn check(document: &Value, may: &[Value], may_not: &[Value]) {
    let (schemas, root) = read(document, Draft::Draft202012);
    for (values, expected) in [(may, true), (may_not, false)] {
        for value in values {
            assert_eq!(
                schemas.writes(&[root], value),
                Some(expected),
                "{document}: {value}"
            );
        }
    }
}

#[test]
fn declared_members_may_be_written_and_no_others() {
    check(
        &json!({"properties": {"a": true, "b": {"type": "integer"}, "no": false}, "required": ["r"]}),
        &[
            json!({"r": 1}),
            json!({"a": {"any": 1}, "b": 2, "r": null}),
            json!("text"),
        ],
        &[
            json!({"r": 1, "x": 1}),
            json!({"r": 1, "b": "text"}),
            json!({"a": 1}),
        ],
    );
    check(
        &json!({"patternProperties": {"^x-": {"type": "string"}}}),
        &[json!({"x-1": "a"}), json!({})],
        &[json!({"y": "a"})],
    );
    check(
        &json!({"dependentRequired": {"a": ["b"]}, "properties": {"a": {}}}),
        &[json!({"a": 1, "b": 2}), json!({})],
        &[json!({"b": 2})],
    );
}

#[test]
fn all_remaining_names_are_declared_by_a_schema_that_says_something() {
    let named = |schema: Value| json!({"properties": {"a": {}}, "additionalProperties": schema, "$defs": {"open": {"title": "t"}, "text": {"type": "string"}}});
    for schema in [json!({"type": "string"}), json!({"$ref": "#/$defs/text"})] {
        check(&named(schema), &[json!({"x": "s"})], &[json!({"x": 1})]);
    }
    for schema in [
        json!(true),
        json!({}),
        json!({"description": "d"}),
        json!({"$ref": "#/$defs/open"}),
    ] {
        check(&named(schema), &[json!({"a": 1})], &[json!({"x": 1})]);
    }
    check(
        &json!({"allOf": [{"properties": {"a": {}}}], "unevaluatedProperties": {"type": "string"}}),
        &[json!({"a": 1, "x": "s"})],
        &[json!({"x": 1})],
    );
}

#[test]
fn free_form_objects_and_constants_may_be_anything_accepted() {
    check(&json!({}), &[json!({"x": {"y": 1}})], &[]);
    check(
        &json!({"type": "object", "minProperties": 1}),
        &[json!({"x": 1})],
        &[json!({})],
    );
    check(
        &json!({"properties": {"a": {}}, "enum": [{"x": 1}, {"a": 1}]}),
        &[json!({"x": 1}), json!({"a": 1})],
        &[json!({"x": 2})],
    );
    check(
        &json!({"properties": {"a": {}}, "const": {"x": 1}}),
        &[json!({"x": 1})],
        &[json!({})],
    );
}

#[test]
fn members_and_items_are_governed_by_all_that_applies_to_them() {
    let inner = |name: &str| json!({"properties": {"in": {"properties": {name: {}}}}});
    check(
        &json!({"allOf": [inner("a"), inner("b")]}),
        &[json!({"in": {"a": 1, "b": 2}})],
        &[json!({"in": {"c": 1}})],
    );
    check(
        &json!({"prefixItems": [{"properties": {"a": {}}}], "items": {"properties": {"b": {}}}}),
        &[json!([{"a": 1}, {"b": 1}])],
        &[json!([{"b": 1}]), json!([{"a": 1}, {"a": 1}])],
    );
    // What governs nothing declares nothing: free form.
    check(
        &json!({"required": ["a"]}),
        &[json!({"a": {"x": 1}})],
        &[json!({"a": 1, "x": 1})],
    );
}

#[test]
fn an_alternative_takes_the_branches_that_accept() {
    let kind = |kind: &str, field: &str| json!({"properties": {"kind": {"const": kind}, field: {}}, "required": ["kind"]});
    check(
        &json!({"oneOf": [kind("a", "x"), kind("b", "y")]}),
        &[json!({"kind": "a", "x": 1}), json!({"kind": "b", "y": 1})],
        &[json!({"kind": "a", "y": 1})],
    );
    check(
        &json!({"anyOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]}),
        &[json!({"a": 1}), json!({"a": 1, "b": 1})],
        &[json!({"c": 1})],
    );
    // Taking fewer accepting branches can govern less.
    check(
        &json!({"anyOf": [{"properties": {"a": {"properties": {"x": {}}}}}, {"properties": {"a": {}}}]}),
        &[json!({"a": {"y": 1}})],
        &[json!({"b": 1})],
    );
    check(
        &json!({"if": {"properties": {"t": {"const": 1}}, "required": ["t"]}, "then": {"properties": {"x": {}}}, "else": {"properties": {"y": {}}}}),
        &[json!({"t": 1, "x": 1}), json!({"y": 1})],
        &[json!({"t": 1, "y": 1}), json!({"t": 2, "y": 1})],
    );
    check(
        &json!({"properties": {"a": {}}, "dependentSchemas": {"a": {"properties": {"b": {}}}}}),
        &[json!({"a": 1, "b": 1})],
        &[json!({"b": 1})],
    );
    check(
        &json!({"properties": {"a": {}}, "not": {"required": ["c"]}, "propertyNames": {"maxLength": 9}, "contains": {"properties": {"b": {}}}}),
        &[json!({"a": 1})],
        &[json!({"b": 1}), json!({"c": 1})],
    );
}

#[test]
fn recursion_is_followed_to_the_end_of_the_value() {
    check(
        &json!({"$ref": "#/$defs/t", "$defs": {"t": {"type": "object", "properties": {"next": {"$ref": "#/$defs/t"}}}}}),
        &[json!({"next": {"next": {}}})],
        &[json!({"next": {"next": {"x": 1}}})],
    );
}

#[test]
fn what_is_unclear_is_left_open() {
    for (document, value) in [
        (
            json!({"patternProperties": {"a": {"type": "string"}, "b": {}}}),
            json!({"a": "x"}),
        ),
        (
            json!({"anyOf": [{"properties": {"a": {"type": "integer"}}}, {"properties": {"b": {}}}], "unevaluatedProperties": {"type": "string"}}),
            json!({"a": 1}),
        ),
        (
            json!({"$dynamicAnchor": "n", "properties": {"in": {"$dynamicRef": "#n"}}}),
            json!({"in": {"in": {}}}),
        ),
    ] {
        let (schemas, root) = read(&document, Draft::Draft202012);
        assert_eq!(schemas.writes(&[root], &value), None, "{document}");
        let rejected = json!({"a": 5, "b": 5, "in": {"in": 5}, "x": 5});
        assert_ne!(schemas.writes(&[root], &rejected), Some(true), "{document}");
    }
}
