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

/// A topology in which one agent hands over to another under a contract; the version is the case's own.
pub(crate) const AGREED: &str = r#"
        {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
        {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A"}}
        {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B"}}
        {"op": "put", "kind": "contract", "id": "c", "record": {"name": "C"}}
        {"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a", "to": "b", "contract": "c", "version": "1.0.0"}}
    "#;

/// A topology of three agents, entered at the first; the handoffs are the case's own.
pub(crate) const THREE_AGENTS: &str = r#"
        {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
        {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A"}}
        {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B"}}
        {"op": "put", "kind": "agent", "id": "c", "record": {"name": "C"}}
        {"op": "put", "kind": "entry", "id": "in", "record": {"topology": "t", "agent": "a"}}
    "#;

/// A handoff in it with a contract of its own that has these members, and with more fields.
pub(crate) fn handoff(id: &str, from: &str, to: &str, members: &str, more: &str) -> String {
    format!(
        r#"
        {{"op": "put", "kind": "contract", "id": "k-{id}", "record": {{"name": "K"}}}}
        {{"op": "put", "kind": "contract_version", "record": {{"contract": "k-{id}", "version": "1.0.0", "payload_schema": {{"properties": {{{members}}}}}}}}}
        {{"op": "put", "kind": "handoff", "id": "{id}", "record": {{"topology": "t", "from": "{from}", "to": "{to}", "contract": "k-{id}", "version": "1.0.0"{more}}}}}
        "#
    )
}
