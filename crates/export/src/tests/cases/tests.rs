use super::*;
use baton_model::{ContractId, ContractVersionId, Invariant, Json, Version};
use serde_json::json;

fn version(schema: Value, example: Option<Value>) -> ContractVersion {
    let mut version = ContractVersion::new(
        ContractVersionId::new("c@1.0.0").unwrap(),
        ContractId::new("c").unwrap(),
        Version::new("1.0.0").unwrap(),
    );
    version.payload_schema = Json(schema);
    version.examples.accepted = example
        .map(|payload| baton_model::AcceptedExample::new("one".to_owned(), Json(payload)))
        .into_iter()
        .collect();
    version
}

fn order() -> Value {
    json!({
        "type": "object",
        "required": ["order", "amount"],
        "additionalProperties": false,
        "properties": {
            "order": {"type": "string", "minLength": 1, "maxLength": 8, "pattern": "^[A-Z]"},
            "amount": {"type": "number", "minimum": 0, "maximum": 100},
            "reason": {"enum": ["damaged", "late"]},
            "lines": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/line"}}
        },
        "$defs": {"line": {"type": "object", "required": ["sku"], "properties": {"sku": {"type": "string"}}}}
    })
}

#[test]
fn every_constraint_has_a_case_of_its_own() {
    let found = cases(&version(order(), Some(json!({"order": "A1", "amount": 5}))));
    let met: Vec<(&str, &str)> = found
        .rejected
        .iter()
        .map(|case| {
            (
                case.rule.as_deref().unwrap_or("?"),
                case.pointer.as_deref().unwrap_or("?"),
            )
        })
        .collect();
    for expected in [
        ("type", ""),
        ("required", ""),
        ("additionalProperties", ""),
        ("type", "/order"),
        ("maxLength", "/order"),
        ("pattern", "/order"),
        ("minimum", "/amount"),
        ("maximum", "/amount"),
        ("enum", "/reason"),
        ("minItems", "/lines"),
        ("required", "/lines/0"),
        ("type", "/lines/0/sku"),
    ] {
        assert!(met.contains(&expected), "{expected:?} in {met:?}");
    }
    assert_eq!(
        met.iter().filter(|case| **case == ("required", "")).count(),
        2
    );
    let amounts: Vec<&Value> = found
        .accepted
        .iter()
        .map(|case| &case.payload["amount"])
        .collect();
    for bound in [json!(0), json!(100)] {
        assert!(amounts.contains(&&bound), "{bound} in {amounts:?}");
    }
}

#[test]
fn each_case_is_judged_before_it_is_kept() {
    let mut version = version(order(), None);
    version.invariants = vec![Invariant::new(
        "positive".to_owned(),
        "payload.amount > 0".to_owned(),
    )];
    let found = cases(&version);
    let validator = PayloadValidator::compile(&version.payload_schema.0).unwrap();
    assert!(!found.accepted.is_empty() && !found.rejected.is_empty());
    for case in &found.accepted {
        assert!(validator.accepts(&case.payload), "{case:?}");
        assert!(case.payload["amount"].as_f64().unwrap() > 0.0, "{case:?}");
    }
    for case in &found.rejected {
        assert_eq!(
            validator.accepts(&case.payload),
            case.reason == "invariant_broken",
            "{case:?}"
        );
    }
    let broken: Vec<_> = found
        .rejected
        .iter()
        .filter(|case| case.reason == "invariant_broken")
        .collect();
    assert_eq!(broken.len(), 1);
    assert_eq!(broken[0].rule.as_deref(), Some("positive"));
}

#[test]
fn schemas_that_never_end_or_cannot_be_used_do_no_harm() {
    let tree = json!({"$ref": "#/$defs/n", "$defs": {"n": {"type": "object", "properties": {"n": {"$ref": "#/$defs/n"}}}}});
    assert!(
        !cases(&version(tree, Some(json!({"n": {}}))))
            .rejected
            .is_empty()
    );
    let circle = json!({"$ref": "#/$defs/a", "$defs": {"a": {"anyOf": [{"$ref": "#"}, {"type": "object"}]}}});
    let _ = cases(&version(circle, Some(json!({}))));
    assert!(
        cases(&version(json!({"type": "text"}), Some(json!({}))))
            .accepted
            .is_empty()
    );
}
