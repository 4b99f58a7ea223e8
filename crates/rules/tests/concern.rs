//! Changes that the rules are said to have nothing to say about alter no finding.

use baton_model::{Date, Document, apply, parse_edits};
use baton_rules::{Scope, check, concerns};
use std::{fs, path::Path};

fn sample() -> Document {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates");
    let edits = fs::read_to_string(root.join("sample-support/records.json")).unwrap();
    let mut document = Document::new();
    let diff = apply(&document, &parse_edits(&edits, &document).unwrap()).unwrap();
    document.commit(&diff, 1);
    document
}

#[test]
fn what_is_not_heard_alters_nothing() {
    let today = Date::new("2026-11-20").unwrap();
    let placed = r#"{"op": "put", "kind": "placement", "id": "p", "record": {"id": "sample-support.agent.triage-desk", "topology": "sample-support", "subject": {"kind": "agent", "id": "AGENT"}, "x": X, "y": 1.0}}"#;
    let agent = sample().agents().next().unwrap().id.to_string();
    let place = |x: &str| {
        placed
            .replace(
                r#""id": "p""#,
                &format!(r#""id": "sample-support.agent.{agent}""#),
            )
            .replace(
                r#""id": "sample-support.agent.triage-desk""#,
                &format!(r#""id": "sample-support.agent.{agent}""#),
            )
            .replace("AGENT", &agent)
            .replace('X', x)
    };
    let mut document = sample();
    let first = apply(&document, &parse_edits(&place("1.0"), &document).unwrap()).unwrap();
    document.commit(&first, 2);
    for (edits, heard) in [
        (place("500.0"), false),
        (r#"{"op": "put", "kind": "note", "id": "n", "record": {"topology": "sample-support", "text": "Mind this."}}"#.to_owned(), false),
        (r#"{"op": "put", "kind": "group", "id": "g", "record": {"topology": "sample-support", "name": "G"}}"#.to_owned(), false),
        (format!(r#"{{"op": "put", "kind": "comment", "id": "c", "record": {{"subject": {{"kind": "agent", "id": "{agent}"}}, "text": "Why?", "by": "kim"}}}}"#), false),
        (format!(r#"{{"op": "delete", "kind": "placement", "id": "sample-support.agent.{agent}"}}"#), true),
        (r#"{"op": "put", "kind": "agent", "id": "lost", "record": {"name": "Lost"}}"#.to_owned(), true),
    ] {
        let diff = apply(&document, &parse_edits(&edits, &document).unwrap())
            .unwrap_or_else(|error| panic!("{error}: {edits}"));
        assert!(!diff.is_empty(), "{edits}");
        assert_eq!(concerns(&diff), heard, "{edits}");
        let before = check(&document, Scope::Registry, &today, &[]);
        document.commit(&diff, document.revision() + 1);
        if !heard {
            assert_eq!(check(&document, Scope::Registry, &today, &[]), before, "{edits}");
        }
    }
}
