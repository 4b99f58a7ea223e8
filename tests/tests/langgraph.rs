//! Real graphs that LangGraph printed: imported, checked, drawn and exported.

use baton_tests::{Desk, has_fields, hashes};
use serde_json::{Value, json};
use std::path::PathBuf;

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

/// The files, if the folder of samples is there.
fn samples() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples/langgraph");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.to_str()
                .is_some_and(|path| path.ends_with(".graph.json"))
        })
        .collect();
    files.sort();
    if files.is_empty() {
        eprintln!("skipped: {} holds no graphs", folder.display());
    }
    files
}

#[test]
fn real_graphs_are_imported_and_exported() {
    for file in samples() {
        let desk = Desk::new(BATON);
        let path = file.to_str().unwrap();
        let reply = desk
            .json(&["import", "langgraph", path, "--topology", "real"])
            .expect(0)
            .value();
        let graph: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        has_fields(&reply, &["created", "updated", "notes"]);
        assert!(
            !reply["notes"].as_array().unwrap().is_empty(),
            "{path}: a graph cannot say everything"
        );
        let handoffs = desk.json(&["list", "handoff"]).expect(0).value()["records"]
            .as_array()
            .unwrap()
            .len();
        assert!(
            handoffs > 1 && handoffs <= graph["edges"].as_array().unwrap().len(),
            "{path}: {handoffs}"
        );
        let detected = desk
            .json(&["import", path, "--topology", "real"])
            .expect(0)
            .value();
        assert_eq!(
            (&detected["created"], &detected["updated"]),
            (&json!([]), &json!([])),
            "{path}: once more"
        );
        let report = desk.json(&["check", "--topology", "real"]).value();
        let codes: Vec<&str> = report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f["code"].as_str().unwrap())
            .collect();
        assert!(
            codes.contains(&"OWN001") && codes.contains(&"CON001"),
            "{path}: {codes:?}"
        );
        desk.json(&["export", "all", "--out", "out", "--topology", "real"])
            .expect(0);
        let files = hashes(&desk.path("out"));
        assert!(
            files.contains_key("pictures/real.svg") && files.contains_key("runbooks/index.md"),
            "{files:?}"
        );
        assert_eq!(
            files
                .keys()
                .filter(|path| path.starts_with("runbooks/"))
                .count(),
            handoffs + 1,
            "{path}"
        );
        desk.json(&[
            "export",
            "all",
            "--out",
            "out",
            "--topology",
            "real",
            "--check",
        ])
        .expect(0);
        desk.json(&["draw", "real", "--out", "real.png"]).expect(0);
        desk.json(&["undo"]).expect(0);
        assert_eq!(
            desk.json(&["list", "agent"]).expect(0).value(),
            json!({"records": []}),
            "one undo takes an import back"
        );
    }
}
