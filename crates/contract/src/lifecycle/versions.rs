//! Two whole versions of a contract compared: payload schema, task states, transitions and invariants together.

use super::{invariants, parts};
use crate::compat::{
    Bump, Change, Comparator, CompareOptions, Direction, Effort, Mode, Verdict, Way,
};
use crate::validate::SchemaProblem;
use baton_model::{ContractVersion, Json, Writers};
use serde::Serialize;
use serde_json::Value;

/// What of a version a verdict rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The payload schema; the counterexample is a payload.
    Payload,
    /// The task states; the counterexample is `{"task_state": ...}`.
    TaskStates,
    /// The transitions between them; the counterexample is `{"from": ..., "to": ...}`.
    Transitions,
    /// The invariants; the counterexample is a payload.
    Invariants,
}

/// One direction: the verdict of all parts together, and what it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct VersionDirection {
    /// The worst of the parts' answers.
    pub verdict: Verdict,
    /// The part that gave it; null where all are safe.
    pub part: Option<Part>,
    /// What one side may send and the other refuses; there exactly when the verdict is `breaking`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[specta(optional)]
    pub counterexample: Option<Json>,
    /// Why it is breaking or undecided.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[specta(optional)]
    pub reason: Option<String>,
    /// JSON pointer of the place: in the refusing payload schema, or in the refusing record for the other parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[specta(optional)]
    pub pointer: Option<String>,
}

/// Two versions of a contract compared.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct VersionComparison {
    /// The version that is there.
    pub old: String,
    /// The version that would come.
    pub new: String,
    /// Which directions had to hold.
    pub mode: Mode,
    /// What senders may write.
    pub writers: Writers,
    /// Whether they are proven to hold.
    pub holds: bool,
    /// Receivers move first.
    pub backward: VersionDirection,
    /// Senders move first.
    pub forward: VersionDirection,
    /// What changed, for people.
    pub changes: Vec<Change>,
    /// What the version number needs at least.
    pub bump: Bump,
}

impl VersionDirection {
    fn of(part: Part, direction: Direction) -> Self {
        Self {
            verdict: direction.verdict,
            part: (direction.verdict != Verdict::Safe).then_some(part),
            counterexample: direction.counterexample,
            reason: direction.reason,
            pointer: direction.pointer,
        }
    }

    /// A refusal that was looked up in the records themselves.
    pub(super) fn breaking(
        part: Part,
        counterexample: Value,
        reason: String,
        pointer: String,
    ) -> Self {
        Self {
            verdict: Verdict::Breaking,
            part: Some(part),
            counterexample: Some(Json(counterexample)),
            reason: Some(reason),
            pointer: Some(pointer),
        }
    }

    pub(super) fn undecided(part: Part, reason: String, pointer: String) -> Self {
        Self {
            verdict: Verdict::Undecided,
            part: Some(part),
            counterexample: None,
            reason: Some(reason),
            pointer: Some(pointer),
        }
    }

    /// The worse of two; the first one where they are as bad.
    fn worse(self, other: Option<Self>) -> Self {
        let rank = |verdict| match verdict {
            Verdict::Safe => 0,
            Verdict::Undecided => 1,
            Verdict::Breaking => 2,
        };
        match other {
            Some(other) if rank(other.verdict) > rank(self.verdict) => other,
            _ => self,
        }
    }
}

/// Compares two versions of a contract. A schema or an invariant that cannot be used is an error with its place in the record, the old
/// version judged first.
pub fn compare_versions(
    old: &ContractVersion,
    new: &ContractVersion,
    mode: Mode,
    writers: Writers,
    effort: Effort,
) -> Result<VersionComparison, SchemaProblem> {
    let options = CompareOptions {
        effort,
        ..CompareOptions::for_contract(mode, writers)
    };
    let examples: Vec<Value> = old
        .examples
        .accepted
        .iter()
        .chain(&new.examples.accepted)
        .map(|example| example.payload.0.clone())
        .collect();
    let comparator = Comparator::new(options).with_examples(&examples);
    let payload = comparator.compare(&old.payload_schema.0, &new.payload_schema.0)?;
    let words_only = payload.bump == Bump::Patch;
    let mut changes = payload.changes;

    let mut backward = VersionDirection::of(Part::Payload, payload.backward)
        .worse(parts::states_gone(old, new, Way::Backward))
        .worse(parts::transitions_gone(old, new, Way::Backward));
    let mut forward = VersionDirection::of(Part::Payload, payload.forward)
        .worse(parts::states_gone(new, old, Way::Forward))
        .worse(parts::transitions_gone(new, old, Way::Forward));
    let mut others = parts::changes(old, new);

    let rules = invariants::Difference::between(old, new);
    if !rules.is_empty() {
        let question = invariants::Question {
            comparator,
            examples: &examples,
            writers,
        };
        // A payload that the schema refuses already needs no second reason.
        if backward.verdict != Verdict::Breaking {
            backward = backward.worse(question.added(old, new, &rules)?);
        }
        if forward.verdict != Verdict::Breaking {
            forward = forward.worse(question.removed(old, new, &rules)?);
        }
        others.extend(rules.changes(&backward, &forward));
    }

    let holds = mode.holds(backward.verdict, forward.verdict);
    let bump = match (words_only && others.is_empty(), holds) {
        (true, _) => Bump::Patch,
        (false, true) => Bump::Minor,
        (false, false) => Bump::Major,
    };
    changes.extend(others);
    Ok(VersionComparison {
        old: old.version.to_string(),
        new: new.version.to_string(),
        mode,
        writers,
        holds,
        backward,
        forward,
        changes,
        bump,
    })
}
