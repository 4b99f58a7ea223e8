//! Whether a version says what can be kept: a schema that is one, examples and invariants that agree with it, fields and states that exist.

use super::parts::word;
use crate::compat::{Comparator, CompareOptions, Mode, Verdict};
use crate::examples::examples_problems;
use crate::fields::fields;
use crate::validate::PayloadValidator;
use baton_model::{ContractVersion, Diagnostic, Kind, Level, RecordKey, Writers};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What is wrong with a payload schema: that it cannot be used, or that nothing can be accepted by it. Paths are JSON pointers in it.
pub fn schema_problems(schema: &Value) -> Vec<Diagnostic> {
    if let Err(problem) = PayloadValidator::compile(schema) {
        return vec![Diagnostic::new(
            Level::Error,
            problem.pointer,
            format!("the schema cannot be used: {}", problem.message),
        )];
    }
    if can_be(schema, Writers::AsWritten, &json!({"not": {}})) == Some(false) {
        let message = "the schema accepts no payload at all; loosen what contradicts itself";
        return vec![Diagnostic::new(Level::Error, "", message)];
    }
    Vec::new()
}

/// What is wrong with a version by itself. Errors keep it from being published. Paths are JSON pointers in the record.
pub fn version_problems(version: &ContractVersion) -> Vec<Diagnostic> {
    let mut found = Found {
        subject: RecordKey::new(Kind::ContractVersion, version.id.as_str()),
        problems: examples_problems(version),
    };
    let schema = &version.payload_schema.0;
    if PayloadValidator::compile(schema).is_ok() {
        for problem in schema_problems(schema) {
            let path = format!("/payload_schema{}", problem.path);
            found.add(problem.level, path, problem.message);
        }
        if schema.is_null() {
            let message = "nobody has written a payload schema yet, so every payload is accepted";
            found.add(
                Level::Warning,
                "/payload_schema".to_owned(),
                message.to_owned(),
            );
        } else {
            found.sensitive(version);
        }
    }
    found.names(version);
    found.states(version);
    found.dates(version);
    found.problems
}

struct Found {
    subject: RecordKey,
    problems: Vec<Diagnostic>,
}

impl Found {
    fn add(&mut self, level: Level, path: String, message: String) {
        self.problems.push(Diagnostic {
            level,
            path,
            message,
            subject: Some(self.subject.clone()),
        });
    }

    fn sensitive(&mut self, version: &ContractVersion) {
        let schema = &version.payload_schema.0;
        let told = fields(schema, []);
        for (index, field) in version.sensitive.iter().enumerate() {
            let pointer = &field.pointer;
            let path = format!("/sensitive/{index}/pointer");
            if !pointer.is_empty() && !pointer.starts_with('/') {
                let message = format!("{pointer:?} is no JSON pointer; write /member/member");
                self.add(Level::Error, path, message);
                continue;
            }
            let is_told = told.iter().any(|row| row.pointer == *pointer);
            if !is_told
                && can_be(schema, Writers::Strict, &json!({"not": has(pointer)})) == Some(false)
            {
                let message = format!(
                    "{pointer} is marked as sensitive, but the schema declares no such field"
                );
                self.add(Level::Error, path, message);
            }
        }
    }

    fn names(&mut self, version: &ContractVersion) {
        let accepted = version.examples.accepted.iter().enumerate();
        let rejected = version.examples.rejected.iter().enumerate();
        let examples = accepted
            .map(|(index, example)| (format!("/examples/accepted/{index}/name"), &example.name))
            .chain(rejected.map(|(index, example)| {
                (format!("/examples/rejected/{index}/name"), &example.name)
            }));
        let invariants = version.invariants.iter().enumerate();
        let invariants =
            invariants.map(|(index, one)| (format!("/invariants/{index}/name"), &one.name));
        self.twice("an example", examples.collect());
        self.twice("an invariant", invariants.collect());
    }

    fn twice(&mut self, what: &str, named: Vec<(String, &String)>) {
        let mut seen = BTreeSet::new();
        for (path, name) in named {
            if !seen.insert(name) {
                let message =
                    format!("there is {what} of the name '{name}' already; give each its own");
                self.add(Level::Error, path, message);
            }
        }
    }

    fn states(&mut self, version: &ContractVersion) {
        let states = &version.task_states;
        let mut seen = BTreeSet::new();
        for (index, state) in states.iter().enumerate() {
            if !seen.insert(state) {
                let message = format!("the task state {} is listed twice", word(state));
                self.add(Level::Warning, format!("/task_states/{index}"), message);
            }
        }
        for (index, transition) in version.transitions.iter().enumerate() {
            for (end, state) in [("from", transition.from), ("to", transition.to)] {
                if !states.is_empty() && !states.contains(&state) {
                    let message = format!(
                        "the transition leads {end} {}, which is none of the version's task states",
                        word(&state)
                    );
                    self.add(Level::Error, format!("/transitions/{index}/{end}"), message);
                }
            }
        }
    }

    fn dates(&mut self, version: &ContractVersion) {
        if let (Some(notice), Some(sunset)) = (&version.notice_date, &version.sunset_date)
            && sunset < notice
        {
            let message = format!("the sunset {sunset} is before the notice {notice}");
            self.add(Level::Error, "/sunset_date".to_owned(), message);
        }
    }
}

/// Whether there is a payload that senders of a schema may write and `within` rejects; none where that is not known.
fn can_be(schema: &Value, writers: Writers, within: &Value) -> Option<bool> {
    let comparator = Comparator::new(CompareOptions::for_contract(Mode::None, writers));
    match comparator.inclusion(schema, within).ok()?.verdict {
        Verdict::Breaking => Some(true),
        Verdict::Safe => Some(false),
        Verdict::Undecided => None,
    }
}

/// A schema of the values that have something at a pointer. `*`, `-` and numbers stand for any item of a list or any member of a map.
fn has(pointer: &str) -> Value {
    let mut inner = json!(true);
    for step in pointer
        .split('/')
        .skip(1)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
    {
        let name = step.replace("~1", "/").replace("~0", "~");
        let member =
            json!({"type": "object", "required": [name], "properties": {name.as_str(): inner}});
        let is_place = name == "*"
            || name == "-"
            || (!name.is_empty() && name.bytes().all(|b| b.is_ascii_digit()));
        inner = if is_place {
            let item = json!({"type": "array", "contains": inner});
            let any_member =
                json!({"type": "object", "not": {"additionalProperties": {"not": inner}}});
            json!({"anyOf": [item, member, any_member]})
        } else {
            member
        };
    }
    inner
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::{
        AcceptedExample, ContractId, ContractVersionId, Date, Invariant, Json, SensitiveField,
        TaskState, Transition, Version,
    };

    fn version() -> ContractVersion {
        let mut version = ContractVersion::new(
            ContractVersionId::new("refund@1.0.0").unwrap(),
            ContractId::new("refund").unwrap(),
            Version::new("1.0.0").unwrap(),
        );
        version.payload_schema = Json(json!({
            "type": "object", "required": ["amount"],
            "properties": {"amount": {"type": "integer"}, "buyer": {"type": "object", "properties": {"email": {"type": "string"}}},
                "lines": {"type": "array", "items": {"type": "object", "properties": {"sku": {"type": "string"}}}}}
        }));
        version
    }

    fn paths(version: &ContractVersion) -> Vec<String> {
        let errors = version_problems(version)
            .into_iter()
            .filter(|p| p.level == Level::Error);
        errors.map(|problem| problem.path).collect()
    }

    #[test]
    fn a_sound_version_has_no_problem() {
        let mut version = version();
        version.invariants = vec![Invariant::new(
            "some".to_owned(),
            "payload.amount > 0".to_owned(),
        )];
        version.examples.accepted = vec![AcceptedExample::new(
            "one".to_owned(),
            Json(json!({"amount": 1})),
        )];
        version.sensitive = ["/buyer/email", "/lines/*/sku", "/lines/0"]
            .map(|p| SensitiveField::new(p.to_owned()))
            .to_vec();
        version.task_states = vec![TaskState::Submitted, TaskState::Completed];
        version.transitions = vec![Transition::new(TaskState::Submitted, TaskState::Completed)];
        assert_eq!(version_problems(&version), []);
    }

    #[test]
    fn what_a_version_says_has_to_exist() {
        type Change = fn(&mut ContractVersion);
        let cases: [(Change, &str); 9] = [
            (
                |v| v.payload_schema = Json(json!({"type": "nothing"})),
                "/payload_schema/type",
            ),
            (
                |v| v.payload_schema = Json(json!({"type": "string", "enum": [1]})),
                "/payload_schema",
            ),
            (
                |v| v.sensitive = vec![SensitiveField::new("/buyer/phone".to_owned())],
                "/sensitive/0/pointer",
            ),
            (
                |v| v.sensitive = vec![SensitiveField::new("buyer".to_owned())],
                "/sensitive/0/pointer",
            ),
            (
                |v| {
                    v.invariants = vec![Invariant::new(
                        "bad".to_owned(),
                        "payload.amount >".to_owned(),
                    )];
                },
                "/invariants/0/condition",
            ),
            (
                |v| v.transitions = vec![Transition::new(TaskState::Submitted, TaskState::Failed)],
                "/transitions/0/to",
            ),
            (
                |v| {
                    v.invariants = vec![Invariant::new(
                        "some".to_owned(),
                        "payload.amount > 1".to_owned(),
                    )];
                    v.examples.accepted = vec![AcceptedExample::new(
                        "one".to_owned(),
                        Json(json!({"amount": 1})),
                    )];
                },
                "/examples/accepted/0/payload",
            ),
            (
                |v| {
                    let one = AcceptedExample::new("one".to_owned(), Json(json!({"amount": 1})));
                    v.examples.accepted = vec![one.clone(), one];
                },
                "/examples/accepted/1/name",
            ),
            (
                |v| {
                    v.notice_date = Some(Date::new("2026-02-01").unwrap());
                    v.sunset_date = Some(Date::new("2026-01-01").unwrap());
                },
                "/sunset_date",
            ),
        ];
        for (change, expected) in cases {
            let mut version = version();
            version.task_states = vec![TaskState::Submitted];
            change(&mut version);
            assert_eq!(paths(&version), [expected]);
        }
    }

    #[test]
    fn an_invariant_may_be_what_rejects_an_example() {
        let mut version = version();
        version.invariants = vec![Invariant::new(
            "some".to_owned(),
            "payload.amount > 0".to_owned(),
        )];
        version.examples.rejected = vec![baton_model::RejectedExample::new(
            "nothing".to_owned(),
            Json(json!({"amount": 0})),
            "nothing to refund".to_owned(),
        )];
        assert_eq!(paths(&version), Vec::<String>::new());
    }
}
