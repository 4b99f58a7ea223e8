//! `alerts/<topology>.rules.yml`: Prometheus rules for every handoff, and tests in which each of them fires and does not.
//!
//! What a team has written itself comes first: a condition of the record that reads a metric takes the place of Baton's own alert on it.
//!
//! **Where the runbook is** only the one who runs Prometheus knows. The path in the exported folder is put behind the external label
//! `baton_runbooks`, for example `https://git.example/agents/blob/main/baton/`; without that label the path stands alone.

mod checks;
mod condition;
mod promql;
mod signal;

use crate::escape::visible_line;
use crate::file_set::{ExportFile, FileSet, Source};
use crate::kind::ExportKind;
use crate::scope::Scope;
use crate::{people, runbooks, yaml};
use baton_model::{AlertSeverity, Diagnostic, Document, Handoff, Kind, Level, RecordKey, Topology};
use serde_json::{Value, json};
pub(crate) use signal::{Signal, quantile};

/// The head of both files.
const HEAD: &str = "\
# Made by Baton from the registry: change the handoff there, not this file.
# runbook_url begins with the external label baton_runbooks, if Prometheus has one: the address of the folder that holds runbooks/.
# What emits the metrics is said in tracing/conventions.md.
";

/// One alert of a handoff.
pub(crate) struct Alert {
    pub name: String,
    pub expr: String,
    pub hold: &'static str,
    pub severity: AlertSeverity,
    /// What it says, in a sentence.
    pub meaning: String,
    /// Where the record says that its runbook stands.
    pub runbook_url: Option<String>,
    /// What is watched; `None` of a condition that only its team understands.
    pub signal: Option<Signal>,
    /// Whether its team has written it.
    pub is_own: bool,
}

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    for topology in scope.topologies() {
        let mut groups = Vec::new();
        let mut covered = Vec::new();
        for handoff in scope.handoffs(&topology.id) {
            let told = of(handoff);
            for (alert, problem) in &told.left_out {
                files.note(Diagnostic {
                    level: Level::Warning,
                    path: format!("alerts/{}.rules.yml", topology.id),
                    message: format!("the alert {alert:?} is left out: {problem}"),
                    subject: Some(RecordKey::new(Kind::Handoff, handoff.id.as_str())),
                });
            }
            if told.alerts.is_empty() {
                continue;
            }
            let rules: Vec<Value> = told
                .alerts
                .iter()
                .map(|alert| rule(scope.document, topology, handoff, alert))
                .collect();
            groups.push(json!({"name": format!("{}/{}", topology.id, handoff.id), "rules": rules}));
            covered.push((handoff, told.alerts));
        }
        let rules = format!("{}.rules.yml", topology.id);
        let tests = checks::of(scope.document, topology, &covered);
        let check = json!({"rule_files": [rules], "evaluation_interval": "1m", "tests": tests});
        for (name, value) in [
            (rules.clone(), json!({"groups": groups})),
            (format!("{}.rules_test.yml", topology.id), check),
        ] {
            let mut bytes = HEAD.as_bytes().to_vec();
            bytes.extend(yaml::bytes(&value));
            let source = Source::new(Kind::Topology, topology.id.as_str());
            files.add(ExportFile::new(
                format!("alerts/{name}"),
                ExportKind::Alerts,
                bytes,
                Some(source),
            ));
        }
    }
}

/// The alerts of a handoff, and those of its record that no Prometheus would take, with the reason.
pub(crate) struct Told {
    pub alerts: Vec<Alert>,
    pub left_out: Vec<(String, String)>,
}

/// The alerts that cover a handoff: those of its team first. A handoff to an outcome ends the request and has none of Baton's own.
pub(crate) fn of(handoff: &Handoff) -> Told {
    let id = handoff.id.as_str();
    let mut alerts = Vec::new();
    let mut left_out = Vec::new();
    for alert in &handoff.alerts {
        let name = visible_line(&alert.name);
        if name.is_empty() || alert.condition.trim().is_empty() {
            left_out.push((name, "it has no name or no condition".to_owned()));
            continue;
        }
        if let Err(problem) = promql::check(&alert.condition) {
            left_out.push((
                name,
                format!("its condition is not known to be PromQL ({problem})"),
            ));
            continue;
        }
        let signal = condition::recognised(&alert.condition, id);
        alerts.push(Alert {
            name,
            expr: visible_line(&alert.condition),
            hold: "0s",
            severity: alert.severity,
            meaning: signal.map_or_else(
                || format!("{} is true.", visible_line(&alert.condition)),
                |signal| signal.meaning(handoff),
            ),
            runbook_url: alert.runbook_url.clone().filter(|url| people::is_page(url)),
            signal,
            is_own: true,
        });
    }
    let is_seam = !matches!(handoff.to, baton_model::Target::Outcome(_));
    for signal in Signal::of(handoff).into_iter().filter(|_| is_seam) {
        let name = format!("{id}-{}", signal.ending());
        let is_covered = |alert: &Alert| {
            alert.is_own && (alert.name == name || promql::reads(&alert.expr, signal.series()))
        };
        if alerts.iter().any(is_covered) {
            continue;
        }
        if !signal.can_be_seen() {
            left_out.push((
                name,
                "its target lies beyond the histogram, whose last bucket ends at seven days"
                    .to_owned(),
            ));
            continue;
        }
        alerts.push(Alert {
            name,
            expr: signal.condition(id),
            hold: signal.hold(),
            severity: signal.severity(handoff.criticality),
            meaning: signal.meaning(handoff),
            runbook_url: None,
            signal: Some(signal),
            is_own: false,
        });
    }
    Told { alerts, left_out }
}

pub(crate) fn severity(severity: AlertSeverity) -> &'static str {
    match severity {
        AlertSeverity::Info => "info",
        AlertSeverity::Warning => "warning",
        AlertSeverity::Critical => "critical",
    }
}

fn rule(document: &Document, topology: &Topology, handoff: &Handoff, alert: &Alert) -> Value {
    json!({
        "alert": inert(&alert.name),
        "expr": alert.expr,
        "for": alert.hold,
        "labels": labels(document, topology, handoff, alert),
        "annotations": {
            "summary": inert(&summary(document, handoff, alert)),
            "description": inert(&alert.meaning),
            "runbook_url": runbook_url(handoff, alert),
        },
    })
}

fn labels(document: &Document, topology: &Topology, handoff: &Handoff, alert: &Alert) -> Value {
    let owners = people::owners(document, handoff);
    let team = owners.first().map_or("none", |team| team.id.as_str());
    json!({
        "severity": severity(alert.severity),
        "criticality": crate::words::criticality(handoff.criticality),
        "team": team,
        "handoff": handoff.id,
        "topology": topology.id,
    })
}

fn summary(document: &Document, handoff: &Handoff, alert: &Alert) -> String {
    let from = people::agent_name(document, &handoff.from);
    let to = people::target_name(document, &handoff.to);
    let what = match alert.signal {
        Some(Signal::Failing(_)) => "transfers fail",
        Some(Signal::Slow(_)) => "transfers are slow",
        Some(Signal::Rejecting(_)) => "payloads are rejected",
        Some(Signal::Looping) => "a loop was stopped",
        Some(Signal::DeadLetters) => "messages are stuck",
        None => alert.name.as_str(),
    };
    visible_line(&format!("{from} → {to}: {what}"))
}

/// Text in which Prometheus finds no template.
fn inert(text: &str) -> String {
    visible_line(text).replace("{{", "{{ \"{{\" }}")
}

fn runbook_url(handoff: &Handoff, alert: &Alert) -> String {
    match &alert.runbook_url {
        Some(url) => inert(url),
        None => format!(
            "{{{{ $externalLabels.baton_runbooks }}}}{}",
            runbooks::path(handoff)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_in_labels_are_text() {
        assert_eq!(inert("{{ 7 }} {{{"), "{{ \"{{\" }} 7 }} {{ \"{{\" }}{");
    }
}
