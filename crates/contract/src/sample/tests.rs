use super::*;
use crate::validate::PayloadValidator;
use serde_json::json;

fn of(schema: &Value) -> Samples {
    samples(schema, Formats::Assert, Effort::default()).unwrap()
}

#[test]
fn samples_say_what_they_show() {
    let schema = json!({
        "type": "object",
        "required": ["order", "amount"],
        "additionalProperties": false,
        "properties": {
            "order": {"type": "string", "minLength": 1},
            "amount": {"type": "number", "minimum": 0},
            "reason": {"enum": ["damaged", "late"]},
        },
    });
    let found = of(&schema);
    let validator = PayloadValidator::compile(&schema).unwrap();
    for sample in &found.accepted {
        assert!(validator.accepts(&sample.payload.0), "{sample:?}");
    }
    for sample in &found.rejected {
        assert!(!validator.accepts(&sample.payload.0), "{sample:?}");
        assert!(schema.pointer(&sample.pointer).is_some(), "{sample:?}");
        assert!(!sample.reason.is_empty());
    }
    assert_eq!(
        found.accepted[0].payload.0,
        json!({"order": "a", "amount": 0})
    );
    let whole = &found.accepted[1];
    assert_eq!(whole.why, "with every optional field");
    assert!(whole.payload.0.get("reason").is_some());
    let reasons = |value: &str| {
        found
            .accepted
            .iter()
            .any(|sample| sample.payload.0["reason"] == value)
    };
    assert!(reasons("damaged") && reasons("late"));
    let pointers: Vec<&str> = found.rejected.iter().map(|s| s.pointer.as_str()).collect();
    for expected in [
        "/type",
        "/required/0",
        "/required/1",
        "/additionalProperties",
        "/properties/order/type",
        "/properties/order/minLength",
        "/properties/amount/type",
        "/properties/amount/minimum",
        "/properties/reason/enum",
    ] {
        assert!(pointers.contains(&expected), "{expected} in {pointers:?}");
    }
}

#[test]
fn each_branch_is_shown() {
    let schema = json!({"oneOf": [{"type": "string", "maxLength": 2}, {"type": "integer"}, {"type": "object", "required": ["a"]}]});
    let found = of(&schema);
    for branch in 0..3 {
        let why = format!("takes /oneOf/{branch}");
        let is_smallest = |sample: &AcceptedSample| sample.why == "the smallest payload";
        let is_shown = found.accepted.iter().any(|sample| sample.why == why)
            || found.accepted.iter().any(is_smallest);
        assert!(is_shown, "{why}: {found:?}");
    }
    let kinds: Vec<bool> = [Value::is_string, Value::is_i64, Value::is_object]
        .iter()
        .map(|is| found.accepted.iter().any(|sample| is(&sample.payload.0)))
        .collect();
    assert_eq!(kinds, [true, true, true]);
}

#[test]
fn a_schema_without_payloads_has_no_accepted_ones_and_one_without_limits_no_rejected_ones() {
    assert!(of(&json!(false)).accepted.is_empty());
    assert!(!of(&json!(false)).rejected.is_empty());
    assert!(of(&json!({})).rejected.is_empty());
    assert!(!of(&json!({})).accepted.is_empty());
    assert!(samples(&json!({"type": "text"}), Formats::Assert, Effort::default()).is_err());
}
