//! What is no schema has a name, and nothing overflows.

use super::*;

#[test]
fn what_is_no_schema_is_told_with_its_place() {
    for (document, draft, pointer, says) in [
        (json!(5), Draft::Draft7, "", "an object or a boolean"),
        (
            json!({"properties": {"a": 5}}),
            Draft::Draft7,
            "/properties/a",
            "an object or a boolean",
        ),
        (
            json!({"type": "text"}),
            Draft::Draft7,
            "/type",
            "one of null",
        ),
        (
            json!({"minLength": -1}),
            Draft::Draft7,
            "/minLength",
            "a whole number",
        ),
        (
            json!({"minLength": 2.0}),
            Draft::Draft4,
            "/minLength",
            "a whole number",
        ),
        (
            json!({"multipleOf": 0}),
            Draft::Draft7,
            "/multipleOf",
            "above zero",
        ),
        (
            json!({"required": "a"}),
            Draft::Draft7,
            "/required",
            "a list of names",
        ),
        (
            json!({"items": {"anyOf": {}}}),
            Draft::Draft7,
            "/items/anyOf",
            "a list of schemas",
        ),
        (
            json!({"$ref": "#/$defs/none"}),
            Draft::Draft202012,
            "/$ref",
            "names nothing",
        ),
        (
            json!({"items": {"$ref": "#nowhere"}}),
            Draft::Draft7,
            "/items/$ref",
            "names nothing",
        ),
        (
            json!({"items": {"$ref": "other.json"}}),
            Draft::Draft7,
            "/items/$ref",
            "fetches nothing",
        ),
        (
            json!({"$ref": "https://example.com/x"}),
            Draft::Draft202012,
            "/$ref",
            "fetches nothing",
        ),
        (
            json!({"$ref": 5}),
            Draft::Draft202012,
            "/$ref",
            "an address",
        ),
        (
            json!({"$schema": "https://example.com/own"}),
            Draft::Draft202012,
            "/$schema",
            "no draft",
        ),
        (
            json!({"properties": {"a": {"$schema": "https://example.com/own"}}}),
            Draft::Draft202012,
            "/properties/a/$schema",
            "no draft",
        ),
    ] {
        let problem = Schemas::new(Formats::Assert)
            .read(&document, draft)
            .unwrap_err();
        assert_eq!(problem.pointer, pointer, "{document}");
        assert!(problem.message.contains(says), "{document}: {problem}");
    }
}

#[test]
fn a_schema_that_contains_itself_at_the_same_value_is_refused() {
    for document in [
        json!({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}),
        json!({"anyOf": [{"type": "string"}, {"$ref": "#"}]}),
        json!({"not": {"$ref": "#"}}),
        json!({"properties": {"x": {"allOf": [{"$ref": "#/properties/x"}]}}}),
    ] {
        let problem = Schemas::new(Formats::Assert)
            .read(&document, Draft::Draft202012)
            .unwrap_err();
        assert!(
            problem.message.contains("refers to itself"),
            "{document}: {problem}"
        );
    }
}

#[test]
fn what_refers_to_itself_directly_says_nothing() {
    for draft in DRAFTS {
        let document = json!({"$ref": "#", "title": "self"});
        assert_eq!(agree(&document, draft, &[json!(1), json!({})]), 0);
    }
}

fn nested(depth: usize, inside: &str) -> Value {
    let mut value = json!({});
    for _ in 0..depth {
        value = json!({ inside: value });
    }
    value
}

#[test]
fn deep_nesting_is_refused_by_name() {
    let (schemas, root) = read(&nested(100, "not"), Draft::Draft7);
    assert_eq!(schemas.evaluate(root, &json!(1)), Some(true));
    for inside in ["not", "items", "const"] {
        let mut document = nested(1_000, inside);
        let problem = Schemas::new(Formats::Assert)
            .read(&document, Draft::Draft7)
            .unwrap_err();
        assert!(problem.message.contains("nested deeper"), "{problem}");
        // Taken apart from the outside, because dropping it at once goes as deep.
        while let Some(inner) = document.get_mut(inside).map(Value::take) {
            document = inner;
        }
    }
}

#[test]
fn a_long_chain_of_references_does_not_overflow() {
    let count = 5_000;
    let definitions: serde_json::Map<String, Value> = (0..count)
        .map(|index| {
            let next = format!("#/$defs/d{}", (index + 1) % count);
            (
                format!("d{index}"),
                json!({"properties": {"next": {"$ref": next}}}),
            )
        })
        .collect();
    let document = json!({"$ref": "#/$defs/d0", "$defs": definitions});
    let (schemas, root) = read(&document, Draft::Draft202012);
    assert_eq!(
        schemas.evaluate(root, &json!({"next": {"next": 1}})),
        Some(true)
    );
    // All of them say the same.
    let Node::Schema { body, .. } = schemas.node(root) else {
        panic!("{:?}", schemas.node(root));
    };
    let Node::Atom(Atom::Members { each, .. }) = schemas.node(*body) else {
        panic!("{:?}", schemas.node(*body));
    };
    assert_eq!(each, body);
}

#[test]
fn ten_thousand_branches_are_read() {
    let branches: Vec<Value> = (0..10_000)
        .map(|index| json!({"properties": {"kind": {"const": index}}, "required": ["kind"]}))
        .collect();
    let (schemas, root) = read(&json!({"anyOf": branches}), Draft::Draft202012);
    assert_eq!(schemas.evaluate(root, &json!({"kind": 9_999})), Some(true));
    assert_eq!(schemas.evaluate(root, &json!({"kind": -1})), Some(false));
}
