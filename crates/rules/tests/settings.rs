//! Settings, overrides and silences, from outside.

use baton_model::{Date, Document, RuleSeverity, TopologyId, apply, parse_edits};
use baton_rules::{Scope, Severity, check, reference_pages, setting_diagnostics};

const LOOP: &str = r#"
    {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
    {"op": "put", "kind": "topology", "id": "u", "record": {"name": "U"}}
    {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A", "behaviour": {"resolves": 1.0}}}
    {"op": "put", "kind": "handoff", "id": "t-loop", "record": {"topology": "t", "from": "a", "to": "a"}}
    {"op": "put", "kind": "handoff", "id": "u-loop", "record": {"topology": "u", "from": "a", "to": "a"}}
"#;

fn registry(more: &str) -> Document {
    let mut document = Document::new();
    let edits = parse_edits(&format!("{LOOP}{more}"), &document).unwrap();
    let diff = apply(&document, &edits).unwrap();
    document.commit(&diff, 1);
    document
}

/// `<key> <severity> <reason>` of each finding of the rule.
fn lines(
    code: &str,
    document: &Document,
    scope: Scope<'_>,
    overrides: &[(String, RuleSeverity)],
) -> Vec<String> {
    let findings = check(
        document,
        scope,
        &Date::new("2026-06-01").unwrap(),
        overrides,
    );
    let of_rule = findings.into_iter().filter(|finding| finding.code == code);
    of_rule
        .map(|finding| {
            let silenced = finding
                .silenced
                .map(|reason| format!(" silenced: {reason}"))
                .unwrap_or_default();
            format!("{} {}{silenced}", finding.key, finding.severity.name())
        })
        .collect()
}

#[test]
fn the_topology_outranks_the_registry_and_the_caller_both() {
    let document = registry(
        r#"
        {"op": "put", "kind": "rule_setting", "id": "all", "record": {"code": "TOP003", "severity": "warning"}}
        {"op": "put", "kind": "rule_setting", "id": "one", "record": {"code": "unbounded-loop", "severity": "advice", "topology": "t"}}
        "#,
    );
    let registry_wide = lines("TOP003", &document, Scope::Registry, &[]);
    assert_eq!(
        registry_wide,
        [
            "TOP003/handoff/u-loop warning",
            "TOP003/handoff/t-loop advice"
        ]
    );
    let off = [("top003".to_owned(), RuleSeverity::Off)];
    assert!(lines("TOP003", &document, Scope::Registry, &off).is_empty());
}

#[test]
fn a_silenced_finding_stays_with_its_reason() {
    let document = registry(
        r#"{"op": "put", "kind": "silence", "id": "s", "record": {"code": "TOP003", "subject": {"kind": "handoff", "id": "t-loop"}, "reason": "bounded elsewhere"}}"#,
    );
    assert_eq!(
        lines("TOP003", &document, Scope::Registry, &[]),
        [
            "TOP003/handoff/t-loop error silenced: bounded elsewhere",
            "TOP003/handoff/u-loop error"
        ]
    );
}

#[test]
fn a_topology_silences_shared_records_for_itself_alone() {
    let document = registry(
        r#"{"op": "put", "kind": "silence", "id": "s", "record": {"code": "OWN001", "subject": {"kind": "agent", "id": "a"}, "reason": "to be decided", "topology": "t"}}"#,
    );
    let (t, u) = (TopologyId::new("t").unwrap(), TopologyId::new("u").unwrap());
    assert_eq!(
        lines("OWN001", &document, Scope::Topology(&t), &[]),
        ["OWN001/agent/a warning silenced: to be decided"]
    );
    assert_eq!(
        lines("OWN001", &document, Scope::Topology(&u), &[]),
        ["OWN001/agent/a warning"]
    );
    assert_eq!(
        lines("OWN001", &document, Scope::Registry, &[]),
        ["OWN001/agent/a warning"]
    );
}

#[test]
fn what_settings_cannot_mean_is_told_and_has_no_effect() {
    let document = registry(
        r#"
        {"op": "put", "kind": "rule_setting", "id": "a", "record": {"code": "TOP003", "options": {"limits": 3}}}
        {"op": "put", "kind": "rule_setting", "id": "b", "record": {"code": "TOP003", "options": "many"}}
        {"op": "put", "kind": "rule_setting", "id": "c", "record": {"code": "XYZ001"}}
        {"op": "put", "kind": "silence", "id": "s", "record": {"code": "no-such-rule", "subject": {"kind": "agent", "id": "a"}, "reason": "?"}}
        "#,
    );
    let told: Vec<_> = setting_diagnostics(&document, &[])
        .into_iter()
        .map(|told| told.path)
        .collect();
    assert_eq!(
        told,
        [
            "rule_setting a/options",
            "rule_setting b/options",
            "rule_setting c/code",
            "silence s/code"
        ]
    );
    assert_eq!(lines("TOP003", &document, Scope::Registry, &[]).len(), 2);
}

#[test]
fn options_reach_the_fix() {
    let document = registry(
        r#"{"op": "put", "kind": "rule_setting", "id": "a", "record": {"code": "TOP003", "options": {"limit": 5}}}"#,
    );
    let findings = check(
        &document,
        Scope::Registry,
        &Date::new("2026-06-01").unwrap(),
        &[],
    );
    let finding = findings
        .iter()
        .find(|finding| finding.code == "TOP003")
        .unwrap();
    assert_eq!(
        finding.fixes[0].title,
        "Limit the handoff from A to A to 5 passes"
    );
    assert_eq!(finding.severity, Severity::Error);
}

#[test]
fn a_topology_that_does_not_exist_has_no_findings() {
    let document = registry("");
    let gone = TopologyId::new("gone").unwrap();
    assert!(
        check(
            &document,
            Scope::Topology(&gone),
            &Date::new("2026-06-01").unwrap(),
            &[]
        )
        .is_empty()
    );
}

#[test]
fn the_reference_in_docs_is_the_one_of_the_rules() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules");
    for (name, text) in reference_pages() {
        let there = std::fs::read_to_string(folder.join(&name)).unwrap_or_default();
        assert!(
            there.replace("\r\n", "\n") == text,
            "docs/rules/{name} is out of date; run `cargo xtask gen`"
        );
    }
}
