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
fn a_reference_in_data_is_none() {
    let text = r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
        "examples":[{"$ref":"other.json"}],"default":{"$ref":"other.json"},"const":{"$ref":"other.json"},"enum":[{"$ref":"other.json"}],
        "properties":{"default":{"$ref":"real.json"},"x":{"example":{"$ref":"other.json"}},"properties":{"examples":[{"$ref":"other.json"}]}}}"#;
    let out = told(read, "x.schema.json", text);
    assert_eq!(out.matches("warning").count(), 1, "{out}");
    assert!(
        out.contains("#/properties/default/$ref: \"real.json\""),
        "{out}"
    );
}

#[test]
fn models_that_name_no_dialect_are_told() {
    let detects = |text: &str| {
        let source = crate::source::Source::new(crate::InputFile {
            name: "x.json",
            bytes: text.as_bytes(),
        });
        (super::READER.detect)(&source)
    };
    for schema in [
        r##"{"$defs":{"Cat":{"type":"object"}},"discriminator":{"propertyName":"kind"},"oneOf":[{"$ref":"#/$defs/Cat"}],"title":"Pet"}"##,
        r##"{"$defs":{"Cat":{"type":"object"}},"items":{"$ref":"#/$defs/Cat"},"type":"array"}"##,
        r##"{"definitions":{"Cat":{"type":"object"}},"$ref":"#/definitions/Cat"}"##,
    ] {
        assert!(detects(schema), "{schema}");
    }
    for other in [
        r#"{"$defs":{"Cat":{}}}"#,
        r#"{"definitions":{"Cat":{}},"oneOf":[1]}"#,
        r##"{"$ref":"#/$defs/Cat"}"##,
    ] {
        assert!(!detects(other), "{other}");
    }
}

#[test]
fn a_secret_is_told_with_its_place() {
    let text = br#"{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"Key","description":"api_key=9f8a7b6c5d4e3f2a","type":"object","properties":{"a/b":{"default":"ghp_0123456789abcdefABCD"}}}"#;
    let files = [crate::InputFile {
        name: "key.schema.json",
        bytes: text,
    }];
    let made = crate::import(
        None,
        &files,
        &baton_model::Document::new(),
        &crate::ImportOptions::default(),
    )
    .unwrap();
    let notes: Vec<String> = made
        .notes
        .iter()
        .filter(|note| note.message.contains("looks like a secret"))
        .map(|note| format!("{}: {}", note.path, note.message))
        .collect();
    assert_eq!(
        notes,
        [
            "key.schema.json: what looks like a secret was not stored; it stood in the contract's purpose",
            "key.schema.json#/description: what looks like a secret was not stored",
            "key.schema.json#/properties/a~1b/default: what looks like a secret was not stored",
        ]
    );
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
