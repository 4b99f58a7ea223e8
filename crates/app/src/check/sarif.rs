//! Findings as SARIF 2.1.0, the format that code scanners and editors read.
//!
//! Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.

use super::custom::CustomState;
use super::run::CheckReport;
use super::shown_path;
use baton_model::RecordKey;
use baton_rules::{CustomRule, Finding, RuleInfo, Severity, catalogue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

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
/// `registry` is where the registry is, as its path in the folder that is scanned where it lies there, and else its last part; code
/// scanners insist on a physical location.
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
            "invocations": [invocation(report, &artifact)],
            "columnKind": "unicodeCodePoints",
            "artifacts": [{"location": {"uri": artifact}}],
            "results": found.map(|finding| result(finding, &report.custom, &artifact)).collect::<Vec<_>>(),
        }],
    })
}

/// A relative reference, every part of the path encoded.
fn artifact(registry: &str) -> String {
    let path = shown_path(registry);
    let parts = path
        .split('/')
        .map(|part| utf8_percent_encode(part, OF_A_NAME).to_string());
    parts.collect::<Vec<_>>().join("/")
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

/// Whether all rules could be run, and what is wrong with the user's own and with the settings of all.
fn invocation(report: &CheckReport, registry: &str) -> Value {
    let custom = &report.custom;
    let file = custom.file.as_deref().map(artifact).unwrap_or_default();
    let wrong = custom.problems.iter().map(|problem| {
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
    let ignored = report.ignored.iter().map(|told| {
        json!({
            "level": "warning",
            "message": {"text": format!("{}: {}", told.path, told.message)},
            "locations": told.subject.iter().map(|key| location(key, registry)).collect::<Vec<_>>(),
        })
    });
    json!({
        "executionSuccessful": custom.problems.is_empty(),
        "toolConfigurationNotifications": wrong.chain(ignored).collect::<Vec<_>>(),
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
    fn the_artifact_is_a_relative_reference() {
        let here = std::env::current_dir().unwrap().join("five/c.baton");
        for (registry, expected) in [
            ("five/c.baton", "five/c.baton"),
            ("./five/c.baton", "five/c.baton"),
            (here.to_str().unwrap(), "five/c.baton"),
            ("../c.baton", "c.baton"),
            (
                "postgres://ana@db.example.org:5432/desk?schema=care",
                "desk%3Fschema%3Dcare",
            ),
            ("/home/a/support desk.baton", "support%20desk.baton"),
            ("rückgabe#1.baton", "r%C3%BCckgabe%231.baton"),
            ("/", "registry"),
        ] {
            assert_eq!(artifact(registry), expected);
        }
    }
}
