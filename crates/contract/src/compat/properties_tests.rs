//! What has to hold for any two schemas: no payload contradicts a proof, and every payload that is shown shows what it is shown for.

use super::{Comparator, CompareOptions, Direction, Effort, Verdict, compare, inclusion};
use crate::draft::Draft;
use crate::sample::samples;
use crate::set::Schemas;
use crate::testing::{Choices, DRAFTS, bytes, judge, schema, value_like};
use crate::validate::PayloadValidator;
use baton_model::Writers;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Payloads that are held against each answer.
const PAYLOADS: usize = 30;

const EFFORT: Effort = Effort {
    steps: 4_000,
    milliseconds: None,
};

fn options(draft: Draft, writers: Writers) -> CompareOptions {
    CompareOptions {
        draft,
        writers,
        effort: EFFORT,
        ..CompareOptions::default()
    }
}

/// Two schemas of one draft: independent, or the second one with a part of the first.
fn pair(choices: &mut Choices<'_>) -> (Value, Value, Draft) {
    let draft = choices.pick(&DRAFTS);
    let old = schema(choices, draft);
    let new = match choices.below(4) {
        0 => schema(choices, draft),
        1 => joined("allOf", &old, schema(choices, draft)),
        2 => joined("anyOf", &old, schema(choices, draft)),
        _ => {
            let mut new = old.clone();
            if let (Value::Object(new), Value::Object(more)) = (&mut new, schema(choices, draft)) {
                new.extend(more);
            }
            new
        }
    };
    (old, new, draft)
}

/// Both schemas under one keyword, with the definitions of the first.
fn joined(keyword: &str, old: &Value, more: Value) -> Value {
    let mut document = serde_json::Map::new();
    let mut branches = [old.clone(), more];
    for name in ["$schema", "$defs", "definitions"] {
        for branch in &mut branches {
            let part = branch
                .as_object_mut()
                .and_then(|branch| branch.remove(name));
            if let Some(part) = part {
                document.entry(name).or_insert(part);
            }
        }
    }
    document.insert(keyword.to_owned(), json!(branches));
    Value::Object(document)
}

/// Fails if a payload contradicts the answer about one direction.
fn hold_against(
    direction: &Direction,
    from: &Value,
    within: &Value,
    draft: Draft,
    writers: Writers,
    choices: &mut Choices<'_>,
) {
    let (Some(sends), Some(takes)) = (judge(from, draft), judge(within, draft)) else {
        return;
    };
    let mut sets = Schemas::new(super::Formats::Assert);
    let set = sets.read(from, draft).unwrap();
    let is_sent = |payload: &Value| {
        sends.is_valid(payload)
            && (writers == Writers::AsWritten || sets.writes(&[set], payload) == Some(true))
    };
    match direction.verdict {
        Verdict::Safe => {
            for index in 0..PAYLOADS {
                let like = if index % 2 == 0 { from } else { within };
                let payload = value_like(choices, like);
                assert!(
                    !is_sent(&payload) || takes.is_valid(&payload),
                    "called safe for {writers:?}, but {payload}: {from} within {within}, {draft:?}"
                );
            }
        }
        Verdict::Breaking => {
            let payload = &direction.counterexample.as_ref().unwrap().0;
            assert!(
                is_sent(payload) && !takes.is_valid(payload),
                "{payload} shows nothing for {writers:?}: {from} within {within}, {draft:?}"
            );
            assert!(direction.reason.is_some() && direction.pointer.is_some());
        }
        Verdict::Undecided => assert!(direction.reason.is_some()),
    }
}

/// Runs work on a stack that is deep enough for unoptimised code; its failure is the test's.
fn on_a_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(256 << 20);
        let running = thread.spawn_scoped(scope, work).unwrap();
        running
            .join()
            .unwrap_or_else(|failure| std::panic::resume_unwind(failure))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_payload_contradicts_an_answer(bytes in bytes()) {
        let mut choices = Choices::new(&bytes);
        let (old, new, draft) = pair(&mut choices);
        for writers in [Writers::AsWritten, Writers::Strict] {
            let compared = on_a_deep_stack(|| compare(&old, &new, &options(draft, writers)));
            let Ok(comparison) = compared else {
                // A schema that cannot be used is named by either side.
                continue;
            };
            hold_against(&comparison.backward, &old, &new, draft, writers, &mut choices);
            hold_against(&comparison.forward, &new, &old, draft, writers, &mut choices);
            let holds = comparison.backward.is_safe() && comparison.forward.is_safe();
            prop_assert_eq!(comparison.holds, holds);
        }
    }

    #[test]
    fn every_schema_is_within_itself(bytes in bytes()) {
        let mut choices = Choices::new(&bytes);
        let draft = choices.pick(&DRAFTS);
        let schema = schema(&mut choices, draft);
        let options = options(draft, Writers::AsWritten);
        if let Ok(direction) = on_a_deep_stack(|| inclusion(&schema, &schema, &options)) {
            prop_assert_eq!(direction.verdict, Verdict::Safe, "{}", schema);
        }
    }

}

proptest! {
    // A sample is made of many comparisons.
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn samples_are_what_they_are_called(bytes in bytes()) {
        let mut choices = Choices::new(&bytes);
        let schema = schema(&mut choices, Draft::Draft202012);
        let found = on_a_deep_stack(|| samples(&schema, super::Formats::Assert, EFFORT));
        let Ok(found) = found else {
            return Ok(());
        };
        let Ok(validator) = PayloadValidator::compile(&schema) else {
            return Ok(());
        };
        for sample in &found.accepted {
            prop_assert!(validator.accepts(&sample.payload.0), "{:?} of {}", sample, schema);
        }
        for sample in &found.rejected {
            prop_assert!(!validator.accepts(&sample.payload.0), "{:?} of {}", sample, schema);
        }
    }
}

#[test]
fn an_answer_is_the_same_every_time() {
    let old = json!({"type": "object", "properties": {"a": {"type": ["integer", "string"]}, "b": {"pattern": "^(a|b)+$"}}});
    let new =
        json!({"type": "object", "properties": {"a": {"type": "integer"}, "b": {"maxLength": 40}}});
    let first = compare(&old, &new, &CompareOptions::default()).unwrap();
    for _ in 0..5 {
        assert_eq!(
            compare(&old, &new, &CompareOptions::default()).unwrap(),
            first
        );
    }
}

#[test]
fn a_time_limit_ends_earlier_and_says_so() {
    let branches = |from: u32| -> Vec<Value> {
        (0..40).map(|n| json!({"properties": {"a": {"multipleOf": n + from}, "b": {"pattern": format!("a{{{}}}b", n + from)}}})).collect()
    };
    let (old, new) = (json!({"oneOf": branches(1)}), json!({"oneOf": branches(2)}));
    let clock = std::cell::Cell::new(0);
    let ticks = || {
        clock.set(clock.get() + 1);
        clock.get()
    };
    let mut options = CompareOptions::default();
    options.effort.milliseconds = Some(1);
    let direction = Comparator::new(options)
        .with_clock(&ticks)
        .inclusion(&old, &new)
        .unwrap();
    match direction.verdict {
        Verdict::Undecided => {
            let reason = direction.reason.unwrap();
            assert!(reason.contains("time limit"), "{reason}");
        }
        // Found before the clock was looked at.
        Verdict::Breaking | Verdict::Safe => assert!(clock.get() < 3),
    }
}

#[test]
fn counterexamples_look_like_the_examples() {
    let old = json!({"type": "object", "required": ["order", "amount"], "properties": {
        "order": {"type": "string", "minLength": 3},
        "amount": {"type": "number", "examples": [12.5]},
        "note": {"type": "string"},
    }});
    let mut new = old.clone();
    new["required"] = json!(["order", "amount", "currency"]);
    let examples = [json!({"order": "ORD-1", "amount": 99, "note": "late"})];
    let comparator = Comparator::new(CompareOptions::default());
    let plain = comparator.inclusion(&old, &new).unwrap();
    assert_eq!(
        plain.counterexample.unwrap().0,
        json!({"order": "aaa", "amount": 12.5})
    );
    let direction = comparator
        .with_examples(&examples)
        .inclusion(&old, &new)
        .unwrap();
    assert_eq!(
        direction.counterexample.unwrap().0,
        json!({"order": "ORD-1", "amount": 99})
    );
    assert!(direction.reason.unwrap().contains("currency"));
    assert_eq!(direction.pointer.unwrap(), "/required");
}
