//! The audit over a registry.

use crate::check::run::{CheckRequest, run as check};
use crate::{AppError, Registry, topology};
use baton_analysis::audit::{Gravity, Problem, audit};
use baton_rules::Severity;

pub use baton_analysis::audit::{
    Audit, HandoffAudit, RiskSide, ScoreCard, ScoredKind, SprawlReason,
};

/// Audits one topology, or all of them. What the rules find makes a handoff likelier to fail, silenced findings do not.
pub fn run(registry: &Registry, topology: Option<&str>) -> Result<Audit, AppError> {
    let topology = match topology {
        Some(id) => Some(topology::choose(registry, Some(id))?),
        None => None,
    };
    let request = CheckRequest {
        topology: topology.clone(),
        ..CheckRequest::default()
    };
    let findings = check(registry, &request).findings;
    let problems: Vec<Problem<'_>> = findings
        .iter()
        .filter_map(|finding| {
            let gravity = match finding.severity {
                Severity::Error => Gravity::Error,
                Severity::Warning => Gravity::Warning,
                Severity::Advice => return None,
            };
            Some(Problem {
                code: &finding.code,
                about: std::iter::once(&finding.subject)
                    .chain(&finding.path)
                    .collect(),
                gravity,
            })
        })
        .collect();
    let today = registry.host().today();
    Ok(registry.read(|document| audit(document, topology.as_ref(), &today, &problems)))
}
