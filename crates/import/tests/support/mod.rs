//! Reads fixtures and writes down what an import made of them, short enough to compare.

use baton_import::{ImportOptions, Imported, InputFile, import};
use baton_model::{Document, HandoffMode, Target, TriggerOn, apply};
use std::fs;
use std::path::PathBuf;

pub fn fixture(name: &str) -> Vec<u8> {
    fixture_of("langgraph", name)
}

pub fn fixture_of(format: &str, name: &str) -> Vec<u8> {
    let fixtures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    fs::read(fixtures.join(format).join(name)).unwrap()
}

pub fn sample(name: &str) -> Option<Vec<u8>> {
    sample_of("langgraph", name)
}

/// A file of the shared samples; `None`, with a word about it, where they are not at hand.
pub fn sample_of(format: &str, name: &str) -> Option<Vec<u8>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/samples")
        .join(format)
        .join(name);
    let bytes = fs::read(&path).ok();
    if bytes.is_none() {
        println!("skipped: {} is not there", path.display());
    }
    bytes
}

pub fn read(name: &str, bytes: &[u8], existing: &Document) -> Imported {
    import(
        None,
        &[InputFile { name, bytes }],
        existing,
        &ImportOptions::default(),
    )
    .unwrap()
}

pub fn committed(document: &Document, imported: &Imported) -> Document {
    let diff = apply(document, &imported.edits).unwrap();
    let mut after = document.clone();
    after.commit(&diff, document.revision() + 1);
    after
}

pub fn agents(document: &Document) -> Vec<String> {
    document
        .agents()
        .map(|agent| format!("{} {:?} {:?}", agent.id, agent.kind, agent.name))
        .collect()
}

pub fn handoffs(document: &Document) -> Vec<String> {
    document
        .handoffs()
        .map(|handoff| {
            let to = match &handoff.to {
                Target::Agent(agent) => agent.to_string(),
                Target::Outcome(target) => format!("({})", target.outcome),
                Target::Query(_) => "?".to_owned(),
            };
            let how = match (&handoff.trigger.on, &handoff.trigger.value) {
                (TriggerOn::Intent, Some(value)) => {
                    format!(" on {}", value.0.as_str().unwrap_or_default())
                }
                _ => String::new(),
            };
            let arrow = if handoff.mode == HandoffMode::Delegate {
                "=>"
            } else {
                "->"
            };
            format!(
                "{} {arrow} {to}{how}{}",
                handoff.from,
                if handoff.gate.is_some() { " gated" } else { "" }
            )
        })
        .collect()
}

pub fn notes(imported: &Imported) -> String {
    let lines: Vec<_> = imported
        .notes
        .iter()
        .map(|note| format!("{}: {}", note.path, note.message))
        .collect();
    lines.join(
        "
",
    )
}
