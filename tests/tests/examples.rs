//! The examples in `docs/examples` are what the program writes about real systems today.
//!
//! `BATON_BLESS=1` writes them anew.

use baton_tests::Desk;
use std::fs;
use std::path::{Path, PathBuf};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

fn folder(example: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../docs/examples")
        .join(example)
}

fn same(written: &Path, kept: &Path) {
    let written = fs::read_to_string(written).unwrap();
    if std::env::var_os("BATON_BLESS").is_some() {
        fs::write(kept, &written).unwrap();
    }
    let kept_text = fs::read_to_string(kept).unwrap_or_default();
    assert_eq!(
        kept_text,
        written,
        "{} is out of date; write it anew with BATON_BLESS=1",
        kept.display()
    );
}

/// Imports the files of an example and compares report and picture.
fn example(name: &str, format: &str, files: &[&str]) {
    let desk = Desk::new(BATON);
    let folder = folder(name);
    let report = desk.path("report.md");
    let picture = desk.path("picture.svg");
    let files: Vec<String> = files
        .iter()
        .map(|file| folder.join(file).display().to_string())
        .collect();
    let mut words = vec!["import", format];
    words.extend(files.iter().map(String::as_str));
    words.extend(["--report", report.to_str().unwrap()]);
    desk.run(&words).expect(0);
    desk.run(&["draw", "--out", picture.to_str().unwrap()])
        .expect(0);
    same(&report, &folder.join("report.md"));
    same(&picture, &folder.join("picture.svg"));
    let again = desk.run(&["report"]).expect(0).stdout;
    let kept = fs::read_to_string(folder.join("report.md")).unwrap();
    assert!(
        kept.starts_with(again.trim_end()),
        "the report without notes is the beginning of the one with them"
    );
}

#[test]
fn an_openai_agents_system() {
    example("openai-agents", "openai-agents", &["claims.agents.json"]);
}

#[test]
fn a_langgraph_system() {
    example(
        "langgraph",
        "langgraph",
        &[
            "claims_stategraph.graph.json",
            "claims_stategraph.schema.json",
        ],
    );
}
