// Written by Baton; what is changed here is lost with the next export.
//! Which handoff an agent makes.

use crate::conditions::Condition;
use crate::rules::{Clause, On, RULES};
use serde_json::Value;

/// The handoff that an agent makes once something has happened; none if it keeps the task.
///
/// `happened` is an object of the words of triggers with what was measured: `{"confidence_below": 0.4}`, `{"user_asks": true}`. Moves are asked in order:
/// smallest priority first, default routes last; a further condition is asked of the payload.
pub fn route(topology: &str, agent: &str, happened: &Value, payload: &Value) -> Option<&'static str> {
    let moves = RULES.routes.get(topology)?.get(agent)?;
    let chosen = moves.iter().find(|one| {
        (one.otherwise || holds(&one.clause, happened))
            && (one.condition.as_ref()).is_none_or(|condition| Condition::compile(condition).holds(payload))
    })?;
    Some(&chosen.handoff)
}

fn holds(clause: &Clause, happened: &Value) -> bool {
    let on = match &clause.on {
        On::Any { any } => return any.iter().any(|clause| holds(clause, happened)),
        On::All { all } => return all.iter().all(|clause| holds(clause, happened)),
        On::Word(on) => on.as_str(),
    };
    let Some(measured) = happened.get(on) else {
        return false;
    };
    let value = match &clause.value {
        None | Some(Value::Null) => return *measured == Value::Bool(true),
        Some(Value::Array(words)) => return words.contains(measured),
        Some(value) => value,
    };
    let numbers = measured.as_f64().zip(value.as_f64());
    match on {
        "confidence_below" | "sentiment" => numbers.is_some_and(|(measured, bound)| measured < bound),
        "load" | "authority_limit" => numbers.is_some_and(|(measured, bound)| measured > bound),
        "elapsed" | "repeated_clarification" => numbers.is_some_and(|(measured, bound)| measured >= bound),
        _ => measured == value,
    }
}
