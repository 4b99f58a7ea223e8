//! Payloads that a version must let in or refuse, derived from its accepted examples one change at a time.
//!
//! A change proposes; the validator decides. So a proposal can be useless, but a case can never be wrong: it is kept only if everything lets
//! it in, or exactly one constraint or invariant refuses it.

mod change;
mod keywords;
mod walk;

use baton_contract::{Effort, Formats, Invariants, PayloadValidator, Violation, accepted_samples};
use baton_model::ContractVersion;
use change::{Change, Edit};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;

/// Most cases of a kind; a schema may have thousands of constraints.
const MOST_ACCEPTED: usize = 60;
const MOST_REJECTED: usize = 150;

/// Most changes that are tried on one payload.
const MOST_CHANGES: usize = 3_000;

/// A payload that must be let in.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Accepted {
    pub name: String,
    pub payload: Value,
}

/// A payload that must be refused.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Rejected {
    pub name: String,
    pub payload: Value,
    /// `payload_invalid` or `invariant_broken`.
    pub reason: &'static str,
    /// JSON pointer of what is wrong in the payload; null where validators may name another place.
    pub pointer: Option<String>,
    /// The keyword or the invariant that refuses it; null where validators may name another one.
    pub rule: Option<String>,
}

/// The cases of a version.
#[derive(Default)]
pub(crate) struct Cases {
    pub accepted: Vec<Accepted>,
    pub rejected: Vec<Rejected>,
}

/// The cases of a version; none if its schema or its invariants cannot be used.
pub(crate) fn cases(version: &ContractVersion) -> Cases {
    let schema = &version.payload_schema.0;
    let judge = PayloadValidator::compile(schema)
        .ok()
        .zip(Invariants::compile(&version.invariants).ok());
    let Some((validator, invariants)) = judge else {
        return Cases::default();
    };
    let mut found = Finding {
        version,
        validator,
        invariants,
        cases: Cases::default(),
        met: BTreeSet::new(),
    };
    found.examples();
    let mut seeds: Vec<Value> = found
        .cases
        .accepted
        .iter()
        .map(|case| case.payload.clone())
        .collect();
    if seeds.is_empty() {
        // Nobody has given an example that is let in, so one has to be searched for.
        let samples = accepted_samples(
            schema,
            Formats::Assert,
            Effort {
                steps: 20_000,
                milliseconds: None,
            },
        );
        let samples = samples.unwrap_or_default().into_iter().take(4);
        for sample in samples {
            found.try_accepted(&sample.why, sample.payload.0);
        }
        seeds = found
            .cases
            .accepted
            .iter()
            .map(|case| case.payload.clone())
            .collect();
    }
    for seed in seeds {
        let whole =
            walk::with_every_member(schema, &seed, |payload| found.validator.accepts(payload));
        found.try_accepted("with every member", whole.clone());
        for payload in [whole, seed] {
            for change in walk::changes(schema, &payload)
                .into_iter()
                .take(MOST_CHANGES)
            {
                found.try_change(&change, &payload);
            }
        }
    }
    found.cases
}

struct Finding<'a> {
    version: &'a ContractVersion,
    validator: PayloadValidator,
    invariants: Invariants,
    cases: Cases,
    /// Constraints, invariants and changes that have a case.
    met: BTreeSet<String>,
}

impl Finding<'_> {
    fn examples(&mut self) {
        let examples = &self.version.examples;
        for example in &examples.accepted {
            self.try_accepted(
                &format!("example: {}", example.name),
                example.payload.0.clone(),
            );
        }
        for example in &examples.rejected {
            let payload = &example.payload.0;
            let violations = self.validator.check(payload);
            let case = match violations.as_slice() {
                [] => match self.invariants.check(payload).as_slice() {
                    [] => continue,
                    broken => self.broken(broken),
                },
                [one] => Some(refused(one)),
                _ => Some(("payload_invalid", None, None)),
            };
            self.reject(format!("example: {}", example.name), payload.clone(), case);
        }
    }

    fn try_accepted(&mut self, name: &str, payload: Value) {
        let is_known = self
            .cases
            .accepted
            .iter()
            .any(|case| case.payload == payload);
        let is_let_in = self.validator.accepts(&payload) && self.invariants.hold(&payload);
        if is_let_in
            && !is_known
            && !is_unguarded(&payload)
            && self.cases.accepted.len() < MOST_ACCEPTED
        {
            self.cases.accepted.push(Accepted {
                name: name.to_owned(),
                payload,
            });
        }
    }

    fn try_change(&mut self, change: &Change, seed: &Value) {
        if self.met.contains(&change.key) {
            return;
        }
        let Some(payload) = change.applied(seed) else {
            return;
        };
        let name = &change.name;
        let violations = self.validator.check(&payload);
        match violations.as_slice() {
            [] => match self.invariants.check(&payload).as_slice() {
                [] => {
                    self.met.insert(change.key.clone());
                    self.try_accepted(name, payload);
                }
                [broken] if self.met.insert(broken.schema_pointer.clone()) => {
                    let case = self.broken(std::slice::from_ref(broken));
                    self.reject(name.clone(), payload, case);
                }
                _ => {}
            },
            [one] => {
                let (_, keyword) = one.schema_pointer.rsplit_once('/').unwrap_or_default();
                let detail = match &change.edit {
                    Edit::Remove(name) if keyword == "required" => name.as_str(),
                    _ if keyword == "required" => change.key.as_str(),
                    _ => "",
                };
                self.met.insert(change.key.clone());
                if self.met.insert(format!("{} {detail}", one.schema_pointer)) {
                    let name = format!("{}: {name}", one.schema_pointer);
                    self.reject(name, payload, Some(refused(one)));
                }
            }
            _ => {}
        }
    }

    fn broken(&self, broken: &[Violation]) -> Option<Refusal> {
        let index = broken
            .first()?
            .schema_pointer
            .rsplit('/')
            .next()?
            .parse::<usize>()
            .ok()?;
        let name = self.version.invariants.get(index)?.name.clone();
        Some(("invariant_broken", Some(String::new()), Some(name)))
    }

    fn reject(&mut self, name: String, payload: Value, case: Option<Refusal>) {
        let Some((reason, pointer, rule)) = case else {
            return;
        };
        if self.cases.rejected.len() < MOST_REJECTED && !is_unguarded(&payload) {
            self.cases.rejected.push(Rejected {
                name,
                payload,
                reason,
                pointer,
                rule,
            });
        }
    }
}

/// Whether a member has the one name that no guard lets in, whatever a schema says.
fn is_unguarded(payload: &Value) -> bool {
    payload.to_string().contains("\"__proto__\":")
}

/// Reason, pointer and rule.
type Refusal = (&'static str, Option<String>, Option<String>);

/// What a violation is called. Where validators go into the parts of a keyword, or not, nothing is said.
fn refused(violation: &Violation) -> Refusal {
    const NAMED_ALIKE: [&str; 19] = [
        "type",
        "enum",
        "const",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "pattern",
        "format",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minProperties",
        "maxProperties",
        "required",
        "additionalProperties",
    ];
    const GOES_IN: [&str; 8] = [
        "/propertyNames/",
        "/contains/",
        "/if/",
        "/then/",
        "/else/",
        "/not/",
        "/anyOf/",
        "/oneOf/",
    ];
    let keyword = violation
        .schema_pointer
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let is_alike = NAMED_ALIKE.contains(&keyword)
        && !GOES_IN
            .iter()
            .any(|part| violation.schema_pointer.contains(part));
    if is_alike {
        (
            "payload_invalid",
            Some(violation.instance_pointer.clone()),
            Some(keyword.to_owned()),
        )
    } else {
        ("payload_invalid", None, None)
    }
}

#[cfg(test)]
mod tests;
