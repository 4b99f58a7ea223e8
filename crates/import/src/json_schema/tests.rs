//! Schemas, and what they become.

use super::read;
use crate::told_tests::{sample, told};

#[test]
fn a_schema_becomes_a_draft_contract_and_nothing_is_fetched() {
    let text = r##"{"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:x:refund","title":"Refund request","description":"What a clerk needs.",
        "type":"object","properties":{"order":{"$ref":"#/$defs/order"},"payer":{"$ref":"https://example.com/payer.json"},"self":{"$ref":"urn:x:refund"}},"$defs":{"order":{"type":"string"}}}"##;
    let out = told(read, "refund.schema.json", text);
    let lines: Vec<_> = out.lines().collect();
    assert_eq!(lines[1], "contract refund \"Refund request\"");
    assert!(lines[2].starts_with("schema 0.1.0 {\"$schema\""), "{out}");
    assert_eq!(
        lines[3],
        "warning #/properties/payer/$ref: \"https://example.com/payer.json\" stands in another document, which was not fetched; put it under $defs, else nothing can be checked against it"
    );
    assert_eq!(lines.len(), 4, "{out}");
}

#[test]
fn other_files_are_refused() {
    let out = told(read, "x.json", r#"{"name":"x"}"#);
    assert!(out.starts_with("refused: x.json: no JSON Schema"), "{out}");
    assert!(told(read, "x.json", "true").contains("contract x"));
}

#[test]
fn the_sample_is_read() {
    if let Some(text) = sample("contracts/fraud-review-request.schema.json") {
        let out = told(read, "fraud-review-request.schema.json", &text);
        assert!(out.contains("contract fraud-review-request"), "{out}");
        assert!(!out.contains("warning"), "{out}");
    }
}
