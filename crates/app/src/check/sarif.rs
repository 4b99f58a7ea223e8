//! Findings as SARIF 2.1.0, the format that code scanners and editors read.
//!
//! Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.

use super::custom::CustomState;
use super::run::CheckReport;
use baton_model::RecordKey;
use baton_rules::{CustomRule, Finding, RuleInfo, Severity, catalogue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use std::path::Path;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Everything but the unreserved characters of RFC 3986.
const OF_A_NAME: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A report as one SARIF run: every rule of the catalogue, every finding with its record as logical location, silenced ones as
/// suppressed.
///
/// `registry` is where the registry is; its last part becomes the physical location, which code scanners insist on.
pub fn sarif(report: &CheckReport, registry: &str) -> Value {
    let artifact = artifact(registry);
    let found = report.findings.iter().chain(&report.silenced);
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "Baton",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": catalogue().iter().map(rule).chain(report.custom.rules.iter().map(custom_rule)).collect::<Vec<_>>(),
            }},
            "invocations": [invocation(&report.custom)],
            "columnKind": "unicodeCodePoints",
            "artifacts": [{"location": {"uri": artifact}}],
            "results": found.map(|finding| result(finding, &report.custom, &artifact)).collect::<Vec<_>>(),
        }],
    })
}

fn artifact(registry: &str) -> String {
    let name = Path::new(registry).file_name();
    let name = name.map_or("registry".into(), |name| name.to_string_lossy());
    utf8_percent_encode(&name, OF_A_NAME).to_string()
}

fn rule(rule: &RuleInfo) -> Value {
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "help": {"text": rule.summary, "markdown": rule.explanation.trim()},
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {"tags": [rule.category.title()]},
    })
}

/// A rule of the user's own.
fn custom_rule(rule: &CustomRule) -> Value {
    let text = if rule.why.is_empty() {
        &rule.message
    } else {
        &rule.why
    };
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": text},
        "help": {"text": text, "markdown": format!("{text}\n\n```cel\n{}\n```", rule.when)},
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {"tags": ["Custom"]},
    })
}

/// Whether all rules could be run, and what is wrong with the user's own.
fn invocation(custom: &CustomState) -> Value {
    let file = custom.file.as_deref().map(artifact).unwrap_or_default();
    let notes = custom.problems.iter().map(|problem| {
        let text = format!("{}; {}", problem.message, problem.remedy);
        json!({
            "level": "error",
            "message": {"text": text},
            "locations": [{"physicalLocation": {
                "artifactLocation": {"uri": file},
                "region": {"startLine": problem.line, "startColumn": problem.column},
            }}],
        })
    });
    json!({
        "executionSuccessful": custom.problems.is_empty(),
        "toolConfigurationNotifications": notes.collect::<Vec<_>>(),
    })
}

fn result(finding: &Finding, custom: &CustomState, artifact: &str) -> Value {
    let codes = catalogue().iter().map(|rule| rule.code);
    let codes = codes.chain(custom.rules.iter().map(|rule| rule.code.as_str()));
    let index = codes.into_iter().position(|code| code == finding.code);
    let mut result = json!({
        "ruleId": finding.code,
        "level": level(finding.severity),
        "message": {"text": finding.message},
        "locations": [location(&finding.subject, artifact)],
        "partialFingerprints": {"finding/v1": finding.key},
        "properties": {
            "why": finding.why,
            "topology": finding.topology,
            "fixes": finding.fixes.iter().map(|fix| json!({"title": fix.title, "safe": fix.safe})).collect::<Vec<_>>(),
        },
    });
    if let Some(index) = index {
        result["ruleIndex"] = json!(index);
    }
    if !finding.path.is_empty() {
        let steps = finding.path.iter();
        let steps = steps.map(|step| json!({"location": location(step, artifact)}));
        result["codeFlows"] = json!([{"threadFlows": [{"locations": steps.collect::<Vec<_>>()}]}]);
    }
    if let Some(reason) = &finding.silenced {
        result["suppressions"] = json!([{"kind": "external", "justification": reason}]);
    }
    result
}

fn location(record: &RecordKey, artifact: &str) -> Value {
    json!({
        "physicalLocation": {"artifactLocation": {"uri": artifact, "index": 0}},
        "logicalLocations": [{
            "name": record.id,
            "kind": record.kind.name(),
            "fullyQualifiedName": record.to_string(),
        }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_artifact_is_a_relative_reference_without_folders() {
        for (registry, expected) in [
            ("/home/a/support desk.baton", "support%20desk.baton"),
            ("rückgabe#1.baton", "r%C3%BCckgabe%231.baton"),
            ("/", "registry"),
        ] {
            assert_eq!(artifact(registry), expected);
        }
    }
}
