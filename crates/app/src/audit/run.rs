//! The audit over a registry.

use crate::{AppError, Registry, topology};
use baton_analysis::audit::{Gravity, Problem, audit};
use baton_model::{Date, Document, TopologyId};
use baton_rules::{Finding, Severity};
use std::borrow::Borrow;
use std::sync::Arc;

pub use baton_analysis::audit::{
    Audit, HandoffAudit, QUESTIONS, Question, RiskSide, ScoreCard, ScoredKind, Sprawl, SprawlReason,
};

/// Audits one topology, or all of them. What the rules find makes a handoff likelier to fail, silenced findings do not.
pub fn run(registry: &Registry, topology: Option<&str>) -> Result<Arc<Audit>, AppError> {
    let topology = match topology {
        Some(id) => Some(topology::choose(registry, Some(id))?),
        None => None,
    };
    let today = registry.host().today();
    let (document, findings) = registry.judged();
    let audit = || audited(&document, topology.as_ref(), &today, findings.as_slice());
    Ok(registry
        .audits()
        .now(document.revision(), &today, topology.as_ref(), audit))
}

/// Audits a registry, present or past, with what the rules said about it on that day.
pub(super) fn audited<F: Borrow<Finding>>(
    document: &Document,
    topology: Option<&TopologyId>,
    today: &Date,
    findings: &[F],
) -> Audit {
    let heard = findings
        .iter()
        .map(Borrow::borrow)
        .filter(|found: &&Finding| found.silenced.is_none());
    let problems: Vec<Problem<'_>> = heard
        .filter_map(|finding| {
            let gravity = match finding.severity {
                Severity::Error => Gravity::Error,
                Severity::Warning => Gravity::Warning,
                Severity::Advice => return None,
            };
            Some(Problem {
                code: &finding.code,
                key: &finding.key,
                about: std::iter::once(&finding.subject)
                    .chain(&finding.path)
                    .collect(),
                gravity,
            })
        })
        .collect();
    audit(document, topology, today, &problems)
}
