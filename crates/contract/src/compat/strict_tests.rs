//! Strict writers, held against the definition of what they may write: over many pairs of object schemas, no payload that a strict sender may write
//! contradicts a `safe`, and a change is named wherever a direction breaks.

use super::{Comparator, CompareOptions, Comparison, Effort, Formats, Verdict, Way};
use crate::draft::Draft;
use crate::set::Schemas;
use crate::testing::{Choices, edited, judge, object_schema, seeded, value_like};
use baton_model::Writers;
use serde_json::Value;

/// Payloads that are held against each answer.
const PAYLOADS: usize = 24;

/// Pairs of every run; `BATON_STRICT_PAIRS` asks for more.
const PAIRS: u64 = 150;

fn compared(old: &Value, new: &Value, writers: Writers) -> Option<Comparison> {
    let options = CompareOptions {
        writers,
        effort: Effort {
            steps: 8_000,
            milliseconds: None,
        },
        ..CompareOptions::default()
    };
    Comparator::new(options).compare(old, new).ok()
}

/// Fails if a payload that a strict sender of `from` may write contradicts the verdict.
fn hold_against(verdict: Verdict, from: &Value, within: &Value, choices: &mut Choices<'_>) {
    if verdict != Verdict::Safe {
        return;
    }
    let draft = Draft::Draft202012;
    let (Some(sends), Some(takes)) = (judge(from, draft), judge(within, draft)) else {
        return;
    };
    let mut sets = Schemas::new(Formats::Assert);
    let set = sets.read(from, draft).unwrap();
    for index in 0..PAYLOADS {
        let payload = value_like(choices, if index % 2 == 0 { from } else { within });
        if sends.is_valid(&payload) && !takes.is_valid(&payload) {
            assert_ne!(
                sets.writes(&[set], &payload),
                Some(true),
                "called safe, but {payload}:\n{from}\nwithin\n{within}"
            );
        }
    }
}

/// Fails if a direction is named that is safe.
fn changes_agree(comparison: &Comparison, old: &Value, new: &Value) {
    for (way, direction) in [
        (Way::Backward, &comparison.backward),
        (Way::Forward, &comparison.forward),
    ] {
        let is_named = comparison
            .changes
            .iter()
            .any(|change| change.breaks.contains(&way));
        assert!(
            !is_named || !direction.is_safe(),
            "{way:?} is safe, but the changes are {:?}:\n{old}\nto\n{new}",
            comparison.changes
        );
    }
}

#[test]
fn strict_answers_stand_against_the_definition() {
    let pairs = std::env::var("BATON_STRICT_PAIRS")
        .ok()
        .and_then(|pairs| pairs.parse().ok())
        .unwrap_or(PAIRS);
    let work = move || {
        for seed in 0..pairs {
            let bytes = seeded(seed, 600);
            let mut choices = Choices::new(&bytes);
            let old = object_schema(&mut choices);
            let new = match choices.below(3) {
                0 => object_schema(&mut choices),
                _ => edited(&mut choices, &old),
            };
            for writers in [Writers::Strict, Writers::AsWritten] {
                if let Some(comparison) = compared(&old, &new, writers) {
                    changes_agree(&comparison, &old, &new);
                    if writers == Writers::Strict {
                        hold_against(comparison.backward.verdict, &old, &new, &mut choices);
                        hold_against(comparison.forward.verdict, &new, &old, &mut choices);
                    }
                }
            }
        }
    };
    let thread = std::thread::Builder::new().stack_size(256 << 20);
    thread.spawn(work).unwrap().join().unwrap();
}
