//! Which schemas and which versions fit. Every pair is judged once, whoever asks.

use baton_contract::{
    Bump, Comparator, CompareOptions, Direction, Effort, Mode, SchemaProblem, Verdict,
    VersionDirection, compare_versions, content_hash,
};
use baton_model::{ContractVersion, Json, Writers};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::rc::Rc;

/// A schema that a [`Judge`] knows. Equal content has equal numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SchemaNumber(u32);

/// The answer about one direction between two versions, or two schemas.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) verdict: Verdict,
    /// There exactly when it breaks.
    pub(crate) counterexample: Option<Json>,
    /// Empty when safe.
    pub(crate) reason: String,
}

/// Both directions between two versions of a contract: payload schema, task states, transitions and invariants together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answers {
    pub(crate) backward: Answer,
    pub(crate) forward: Answer,
    /// How far the number has to go up if nothing has to hold.
    bump: Bump,
}

/// Judges schemas and remembers the answers.
pub(crate) struct Judge<'a> {
    effort: Effort,
    clock: Option<&'a dyn Fn() -> u64>,
    schemas: Vec<Value>,
    numbers: HashMap<String, SchemaNumber>,
    answers: HashMap<(SchemaNumber, SchemaNumber, Writers), Rc<Answer>>,
    versions: HashMap<(SchemaNumber, SchemaNumber, Writers), Rc<Answers>>,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(effort: Effort, clock: Option<&'a dyn Fn() -> u64>) -> Self {
        Self {
            effort,
            clock,
            schemas: Vec::new(),
            numbers: HashMap::new(),
            answers: HashMap::new(),
            versions: HashMap::new(),
        }
    }

    /// The number of a schema.
    pub(crate) fn know(&mut self, schema: &Value) -> SchemaNumber {
        let hash = content_hash(schema);
        let next = SchemaNumber(self.schemas.len() as u32);
        let number = *self.numbers.entry(hash).or_insert(next);
        if number == next {
            self.schemas.push(schema.clone());
        }
        number
    }

    /// The schema of a number.
    pub(crate) fn schema(&self, number: SchemaNumber) -> &Value {
        &self.schemas[number.0 as usize]
    }

    /// How many pairs were judged.
    pub(crate) fn judged(&self) -> usize {
        self.answers.len() + self.versions.len()
    }

    /// Whether everything that a sender of `from` may write is accepted by `within`.
    pub(crate) fn within(
        &mut self,
        from: SchemaNumber,
        within: SchemaNumber,
        writers: Writers,
    ) -> Rc<Answer> {
        if from == within {
            return Rc::new(Answer::safe());
        }
        let key = (from, within, writers);
        if let Some(known) = self.answers.get(&key) {
            return Rc::clone(known);
        }
        let options = CompareOptions {
            effort: self.effort,
            ..CompareOptions::for_contract(Mode::Full, writers)
        };
        let mut comparator = Comparator::new(options);
        if let Some(clock) = self.clock {
            comparator = comparator.with_clock(clock);
        }
        let judged = comparator.inclusion(self.schema(from), self.schema(within));
        let answer = Rc::new(match judged {
            Ok(direction) => Answer::from(direction),
            Err(problem) => Answer::unusable(&problem),
        });
        self.answers.insert(key, Rc::clone(&answer));
        answer
    }

    /// Two versions of a contract.
    pub(crate) fn versions(
        &mut self,
        old: &ContractVersion,
        new: &ContractVersion,
        writers: Writers,
    ) -> Rc<Answers> {
        let key = (self.know(&content(old)), self.know(&content(new)), writers);
        if let Some(known) = self.versions.get(&key) {
            return Rc::clone(known);
        }
        let compared = compare_versions(old, new, Mode::Full, writers, self.effort);
        let answers = Rc::new(match compared {
            Ok(compared) => Answers {
                backward: compared.backward.into(),
                forward: compared.forward.into(),
                bump: compared.bump,
            },
            Err(problem) => Answers {
                backward: Answer::unusable(&problem),
                forward: Answer::unusable(&problem),
                bump: Bump::Major,
            },
        });
        self.versions.insert(key, Rc::clone(&answers));
        answers
    }
}

/// All of a version that a comparison looks at.
fn content(version: &ContractVersion) -> Value {
    json!({
        "schema": version.payload_schema,
        "states": version.task_states,
        "transitions": version.transitions,
        "invariants": version.invariants,
        "examples": version.examples,
    })
}

impl Answers {
    /// How far the number has to go up where a mode has to hold.
    pub(crate) fn bump(&self, mode: Mode) -> Bump {
        match self.bump {
            Bump::Patch => Bump::Patch,
            _ if mode.holds(self.backward.verdict, self.forward.verdict) => Bump::Minor,
            _ => Bump::Major,
        }
    }
}

impl Answer {
    fn safe() -> Self {
        Self {
            verdict: Verdict::Safe,
            counterexample: None,
            reason: String::new(),
        }
    }

    fn unusable(problem: &SchemaProblem) -> Self {
        Self {
            verdict: Verdict::Undecided,
            counterexample: None,
            reason: format!(
                "a schema cannot be used: {} (at {:?})",
                problem.message, problem.pointer
            ),
        }
    }
}

impl From<Direction> for Answer {
    fn from(direction: Direction) -> Self {
        Self {
            verdict: direction.verdict,
            counterexample: direction.counterexample,
            reason: direction.reason.unwrap_or_default(),
        }
    }
}

impl From<VersionDirection> for Answer {
    fn from(direction: VersionDirection) -> Self {
        Self {
            verdict: direction.verdict,
            counterexample: direction.counterexample,
            reason: direction.reason.unwrap_or_default(),
        }
    }
}
