//! Every keyword in every draft, on values that tell its meanings apart.

use super::*;

fn holds(document: &Value, drafts: &[Draft], values: &Value) {
    let values = values.as_array().unwrap();
    for draft in drafts {
        assert_eq!(agree(document, *draft, values), 0, "{draft:?} {document}");
    }
}

const FROM_6: [Draft; 4] = [
    Draft::Draft6,
    Draft::Draft7,
    Draft::Draft201909,
    Draft::Draft202012,
];
const FROM_2019: [Draft; 2] = [Draft::Draft201909, Draft::Draft202012];

#[test]
fn keywords_about_the_value_itself() {
    let values = json!([null, true, 0, 1, 1.0, 1.5, -3, 2.5, 4, 1e23, 1e300, 0.3, "", "a", "ab", "ä\u{1F600}", [], [1], {}, {"a": 1}]);
    for document in [
        json!({"type": "integer"}),
        json!({"type": ["integer", "null"]}),
        json!({"type": ["number", "integer"]}),
        json!({"type": "number"}),
        json!({"enum": [1, "a", null, [1.0], {"a": 1}]}),
        json!({"not": {"enum": [1, "a", [1.0], {"a": 1}]}}),
        json!({"minimum": 1, "maximum": 2.5}),
        json!({"minLength": 2, "maxLength": 2}),
        json!({"pattern": "^(?=a).+"}),
        json!({"pattern": "b"}),
    ] {
        holds(&document, &DRAFTS, &values);
    }
    for document in [
        json!({"const": 1.0}),
        json!({"const": {"a": [1, {"b": null}]}}),
        json!({"exclusiveMinimum": 1, "exclusiveMaximum": 2.5}),
        json!({"minLength": 2.0}),
        json!({"minItems": 1e30}),
    ] {
        holds(&document, &FROM_6, &values);
    }
    let old = [Draft::Draft4];
    holds(
        &json!({"minimum": 1, "exclusiveMinimum": true, "maximum": 4}),
        &old,
        &values,
    );
    holds(
        &json!({"minimum": 1, "exclusiveMinimum": false}),
        &old,
        &values,
    );
    holds(&json!({"const": 5}), &old, &values);
}

#[test]
fn multiples_are_exact_where_the_validator_is() {
    let values = json!([0, 0.0, 0.3, 12.2, 4.55, 1.1, -6, 7, 3.1254, 1_070_468.14]);
    for document in [
        json!({"multipleOf": 0.1}),
        json!({"multipleOf": 0.0001}),
        json!({"multipleOf": 3}),
        json!({"multipleOf": 0.01}),
        json!({"multipleOf": 1.5}),
    ] {
        holds(&document, &DRAFTS, &values);
    }
    let huge = json!([1e300, 18_446_744_073_709_551_615_u64]);
    let huge = huge.as_array().unwrap();
    assert_eq!(agree(&json!({"multipleOf": 3}), Draft::Draft7, huge), 1);
    assert_eq!(agree(&json!({"multipleOf": 1.5}), Draft::Draft7, huge), 2);
}

#[test]
fn formats_are_asserted_as_the_draft_knows_them() {
    let values = json!([
        1,
        "",
        "2024-02-29",
        "2023-02-29",
        "10:00:00Z",
        "1985-04-12T23:20:50.52Z",
        "P1D",
        "a@b.c",
        "a.b",
        "10.0.0.1",
        "::1",
        "http://a.b/c?d#e",
        "/c",
        "ä",
        "/a~2",
        "1/a",
        "a{b}",
        "12345678-1234-1234-1234-123456789abc",
        "(",
        "a_b.example"
    ]);
    for format in [
        "date",
        "time",
        "date-time",
        "duration",
        "email",
        "idn-email",
        "hostname",
        "idn-hostname",
        "ipv4",
        "ipv6",
        "uri",
        "uri-reference",
        "iri",
        "iri-reference",
        "uri-template",
        "json-pointer",
        "relative-json-pointer",
        "uuid",
        "regex",
        "int64",
    ] {
        holds(&json!({"format": format}), &DRAFTS, &values);
    }
    let mut ignoring = Schemas::new(Formats::Ignore);
    let root = ignoring
        .read(&json!({"format": "date"}), Draft::Draft7)
        .unwrap();
    assert_eq!(root, Schemas::ALWAYS);
}

#[test]
fn encodings_are_asserted_in_drafts_6_and_7() {
    let values = json!([1, "", "e30=", "e30", "{}", "!!", "6869", "4142ag=="]);
    for document in [
        json!({"contentEncoding": "base64"}),
        json!({"contentMediaType": "application/json"}),
        json!({"contentEncoding": "base64", "contentMediaType": "application/json"}),
        json!({"contentEncoding": "base16"}),
        json!({"contentEncoding": "gzip"}),
        json!({"contentEncoding": "gzip", "contentMediaType": "application/json"}),
        json!({"contentEncoding": "base64", "contentMediaType": "text/plain"}),
    ] {
        holds(&document, &DRAFTS, &values);
    }
}

#[test]
fn keywords_about_arrays() {
    let values = json!([1, [], [1], ["a"], [1, "a"], ["a", 1], [1, 2, "a"], [1, 1.0], [[1], [1.0]], [{"a": 1, "b": 2}, {"b": 2, "a": 1}], ["a", "a", "a"], [null, true, {}]]);
    for document in [
        json!({"items": {"type": "integer"}}),
        json!({"minItems": 1, "maxItems": 2}),
        json!({"uniqueItems": true}),
        json!({"uniqueItems": false}),
        json!({"additionalItems": false}),
        json!({"prefixItems": [{"type": "string"}], "items": {"type": "integer"}}),
    ] {
        holds(&document, &DRAFTS, &values);
    }
    for document in [
        json!({"contains": {"type": "string"}}),
        json!({"contains": {"type": "string"}, "minContains": 2}),
        json!({"contains": {"type": "string"}, "minContains": 0}),
        json!({"contains": {"type": "string"}, "maxContains": 1}),
        json!({"contains": {"type": "string"}, "minContains": 0, "maxContains": 1}),
        json!({"contains": {"type": "string"}, "minContains": 2, "maxContains": 1}),
        json!({"contains": true, "maxContains": 1}),
        json!({"contains": false}),
        json!({"contains": false, "minContains": 0}),
        json!({"items": true}),
        json!({"items": false}),
    ] {
        holds(&document, &FROM_6, &values);
    }
    for document in [
        json!({"items": [{"type": "integer"}, {"type": "string"}]}),
        json!({"items": [{"type": "integer"}], "additionalItems": {"type": "string"}}),
        json!({"items": [{"type": "integer"}], "additionalItems": false}),
    ] {
        holds(&document, &DRAFTS[1..], &values);
    }
}

#[test]
fn keywords_about_objects() {
    let values = json!([1, {}, {"a": 1}, {"a": "x"}, {"b": 1}, {"a": 1, "b": "x"}, {"x-1": 1}, {"x-1": "s", "a": 1}, {"": null}, {"abc": 1}, {"a": 1, "b": 1, "abc": null}]);
    for document in [
        json!({"properties": {"a": {"type": "integer"}}, "required": ["b"]}),
        json!({"properties": {"a": {}}, "additionalProperties": false}),
        json!({"properties": {"a": {}}, "patternProperties": {"^x-": {"type": "string"}}, "additionalProperties": {"type": "integer"}}),
        json!({"patternProperties": {"^x-": {}, "b": {"type": "integer"}}, "additionalProperties": false}),
        json!({"patternProperties": {"^(?!x)": {"type": "integer"}}}),
        json!({"minProperties": 1, "maxProperties": 2}),
        json!({"dependencies": {"a": ["b"], "abc": {"maxProperties": 1}}}),
        json!({"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"abc": {"maxProperties": 1}}}),
    ] {
        holds(&document, &DRAFTS, &values);
    }
    for document in [
        json!({"propertyNames": {"pattern": "^[ab]"}}),
        json!({"propertyNames": {"maxLength": 1, "minLength": 1}}),
        json!({"propertyNames": {"anyOf": [{"const": "a"}, {"enum": ["b", 1]}]}}),
        json!({"propertyNames": {"oneOf": [{"pattern": "a"}, {"pattern": "b"}]}}),
        json!({"propertyNames": {"if": {"pattern": "a"}, "then": {"maxLength": 1}, "else": {"not": {"const": ""}}}}),
        json!({"propertyNames": false}),
        json!({"propertyNames": {"type": "integer"}}),
        json!({"propertyNames": {"format": "regex"}}),
        json!({"properties": {"a": false}}),
    ] {
        holds(&document, &FROM_6, &values);
    }
}

#[test]
fn schemas_put_together() {
    let values = json!([null, 1, 3, 5, "a", "abc", [], {"a": 1}, {"b": 1}, {"a": 1, "b": 1}]);
    for document in [
        json!({"allOf": [{"minimum": 2}, {"maximum": 4}]}),
        json!({"anyOf": [{"minimum": 2}, {"type": "string"}]}),
        json!({"oneOf": [{"minimum": 2}, {"maximum": 4}, {"type": "string"}]}),
        json!({"oneOf": [{"required": ["a"]}, {"required": ["a"]}, {"required": ["b"]}]}),
        json!({"not": {"anyOf": [{"type": "string"}, {"required": ["a"]}]}}),
        json!({"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"type": ["object", "null"]}}),
        json!({"if": {"type": "string"}, "else": {"type": "object"}}),
        json!({"then": false}),
    ] {
        holds(&document, &DRAFTS, &values);
    }
    holds(
        &json!({"oneOf": [true, {"minimum": 2}, false]}),
        &FROM_6,
        &values,
    );
    holds(
        &json!({"oneOf": [true, true, {"minimum": 2}]}),
        &FROM_6,
        &values,
    );
}

#[test]
fn references_and_what_stands_beside_them() {
    let values = json!([1, 7, "a", {"a": 1}, {"a": "x"}, {"a": {"a": {"a": 5}}}, [1]]);
    for document in [
        json!({"$ref": "#/definitions/a", "type": "string", "definitions": {"a": {"maximum": 5}}}),
        json!({"properties": {"a": {"$ref": "#/definitions/x~1y%25"}}, "definitions": {"x/y%": {"type": "integer"}}}),
        json!({"properties": {"a": {"$ref": "#"}}, "additionalProperties": false, "type": ["object", "integer"]}),
        json!({"$ref": "", "maximum": 3}),
        json!({"allOf": [{"$ref": "#/definitions/a"}, {"$ref": "#/definitions/b"}], "definitions": {"a": {"maximum": 5}, "b": {"$ref": "#/definitions/a"}}}),
        json!({"$id": "http://x.test/root", "id": "http://x.test/root", "items": {"$ref": "root#/definitions/a"}, "definitions": {"a": {"type": "string"}}}),
    ] {
        holds(&document, &DRAFTS, &values);
    }
    // Addresses inside, each draft with its own keyword.
    holds(
        &json!({
            "$id": "http://x.test/root.json",
            "properties": {"a": {"$ref": "folder/item.json#/$defs/n"}},
            "$defs": {"item": {"$id": "folder/item.json", "$ref": "#/$defs/n", "$defs": {"n": {"type": "integer"}}}},
        }),
        &FROM_2019,
        &values,
    );
    holds(
        &json!({
            "id": "http://x.test/root.json",
            "properties": {"a": {"$ref": "item.json"}},
            "definitions": {"item": {"id": "item.json", "type": "integer"}, "other": {"id": "#named", "type": "string"}},
            "items": {"$ref": "#named"},
        }),
        &[Draft::Draft4],
        &values,
    );
    holds(
        &json!({
            "properties": {"a": {"$ref": "#named"}},
            "definitions": {"item": {"$id": "#named", "type": "integer"}},
        }),
        &[Draft::Draft6, Draft::Draft7],
        &values,
    );
    holds(
        &json!({
            "properties": {"a": {"$ref": "#named"}},
            "$defs": {"item": {"$anchor": "named", "type": "integer"}},
        }),
        &FROM_2019,
        &values,
    );
}

#[test]
fn dynamic_references_lead_to_the_outermost_anchor() {
    let tree = json!([{"data": 1, "children": [{"data": 2}]}, {"data": 1, "children": [{"daat": 2}]}, {"children": [{"children": [{"x": 1}]}]}, 1]);
    holds(
        &json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "https://x.test/strict",
            "$dynamicAnchor": "node",
            "$ref": "tree",
            "unevaluatedProperties": false,
            "$defs": {"tree": {
                "$id": "tree",
                "$dynamicAnchor": "node",
                "type": "object",
                "properties": {"data": true, "children": {"type": "array", "items": {"$dynamicRef": "#node"}}},
            }},
        }),
        &[Draft::Draft202012],
        &tree,
    );
    for recursive in [true, false] {
        holds(
            &json!({
                "$id": "https://x.test/strict",
                "$recursiveAnchor": recursive,
                "$ref": "tree",
                "unevaluatedProperties": false,
                "$defs": {"tree": {
                    "$id": "tree",
                    "$recursiveAnchor": true,
                    "type": "object",
                    "properties": {"data": true, "children": {"type": "array", "items": {"$recursiveRef": "#"}}},
                }},
            }),
            &[Draft::Draft201909],
            &tree,
        );
    }
    let lists = json!([["a"], [1], [[]], "a"]);
    holds(
        &json!({
            "$id": "https://x.test/strings",
            "$ref": "list",
            "$defs": {
                "item": {"$dynamicAnchor": "item", "type": "string"},
                "list": {
                    "$id": "list", "type": "array", "items": {"$dynamicRef": "#item"},
                    "$defs": {"item": {"$dynamicAnchor": "item"}},
                },
            },
        }),
        &[Draft::Draft202012],
        &lists,
    );
}

#[test]
fn drafts_mix_in_one_document() {
    let values =
        json!([{"a": 1}, {"a": [1, "x"]}, {"a": ["x", 1]}, {"a": "x"}, {"b": 1.0}, {"b": 5}]);
    holds(
        &json!({
            "properties": {
                "a": {"$schema": "http://json-schema.org/draft-07/schema#", "$id": "http://x.test/a", "items": [{"type": "integer"}], "allOf": [{"$ref": "#/definitions/n", "type": "null"}], "definitions": {"n": {"type": ["array", "integer"]}}},
                "b": {"$schema": "http://json-schema.org/draft-04/schema#", "id": "http://x.test/b", "minimum": 5, "exclusiveMinimum": false, "type": "integer"},
            },
        }),
        &[Draft::Draft202012],
        &values,
    );
}

#[test]
fn meta_schemas_are_known() {
    let values = json!([{"type": "string"}, {"type": "text"}, {"properties": {"a": {"minLength": -1}}}, {"items": [true]}, {"minimum": "a"}, true]);
    for named in DRAFTS {
        for draft in FROM_6 {
            let document = json!({"allOf": [{"$ref": named.uri()}]});
            if judge(&document, draft).is_none() {
                // The validator knows a meta-schema only in documents of its own draft.
                assert_ne!(named, draft);
                continue;
            }
            assert_eq!(
                agree(&document, draft, values.as_array().unwrap()),
                0,
                "{}",
                named.uri()
            );
        }
    }
}

#[test]
fn what_is_left_over() {
    let objects = json!([1, {}, {"a": 1}, {"b": 1}, {"a": 1, "b": 1}, {"a": 1, "b": 1, "c": 1}, {"c": 1}, {"x-1": 1}, {"a": "s", "c": "s"}, {"b": "s"}]);
    for document in [
        json!({"properties": {"a": {}}, "unevaluatedProperties": false}),
        json!({"properties": {"a": {}}, "unevaluatedProperties": {"type": "string"}}),
        json!({"properties": {"a": {}}, "unevaluatedProperties": true}),
        json!({"anyOf": [{"properties": {"a": {"type": "integer"}}, "required": ["a"]}, {"properties": {"b": {}}, "patternProperties": {"^x": true}}], "unevaluatedProperties": false}),
        json!({"oneOf": [{"properties": {"a": {"type": "integer"}}, "required": ["a"]}, {"properties": {"b": {}}, "required": ["b"]}], "unevaluatedProperties": false}),
        json!({"if": {"properties": {"a": {"const": 1}}, "required": ["a"]}, "then": {"properties": {"b": {}}}, "else": {"properties": {"c": {}}}, "unevaluatedProperties": false}),
        json!({"if": {"required": ["a"], "properties": {"a": {}}}, "unevaluatedProperties": false}),
        json!({"dependentSchemas": {"a": {"properties": {"a": {}, "b": {}}}}, "unevaluatedProperties": false}),
        json!({"allOf": [{"properties": {"a": {}}}, {"$ref": "#/$defs/b"}], "$defs": {"b": {"properties": {"b": {}}}}, "unevaluatedProperties": false}),
        json!({"anyOf": [{"properties": {"a": {}}, "unevaluatedProperties": {"type": "string"}}, {"type": "integer"}, {"required": ["b"]}], "unevaluatedProperties": false}),
        json!({"anyOf": [{"additionalProperties": {"type": "string"}}, {"required": ["c"]}], "properties": {"c": {}}, "unevaluatedProperties": false}),
        json!({"not": {"not": {"properties": {"a": {}}}}, "unevaluatedProperties": false}),
        json!({"dependencies": {"a": {"properties": {"a": {}}}}, "unevaluatedProperties": false}),
    ] {
        holds(&document, &FROM_2019, &objects);
    }
    let arrays = json!([
        1,
        [],
        [1],
        ["a"],
        [1, "a"],
        ["a", 1],
        [1, 2],
        [1, "a", "b"],
        ["a", "b"],
        [1, 2, null],
        [null]
    ]);
    for document in [
        json!({"unevaluatedItems": false}),
        json!({"dependentSchemas": {"b": {"items": {"type": "integer"}}}, "unevaluatedItems": false}),
        json!({"contains": {"type": "string"}, "unevaluatedItems": false}),
        json!({"contains": {"type": "string"}, "unevaluatedItems": {"type": "integer"}}),
        json!({"anyOf": [{"contains": {"const": "a"}}, {"contains": {"const": 1}}], "unevaluatedItems": {"type": "null"}}),
        json!({"items": {"type": "integer"}, "unevaluatedItems": false}),
    ] {
        holds(&document, &FROM_2019, &arrays);
    }
    for document in [
        json!({"prefixItems": [{"type": "integer"}], "unevaluatedItems": {"type": "string"}}),
        json!({"anyOf": [{"prefixItems": [{"const": 1}]}, {"prefixItems": [true, {"const": "a"}]}], "unevaluatedItems": false}),
        json!({"allOf": [{"prefixItems": [true]}], "if": {"prefixItems": [{"const": 1}, true]}, "else": {"items": {"type": "string"}}, "unevaluatedItems": false}),
        json!({"anyOf": [{"prefixItems": [true], "contains": {"type": "string"}}, {"unevaluatedItems": {"type": "integer"}}], "unevaluatedItems": false}),
    ] {
        holds(&document, &[Draft::Draft202012], &arrays);
    }
    for document in [
        json!({"items": [{"type": "integer"}], "unevaluatedItems": {"type": "string"}}),
        json!({"items": [true], "additionalItems": {"type": "string"}, "unevaluatedItems": false}),
        json!({"anyOf": [{"items": [{"const": 1}]}, {"items": [true, {"const": "a"}]}], "unevaluatedItems": false}),
    ] {
        holds(&document, &[Draft::Draft201909], &arrays);
    }
}

#[test]
fn what_cannot_be_said_as_sets_keeps_its_place_and_reason() {
    let branches: Vec<Value> = (0..80)
        .map(|index| {
            let name = format!("p{index}");
            json!({"properties": {name.clone(): {"const": index}}, "required": [name]})
        })
        .collect();
    let document =
        json!({"properties": {"x": {"anyOf": branches, "unevaluatedProperties": false}}});
    let (schemas, _) = read(&document, Draft::Draft202012);
    let (pointer, reason) = schemas
        .nodes
        .iter()
        .find_map(|node| match node {
            Node::Atom(Atom::Opaque {
                pointer, reason, ..
            }) => Some((pointer, reason)),
            _ => None,
        })
        .unwrap();
    assert_eq!(&**pointer, "/properties/x/unevaluatedProperties");
    assert!(reason.contains("too many"), "{reason}");
    holds(
        &document,
        &[Draft::Draft202012],
        &json!([{"x": {"p1": 1}}, {"x": {"p1": 1, "q": 2}}, {"x": 1}]),
    );
}
