//! Reading and judging, checked against the validator.

use super::*;
use crate::testing::{Choices, DRAFTS, bytes, judge, plain_value, schema, value_like};
use proptest::prelude::*;
use serde_json::json;
use std::process::Command;

mod bad_input;
mod keywords;
mod sharing;
mod writing;

/// A document read by itself.
fn read(document: &Value, draft: Draft) -> (Schemas, NodeId) {
    let mut schemas = Schemas::new(Formats::Assert);
    let root = schemas
        .read(document, draft)
        .unwrap_or_else(|problem| panic!("{document}: {problem}"));
    (schemas, root)
}

/// Compares with the validator on each value. Returns on how many there was no answer.
fn agree(document: &Value, draft: Draft, values: &[Value]) -> usize {
    let validator = judge(document, draft).unwrap_or_else(|| panic!("no schema: {document}"));
    let (schemas, root) = read(document, draft);
    let mut open = 0;
    for value in values {
        match schemas.evaluate(root, value) {
            Some(accepted) => assert_eq!(
                accepted,
                validator.is_valid(value),
                "{draft:?} {document} on {value}"
            ),
            None => open += 1,
        }
    }
    open
}

/// Values that take after a document, the same in every run.
fn values(document: &Value, count: u32) -> Vec<Value> {
    (0..count)
        .map(|index| {
            let bytes: Vec<u8> = (0..48_u32)
                .map(|at| {
                    (index
                        .wrapping_mul(2_654_435_761)
                        .wrapping_add(at.wrapping_mul(40_503))
                        >> 11) as u8
                })
                .collect();
            value_like(&mut Choices::new(&bytes), document)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn random_schemas_are_read_as_the_validator_reads_them(
        made_of in bytes(),
        values_of in proptest::collection::vec(bytes(), 12),
        draft in proptest::sample::select(DRAFTS.as_slice()),
    ) {
        let document = schema(&mut Choices::new(&made_of), draft);
        let mut schemas = Schemas::new(Formats::Assert);
        // A schema that says nothing because it refers to itself in place is refused.
        if let (Some(validator), Ok(root)) =
            (judge(&document, draft), schemas.read(&document, draft))
        {
            for bytes in &values_of {
                let mut choices = Choices::new(bytes);
                for value in [
                    value_like(&mut choices, &document),
                    plain_value(&mut choices, 2),
                ] {
                    if let Some(accepted) = schemas.evaluate(root, &value) {
                        prop_assert_eq!(accepted, validator.is_valid(&value), "{} on {}", document, value);
                    }
                }
            }
        }
    }
}

/// The same document with the members of all objects the other way around.
fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .rev()
            .map(|(name, member)| (name.clone(), reversed(member)))
            .collect(),
        Value::Array(items) => items.iter().map(reversed).collect(),
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_order_of_members_makes_no_difference(
        made_of in bytes(),
        draft in proptest::sample::select(DRAFTS.as_slice()),
    ) {
        let document = schema(&mut Choices::new(&made_of), draft);
        let other = reversed(&document);
        let mut schemas = Schemas::new(Formats::Assert);
        if let Ok(root) = schemas.read(&document, draft) {
            prop_assert_eq!(schemas.read(&document, draft).unwrap(), root, "{} again", document);
            prop_assert_eq!(schemas.read(&other, draft).unwrap(), root, "{}", document);
        }
    }

    #[test]
    fn what_may_be_written_is_accepted(
        made_of in bytes(),
        values_of in proptest::collection::vec(bytes(), 8),
    ) {
        let draft = Draft::Draft202012;
        let document = schema(&mut Choices::new(&made_of), draft);
        let mut schemas = Schemas::new(Formats::Assert);
        if let (Some(validator), Ok(root)) =
            (judge(&document, draft), schemas.read(&document, draft))
        {
            for bytes in &values_of {
                let value = value_like(&mut Choices::new(bytes), &document);
                if schemas.writes(&[root], &value) == Some(true) {
                    prop_assert!(validator.is_valid(&value), "{} on {}", document, value);
                }
            }
        }
    }
}

/// The lines of a packed sample; none where the samples are not there.
fn samples(name: &str) -> Vec<Value> {
    let path = format!("/work/shared/samples/compat/{name}");
    let unpacked = Command::new("gzip").args(["-dc", &path]).output();
    let lines = unpacked.map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&lines)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn the_sample_schemas_are_read_as_the_validator_reads_them() {
    let mut asked = 0;
    let mut open = 0;
    for (name, sides, every, count) in [
        ("containment.jsonl.gz", ["sub", "sup"], 7, 12),
        ("edits.jsonl.gz", ["old", "new"], 9, 20),
    ] {
        let lines = samples(name);
        if lines.is_empty() {
            println!("skipped: {name} is not there");
        }
        for line in lines.iter().step_by(every) {
            let draft = match line["draft"].as_str() {
                Some("draft7") => Draft::Draft7,
                _ => Draft::Draft202012,
            };
            for side in sides {
                let document = &line[side];
                if judge(document, draft).is_none() {
                    continue;
                }
                let values = values(document, count);
                open += agree(document, draft, &values);
                asked += values.len();
            }
        }
    }
    assert!(open * 50 <= asked, "{open} of {asked} values stayed open");
}
