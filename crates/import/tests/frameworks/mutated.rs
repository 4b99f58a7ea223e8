//! Good files with values changed at any place: a reader notes or refuses, and what it gives can be applied.

use super::picture::{files, root};
use baton_import::{Format, ImportOptions, InputFile, import};
use baton_model::{Document, apply};
use proptest::prelude::*;
use serde_json::{Value, json};

const FILES: [(&str, &str, &str); 13] = [
    ("autogen", "autogen", "nested.team.json"),
    ("autogen", "autogen", "gallery.json"),
    ("crewai", "crewai", "managed.crew.json"),
    ("crewai", "crewai", "review.flow.yaml"),
    (
        "agent-framework",
        "agent_framework",
        "returns.workflow.yaml",
    ),
    ("agent-framework", "agent_framework", "built.workflow.json"),
    ("agent-spec", "agent_spec", "intake.flow.json"),
    ("agent-spec", "agent_spec", "library.swarm.yaml"),
    (
        "agent-spec",
        "../../export/src/agent/spec/expected/agent-spec",
        "support.yaml",
    ),
    ("a2a", "a2a", "assessor.agent-card.json"),
    ("google-adk", "google_adk", "root_agent.yaml"),
    ("google-adk", "google_adk", "workflow/root_agent.yaml"),
    ("google-adk", "google_adk", "workflow/odd.yaml"),
];

/// Every place of a value, as a pointer.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                places(item, &format!("{at}/{index}"), found);
            }
        }
        Value::Object(fields) => {
            for (name, item) in fields {
                places(
                    item,
                    &format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")),
                    found,
                );
            }
        }
        _ => {}
    }
}

fn other() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!(true)),
        Just(json!(-1)),
        Just(json!(1e300)),
        Just(json!([])),
        Just(json!({})),
        Just(json!([[{"name": {}}], "x", null])),
        Just(json!({"name": [], "kind": 7, "id": {"$component_ref": "x"}})),
        Just(json!("sk-proj-abcdefgh12345678")),
        Just(json!("a\u{202e}\u{0}../../x")),
        "\\PC{0,12}".prop_map(Value::from),
    ]
}

fn fixture(which: usize) -> Value {
    let (_, folder, name) = FILES[which];
    let (_, bytes) = files(&root().join("fixtures").join(folder), &[name])
        .unwrap()
        .remove(0);
    if name.ends_with("json") {
        serde_json::from_slice(&bytes).unwrap()
    } else {
        serde_saphyr::from_slice(&bytes).unwrap()
    }
}

#[test]
fn a_secret_is_stored_from_no_place() {
    for (which, (format, ..)) in FILES.iter().enumerate() {
        let whole = fixture(which);
        let mut all = Vec::new();
        places(&whole, "", &mut all);
        for place in &all {
            let mut value = whole.clone();
            *value.pointer_mut(place).unwrap() = json!("sk-proj-abcdefgh12345678");
            let text = value.to_string();
            let files = [InputFile {
                name: "x.json",
                bytes: text.as_bytes(),
            }];
            let format = Format::parse(format).unwrap();
            let made = import(format, &files, &Document::new(), &ImportOptions::default());
            let shown = made.map(|made| serde_json::to_string(&made.edits).unwrap());
            assert!(
                !shown.is_ok_and(|shown| shown.contains("abcdefgh12345678")),
                "stored from {place} of {format:?}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn wrong_values_anywhere_are_noted_or_refused(
        which in 0..FILES.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), other()), 1..6),
        copied in any::<Option<(prop::sample::Index, prop::sample::Index)>>(),
    ) {
        let (format, ..) = FILES[which];
        let mut value = fixture(which);
        let mut all = Vec::new();
        places(&value, "", &mut all);
        if let Some((from, to)) = copied {
            let part = value.pointer(from.get(&all[..]).as_str()).cloned();
            if let (Some(part), Some(place)) = (part, value.pointer_mut(to.get(&all[..]).as_str())) {
                *place = part;
            }
        }
        for (place, other) in changes {
            if let Some(place) = value.pointer_mut(place.get(&all[..]).as_str()) {
                *place = other;
            }
        }
        let text = value.to_string();
        let files = [InputFile { name: "x.json", bytes: text.as_bytes() }];
        let format = Format::parse(format).unwrap();
        match import(format, &files, &Document::new(), &ImportOptions::default()) {
            Ok(imported) => {
                let mut document = Document::new();
                let diff = apply(&document, &imported.edits).unwrap();
                document.commit(&diff, 1);
                let shown = serde_json::to_string(&imported.edits).unwrap();
                prop_assert!(!shown.contains("sk-proj-abcdefgh"), "a secret was stored");
                let again = import(format, &files, &document, &ImportOptions::default()).unwrap();
                prop_assert_eq!(again.edits, vec![]);
            }
            Err(error) => prop_assert!(!error.message.is_empty() && !error.hint.is_empty(), "{}", error),
        }
    }
}

/// Each part of what Baton exported is missing once: its records refer to each other more than those of any other file.
#[test]
fn no_missing_part_of_an_own_export_breaks_its_records() {
    let which = FILES
        .iter()
        .position(|(.., name)| *name == "support.yaml")
        .unwrap();
    let whole = fixture(which);
    let mut all = Vec::new();
    places(&whole, "", &mut all);
    let mut broken = Vec::new();
    for place in all.iter().filter(|at| at.contains("/metadata/baton")) {
        let mut value = whole.clone();
        *value.pointer_mut(place).unwrap() = Value::Null;
        let text = value.to_string();
        let files = [InputFile {
            name: "x.json",
            bytes: text.as_bytes(),
        }];
        let format = Format::parse("agent-spec").unwrap();
        let made = import(format, &files, &Document::new(), &ImportOptions::default());
        if let Ok(made) = made {
            let applied = apply(&Document::new(), &made.edits);
            broken.extend(applied.err().map(|error| format!("{place}: {error}")));
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn a_name_that_is_empty_is_made_of_what_the_file_tells_the_part_by() {
    let which = FILES
        .iter()
        .position(|(.., name)| *name == "support.yaml")
        .unwrap();
    let whole = fixture(which);
    let mut all = Vec::new();
    places(&whole, "", &mut all);
    let mut broken = Vec::new();
    for place in all.iter().filter(|at| at.ends_with("/name")) {
        let mut value = whole.clone();
        *value.pointer_mut(place).unwrap() = json!(" ");
        let text = value.to_string();
        let files = [InputFile {
            name: "x.json",
            bytes: text.as_bytes(),
        }];
        let format = Format::parse("agent-spec").unwrap();
        let made = import(format, &files, &Document::new(), &ImportOptions::default());
        if let Ok(made) = made {
            let applied = apply(&Document::new(), &made.edits);
            broken.extend(applied.err().map(|error| format!("{place}: {error}")));
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}
