//! Running the rules.

use super::custom::CustomState;
use crate::{AppError, ErrorCode, Registry};
use baton_model::{RuleSeverity, TopologyId};
use baton_rules::{CustomRule, Finding, RuleInfo, Scope, Severity, check};
use serde::Serialize;

/// Which rules, and over what.
#[derive(Clone, Debug, Default)]
pub struct CheckRequest {
    /// Only one topology with its agents.
    pub topology: Option<TopologyId>,
    /// Severities for this run: code or name, and severity.
    pub overrides: Vec<(String, RuleSeverity)>,
}

/// How many findings there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Of severity error.
    pub errors: usize,
    /// Of severity warning.
    pub warnings: usize,
    /// Of severity advice.
    pub advice: usize,
    /// Silenced with a reason; not among the others.
    pub silenced: usize,
}

/// What the rules say.
#[derive(Clone, Debug)]
pub struct CheckReport {
    /// Findings that are not silenced, the gravest first.
    pub findings: Vec<Finding>,
    /// Silenced findings.
    pub silenced: Vec<Finding>,
    /// How many there are.
    pub counts: Counts,
    /// The rules that users wrote, and what is wrong with them or could not be told.
    pub custom: CustomState,
}

/// Runs the rules.
pub fn run(registry: &Registry, request: &CheckRequest) -> CheckReport {
    let scope = request
        .topology
        .as_ref()
        .map_or(Scope::Registry, Scope::Topology);
    let today = registry.host().today();
    let document = registry.document();
    let own = check(&document, scope, &today, &request.overrides);
    let (all, custom) = registry
        .custom()
        .run(own, &document, scope, &request.overrides);
    let (silenced, findings): (Vec<Finding>, Vec<Finding>) = all
        .into_iter()
        .partition(|finding| finding.silenced.is_some());
    let count = |severity| {
        findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let counts = Counts {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        advice: count(Severity::Advice),
        silenced: silenced.len(),
    };
    CheckReport {
        findings,
        silenced,
        counts,
        custom,
    }
}

/// Reads `CODE=severity`. Whether there is such a rule depends on the registry: see [`require_known`].
pub fn parse_override(text: &str) -> Result<(String, RuleSeverity), AppError> {
    let wrong = |message: String| {
        AppError::new(
            ErrorCode::InvalidInput,
            message,
            "write CODE=off, CODE=advice, CODE=warning or CODE=error, for example CON001=off",
        )
    };
    let (code, severity) = text
        .split_once('=')
        .ok_or_else(|| wrong(format!("{text:?} sets no severity")))?;
    let severity = match severity {
        "off" => RuleSeverity::Off,
        "advice" => RuleSeverity::Advice,
        "warning" => RuleSeverity::Warning,
        "error" => RuleSeverity::Error,
        other => return Err(wrong(format!("{other:?} is no severity"))),
    };
    Ok((code.to_owned(), severity))
}

/// Refuses overrides of rules that neither the catalogue nor the registry's own file has.
pub fn require_known(registry: &Registry, request: &CheckRequest) -> Result<(), AppError> {
    let own = registry.custom_rules();
    for (code, _) in &request.overrides {
        let is_own = |rule: &CustomRule| {
            rule.code.eq_ignore_ascii_case(code) || rule.name.eq_ignore_ascii_case(code)
        };
        if !own.rules.iter().any(is_own) {
            explain(code)?;
        }
    }
    Ok(())
}

/// The rule with a code or name.
pub fn explain(code: &str) -> Result<&'static RuleInfo, AppError> {
    baton_rules::explain(code).ok_or_else(|| {
        AppError::new(
            ErrorCode::NotFound,
            format!("there is no rule {code:?}"),
            "`baton rules` lists all",
        )
    })
}
