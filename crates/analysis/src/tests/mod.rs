//! Small registries, a question, and by hand who is hit.
// Cases read better with values and raw text as they stand.
#![allow(
    clippy::format_push_string,
    clippy::needless_pass_by_value,
    clippy::needless_raw_string_hashes
)]

mod carried;
mod gone;
mod moves;
mod reference;
mod ways;
mod whole;

use crate::{Asked, HitView, ImpactQuestion, ImpactReport, RegistryGraph, impact};
use baton_contract::Effort;
use baton_model::{Date, Document, EnvironmentId, apply, parse_edits};
use serde_json::{Value, json};

/// A registry from edits, one a line; `kind id {fields}` is a put.
fn registry(lines: &str) -> Document {
    let mut document = Document::new();
    let mut edits = Vec::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut words = line.splitn(3, ' ');
        let (kind, id) = (words.next().unwrap(), words.next().unwrap());
        let mut record: Value = serde_json::from_str(words.next().unwrap_or("{}")).unwrap();
        let named = [
            "contract_version",
            "agent_version",
            "deployment",
            "entry",
            "placement",
        ];
        if !named.contains(&kind) && kind != "handoff" && record["name"].is_null() {
            record["name"] = json!(id);
        }
        edits.push(json!({"op": "put", "kind": kind, "id": id, "record": record}));
    }
    let edits = parse_edits(&Value::from(edits).to_string(), &document).unwrap();
    let diff = apply(&document, &edits).unwrap();
    document.commit(&diff, 1);
    document
}

fn date(text: &str) -> Date {
    Date::new(text).unwrap()
}

/// Asks and looks at what was found.
fn asked<T>(
    document: &Document,
    question: &Value,
    environment: Option<&str>,
    look: impl FnOnce(&crate::Found<'_>) -> T,
) -> T {
    let question: ImpactQuestion = serde_json::from_value(question.clone()).unwrap();
    let environment = environment.map(|id| EnvironmentId::new(id).unwrap());
    let graph = RegistryGraph::new(document);
    let today = date("2026-11-21");
    let asked = Asked {
        document,
        graph: &graph,
        today: &today,
        environment: environment.as_ref(),
        effort: Effort::default(),
        clock: None,
    };
    let found = impact(&asked, &question).unwrap();
    look(&found)
}

fn report(document: &Document, question: &Value) -> ImpactReport {
    asked(document, question, None, |found| found.report(usize::MAX))
}

/// `effect handoff [fields] < path: reason`; inferred fields carry a `?`.
fn line(hit: &HitView<'_>) -> String {
    let effect = serde_json::to_value(hit.effect).unwrap();
    let fields: Vec<String> = hit
        .fields
        .iter()
        .map(|field| {
            format!(
                "{field}{}",
                if hit.inferred.contains(field) {
                    "?"
                } else {
                    ""
                }
            )
        })
        .collect();
    let before: Vec<&str> = hit.path.iter().rev().skip(1).copied().collect();
    let mut text = format!("{} {}", effect.as_str().unwrap(), hit.handoff);
    if !fields.is_empty() {
        text.push_str(&format!(" [{}]", fields.join(" ")));
    }
    if !before.is_empty() {
        text.push_str(&format!(" < {}", before.join(" < ")));
    }
    text
}

/// Hits without their reasons.
#[track_caller]
fn check(lines: &str, question: &Value, expected: &[&str]) {
    check_in(lines, question, None, expected);
}

#[track_caller]
fn check_in(lines: &str, question: &Value, environment: Option<&str>, expected: &[&str]) {
    let document = registry(lines);
    let (told, reasons) = asked(&document, question, environment, |found| {
        let told: Vec<String> = found.hits().map(|hit| line(&hit)).collect();
        let reasons: Vec<String> = found
            .hits()
            .map(|hit| format!("{}: {}", hit.handoff, hit.reason))
            .collect();
        (told, reasons)
    });
    assert_eq!(told, expected, "{question}\n{}", reasons.join("\n"));
}

/// The reason of one hit.
#[track_caller]
fn check_reason(lines: &str, question: &Value, handoff: &str, expected: &str) {
    let document = registry(lines);
    let reason = asked(&document, question, None, |found| {
        let hit = found.hits().find(|hit| hit.handoff.as_str() == handoff);
        hit.map(|hit| hit.reason.to_owned())
    });
    assert_eq!(reason.as_deref(), Some(expected), "{question}");
}
