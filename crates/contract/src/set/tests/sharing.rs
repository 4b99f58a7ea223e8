//! Equal ids are equal sets, wherever they stand.

use super::*;

/// Whether two documents are the same set to the reader, with what they declare and without.
fn same(one: &Value, other: &Value) -> (bool, bool) {
    let mut schemas = Schemas::new(Formats::Assert);
    let one = schemas.read(one, Draft::Draft202012).unwrap();
    let other = schemas.read(other, Draft::Draft202012).unwrap();
    (schemas.body(one) == schemas.body(other), one == other)
}

#[test]
fn what_says_the_same_has_the_same_id() {
    for (one, other) in [
        (
            json!({"type": "string", "title": "a", "examples": [1]}),
            json!({"type": ["string"], "$comment": "b"}),
        ),
        (
            json!({"minimum": 1, "type": "string"}),
            json!({"type": "string"}),
        ),
        (json!({"enum": [1, "a", 1.0]}), json!({"enum": ["a", 1]})),
        (json!({"enum": [true, false]}), json!({"type": "boolean"})),
        (json!({"const": null}), json!({"type": "null"})),
        (
            json!({"not": {"not": {"minimum": 1}}}),
            json!({"minimum": 1}),
        ),
        (
            json!({"allOf": [{"minimum": 1}, {"maximum": 2}]}),
            json!({"maximum": 2, "minimum": 1}),
        ),
        (
            json!({"oneOf": [{"type": "string"}, {"type": "null"}]}),
            json!({"type": ["null", "string"]}),
        ),
        (
            json!({"$ref": "#/$defs/a", "$defs": {"a": {"minLength": 2}}}),
            json!({"minLength": 2}),
        ),
        (json!({"pattern": "^(a|b)$"}), json!({"pattern": "^[ab]$"})),
        (
            json!({"properties": {"a": true}}),
            json!({"properties": {"a": {}}}),
        ),
        (json!({"additionalProperties": {}}), json!({})),
        (
            json!({"items": {"type": "null"}, "minItems": 0}),
            json!({"items": {"const": null}}),
        ),
    ] {
        assert_eq!(same(&one, &other), (true, true), "{one} and {other}");
    }
}

#[test]
fn what_says_something_else_has_another_id() {
    for (one, other) in [
        (json!({"minimum": 1}), json!({"exclusiveMinimum": 1})),
        (json!({"pattern": "a"}), json!({"pattern": "b"})),
        (
            json!({"items": {"type": "null"}}),
            json!({"contains": {"type": "null"}}),
        ),
        (
            json!({"$ref": "#/$defs/a", "$defs": {"a": {"items": {"$ref": "#/$defs/a"}, "type": "array"}}}),
            json!({"$ref": "#/$defs/a", "$defs": {"a": {"items": {"$ref": "#/$defs/a"}, "type": ["array", "null"]}}}),
        ),
    ] {
        assert_eq!(same(&one, &other), (false, false), "{one} and {other}");
    }
    // The same set, but a strict sender may write a member of it in the one and anything in the other.
    let declaring = json!({"properties": {"a": true}});
    assert_eq!(same(&declaring, &json!({})), (true, false));
}

#[test]
fn circles_are_compared_through() {
    let tree = |names: [&str; 2], title: &str| {
        let [node, list] = names;
        json!({
            "$ref": format!("#/$defs/{node}"),
            "$defs": {
                node: {
                    "title": title,
                    "type": "object",
                    "properties": {"children": {"$ref": format!("#/$defs/{list}")}},
                },
                list: {"type": "array", "items": {"$ref": format!("#/$defs/{node}")}},
            },
        })
    };
    let one = tree(["node", "nodes"], "one");
    assert_eq!(same(&one, &tree(["z", "a"], "other")), (true, true));
    // Once around by hand.
    let unrolled = json!({
        "type": "object",
        "properties": {"children": {"type": "array", "items": {"$ref": "#"}}},
    });
    assert_eq!(same(&one, &unrolled), (true, true));
    let twice = json!({
        "type": "object",
        "properties": {"children": {"type": "array", "items": {
            "type": "object",
            "properties": {"children": {"type": "array", "items": {"$ref": "#"}}},
        }}},
    });
    assert_eq!(same(&one, &twice), (true, true));
    assert_eq!(same(&twice, &one), (true, true));
}

#[test]
fn the_rest_of_a_document_keeps_its_ids_when_a_part_changes() {
    let document = |limit: u32| {
        json!({
            "properties": {
                "tree": {"$ref": "#/$defs/tree"},
                "other": {"maxLength": limit},
            },
            "$defs": {"tree": {"type": "object", "additionalProperties": {"$ref": "#/$defs/tree"}}},
        })
    };
    let mut schemas = Schemas::new(Formats::Assert);
    let old = schemas.read(&document(1), Draft::Draft202012).unwrap();
    let new = schemas.read(&document(2), Draft::Draft202012).unwrap();
    let parts = |id: NodeId| match schemas.node(schemas.body(id)) {
        Node::All(parts) => parts.to_vec(),
        node => panic!("{node:?}"),
    };
    let (old, new) = (parts(old), parts(new));
    assert_eq!(old.iter().filter(|part| new.contains(part)).count(), 1);
    assert_eq!((old.len(), new.len()), (2, 2));
}

#[test]
fn a_set_knows_where_it_was_written() {
    let document = json!({"properties": {"a/b": {"anyOf": [{"minLength": 2}, {"type": "null"}]}}});
    let (mut schemas, root) = read(&document, Draft::Draft202012);
    assert_eq!(schemas.place(root), Some(""));
    let length = schemas.atom(Atom::MinLength(2));
    assert_eq!(schemas.place(length), Some("/properties/a~1b/anyOf/0"));
}
