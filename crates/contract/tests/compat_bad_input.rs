//! Schemas that are none, that lead nowhere, or that are made to take for ever: a named error or an honest answer, in bounded time and stack.

use baton_contract::{CompareOptions, Verdict, compare, inclusion};
use serde_json::{Value, json};
use std::thread::Builder;
use std::time::{Duration, Instant};

/// Unoptimised programs on a busy machine are slow; what is meant is: no hang.
const PATIENCE: Duration = Duration::from_mins(1);

fn on_a_deep_stack(work: impl FnOnce() + Send + 'static) {
    let thread = Builder::new().stack_size(256 << 20).spawn(work).unwrap();
    thread.join().unwrap();
}

#[test]
fn what_is_no_schema_is_named_with_its_place() {
    let cases = [
        (json!([1]), ""),
        (json!("text"), ""),
        (json!({"$schema": "https://example.com/own"}), "/$schema"),
        (
            json!({"properties": {"a": {"type": "text"}}}),
            "/properties/a/type",
        ),
        (
            json!({"properties": {"a": {"$ref": "#/$defs/missing"}}}),
            "/properties/a/$ref",
        ),
        (json!({"$ref": "https://example.com/a.json"}), "/$ref"),
        (json!({"$ref": "file:///etc/passwd"}), "/$ref"),
        (json!({"pattern": "("}), "/pattern"),
    ];
    for (schema, pointer) in cases {
        for (old, new) in [(&schema, &json!({})), (&json!({}), &schema)] {
            let problem = compare(old, new, &CompareOptions::default()).unwrap_err();
            assert_eq!(problem.pointer, pointer, "{schema}: {problem}");
            assert!(!problem.message.is_empty());
        }
    }
}

#[test]
fn circles_are_handled_or_named() {
    let cases = [
        json!({"$ref": "#"}),
        json!({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}),
        json!({"not": {"$ref": "#"}}),
        json!({"anyOf": [{"$ref": "#"}, {"type": "string"}]}),
        json!({"properties": {"next": {"$ref": "#"}}, "required": ["next"]}),
    ];
    for schema in cases {
        // Either side may refuse it; neither may go on for ever.
        match inclusion(
            &schema,
            &json!({"type": "object"}),
            &CompareOptions::default(),
        ) {
            Ok(direction) => assert!(
                direction.verdict != Verdict::Breaking || direction.counterexample.is_some()
            ),
            Err(problem) => assert!(!problem.message.is_empty(), "{schema}"),
        }
    }
}

#[test]
fn what_is_made_to_take_for_ever_ends() {
    let hundred = |n: u32| -> Vec<Value> {
        (0..100)
            .map(|k| json!({"properties": {format!("p{k}"): {"multipleOf": k + n}}}))
            .collect()
    };
    let wide = |last: u32| json!({"anyOf": (0..10_000).map(|n| json!({"const": n})).chain([json!({"const": last})]).collect::<Vec<_>>()});
    let cases: Vec<(&str, Value, Value)> = vec![
        ("10,000 branches", wide(1), wide(20_000)),
        ("10,000 branches the other way", wide(20_000), wide(1)),
        (
            "catastrophic patterns",
            json!({"type": "string", "pattern": "^(a+)+$"}),
            json!({"pattern": "^(a|aa)+b?$"}),
        ),
        (
            "large repetitions",
            json!({"type": "string", "pattern": "^(.*a.{1,200}){1,50}$"}),
            json!({"pattern": "^(.*b.{1,200}){1,50}$"}),
        ),
        (
            "oneOf against oneOf",
            json!({"oneOf": hundred(1)}),
            json!({"oneOf": hundred(2)}),
        ),
        (
            "not upon not",
            (0..60).fold(json!({"type": "string"}), |inner, _| json!({"not": inner})),
            json!({"type": "string"}),
        ),
        (
            "large numbers",
            json!({"multipleOf": 1e-300}),
            json!({"multipleOf": 3e300}),
        ),
        (
            "large counts",
            json!({"type": "array", "minItems": 1_000_000_000}),
            json!({"maxItems": 999_999_999}),
        ),
        (
            "large lengths",
            json!({"type": "string", "minLength": 1_000_000_000}),
            json!({"maxLength": 999_999_999}),
        ),
    ];
    for (name, old, new) in cases {
        on_a_deep_stack(move || {
            let start = Instant::now();
            let direction = inclusion(&old, &new, &CompareOptions::default()).unwrap();
            assert!(start.elapsed() < PATIENCE, "{name}: {:?}", start.elapsed());
            if direction.verdict == Verdict::Undecided {
                assert!(
                    direction.reason.is_some_and(|reason| !reason.is_empty()),
                    "{name}"
                );
            }
        });
    }
}

#[test]
fn what_is_nested_too_deep_is_refused() {
    on_a_deep_stack(|| {
        // Moved, not copied, or building it would take as long as its depth squared.
        let deep = (0..100_000).fold(Value::Bool(true), |inner, _| {
            Value::Object([("items".to_owned(), inner)].into_iter().collect())
        });
        let problem = compare(&deep, &json!({}), &CompareOptions::default()).unwrap_err();
        assert!(problem.message.contains("nested"), "{problem}");
        // Dropping it recurses as deep as it is nested.
        std::mem::forget(deep);
    });
}
