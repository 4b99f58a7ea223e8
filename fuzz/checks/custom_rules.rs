//! Bytes as a file of custom rules: no panic and no hang; every mistake has its place, and what is left runs.

use baton_model::{Document, apply, parse_edits};
use baton_rules::{CustomMemory, CustomRules, Scope};
use std::cell::Cell;

/// More bytes say nothing more.
const MOST: usize = 16 << 10;
/// Evaluations that are let begin.
const RUNS: u32 = 200;

/// Records that rules look at.
const SCENE: &str = r#"[
    {"op": "put", "kind": "team", "id": "care", "record": {"name": "Care"}},
    {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}},
    {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A", "team": "care", "capabilities": ["refunds"]}},
    {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B"}},
    {"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a", "to": "b"}}
]"#;

/// Reads the bytes as custom rules and runs them over a small registry.
pub fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(&bytes[..bytes.len().min(MOST)]) else {
        return;
    };
    let mut document = Document::new();
    let edits = parse_edits(SCENE, &document).unwrap();
    let diff = apply(&document, &edits).unwrap();
    document.commit(&diff, 1);
    let (rules, problems) = CustomRules::read(text, &|| false);
    for problem in &problems {
        assert!(problem.line > 0 && problem.column > 0, "{problem:?}");
        assert!(
            !problem.message.is_empty() && !problem.remedy.is_empty(),
            "{problem:?}"
        );
    }
    let left = Cell::new(RUNS);
    let should_stop = || {
        left.set(left.get().saturating_sub(1));
        left.get() == 0
    };
    let mut memory = CustomMemory::default();
    let report = rules.check(&document, Scope::Registry, &[], &mut memory, &should_stop);
    for finding in &report.findings {
        assert!(rules.explain(&finding.code).is_some(), "{finding:?}");
    }
}
