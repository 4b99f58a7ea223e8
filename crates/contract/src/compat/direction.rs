//! How an answer about one direction is made: exactly what its verdict needs, and nothing else.

use super::{Direction, Verdict};
use baton_model::Json;
use serde_json::Value;

impl Direction {
    /// Inclusion is proven.
    pub(super) fn safe() -> Self {
        Self {
            verdict: Verdict::Safe,
            counterexample: None,
            reason: None,
            pointer: None,
        }
    }

    /// A payload that was checked shows the contrary: what the rejecting side says about it, and where in its schema.
    pub(super) fn breaking(payload: Value, reason: String, pointer: String) -> Self {
        Self {
            verdict: Verdict::Breaking,
            counterexample: Some(Json(payload)),
            reason: Some(reason),
            pointer: Some(pointer),
        }
    }

    /// Neither was proven.
    pub(super) fn undecided(reason: impl Into<String>, pointer: Option<String>) -> Self {
        Self {
            verdict: Verdict::Undecided,
            counterexample: None,
            reason: Some(reason.into()),
            pointer,
        }
    }

    /// Whether inclusion is proven.
    pub fn is_safe(&self) -> bool {
        self.verdict == Verdict::Safe
    }
}
