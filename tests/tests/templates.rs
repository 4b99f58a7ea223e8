//! The templates are clean, and the sample is wrong in just the ways that it promises.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use baton_model::{Date, Document, Kind, apply, parse_edits};
use baton_rules::{Scope, check};
use baton_tests::Desk;
use serde_json::json;
use std::path::Path;

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");
const CLEAN: [&str; 2] = ["customer-support", "order-fulfilment"];
const SAMPLE: &str = "sample-support";

fn template(name: &str) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../templates")
        .join(name)
        .join("records.json");
    let text = std::fs::read_to_string(path).unwrap();
    let mut document = Document::new();
    let diff = apply(&document, &parse_edits(&text, &document).unwrap()).unwrap();
    document.commit(&diff, 1);
    document
}

fn codes(document: &Document) -> Vec<String> {
    let today = Date::new("2026-11-21").unwrap();
    check(document, Scope::Registry, &today, &[])
        .into_iter()
        .map(|finding| finding.code)
        .collect()
}

#[test]
fn templates_are_clean() {
    for name in CLEAN {
        assert_eq!(codes(&template(name)), Vec::<String>::new(), "{name}");
        let desk = Desk::from_template(BATON, name);
        let report = desk
            .json(&["check", "--deny", "warnings"])
            .expect(0)
            .value();
        assert_eq!(report["findings"], json!([]), "{name}");
    }
}

#[test]
fn the_sample_has_its_seven_findings() {
    let expected = [
        "CAP001", "CON001", "TOP003", "CON010", "OWN001", "OWN003", "RES003",
    ];
    assert_eq!(codes(&template(SAMPLE)), expected);
}

#[test]
fn templates_are_complete() {
    for name in CLEAN {
        let document = template(name);
        assert_eq!(document.topologies().count(), 1, "{name}");
        for kind in [
            Kind::Team,
            Kind::EscalationPath,
            Kind::Agent,
            Kind::Handoff,
            Kind::Entry,
            Kind::Outcome,
        ] {
            assert!(document.of_kind(kind).count() > 1, "{name}: {kind}");
        }
        assert!(
            document.handoffs().any(|handoff| handoff.gate.is_some()),
            "{name}: a human gate"
        );
        let two_versions = document.contracts().any(|contract| {
            document
                .contract_versions()
                .filter(|version| version.contract == contract.id)
                .count()
                >= 2
        });
        assert!(two_versions, "{name}: a contract in two versions");
    }
}

#[test]
fn templates_and_sample_can_be_exported_and_drawn() {
    for name in [CLEAN[0], CLEAN[1], SAMPLE] {
        let desk = Desk::from_template(BATON, name);
        let report = desk
            .json(&["export", "all", "--out", "out"])
            .expect(0)
            .value();
        assert_eq!(report["notes"], json!([]), "{name}");
        desk.json(&["draw", "--out", "p.svg"]).expect(0);
    }
}

#[test]
fn examples_agree_with_their_schemas() {
    for name in [CLEAN[0], CLEAN[1], SAMPLE] {
        for version in template(name).contract_versions() {
            assert_eq!(
                baton_contract::examples_problems(version),
                vec![],
                "{}",
                version.id
            );
        }
    }
}
