//! The shipped templates hold what they promise: they can be applied, together too, and are in the
//! form that the record model itself writes.

use baton_import::text_form;
use baton_model::{Document, EditCommand, apply, parse_edits};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

/// Every template, by its folder.
fn templates() -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../templates");
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(names.len() > 10, "{names:?}");
    names
}

fn folder(template: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../templates")
        .join(template)
}

fn edits(template: &str) -> (String, Vec<EditCommand>) {
    let text = fs::read_to_string(folder(template).join("records.json")).unwrap();
    let edits =
        parse_edits(&text, &Document::new()).unwrap_or_else(|error| panic!("{template}: {error}"));
    (text, edits)
}

fn applied(document: &mut Document, template: &str) {
    let diff =
        apply(document, &edits(template).1).unwrap_or_else(|error| panic!("{template}: {error}"));
    document.commit(&diff, document.revision() + 1);
}

#[test]
fn each_template_applies_to_an_empty_registry() {
    for template in &templates() {
        let mut document = Document::new();
        applied(&mut document, template);
        assert_eq!(document.dangling(), [], "{template}");
        assert!(
            document.find::<baton_model::Topology>(template).is_some(),
            "{template} has a topology of its name"
        );
    }
}

#[test]
fn templates_share_a_registry_without_changing_each_other() {
    let mut document = Document::new();
    for template in &templates() {
        for edit in edits(template).1 {
            let EditCommand::Put { record, .. } = &edit else {
                panic!("{template} deletes something")
            };
            if let Some(there) = document.get(&edit.key()) {
                assert_eq!(
                    there.record.as_ref(),
                    record.as_ref(),
                    "{template}: {}",
                    edit.key()
                );
            }
        }
        applied(&mut document, template);
    }
}

#[test]
fn templates_survive_the_text_form() {
    let mut document = Document::new();
    for template in &templates() {
        applied(&mut document, template);
    }
    let files = text_form::to_files(&document).unwrap();
    assert!(files.contains_key("contracts/refund-request/1.1.0.json"));
    assert!(files.contains_key("topologies/customer-support/layout.json"));
    let edits = text_form::from_files(&files, &Document::new(), true).unwrap();
    let mut back = Document::new();
    back.commit(&apply(&back, &edits).unwrap(), 1);
    assert!(back == document);
}

/// `BATON_BLESS=1` rewrites the files in that form.
#[test]
fn records_are_written_as_the_model_writes_them() {
    for template in &templates() {
        let (text, edits) = edits(template);
        let written: Vec<Value> = edits
            .iter()
            .map(|edit| {
                let EditCommand::Put { record, id, .. } = edit else {
                    panic!("{template} deletes something")
                };
                json!({ "op": "put", "kind": record.kind(), "id": id, "record": record.to_json() })
            })
            .collect();
        let written = serde_json::to_string_pretty(&written).unwrap() + "\n";
        if std::env::var_os("BATON_BLESS").is_some() {
            fs::write(folder(template).join("records.json"), &written).unwrap();
        } else {
            assert!(
                text == written,
                "{template}/records.json is not in canonical form; run with BATON_BLESS=1"
            );
        }
    }
}

#[test]
fn each_template_says_what_it_is() {
    for template in &templates() {
        let text = fs::read_to_string(folder(template).join("template.json")).unwrap();
        let about: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(about["id"], template.as_str());
        assert!(about["name"].as_str().is_some_and(|name| !name.is_empty()));
        assert!(
            about["summary"]
                .as_str()
                .is_some_and(|summary| summary.len() > 40)
        );
        assert!(about["order"].is_u64());
    }
}
