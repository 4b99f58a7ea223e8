//! Why one handoff is as risky as it is.

use super::run::{HandoffAudit, Question, run};
use crate::incident::list::{IncidentRow, incidents};
use crate::{AppError, ErrorCode, Registry};
use baton_analysis::audit::{AuditQuestion, QUESTIONS};
use serde::Serialize;

/// Everything that the audit says about a handoff.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct HandoffExplained {
    /// Risk term by term, and the answers.
    pub audit: HandoffAudit,
    /// How many handoffs of the registry are riskier.
    pub riskier: u32,
    /// How many handoffs the registry has.
    pub of: u32,
    /// What every handoff is asked, in order.
    pub questions: Vec<AuditQuestion>,
    /// Its incidents, the newest first.
    pub incidents: Vec<IncidentRow>,
}

/// Explains the risk of a handoff.
pub fn audit_handoff(registry: &Registry, handoff: &str) -> Result<HandoffExplained, AppError> {
    let audit = run(registry, None)?;
    let found = audit.handoffs.iter().find(|each| each.id == handoff);
    let found = found.ok_or_else(|| {
        AppError::new(
            ErrorCode::NotFound,
            format!("there is no handoff {handoff:?}"),
            "it was deleted meanwhile",
        )
        .in_terminal("`baton list handoff` shows all")
    })?;
    let riskier = audit.handoffs.iter().filter(|each| each.risk > found.risk);
    let count = |count| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(HandoffExplained {
        audit: found.clone(),
        riskier: count(riskier.count()),
        of: count(audit.handoffs.len()),
        questions: QUESTIONS.map(Question::in_words).to_vec(),
        incidents: incidents(registry, Some(handoff)),
    })
}
