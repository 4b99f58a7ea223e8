//! `tracing/`: what the span of a handoff says, helpers that write it in Python and TypeScript, and what they have to know of each handoff.

use crate::file_set::{ExportFile, FileSet};
use crate::kind::ExportKind;
use crate::metrics::{BUCKETS, Form, METRICS};
use crate::scope::Scope;
use crate::{json, template};
use baton_model::{ContractVersion, Document, Handoff, MaskingRule, Target, Topology};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Attributes of the span: name, type, meaning.
const ATTRIBUTES: [(&str, &str, &str); 21] = [
    (
        "baton.handoff.id",
        "string",
        "The handoff, as the registry names it.",
    ),
    ("baton.topology.id", "string", "Its topology."),
    (
        "baton.transfer.id",
        "string",
        "This transfer: handoff_id of the envelope, unchanged by a retry.",
    ),
    ("baton.correlation.id", "string", "The whole workflow."),
    (
        "baton.contract.id",
        "string",
        "The contract of the payload.",
    ),
    ("baton.contract.version", "string", "Its version."),
    ("baton.source.id", "string", "The sending agent."),
    ("baton.source.version", "string", "Its version."),
    ("baton.destination.id", "string", "The receiving agent."),
    ("baton.destination.version", "string", "Its version."),
    (
        "baton.message_type",
        "string",
        "TASK, RESULT, STATE_UPDATE or INTENT.",
    ),
    (
        "baton.status",
        "string",
        "success, partial, rolled_back or failed.",
    ),
    (
        "baton.validation.result",
        "string",
        "accepted or rejected; left out where nobody validates.",
    ),
    ("baton.validation.reason", "string", "Why it was rejected."),
    (
        "baton.latency_ms",
        "double",
        "Milliseconds from sending to the acknowledgement.",
    ),
    (
        "baton.attempt",
        "int",
        "Which attempt it is, counted from 1.",
    ),
    ("baton.fallback", "string", "The agent that took over."),
    (
        "baton.reason.code",
        "string",
        "Why the task is handed over.",
    ),
    (
        "baton.path",
        "string[]",
        "The agents that had the task before, first to last.",
    ),
    (
        "baton.loop_killed, baton.dead_lettered",
        "boolean",
        "True where the transfer ended so.",
    ),
    ("baton.payload", "string", "The masked payload as JSON."),
];

#[derive(Serialize)]
struct View {
    attributes: Vec<(&'static str, &'static str, &'static str)>,
    metrics: Vec<(&'static str, &'static str, &'static str, &'static str)>,
    buckets: String,
    handoffs: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    contract: Option<String>,
    span: bool,
    masks: Vec<String>,
}

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    let seams: Vec<(&Topology, &Handoff)> = scope
        .topologies()
        .flat_map(|topology| {
            scope
                .handoffs(&topology.id)
                .map(move |handoff| (topology, handoff))
        })
        .filter(|(_, handoff)| !matches!(handoff.to, Target::Outcome(_)))
        .collect();
    let known: serde_json::Map<String, Value> = seams
        .iter()
        .map(|(_, handoff)| (handoff.id.to_string(), known(scope.document, handoff)))
        .collect();
    let view = View {
        attributes: ATTRIBUTES.to_vec(),
        metrics: METRICS
            .iter()
            .map(|metric| {
                let form = match metric.form {
                    Form::Counter => "counter",
                    Form::Histogram => "histogram",
                    Form::Gauge => "gauge",
                };
                (metric.instrument, metric.series, form, metric.meaning)
            })
            .collect(),
        buckets: buckets(),
        handoffs: seams
            .iter()
            .map(|(_, handoff)| Row {
                id: handoff.id.to_string(),
                contract: baton_layout::topology::line_label(handoff),
                span: handoff.observability.span,
                masks: masks(scope.document, handoff)
                    .unwrap_or_default()
                    .into_keys()
                    .collect(),
            })
            .collect(),
    };
    let filled = |helper: &str| helper.replace("@BUCKETS@", &buckets()).into_bytes();
    let conventions = template::render(include_str!("templates/conventions.md.jinja"), &view);
    for (path, bytes) in [
        ("conventions.md", conventions.into_bytes()),
        ("handoffs.json", json::bytes(&json!({"handoffs": known}))),
        (
            "python/baton_tracing.py",
            filled(include_str!("templates/baton_tracing.py")),
        ),
        (
            "typescript/baton_tracing.ts",
            filled(include_str!("templates/baton_tracing.ts")),
        ),
    ] {
        files.add(ExportFile::new(
            format!("tracing/{path}"),
            ExportKind::Tracing,
            bytes,
            None,
        ));
    }
}

fn buckets() -> String {
    let bounds: Vec<String> = BUCKETS.iter().map(ToString::to_string).collect();
    bounds.join(", ")
}

/// What the helpers know of a handoff.
fn known(document: &Document, handoff: &Handoff) -> Value {
    let masks = masks(document, handoff).map(|masks| {
        let masks = masks.into_iter();
        masks
            .map(|(pointer, rule)| json!({"pointer": pointer, "rule": rule}))
            .collect::<Vec<_>>()
    });
    json!({
        "topology": handoff.topology,
        "contract": handoff.contract,
        "version": handoff.version,
        "masks": masks,
    })
}

/// What is masked and how, by pointer; `None` where no contract version says what travels. What the handoff says goes before the contract.
fn masks(document: &Document, handoff: &Handoff) -> Option<BTreeMap<String, MaskingRule>> {
    let id = format!(
        "{}@{}",
        handoff.contract.as_ref()?,
        handoff.version.as_ref()?
    );
    let version = document.find::<ContractVersion>(&id)?;
    let declared = version.sensitive.iter().map(|one| (&one.pointer, one.rule));
    let own = handoff.masking.iter().map(|one| (&one.pointer, one.rule));
    let all = declared.chain(own);
    Some(all.map(|(pointer, rule)| (pointer.clone(), rule)).collect())
}
