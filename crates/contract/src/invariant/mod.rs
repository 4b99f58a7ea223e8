//! Step-level checks over a payload: conditions in CEL, the Common Expression Language.
//!
//! A condition sees one variable, `payload`. A number that is written as an integer is a CEL `int` (`uint` above its range), every other
//! number a `double`. A condition holds when it gives `true`; an error while it runs, for example a member that is missing, means that it
//! does not hold: a boundary must not open because a condition could not be told. Conditions are refused where a payload of somebody else
//! could make them deep or slow without bound.

pub(crate) mod cost;
pub(crate) mod expression;
pub(crate) mod portable;
mod search;
pub(crate) mod value;

pub(crate) use search::{Probe, violating};

use crate::validate::{SchemaProblem, Violation};
use baton_model::Invariant;
use cel::{Context, Env};
use expression::Condition;
use serde_json::Value;
use std::sync::Arc;
use value::Size;

/// Most steps that one condition may take over one payload, by an estimate from above: what iterates, to the power of how deep it nests.
const MOST_STEPS: u64 = 5_000_000;

/// Longest text that is told about a condition, in characters.
const MESSAGE_CHARACTERS: usize = 300;

/// The invariants of a contract version, ready to check payloads.
#[derive(Clone)]
pub struct Invariants {
    environment: Arc<Env>,
    checks: Arc<[Check]>,
}

impl std::fmt::Debug for Invariants {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Invariants").field(&self.checks).finish()
    }
}

#[derive(Debug)]
struct Check {
    index: usize,
    name: String,
    says: String,
    condition: Condition,
}

impl Invariants {
    /// Compiles conditions. The first problem is told with the pointer of the condition in the record.
    pub fn compile(invariants: &[Invariant]) -> Result<Self, SchemaProblem> {
        match Self::compile_each(invariants) {
            (compiled, problems) if problems.is_empty() => Ok(compiled),
            (_, mut problems) => Err(problems.swap_remove(0)),
        }
    }

    /// Compiles what can be compiled, and says what is wrong with the rest.
    pub fn compile_each(invariants: &[Invariant]) -> (Self, Vec<SchemaProblem>) {
        let environment = Arc::new(Env::stdlib());
        let mut checks = Vec::new();
        let mut problems = Vec::new();
        for (index, invariant) in invariants.iter().enumerate() {
            match Condition::compile(&environment, &invariant.condition) {
                Ok(condition) => checks.push(Check {
                    index,
                    name: invariant.name.clone(),
                    says: if invariant.message.is_empty() {
                        invariant.condition.clone()
                    } else {
                        invariant.message.clone()
                    },
                    condition,
                }),
                Err(why) => problems.push(SchemaProblem::new(
                    format!("/invariants/{index}/condition"),
                    format!("the condition of '{}' {why}", invariant.name),
                )),
            }
        }
        let compiled = Self {
            environment,
            checks: checks.into(),
        };
        (compiled, problems)
    }

    /// Whether there is nothing to check.
    pub fn is_empty(&self) -> bool {
        self.checks.is_empty()
    }

    /// The invariants that a payload violates, in order: none if all hold. `schema_pointer` names the invariant in the record.
    pub fn check(&self, payload: &Value) -> Vec<Violation> {
        if self.checks.is_empty() {
            return Vec::new();
        }
        let context = self.context(payload);
        let size = Size::of(payload);
        self.checks
            .iter()
            .filter_map(|check| {
                let why = check.violated(&context, size)?;
                Some(Violation {
                    instance_pointer: String::new(),
                    schema_pointer: format!("/invariants/{}", check.index),
                    message: cut(&format!("{}: {} ({why})", check.name, check.says)),
                })
            })
            .collect()
    }

    /// Whether a payload keeps all of them.
    pub fn hold(&self, payload: &Value) -> bool {
        if self.checks.is_empty() {
            return true;
        }
        let context = self.context(payload);
        let size = Size::of(payload);
        self.checks
            .iter()
            .all(|check| check.violated(&context, size).is_none())
    }

    /// The conditions, without the words around them.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.checks.iter().map(|check| &check.condition)
    }

    fn context<'v>(&self, payload: &Value) -> Context<'v, 'v> {
        let mut context = Context::with_env(Arc::clone(&self.environment));
        context.add_variable_from_value("payload", value::of_json(payload));
        context
    }
}

impl Check {
    /// Why the condition does not hold; none if it does.
    fn violated(&self, context: &Context<'_, '_>, size: Size) -> Option<String> {
        if self.condition.steps(size) > MOST_STEPS {
            return Some("the payload is too large for this condition".to_owned());
        }
        match self.condition.program().execute(context) {
            Ok(cel::Value::Bool(true)) => None,
            Ok(cel::Value::Bool(false)) => Some("it is false".to_owned()),
            Ok(other) => Some(format!("it gives {}, not true or false", other.type_of())),
            Err(error) => Some(format!("it cannot be told: {error}")),
        }
    }
}

/// Two texts that say the same condition, whatever the space between its words.
pub(crate) fn same_condition(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let environment = Arc::new(Env::stdlib());
    let parsed = |text: &str| Condition::compile(&environment, text).ok();
    match (parsed(a), parsed(b)) {
        (Some(a), Some(b)) => a.program().expression() == b.program().expression(),
        _ => false,
    }
}

fn cut(message: &str) -> String {
    match message.char_indices().nth(MESSAGE_CHARACTERS) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests;
