//! Which versions count, and how far apart numbers have to be.

use super::*;
use crate::compat::Bump;
use baton_model::{AcceptedExample, ContractState};

#[test]
fn words_alone_are_a_patch_and_a_higher_bump_is_fine() {
    let schema = object(&json!({"amount": {"type": "integer"}}), &["amount"], false);
    let mut old = version("1.0.0", schema.clone());
    old.state = ContractState::Published;
    let mut described = schema;
    described["properties"]["amount"]["description"] = json!("In cents.");
    for number in ["1.0.1", "1.1.0", "2.0.0"] {
        let mut new = version(number, described.clone());
        new.change_note = "Described.".to_owned();
        new.examples.accepted = vec![AcceptedExample::new(
            "one".to_owned(),
            Json(json!({"amount": 1})),
        )];
        let found = judge(
            &contract(CompatibilityMode::Full, Writers::Strict),
            &new,
            &[&old],
            Effort::default(),
        )
        .unwrap();
        assert_eq!(
            (found.needed, found.refused),
            (Some(Bump::Patch), None),
            "{number}"
        );
    }
}

#[test]
fn the_first_version_needs_no_bump_and_only_what_lives_counts() {
    let schema = |kind: &str| object(&json!({"amount": {"type": kind}}), &["amount"], false);
    let first = version("0.3.0", schema("integer"));
    let settings = contract(CompatibilityMode::FullTransitive, Writers::Strict);
    let found = judge(&settings, &first, &[], Effort::default()).unwrap();
    assert!(
        found.holds && found.refused.is_none() && found.needed.is_none() && found.before.is_none()
    );
    assert_eq!(found.lowest, "0.3.0");
    for (state, counts) in [
        (ContractState::Draft, false),
        (ContractState::InReview, false),
        (ContractState::Published, true),
        (ContractState::Deprecated, true),
        (ContractState::Retired, false),
    ] {
        let mut old = version("1.0.0", schema("string"));
        old.state = state;
        let found = judge(
            &settings,
            &version("1.1.0", schema("integer")),
            &[&old],
            Effort::default(),
        )
        .unwrap();
        assert_eq!(found.refused.is_some(), counts, "{state:?}");
    }
}

#[test]
fn a_transitive_mode_asks_every_live_version_and_the_others_only_the_highest() {
    let field = |kind: &str| {
        object(
            &json!({"amount": {"type": "integer"}, "note": {"type": kind}}),
            &["amount"],
            false,
        )
    };
    let none = object(&json!({"amount": {"type": "integer"}}), &["amount"], false);
    let published = |number: &str, schema: Value| ContractVersion {
        state: ContractState::Published,
        ..version(number, schema)
    };
    // Strict inclusion is not transitive: each step is safe, the first and the last version are not.
    let versions = [
        published("1.0.0", field("string")),
        published("1.1.0", none),
    ];
    let all: Vec<&ContractVersion> = versions.iter().collect();
    let next = version("1.2.0", field("integer"));
    for (mode, refused_by) in [
        (CompatibilityMode::Full, None),
        (CompatibilityMode::FullTransitive, Some("1.0.0")),
    ] {
        let found = judge(
            &contract(mode, Writers::Strict),
            &next,
            &all,
            Effort::default(),
        )
        .unwrap();
        let by = found.refused.as_ref().map(|refused| refused.by.as_str());
        assert_eq!(by, refused_by, "{mode:?}");
        assert_eq!(
            found.against.len(),
            if refused_by.is_some() { 2 } else { 1 }
        );
    }
}

#[test]
fn a_number_below_the_highest_needs_a_mode_that_looks_there() {
    let schema = object(&json!({"amount": {"type": "integer"}}), &["amount"], false);
    let published = |number: &str| ContractVersion {
        state: ContractState::Published,
        ..version(number, schema.clone())
    };
    let versions = [published("1.0.0"), published("2.0.0")];
    let all: Vec<&ContractVersion> = versions.iter().collect();
    let backport = version("1.0.1", schema.clone());
    let found = |mode| {
        judge(
            &contract(mode, Writers::Strict),
            &backport,
            &all,
            Effort::default(),
        )
        .unwrap()
    };
    assert!(
        found(CompatibilityMode::Full)
            .refused
            .unwrap()
            .message
            .contains("below 2.0.0")
    );
    assert_eq!(found(CompatibilityMode::FullTransitive).refused, None);
}

#[test]
fn a_possible_rename_waits_to_be_acknowledged_whatever_the_bump() {
    let schema = |name: &str| {
        object(
            &json!({"amount": {"type": "integer"}, name: {"type": "string"}}),
            &["amount"],
            false,
        )
    };
    let mut old = version("1.0.0", schema("note"));
    old.state = ContractState::Published;
    for number in ["1.1.0", "2.0.0"] {
        let new = version(number, schema("remark"));
        let found = judge(
            &contract(CompatibilityMode::FullTransitive, Writers::Strict),
            &new,
            &[&old],
            Effort::default(),
        )
        .unwrap();
        assert_eq!(found.refused, None, "{number}");
        assert_eq!(found.renames.len(), 1, "{number}: {:?}", found.before);
    }
}

#[test]
fn a_schema_that_cannot_be_used_is_named() {
    let problem = compare_versions(
        &version("1.0.0", json!({"type": "object"})),
        &version("1.1.0", json!({"type": "nothing"})),
        Mode::Full,
        Writers::Strict,
        Effort::default(),
    );
    assert_eq!(problem.unwrap_err().pointer, "/type");
}
