//! A contract version against its own examples.

use crate::invariant::Invariants;
use crate::validate::PayloadValidator;
use baton_model::{ContractVersion, Diagnostic, Kind, Level, RecordKey};

/// Examples that contradict the payload schema and the invariants: accepted ones that they reject and rejected ones that they accept. Invariants
/// that cannot be used are told and passed over; a schema that cannot be used is the only problem told. Paths are JSON pointers in the record.
pub fn examples_problems(version: &ContractVersion) -> Vec<Diagnostic> {
    let about = |path: String, message: String| Diagnostic {
        level: Level::Error,
        path,
        message,
        subject: Some(RecordKey::new(Kind::ContractVersion, version.id.as_str())),
    };
    let validator = match PayloadValidator::compile(&version.payload_schema.0) {
        Ok(validator) => validator,
        Err(problem) => {
            return vec![about(
                format!("/payload_schema{}", problem.pointer),
                format!(
                    "the payload schema of {} cannot be used: {}",
                    version.id, problem.message
                ),
            )];
        }
    };
    let (invariants, unusable) = Invariants::compile_each(&version.invariants);
    let unusable = unusable
        .into_iter()
        .map(|problem| about(problem.pointer, problem.message));
    let accepted = version.examples.accepted.iter().enumerate().filter_map(|(index, example)| {
        let violations = validator.check(&example.payload.0);
        if let Some(first) = violations.first() {
            return Some(about(
                format!("/examples/accepted/{index}/payload{}", first.instance_pointer),
                format!(
                    "the schema of {} rejects its accepted example '{}': {} ({}); mend the example or {}",
                    version.id,
                    example.name,
                    first.message,
                    place(&first.instance_pointer),
                    first.schema_pointer
                ),
            ));
        }
        let violated = invariants.check(&example.payload.0);
        let first = violated.first()?;
        Some(about(
            format!("/examples/accepted/{index}/payload"),
            format!(
                "an invariant of {} rejects its accepted example '{}': {}; mend the example or {}",
                version.id, example.name, first.message, first.schema_pointer
            ),
        ))
    });
    let rejected = version
        .examples
        .rejected
        .iter()
        .enumerate()
        .filter(|(_, example)| {
            validator.accepts(&example.payload.0) && invariants.hold(&example.payload.0)
        })
        .map(|(index, example)| {
            about(
                format!("/examples/rejected/{index}/payload"),
                format!(
                    "{} accepts its rejected example '{}', which should fail because: {}",
                    version.id, example.name, example.reason
                ),
            )
        });
    unusable.chain(accepted).chain(rejected).collect()
}

fn place(pointer: &str) -> &str {
    if pointer.is_empty() {
        "at the top"
    } else {
        pointer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::{
        AcceptedExample, ContractId, ContractVersionId, Json, RejectedExample, Version,
    };
    use serde_json::json;

    fn version(schema: serde_json::Value) -> ContractVersion {
        let mut version = ContractVersion::new(
            ContractVersionId::new("refund@1.0.0").unwrap(),
            ContractId::new("refund").unwrap(),
            Version::new("1.0.0").unwrap(),
        );
        version.payload_schema = Json(schema);
        version
    }

    #[test]
    fn examples_are_held_against_the_schema() {
        let mut version =
            version(json!({"properties": {"amount": {"type": "integer"}}, "required": ["amount"]}));
        let accepted = |name: &str, payload| AcceptedExample::new(name.to_owned(), Json(payload));
        let rejected = |name: &str, payload| {
            RejectedExample::new(name.to_owned(), Json(payload), "no amount".to_owned())
        };
        version.examples.accepted = vec![
            accepted("good", json!({"amount": 1})),
            accepted("bad", json!({"amount": "1"})),
        ];
        version.examples.rejected = vec![
            rejected("good", json!({})),
            rejected("bad", json!({"amount": 2})),
        ];
        let paths: Vec<_> = examples_problems(&version)
            .into_iter()
            .map(|d| d.path)
            .collect();
        assert_eq!(
            paths,
            [
                "/examples/accepted/1/payload/amount",
                "/examples/rejected/1/payload"
            ]
        );
    }

    #[test]
    fn an_unusable_schema_is_the_one_problem() {
        let found = examples_problems(&version(
            json!({"properties": {"a": {"$ref": "https://example.com/a"}}}),
        ));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path, "/payload_schema/properties/a/$ref");
    }
}
