//! Payloads made from a schema: accepted ones, and rejected ones with the one thing that is wrong with each.
//!
//! Every sample is the answer to a question about inclusion. A payload that shows what a constraint forbids is accepted by the schema without
//! the constraint and rejected by the schema with it; one that needs a branch is accepted by the schema and rejected without that branch.

mod constraints;
mod shown;

use crate::compat::{Comparator, CompareOptions, Effort, Formats, Verdict};
use crate::draft::Draft;
use crate::validate::SchemaProblem;
use baton_model::{Json, Writers};
use serde::Serialize;
use serde_json::Value;
use std::cell::Cell;

/// Most samples of a kind: a large schema has thousands of constraints, and nobody reads that many.
const MOST_OF_A_KIND: usize = 200;

/// Most questions of a kind; each reads the schema anew.
const MOST_QUESTIONS: usize = 400;

/// Payloads of a schema.
#[derive(Clone, Debug, Default, PartialEq, Serialize, specta::Type)]
pub struct Samples {
    /// Accepted ones: the smallest, one with every optional field, examples of the schema, one for each branch, those at the bounds.
    pub accepted: Vec<AcceptedSample>,
    /// Rejected ones: one for each constraint that can be broken alone.
    pub rejected: Vec<RejectedSample>,
}

/// A payload that the schema accepts.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct AcceptedSample {
    /// The payload.
    pub payload: Json,
    /// What it shows, in a few words.
    pub why: String,
}

/// A payload that the schema rejects, for one reason.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct RejectedSample {
    /// The payload.
    pub payload: Json,
    /// What is wrong with it.
    pub reason: String,
    /// JSON pointer of the constraint in the schema.
    pub pointer: String,
}

/// A question may take so small a part of the effort.
const QUESTIONS_AT_LEAST: u64 = 50;

/// Steps that a question counts for at least.
const LEAST_STEPS: u64 = 100;

/// Samples of a schema. The steps of `effort` are for all questions together; what they do not reach has no sample.
pub fn samples(schema: &Value, formats: Formats, effort: Effort) -> Result<Samples, SchemaProblem> {
    let open = Value::Bool(true);
    let schema = if schema.is_null() { &open } else { schema };
    let asker = Asker::of(schema, formats, effort)?;
    let half = effort.steps / 2;
    asker.left.set(half);
    let accepted = asker.accepted();
    asker.left.update(|left| left + half);
    Ok(Samples {
        accepted,
        rejected: constraints::rejected(&asker),
    })
}

/// Only the accepted ones of [`samples`], for whoever wants to look at payloads.
pub fn accepted_samples(
    schema: &Value,
    formats: Formats,
    effort: Effort,
) -> Result<Vec<AcceptedSample>, SchemaProblem> {
    let open = Value::Bool(true);
    let schema = if schema.is_null() { &open } else { schema };
    Ok(Asker::of(schema, formats, effort)?.accepted())
}

/// Asks for payloads of one schema.
struct Asker<'a> {
    schema: &'a Value,
    options: CompareOptions,
    /// Steps that are left for all questions.
    left: Cell<u64>,
}

impl<'a> Asker<'a> {
    /// Names what is wrong with the schema before anything is asked about a part of it.
    fn of(schema: &'a Value, formats: Formats, effort: Effort) -> Result<Self, SchemaProblem> {
        let options = CompareOptions {
            writers: Writers::AsWritten,
            formats,
            effort,
            ..CompareOptions::default()
        };
        Comparator::new(options).inclusion(schema, schema)?;
        Ok(Self {
            schema,
            options,
            left: Cell::new(effort.steps),
        })
    }

    fn accepted(&self) -> Vec<AcceptedSample> {
        let draft = Draft::of(self.schema).unwrap_or(Draft::Draft202012);
        shown::accepted(self, draft)
    }

    /// A payload that `from` accepts and `within` rejects, with what is wrong with it for `within`. None where there is none, none was
    /// found, or one of the two is no schema.
    fn between(&self, from: &Value, within: &Value) -> Option<(Value, String)> {
        let left = self.left.get();
        let mut options = self.options;
        options.effort.steps = (self.options.effort.steps / QUESTIONS_AT_LEAST).min(left);
        let asked = Comparator::new(options).inclusion_counting(from, within);
        let taken = asked.as_ref().map_or(LEAST_STEPS, |(_, taken)| *taken);
        self.left.set(left.saturating_sub(taken.max(LEAST_STEPS)));
        let (direction, _) = asked.ok()?;
        if direction.verdict != Verdict::Breaking {
            return None;
        }
        Some((
            direction.counterexample?.0,
            direction.reason.unwrap_or_default(),
        ))
    }

    /// Whether nothing more can be asked.
    fn is_spent(&self) -> bool {
        self.left.get() == 0
    }

    /// Whether the schema accepts a payload.
    fn accepts(&self, payload: &Value) -> bool {
        Comparator::new(self.options)
            .accepts(self.schema, payload)
            .unwrap_or(false)
    }

    /// A payload that `part` of the schema accepts.
    fn in_part(&self, part: &Value) -> Option<Value> {
        Some(self.between(part, &refusal_of(part))?.0)
    }

    /// A payload that the schema accepts and `narrower` rejects.
    fn outside(&self, narrower: &Value) -> Option<Value> {
        Some(self.between(self.schema, narrower)?.0)
    }
}

/// A schema that accepts nothing, of the draft of another.
fn refusal_of(schema: &Value) -> Value {
    let mut refusal = serde_json::Map::new();
    if let Some(draft) = schema.get("$schema") {
        refusal.insert("$schema".to_owned(), draft.clone());
    }
    refusal.insert("not".to_owned(), Value::Object(serde_json::Map::new()));
    Value::Object(refusal)
}

#[cfg(test)]
mod tests;
