//! What the rules say about the templates: nothing about the clean ones, and what was put into the sample on purpose.

use baton_model::{Date, Document, apply, parse_edits};
use baton_rules::{Scope, check};
use std::{collections::BTreeSet, fs, path::Path};

fn findings(template: &str) -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates");
    let edits = fs::read_to_string(root.join(template).join("records.json")).unwrap();
    let mut document = Document::new();
    let diff = apply(&document, &parse_edits(&edits, &document).unwrap()).unwrap();
    document.commit(&diff, 1);
    let today = Date::new("2026-11-20").unwrap();
    let findings = check(&document, Scope::Registry, &today, &[]);
    let told = findings
        .into_iter()
        .map(|finding| format!("{} {}: {}", finding.code, finding.subject, finding.message));
    told.collect()
}

#[test]
fn the_clean_templates_stay_clean() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates");
    let mut clean = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let template = entry.unwrap().file_name().into_string().unwrap();
        if template != "sample-support" {
            assert_eq!(findings(&template), BTreeSet::new(), "{template}");
            clean += 1;
        }
    }
    assert!(clean > 10, "{clean}");
}

#[test]
fn the_sample_has_what_is_wrong_on_purpose_and_nothing_else() {
    let found = findings("sample-support");
    let codes: Vec<&str> = found.iter().map(|finding| &finding[..6]).collect();
    let expected = [
        "CAP001", "CON001", "CON010", "OWN001", "OWN003", "RES003", "TOP003",
    ];
    assert_eq!(codes, expected, "{found:#?}");
}
