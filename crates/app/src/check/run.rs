//! Running the rules.

use super::custom::CustomState;
use crate::{AppError, ErrorCode, Registry};
use baton_model::{Diagnostic, Document, Kind, RecordChange, RuleSeverity, TopologyId};
use baton_rules::{CustomRule, Finding, RuleInfo, Scope, Severity, check, setting_diagnostics};
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
    /// Settings of rules and silences that have no effect, with the reason.
    pub ignored: Vec<Diagnostic>,
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
        ignored: ignored(&document, &custom.rules),
        custom,
    }
}

/// Settings of rules and silences that have no effect.
fn ignored(document: &Document, own: &[CustomRule]) -> Vec<Diagnostic> {
    let names = own.iter().flat_map(|rule| [&rule.code, &rule.name]);
    let names: Vec<&str> = names.map(String::as_str).collect();
    setting_diagnostics(document, &names)
}

/// What a group of edits has written of settings and silences without any effect, in sentences.
pub fn ignored_in(registry: &Registry, diff: &[RecordChange]) -> Vec<String> {
    let is_setting = |kind| matches!(kind, Kind::RuleSetting | Kind::Silence);
    if !diff.iter().any(|change| is_setting(change.kind)) {
        return Vec::new();
    }
    let all = ignored(&registry.document(), &registry.custom_rules().rules);
    let written = |told: &Diagnostic| {
        let subject = told.subject.as_ref();
        subject.is_some_and(|key| {
            diff.iter()
                .any(|change| change.kind == key.kind && change.id == key.id)
        })
    };
    let sentences = all.iter().filter(|told| written(told));
    sentences
        .map(|told| format!("{}: {}", told.path, told.message))
        .collect()
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
