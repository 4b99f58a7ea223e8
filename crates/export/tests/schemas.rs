//! Exported schemas are schemas, and hold what their names say.

use crate::fixture;
use baton_contract::PayloadValidator;
use baton_export::{ExportFile, ExportKind, FileSet, export};
use serde_json::{Value, json};

fn contracts() -> FileSet {
    export(&fixture::support(), &[ExportKind::Contracts], None)
}

fn json_of(file: &ExportFile) -> Value {
    serde_json::from_slice(&file.bytes).unwrap()
}

fn folder(version: &str) -> String {
    format!("contracts/refund-request/{version}")
}

#[test]
fn every_schema_is_valid_by_its_meta_schema() {
    let files = contracts();
    let schemas: Vec<_> = files
        .files()
        .filter(|file| file.path.ends_with(".schema.json"))
        .collect();
    assert_eq!(schemas.len(), 4);
    for file in schemas {
        let schema = json_of(file);
        jsonschema::meta::validate(&schema)
            .unwrap_or_else(|error| panic!("{}: {error}", file.path));
        PayloadValidator::compile(&schema)
            .unwrap_or_else(|problem| panic!("{}: {problem}", file.path));
    }
}

#[test]
fn examples_stand_in_the_right_folder() {
    let files = contracts();
    let mut seen = 0;
    for file in files.files() {
        let Some((version, name)) = file.path.split_once("/examples/") else {
            continue;
        };
        if name == "README.md" {
            continue;
        }
        let schema = json_of(
            files
                .get(&format!("{version}/payload.schema.json"))
                .unwrap(),
        );
        let accepted = PayloadValidator::compile(&schema)
            .unwrap()
            .accepts(&json_of(file));
        assert_eq!(accepted, name.starts_with("accepted/"), "{}", file.path);
        seen += 1;
    }
    assert_eq!(seen, 3);
}

#[test]
fn a_message_is_bound_to_its_version() {
    let files = contracts();
    let schema = |version: &str| {
        let file = files
            .get(&format!("{}/message.schema.json", folder(version)))
            .unwrap();
        PayloadValidator::compile(&json_of(file)).unwrap()
    };
    let message = |version: &str, payload: Value| {
        json!({
            "correlation_id": "c", "handoff_id": "h", "attempt": 1, "timestamp": "2026-03-01T09:00:00Z",
            "source": {"agent": "triage"}, "destination": {"agent": "refunds"},
            "contract": {"id": "refund-request", "version": version}, "message_type": "TASK", "task_state": "in_progress",
            "user_intent": {"verbatim": "money back"}, "payload": payload
        })
    };
    let good = json!({"order": "o", "amount": {"value": 1, "currency": "EUR"}, "reason": "x"});
    for version in ["1.0.0", "1.1.0"] {
        assert_eq!(schema(version).check(&message(version, good.clone())), []);
        assert!(!schema(version).accepts(&message(version, json!({"order": "o"}))));
        assert!(!schema(version).accepts(&message("2.0.0", good.clone())));
    }
}
