//! The one way in which rules are tested: edits in, findings out.

use crate::{Finding, Scope, check as run};
use baton_model::{Date, Document, apply, parse_edits};

/// The day on which examples and cases are checked.
pub(crate) fn today() -> Date {
    Date::new("2026-06-01").unwrap()
}

/// The registry that edits, as JSON, make out of nothing.
pub(crate) fn registry(edits: &str) -> Document {
    let mut document = Document::new();
    let edits = parse_edits(edits, &document).unwrap_or_else(|error| panic!("{error}\n{edits}"));
    let diff = apply(&document, &edits).unwrap_or_else(|error| panic!("{error}\n{edits:?}"));
    document.commit(&diff, 1);
    document
}

/// What one rule finds in a registry.
pub(crate) fn found(code: &str, document: &Document) -> Vec<Finding> {
    let mut findings = run(document, Scope::Registry, &today(), &[]);
    findings.retain(|finding| finding.code == code);
    findings
}

/// Compares what one rule finds with `expect`, one line a finding: `<severity> <kind> <id>: <message>`.
#[track_caller]
pub(crate) fn check(code: &str, edits: &str, expect: &[&str]) {
    let findings = found(code, &registry(edits));
    let lines: Vec<String> = findings
        .iter()
        .map(|finding| {
            format!(
                "{} {}: {}",
                finding.severity.name(),
                finding.subject,
                finding.message
            )
        })
        .collect();
    assert_eq!(lines, expect);
}
