//! What can be proved about the payloads of contracts: asked of the comparison of schemas, with little effort, and once for each content.

use crate::inhabited::is_inhabited;
use baton_contract::{CompareOptions, Direction, Effort, Formats, content_hash, inclusion};
use baton_model::Writers;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Steps of one question: rules run while people draw. What is not proved within them is not told.
const STEPS: u64 = 20_000;

/// Stack that the comparison needs; memory only where it is used.
const STACK_BYTES: usize = 64 << 20;

/// Largest schema that is asked about, in bytes.
const LARGEST: usize = 256 << 10;

/// Answers of one run, by content.
#[derive(Default)]
pub(crate) struct Proofs {
    known: Mutex<HashMap<String, Option<Direction>>>,
}

impl Proofs {
    /// Whether everything that a sender of `from` may write is accepted by `within`; `None` where a schema cannot be used.
    pub fn inclusion(&self, from: &Value, within: &Value, writers: Writers) -> Option<Direction> {
        let key = format!(
            "{writers:?} {} {}",
            content_hash(from),
            content_hash(within)
        );
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known().get(&key) {
            return known.clone();
        }
        let answer = ask(from, within, writers);
        known().insert(key, answer.clone());
        answer
    }

    /// Whether no payload at all is accepted, proved.
    pub fn is_empty(&self, schema: &Value) -> bool {
        if is_inhabited(schema) {
            return false;
        }
        let never = Value::Bool(false);
        let answer = self.inclusion(schema, &never, Writers::AsWritten);
        answer.is_some_and(|answer| answer.is_safe())
    }
}

fn ask(from: &Value, within: &Value, writers: Writers) -> Option<Direction> {
    let is_small = |schema: &Value| schema.to_string().len() <= LARGEST;
    if !is_small(from) || !is_small(within) {
        return None;
    }
    let options = CompareOptions {
        writers,
        formats: Formats::Assert,
        effort: Effort {
            steps: STEPS,
            milliseconds: None,
        },
        ..CompareOptions::default()
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || inclusion(from, within, &options).ok());
        thread.ok()?.join().ok()?
    })
}

/// A payload in one line, cut where it is long.
pub(crate) fn shown(payload: &Value) -> String {
    const LONGEST: usize = 200;
    let text = payload.to_string();
    if text.chars().count() <= LONGEST {
        return text;
    }
    text.chars().take(LONGEST - 1).collect::<String>() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn emptiness_is_proved() {
        let proofs = Proofs::default();
        assert!(proofs.is_empty(&json!({"type": "integer", "minimum": 3, "maximum": 2})));
        assert!(!proofs.is_empty(&json!({"type": "integer"})));
        assert!(!proofs.is_empty(&json!({"$ref": "#/nowhere"})));
    }

    #[test]
    fn the_counterexample_of_an_inclusion_is_told() {
        let proofs = Proofs::default();
        let answer = proofs
            .inclusion(
                &json!({"type": "number"}),
                &json!({"type": "integer"}),
                Writers::AsWritten,
            )
            .unwrap();
        assert!(answer.counterexample.is_some());
    }
}
