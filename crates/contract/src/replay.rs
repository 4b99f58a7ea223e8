//! A draft run over payloads that were recorded: what it would have rejected.

use crate::boundary::Form;
use crate::invariant::Invariants;
use crate::validate::{PayloadValidator, SchemaProblem, Violation};
use baton_model::{Invariant, Json, parse_json};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Most reasons that are told apart. A payload that only fails for others still counts as rejected.
const MOST_REASONS: usize = 1_000;

/// Longest payload that is kept as an example, in bytes of its line.
const LONGEST_EXAMPLE: usize = 16 << 10;

/// What a draft does to recorded payloads.
#[derive(Clone, Debug, Default, PartialEq, Serialize, specta::Type)]
pub struct Replay {
    /// Payloads that were judged.
    pub checked: u32,
    /// Payloads that the draft rejects.
    pub rejected: u32,
    /// Share of the judged payloads that it rejects, 0 to 1; 0 where there were none.
    pub share: f64,
    /// Lines that hold no payload: no JSON, or a message without one. They are not among the judged ones.
    pub unreadable: u32,
    /// Number of the first such line, counted from 1.
    pub first_unreadable: Option<u32>,
    /// Why, the commonest reason first. A payload that fails for several reasons counts for each of them.
    pub reasons: Vec<ReplayReason>,
}

/// Why recorded payloads would be rejected.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct ReplayReason {
    /// What is wrong with the example, in words.
    pub reason: String,
    /// JSON pointer of the keyword in the draft's schema, or `/invariants/<n>`.
    pub pointer: String,
    /// JSON pointer of the value in the example.
    pub at: String,
    /// Payloads that fail for it.
    pub count: u32,
    /// The shortest such payload; null where all were too long to be kept.
    pub example: Option<Json>,
}

/// A replay under way. Memory is bounded, however many lines come.
#[derive(Debug)]
pub struct Replayer {
    schema: PayloadValidator,
    invariants: Invariants,
    form: Form,
    lines: u32,
    done: Replay,
    reasons: BTreeMap<String, Reason>,
}

#[derive(Debug)]
struct Reason {
    first: Violation,
    count: u32,
    /// Length of the example's line.
    length: usize,
    example: Option<Value>,
}

/// Runs a draft over lines of recorded payloads, bare or in their envelopes.
pub fn replay(
    schema: &Value,
    invariants: &[Invariant],
    lines: impl IntoIterator<Item = impl AsRef<str>>,
) -> Result<Replay, SchemaProblem> {
    let mut replayer = Replayer::new(schema, invariants, Form::Detect)?;
    for line in lines {
        replayer.take(line.as_ref());
    }
    Ok(replayer.finish())
}

impl Replayer {
    /// A replay of a draft's schema and invariants.
    pub fn new(
        schema: &Value,
        invariants: &[Invariant],
        form: Form,
    ) -> Result<Self, SchemaProblem> {
        Ok(Self {
            schema: PayloadValidator::compile(schema)?,
            invariants: Invariants::compile(invariants)?,
            form,
            lines: 0,
            done: Replay::default(),
            reasons: BTreeMap::new(),
        })
    }

    /// Takes in the next line. Empty ones are passed over.
    pub fn take(&mut self, line: &str) {
        self.lines = self.lines.saturating_add(1);
        if line.trim().is_empty() {
            return;
        }
        let read = parse_json(line).ok();
        let payload = read.as_ref().and_then(|value| self.form.payload(value));
        let Some(payload) = payload else {
            self.unreadable();
            return;
        };
        self.done.checked = self.done.checked.saturating_add(1);
        let mut violations = self.schema.check(payload);
        if violations.is_empty() {
            violations = self.invariants.check(payload);
        }
        if violations.is_empty() {
            return;
        }
        self.done.rejected = self.done.rejected.saturating_add(1);
        let mut counted = BTreeSet::new();
        for violation in violations {
            if counted.insert(violation.schema_pointer.clone()) {
                self.count(violation, payload, line.len());
            }
        }
    }

    /// Counts a line that could not be read at all, for example because it is no UTF-8.
    pub fn take_unreadable(&mut self) {
        self.lines = self.lines.saturating_add(1);
        self.unreadable();
    }

    /// What came out.
    pub fn finish(mut self) -> Replay {
        let mut reasons: Vec<ReplayReason> = self
            .reasons
            .into_iter()
            .map(|(pointer, reason)| ReplayReason {
                reason: reason.first.message,
                pointer,
                at: reason.first.instance_pointer,
                count: reason.count,
                example: reason.example.map(Json),
            })
            .collect();
        reasons.sort_by(|a, b| {
            b.count
                .cmp(&a.count)
                .then_with(|| a.pointer.cmp(&b.pointer))
        });
        self.done.reasons = reasons;
        if self.done.checked > 0 {
            self.done.share = f64::from(self.done.rejected) / f64::from(self.done.checked);
        }
        self.done
    }

    fn unreadable(&mut self) {
        self.done.unreadable = self.done.unreadable.saturating_add(1);
        self.done.first_unreadable.get_or_insert(self.lines);
    }

    fn count(&mut self, violation: Violation, payload: &Value, length: usize) {
        let known = self.reasons.len();
        if known >= MOST_REASONS && !self.reasons.contains_key(&violation.schema_pointer) {
            return;
        }
        let reason = self
            .reasons
            .entry(violation.schema_pointer.clone())
            .or_insert_with(|| Reason {
                first: violation.clone(),
                count: 0,
                length: LONGEST_EXAMPLE + 1,
                example: None,
            });
        reason.count = reason.count.saturating_add(1);
        if length < reason.length {
            reason.first = violation;
            reason.length = length;
            reason.example = Some(payload.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn run(lines: &[&str]) -> Replay {
        let schema = json!({
            "type": "object", "required": ["amount"],
            "properties": {"amount": {"type": "integer", "maximum": 100}, "note": {"type": "string"}}
        });
        let invariants = [Invariant::new(
            "positive".to_owned(),
            "payload.amount > 0".to_owned(),
        )];
        replay(&schema, &invariants, lines).unwrap()
    }

    #[test]
    fn the_commonest_reason_comes_first_with_its_shortest_example() {
        let done = run(&[
            r#"{"amount": 5}"#,
            r#"{"amount": 500, "note": "long"}"#,
            r#"{"amount": 400}"#,
            r#"{"amount": "1", "note": 2}"#,
            r#"{"amount": -1}"#,
            "",
        ]);
        assert_eq!((done.checked, done.rejected, done.unreadable), (5, 4, 0));
        assert!((done.share - 0.8).abs() < 1e-12);
        let told: Vec<_> = done
            .reasons
            .iter()
            .map(|r| {
                (
                    r.pointer.as_str(),
                    r.count,
                    r.at.as_str(),
                    r.example.clone().unwrap().0,
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                (
                    "/properties/amount/maximum",
                    2,
                    "/amount",
                    json!({"amount": 400})
                ),
                ("/invariants/0", 1, "", json!({"amount": -1})),
                (
                    "/properties/amount/type",
                    1,
                    "/amount",
                    json!({"amount": "1", "note": 2})
                ),
                (
                    "/properties/note/type",
                    1,
                    "/note",
                    json!({"amount": "1", "note": 2})
                ),
            ]
        );
    }

    #[test]
    fn messages_are_judged_by_their_payload_and_lines_without_one_are_told() {
        let done = run(&[
            "nonsense",
            r#"{"correlation_id": "c", "handoff_id": "h", "contract": {}, "payload": {"amount": 0}}"#,
        ]);
        assert_eq!(
            (
                done.checked,
                done.rejected,
                done.unreadable,
                done.first_unreadable
            ),
            (1, 1, 1, Some(1))
        );
        assert_eq!(done.reasons[0].example, Some(Json(json!({"amount": 0}))));
    }

    #[test]
    fn nothing_recorded_is_no_share() {
        assert_eq!(run(&[]), Replay::default());
    }

    #[test]
    fn a_long_payload_counts_but_is_not_kept() {
        let long = format!(r#"{{"note": "{}"}}"#, "x".repeat(LONGEST_EXAMPLE));
        let done = run(&[&long]);
        assert_eq!(
            (done.reasons[0].count, &done.reasons[0].example),
            (1, &None)
        );
    }
}
