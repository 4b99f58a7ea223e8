// Written by Baton; what is changed here is lost with the next export.
//! What a version of a contract asks of a payload.

use crate::conditions::Condition;
use crate::rules::{self, RULES, Terms};
use crate::schema::Check;
use crate::{Problem, Reason};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::LazyLock;

struct Compiled {
    schema: Check,
    invariants: Vec<(String, Condition)>,
}

static COMPILED: LazyLock<HashMap<&str, LazyLock<Compiled, Box<dyn FnOnce() -> Compiled + Send>>>> =
    LazyLock::new(|| {
        let of = |(name, text): &'static (&'static str, &'static str)| {
            let compile: Box<dyn FnOnce() -> Compiled + Send> = Box::new(move || Compiled::of(name, text));
            (*name, LazyLock::new(compile))
        };
        rules::SCHEMAS.iter().map(of).collect()
    });

impl Compiled {
    fn of(name: &str, text: &str) -> Self {
        let terms = name
            .rsplit_once('@')
            .and_then(|(contract, version)| terms(contract, version));
        let invariants = terms.map_or(&[][..], |terms| &terms.invariants).iter();
        let broken = |why| Check::compile(r#"{"not": {}}"#).unwrap_or_else(|_| panic!("{name} is no schema: {why}"));
        Self {
            // A boundary must not open because a schema is broken.
            schema: Check::compile(text).unwrap_or_else(broken),
            invariants: invariants
                .map(|one| (one.name.clone(), Condition::compile(&one.condition)))
                .collect(),
        }
    }
}

pub(crate) fn terms(contract: &str, version: &str) -> Option<&'static Terms> {
    RULES.contracts.get(contract)?.get(version)
}

/// What is wrong with a payload under a version of a contract; none if nothing is. The error is a version that is not here.
pub fn payload_problem(contract: &str, version: &str, payload: &Value) -> Result<Option<Problem>, String> {
    let name = format!("{contract}@{version}");
    let compiled = COMPILED
        .get(name.as_str())
        .ok_or_else(|| format!("there is no {name} here"))?;
    if let Some((pointer, rule)) = compiled.schema.problem(payload) {
        return Ok(Some(Problem {
            reason: Reason::PayloadInvalid,
            pointer,
            rule,
        }));
    }
    let broken = compiled
        .invariants
        .iter()
        .find(|(_, condition)| !condition.holds(payload));
    Ok(broken.map(|(name, _)| Problem {
        reason: Reason::InvariantBroken,
        pointer: String::new(),
        rule: name.clone(),
    }))
}

/// The schema of a version of a contract, as JSON.
pub fn payload_schema(contract: &str, version: &str) -> Option<&'static str> {
    let name = format!("{contract}@{version}");
    rules::SCHEMAS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// Whether a task may go from one state to another under a version of a contract.
pub fn may_change(contract: &str, version: &str, from: &str, to: &str) -> bool {
    terms(contract, version).is_some_and(|terms| terms.transitions.iter().any(|[a, b]| a == from && b == to))
}
