//! What the reviewer of a gate sees, while the gate is being written.

use super::handoff;
use crate::contract::compare::with_deep_stack;
use crate::{AppError, Registry};
use baton_analysis::gate::review_card;
use baton_model::{Document, EditCommand, Gate, Handoff, Json, Record, RuleSeverity, apply};
use baton_rules::{Scope, Severity, catalogue, check};
use serde::Serialize;

pub use baton_analysis::gate::{CardAnswer, CardPart, CardPartKind, ReviewCard};

/// The rules that judge a gate by itself.
const RULES: [&str; 2] = ["HIL002", "HIL003"];

/// The card of a gate, and what the rules say about it.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct GatePreview {
    /// What the reviewer sees.
    pub card: ReviewCard,
    /// What is wrong with the gate, the gravest first.
    pub advice: Vec<GateRemark>,
}

/// What a rule says about a gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct GateRemark {
    /// The rule's code.
    pub code: String,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, and what to do.
    pub message: String,
    /// Why it matters.
    pub why: String,
}

/// Shows a gate, as it stands on a handoff or as it is being written, to its reviewers, with a payload.
pub fn preview(
    registry: &Registry,
    id: &str,
    gate: Option<&Gate>,
    payload: Option<&Json>,
) -> Result<GatePreview, AppError> {
    let mut handoff = handoff(registry, id)?;
    if let Some(gate) = gate {
        handoff.gate = Some(gate.clone());
    }
    let document = registry.document();
    let payload = payload.map(|payload| &payload.0);
    let shown = handoff.gate.clone().unwrap_or_else(Gate::new);
    let card = with_deep_stack(|| review_card(&document, &handoff, &shown, payload))?;
    let today = registry.host().today();
    let advice = match handoff.gate {
        Some(_) => remarks(&document, &handoff, &today)?,
        None => Vec::new(),
    };
    Ok(GatePreview { card, advice })
}

/// What the rules about gates say of a handoff as it would be.
fn remarks(
    document: &Document,
    handoff: &Handoff,
    today: &baton_model::Date,
) -> Result<Vec<GateRemark>, AppError> {
    let others = catalogue()
        .iter()
        .filter(|rule| !RULES.contains(&rule.code));
    let off: Vec<(String, RuleSeverity)> = others
        .map(|rule| (rule.code.to_owned(), RuleSeverity::Off))
        .collect();
    let record: Record = handoff.clone().into();
    let diff = apply(document, &[EditCommand::put(record)])?;
    let mut then = document.clone();
    then.commit(&diff, document.revision());
    let findings = check(&then, Scope::Topology(&handoff.topology), today, &off);
    let of_gate = findings
        .into_iter()
        .filter(|finding| finding.subject.id == handoff.id.as_str() && finding.silenced.is_none());
    Ok(of_gate
        .map(|finding| GateRemark {
            code: finding.code.into_owned(),
            severity: finding.severity,
            message: finding.message,
            why: finding.why.into_owned(),
        })
        .collect())
}
