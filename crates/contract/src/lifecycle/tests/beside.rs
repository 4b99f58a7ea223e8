//! What a version says beside its schema: task states, transitions, invariants, tags and marks.

use super::*;
use crate::compat::{Bump, Way};
use baton_model::{AcceptedExample, Invariant, MaskingRule, SensitiveField, TaskState, Transition};

#[test]
fn states_and_transitions_that_go_break_backward_and_those_that_come_break_forward() {
    use TaskState as T;
    let states = |states: &[T]| other(|v| v.task_states = states.to_vec());
    let ways = |ways: &[(T, T)]| {
        other(|v| v.transitions = ways.iter().map(|(a, b)| Transition::new(*a, *b)).collect())
    };
    let both = [T::Submitted, T::Completed];
    for (what, old, new, expected) in [
        (
            "a state goes",
            states(&both),
            states(&both[..1]),
            (BREAKING, SAFE),
        ),
        (
            "a state comes",
            states(&both[..1]),
            states(&both),
            (SAFE, BREAKING),
        ),
        (
            "states are written down",
            states(&[]),
            states(&both),
            (BREAKING, SAFE),
        ),
        (
            "states are given up",
            states(&both),
            states(&[]),
            (SAFE, BREAKING),
        ),
        (
            "the order of states changes",
            states(&both),
            states(&[T::Completed, T::Submitted]),
            (SAFE, SAFE),
        ),
        (
            "a transition goes",
            ways(&[(T::Submitted, T::Failed), (T::Submitted, T::Completed)]),
            ways(&[(T::Submitted, T::Completed)]),
            (BREAKING, SAFE),
        ),
        (
            "a transition comes",
            ways(&[(T::Submitted, T::Completed)]),
            ways(&[(T::Submitted, T::Failed), (T::Submitted, T::Completed)]),
            (SAFE, BREAKING),
        ),
    ] {
        let found = compared(&old, &new, Mode::Full, Writers::Strict);
        assert_eq!(
            (found.backward.verdict, found.forward.verdict),
            expected,
            "{what}"
        );
        let same = expected == (SAFE, SAFE);
        assert_eq!(
            found.bump,
            if same { Bump::Patch } else { Bump::Major },
            "{what}"
        );
        assert_eq!(
            found.changes.is_empty(),
            same,
            "{what}: {:?}",
            found.changes
        );
        for (direction, way) in [
            (&found.backward, Way::Backward),
            (&found.forward, Way::Forward),
        ] {
            let breaks = found
                .changes
                .iter()
                .any(|change| change.breaks.contains(&way));
            assert_eq!(breaks, direction.verdict == BREAKING, "{what}");
            assert_eq!(
                direction.counterexample.is_some(),
                direction.verdict == BREAKING,
                "{what}"
            );
        }
    }
}

#[test]
fn what_a_state_or_transition_breaks_is_shown() {
    let old = other(|v| v.task_states = vec![TaskState::Submitted, TaskState::Deferred]);
    let new = other(|v| v.task_states = vec![TaskState::Submitted]);
    let found = compared(&old, &new, Mode::Full, Writers::Strict);
    assert_eq!(found.backward.part, Some(Part::TaskStates));
    assert_eq!(
        found.backward.counterexample,
        Some(Json(json!({"task_state": "deferred"})))
    );
}

const UNDECIDED: Verdict = Verdict::Undecided;

#[test]
fn invariants_are_weighed_by_what_a_payload_shows() {
    let rules = |conditions: &[&str]| {
        other(|v| {
            let all = conditions
                .iter()
                .map(|c| Invariant::new("rule".to_owned(), (*c).to_owned()));
            v.invariants = all.collect();
        })
    };
    for (what, old, new, expected) in [
        (
            "one comes that payloads violate",
            rules(&[]),
            rules(&["payload.amount > 0"]),
            (BREAKING, SAFE),
        ),
        (
            "one goes that payloads kept",
            rules(&["payload.amount > 0"]),
            rules(&[]),
            (SAFE, BREAKING),
        ),
        (
            "one is loosened",
            rules(&["payload.amount > 10"]),
            rules(&["payload.amount > 0"]),
            (UNDECIDED, BREAKING),
        ),
        (
            "one is tightened",
            rules(&["payload.amount > 0"]),
            rules(&["payload.amount > 10"]),
            (BREAKING, UNDECIDED),
        ),
        (
            "one comes that nothing violates",
            rules(&[]),
            rules(&["payload.amount == payload.amount"]),
            (UNDECIDED, SAFE),
        ),
        (
            "only spaces change",
            rules(&["payload.amount>0"]),
            rules(&["payload.amount > 0"]),
            (SAFE, SAFE),
        ),
    ] {
        let found = compared(&old, &new, Mode::Full, Writers::Strict);
        assert_eq!(
            (found.backward.verdict, found.forward.verdict),
            expected,
            "{what}: {found:#?}"
        );
        let same = expected == (SAFE, SAFE);
        assert_eq!(
            found.bump,
            if same { Bump::Patch } else { Bump::Major },
            "{what}"
        );
        for direction in [&found.backward, &found.forward] {
            if direction.verdict != SAFE {
                assert_eq!(direction.part, Some(Part::Invariants), "{what}");
                assert_eq!(
                    direction.pointer.as_deref(),
                    Some("/invariants/0"),
                    "{what}"
                );
            }
        }
    }
}

#[test]
fn a_payload_that_breaks_an_invariant_may_be_written_and_keeps_the_old_ones() {
    let mut old = other(|v| {
        v.invariants = vec![Invariant::new(
            "low".to_owned(),
            "payload.amount < 100".to_owned(),
        )];
    });
    old.examples.accepted = vec![AcceptedExample::new(
        "undeclared".to_owned(),
        Json(json!({"amount": 5, "secret": true})),
    )];
    let new = other(|v| {
        v.invariants = vec![
            Invariant::new("low".to_owned(), "payload.amount < 100".to_owned()),
            Invariant::new(
                "plain".to_owned(),
                "!has(payload.secret) && payload.amount > 0".to_owned(),
            ),
        ];
    });
    let found = compared(&old, &new, Mode::Backward, Writers::Strict);
    let shown = found.backward.counterexample.unwrap().0;
    assert!(
        shown.get("secret").is_none(),
        "strict senders write declared members only: {shown}"
    );
    assert!(shown["amount"].as_i64().unwrap() <= 0);
}

#[test]
fn tags_and_marks_are_at_least_minor_and_break_nothing() {
    let tag = |tags: &[&str]| {
        other(|v| v.required_capabilities = tags.iter().map(|tag| (*tag).to_owned()).collect())
    };
    let mark = |rules: &[MaskingRule]| {
        other(|v| {
            let marks = rules.iter().map(|rule| SensitiveField {
                rule: *rule,
                ..SensitiveField::new("/amount".to_owned())
            });
            v.sensitive = marks.collect();
        })
    };
    for (old, new, kind) in [
        (tag(&[]), tag(&["refund"]), "required_tag_added"),
        (tag(&["refund"]), tag(&[]), "required_tag_removed"),
        (mark(&[]), mark(&[MaskingRule::Redact]), "sensitive_added"),
        (mark(&[MaskingRule::Redact]), mark(&[]), "sensitive_removed"),
        (
            mark(&[MaskingRule::Redact]),
            mark(&[MaskingRule::Hash]),
            "masking_changed",
        ),
    ] {
        let found = compared(&old, &new, Mode::Full, Writers::Strict);
        assert!(found.holds, "{kind}");
        assert_eq!(found.bump, Bump::Minor, "{kind}");
        let kinds: Vec<&str> = found
            .changes
            .iter()
            .map(|change| change.kind.as_str())
            .collect();
        assert_eq!(kinds, [kind]);
    }
}
