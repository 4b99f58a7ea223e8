use super::*;
use baton_model::Invariant;
use serde_json::json;

fn compiled(condition: &str) -> Result<Invariants, SchemaProblem> {
    Invariants::compile(&[Invariant::new("rule".to_owned(), condition.to_owned())])
}

#[test]
fn conditions_hold_or_say_why_not() {
    let payload = json!({
        "amount": 12, "price": 1.5, "large": 18_446_744_073_709_551_615_u64, "name": "Ada", "tags": ["a", "b"],
        "lines": [{"sku": "x", "count": 2}, {"sku": "y", "count": 0}], "gone": null, "odd name": true,
        "at": "2026-03-01T10:00:00+01:00"
    });
    for (condition, expected) in [
        ("payload.amount > 0", None),
        ("payload.amount + 1 == 13", None),
        ("payload.price * 2.0 == 3.0", None),
        ("payload.amount == 12.0", None),
        ("payload.large > 1u", None),
        ("payload.gone == null", None),
        ("payload['odd name']", None),
        (
            "size(payload.name) == 3 && payload.name.startsWith('A')",
            None,
        ),
        ("payload.name.matches('^[A-Z][a-z]+$')", None),
        ("'b' in payload.tags", None),
        ("has(payload.missing) ? payload.missing > 0 : true", None),
        ("payload.lines.all(line, line.count >= 0)", None),
        ("payload.lines.exists_one(line, line.sku == 'x')", None),
        ("payload.lines.map(line, line.sku) == ['x', 'y']", None),
        ("type(payload.amount) == int", None),
        (
            "timestamp(payload.at) == timestamp('2026-03-01T09:00:00Z')",
            None,
        ),
        (
            "timestamp(payload.at) + duration('90s') < timestamp('2026-03-01T09:01:00Z')",
            Some("it is false"),
        ),
        ("timestamp(payload.at).getFullYear() == 2026", None),
        (
            "payload.lines.all(line, line.count > 0)",
            Some("it is false"),
        ),
        (
            "payload.missing > 0",
            Some("it cannot be told: No such key: missing"),
        ),
        ("payload.amount", Some("it gives int, not true or false")),
    ] {
        let found = compiled(condition).unwrap().check(&payload);
        let why = found.first().map(|violation| violation.message.clone());
        let expected = expected.map(|why| format!("rule: {condition} ({why})"));
        assert_eq!(why, expected, "{condition}");
        assert_eq!(
            compiled(condition).unwrap().hold(&payload),
            expected.is_none()
        );
    }
}

#[test]
fn what_cannot_be_meant_is_refused_with_its_place() {
    for (condition, expected) in [
        ("", "is empty"),
        ("payload.amount >", "does not parse"),
        ("amount > 0", "names amount; only `payload` is known"),
        ("payload.lines.all(line, lines.count > 0)", "names lines"),
        ("now() > 0", "calls now"),
        ("payload.name.lower() == 'a'", "calls lower"),
        ("Money{value: 1} == payload", "makes a value of type Money"),
    ] {
        let problem = compiled(condition).unwrap_err();
        assert_eq!(problem.pointer, "/invariants/0/condition", "{condition}");
        assert!(
            problem.message.contains(expected),
            "{condition}: {}",
            problem.message
        );
    }
}

#[test]
fn deep_and_long_conditions_are_refused_and_no_stack_ends() {
    let deep =
        |open: &str, close: &str, n: usize| format!("{}true{}", open.repeat(n), close.repeat(n));
    for condition in [
        deep("(", ")", 5_000),
        deep("[", "]", 1_000),
        deep("!", "", 3_000),
        format!("{}true", "false ? false : ".repeat(300)),
        format!("payload{} == 1", ".a".repeat(1_500)),
        format!("1{} == 1", " + 1".repeat(900)),
        format!("payload{} == 1", "[0]".repeat(900)),
        format!("\"{}\" == 'x'", "x".repeat(5_000)),
    ] {
        assert!(compiled(&condition).is_err(), "{}…", &condition[..40]);
    }
    // What is just allowed runs on the small stack of a test.
    for condition in [
        deep("(", ")", 12),
        format!("payload{} == 1", ".a".repeat(35)),
        format!("1{} > 1", " + 1".repeat(35)),
        vec!["payload.a == 1"; 200].join(" || "),
        vec!["payload.a != 1"; 200].join(" && "),
    ] {
        let rules = compiled(&condition).unwrap_or_else(|problem| panic!("{problem}"));
        rules.check(&json!({"a": 1}));
    }
}

#[test]
fn a_payload_cannot_make_a_condition_slow() {
    let walk = "payload.all(a, payload.all(b, payload.all(c, payload.all(d, a != 'x' || b != c || c != d))))";
    let rules = compiled(walk).unwrap();
    assert!(rules.hold(&json!(["a", "b"])));
    let long: Vec<u32> = (0..10_000).collect();
    let found = rules.check(&json!(long));
    assert!(
        found[0].message.contains("too large for this condition"),
        "{found:?}"
    );
}

#[test]
fn equal_conditions_are_equal_whatever_their_spaces() {
    assert!(same_condition("payload.a>0", " payload.a > 0 "));
    assert!(!same_condition("payload.a > 0", "payload.a >= 0"));
    assert!(same_condition("not cel (", "not cel ("));
    assert!(!same_condition("not cel (", "not cel  ("));
}

#[test]
fn a_payload_that_shows_the_difference_is_found_and_small() {
    let seeds = [json!({"amount": 5, "paid": 5, "note": "thanks", "lines": [{"sku": "x"}]})];
    for (condition, expected) in [
        (
            "payload.amount > 0",
            json!({"amount": 0, "paid": 5, "lines": []}),
        ),
        (
            "payload.amount <= payload.paid",
            json!({"amount": 1000, "paid": 5, "lines": []}),
        ),
        (
            "size(payload.lines) > 0",
            json!({"amount": 5, "paid": 5, "lines": []}),
        ),
    ] {
        let rules = compiled(condition).unwrap();
        let allowed = |payload: &Value| {
            payload["amount"].is_i64() && payload["paid"].is_i64() && payload["lines"].is_array()
        };
        let found = violating(&Probe {
            seeds: &seeds,
            allowed: &allowed,
            violates: &rules,
            tries: 2_000,
        })
        .unwrap();
        assert!(allowed(&found) && !rules.hold(&found));
        assert_eq!(found, expected, "{condition}");
    }
}

#[test]
fn nothing_is_found_where_nothing_is() {
    let rules = compiled("payload.amount >= 0").unwrap();
    let allowed = |payload: &Value| payload["amount"].as_i64().is_some_and(|amount| amount >= 0);
    let seeds = [json!({"amount": 5})];
    assert_eq!(
        violating(&Probe {
            seeds: &seeds,
            allowed: &allowed,
            violates: &rules,
            tries: 2_000
        }),
        None
    );
}
