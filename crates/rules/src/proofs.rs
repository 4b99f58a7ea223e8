//! What can be proved about the payloads of contracts: asked of the comparison of schemas, with little effort, and once for each content.

use baton_contract::{CompareOptions, Direction, Effort, Formats, content_hash, inclusion};
use baton_model::Writers;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Steps of one question: rules run while people draw. What is not proved within them is not told.
const STEPS: u64 = 20_000;

/// Stack that the comparison needs; memory only where it is used.
const STACK_BYTES: usize = 64 << 20;

/// Largest schema that is asked about, in bytes.
const LARGEST: usize = 256 << 10;

/// Answers that are kept at least, if so many were given. Twice as many at most: then those go that nobody has asked for lately.
const MOST: usize = 2_000;

/// Answers by content, for as many runs as somebody wants.
#[derive(Default)]
pub(crate) struct Proofs {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    lately: HashMap<Question, Option<Direction>>,
    before: HashMap<Question, Option<Direction>>,
}

/// Both schemas by their content, and who writes.
type Question = (Arc<str>, Arc<str>, Writers);

/// A schema with the hash of its content.
#[derive(Clone)]
pub(crate) struct Schema<'a> {
    pub value: &'a Value,
    pub hash: Arc<str>,
}

impl<'a> Schema<'a> {
    pub fn new(value: &'a Value) -> Self {
        Self {
            value,
            hash: content_hash(value).into(),
        }
    }
}

impl Proofs {
    /// Whether everything that a sender of `from` may write is accepted by `within`; `None` where a schema cannot be used.
    pub fn inclusion(
        &self,
        from: &Schema<'_>,
        within: &Schema<'_>,
        writers: Writers,
    ) -> Option<Direction> {
        let question = (Arc::clone(&from.hash), Arc::clone(&within.hash), writers);
        if let Some(answer) = self.known().find(&question) {
            return answer.clone();
        }
        let answer = ask(from.value, within.value, writers);
        self.known().keep(question, answer.clone());
        answer
    }

    /// Whether no payload at all is accepted, proved.
    pub fn is_empty(&self, schema: &Schema<'_>) -> bool {
        let never = Schema::new(&Value::Bool(false));
        let answer = self.inclusion(schema, &never, Writers::AsWritten);
        answer.is_some_and(|answer| answer.is_safe())
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn find(&mut self, question: &Question) -> Option<&Option<Direction>> {
        if !self.lately.contains_key(question) {
            let (question, answer) = self.before.remove_entry(question)?;
            self.keep(question, answer);
        }
        self.lately.get(question)
    }

    fn keep(&mut self, question: Question, answer: Option<Direction>) {
        if self.lately.len() >= MOST {
            self.before = std::mem::take(&mut self.lately);
        }
        self.lately.insert(question, answer);
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
        let is_empty = |schema: Value| proofs.is_empty(&Schema::new(&schema));
        assert!(is_empty(
            json!({"type": "integer", "minimum": 3, "maximum": 2})
        ));
        assert!(!is_empty(json!({"type": "integer"})));
        assert!(!is_empty(json!({"$ref": "#/nowhere"})));
    }

    #[test]
    fn the_counterexample_of_an_inclusion_is_told() {
        let proofs = Proofs::default();
        let (from, within) = (json!({"type": "number"}), json!({"type": "integer"}));
        let (from, within) = (Schema::new(&from), Schema::new(&within));
        let ask = || proofs.inclusion(&from, &within, Writers::AsWritten);
        let answer = ask().unwrap();
        assert!(answer.counterexample.is_some());
        assert_eq!(ask().unwrap(), answer);
    }

    #[test]
    fn only_so_many_answers_are_kept_and_those_that_are_asked_for_stay() {
        let mut known = Known::default();
        let question = |at: usize| (at.to_string().into(), "".into(), Writers::AsWritten);
        for at in 0..5 * MOST {
            assert!(known.find(&question(at)).is_none());
            known.keep(question(at), None);
            assert!(at < 10 || known.find(&question(7)).is_some());
            assert!(known.lately.len() + known.before.len() <= 2 * MOST);
        }
        assert!(known.find(&question(8)).is_none());
    }
}
