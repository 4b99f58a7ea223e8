//! `baton check`.

use super::{counted, describe_diff};
use crate::args::{Check, Format, Global};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, raw, visible, visible_line};
use baton_app::check::custom::CustomState;
use baton_app::check::fix::{Choice, fix_chosen, fix_safe};
use baton_app::check::github::github;
use baton_app::check::run::{
    CheckReport, CheckRequest, Counts, parse_override, require_known, run as check,
};
use baton_app::check::sarif::sarif;
use baton_app::{AppError, ErrorCode, Registry, topology};
use baton_model::{RecordKey, TopologyId};
use baton_rules::{CustomProblem, Finding, Fix, Severity};
use serde::Serialize;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;

pub fn request(topology: Option<&str>, rules: &[String]) -> Result<CheckRequest, AppError> {
    let topology = topology.map(TopologyId::new).transpose().map_err(|error| {
        AppError::new(ErrorCode::InvalidInput, error.to_string(), "check the id")
    })?;
    Ok(CheckRequest {
        topology,
        overrides: rules
            .iter()
            .map(|rule| parse_override(rule))
            .collect::<Result<_, _>>()?,
    })
}

pub async fn run(
    global: &Global,
    out: &Output,
    request: CheckRequest,
    rules: Option<&Path>,
    deny: bool,
) -> Result<Outcome, AppError> {
    let registry = open_checked(global, &request, rules).await?;
    let report = check(&registry, &request);
    match global.format {
        Format::Sarif => raw(&sarif(&report, &registry.info().registry).to_string()),
        Format::Github => raw(&github(&report, &registry.info().registry)),
        Format::Json | Format::Text => tell(out, &report),
    }
    Ok(verdict(&report.findings, &report.custom.problems, deny))
}

/// What a check found, as programs read it.
#[derive(Serialize)]
struct Told<'r> {
    findings: Vec<FindingJson<'r>>,
    counts: Value,
    custom: Value,
    ignored: Value,
}

fn tell(out: &Output, report: &CheckReport) {
    out.result(
        || {
            Told {
                findings: report.findings.iter().map(FindingJson::of).collect(),
                counts: counts_json(report.counts),
                custom: json!({"file": report.custom.file, "rules": report.custom.rules.len(), "problems": report.custom.problems}),
                ignored: json!(report.ignored),
            }
        },
        |style| describe(report, style),
    );
}

pub async fn fix(
    global: &Global,
    out: &Output,
    request: CheckRequest,
    rules: Option<&Path>,
    asked: &Check,
) -> Result<Outcome, AppError> {
    let registry = open_checked(global, &request, rules).await?;
    let dry_run = asked.dry_run;
    let report = if asked.fix {
        fix_safe(&registry, &request, dry_run).await?
    } else if asked.apply.is_empty() {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            "a check alone writes nothing, so there is nothing to rehearse",
            "add --fix, or --apply KEY",
        ));
    } else {
        let chosen = asked.apply.iter().map(|text| parse_choice(text));
        fix_chosen(&registry, &request, &chosen.collect::<Vec<_>>(), dry_run).await?
    };
    let custom = registry.custom_rules();
    out.result(
        || {
            json!({
                "revision": report.revision,
                "applied": report.applied,
                "diff": report.diff,
                "findings": report.left.iter().map(FindingJson::of).collect::<Vec<_>>(),
                "custom": {"file": custom.file, "rules": custom.rules.len(), "problems": custom.problems},
            })
        },
        |style| {
            let mut text = wrong_in(&custom, style);
            for fix in &report.applied {
                let _ = writeln!(
                    text,
                    "{} {} {}: {}",
                    style.good("fix"),
                    fix.code,
                    fix.subject,
                    visible_line(&fix.title)
                );
            }
            text.push_str(&describe_diff(&report.diff, style));
            let verb = if dry_run { "would apply" } else { "applied" };
            let fixes = counted(report.applied.len(), "fix", "fixes");
            let _ = writeln!(
                text,
                "{verb} {fixes}; {} left",
                counted(report.left.len(), "finding", "findings")
            );
            for finding in &report.left {
                describe_finding(&mut text, finding, style);
            }
            text
        },
    );
    Ok(verdict(
        &report.left,
        &custom.problems,
        asked.deny.is_some(),
    ))
}

/// `KEY` or `KEY:NUMBER`; keys hold no colon of their own.
fn parse_choice(text: &str) -> Choice {
    let (key, number) = match text.rsplit_once(':') {
        Some((key, number)) => (key, number.parse().unwrap_or(0)),
        None => (text, 1),
    };
    Choice {
        finding: key.to_owned(),
        number,
    }
}

async fn open_checked(
    global: &Global,
    request: &CheckRequest,
    rules: Option<&Path>,
) -> Result<Registry, AppError> {
    let registry = open::existing(global).await?;
    if let Some(file) = rules {
        registry.take_custom_rules(file)?;
    }
    require_known(&registry, request)?;
    if let Some(id) = &request.topology {
        topology::choose(&registry, Some(id.as_str()))?;
    }
    Ok(registry)
}

/// Where the user's own rules are wrong nobody can tell that everything is fine.
fn verdict(findings: &[Finding], problems: &[CustomProblem], deny_warnings: bool) -> Outcome {
    if !problems.is_empty() {
        return Outcome::BadInput;
    }
    let fails = |finding: &Finding| {
        finding.severity == Severity::Error
            || (deny_warnings && finding.severity == Severity::Warning)
    };
    if findings.iter().any(fails) {
        Outcome::Findings
    } else {
        Outcome::Fine
    }
}

/// A finding as the command line promises it.
#[derive(Serialize)]
pub struct FindingJson<'f> {
    key: &'f str,
    code: &'f str,
    name: &'f str,
    severity: Severity,
    subject: &'f RecordKey,
    topology: Option<&'f str>,
    message: &'f str,
    why: &'f str,
    fix: bool,
    fixes: &'f [Fix],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    path: &'f [RecordKey],
}

impl<'f> FindingJson<'f> {
    pub fn of(finding: &'f Finding) -> Self {
        Self {
            key: &finding.key,
            code: &finding.code,
            name: &finding.name,
            severity: finding.severity,
            subject: &finding.subject,
            topology: finding.topology.as_deref(),
            message: &finding.message,
            why: &finding.why,
            fix: !finding.fixes.is_empty(),
            fixes: &finding.fixes,
            path: &finding.path,
        }
    }
}

fn counts_json(counts: Counts) -> Value {
    json!({
        "error": counts.errors,
        "warning": counts.warnings,
        "advice": counts.advice,
        "silenced": counts.silenced,
    })
}

/// What is wrong with the user's own rules, as compilers tell it.
pub fn wrong_in(custom: &CustomState, style: Style) -> String {
    let file = custom.file.as_deref().unwrap_or_default();
    custom
        .problems
        .iter()
        .fold(String::new(), |mut text, problem| {
            let code = problem.code.as_deref().unwrap_or("custom rules");
            let _ = writeln!(
                text,
                "{} {} {}\n    {}\n    {} {}",
                style.error("error:"),
                style.strong(&visible(code)),
                style.dim(&visible(&format!(
                    "({file}:{}:{})",
                    problem.line, problem.column
                ))),
                visible_line(&problem.message),
                style.dim("->"),
                visible_line(&problem.remedy)
            );
            text
        })
}

/// A finding as people read it: what it is about, where, and what would mend it.
fn describe_finding(text: &mut String, finding: &Finding, style: Style) {
    let _ = writeln!(
        text,
        "{} {} {} {}",
        style.severity(finding.severity),
        style.strong(&finding.code),
        style.dim(&finding.name),
        style.dim(&format!("({})", finding.subject))
    );
    let _ = writeln!(text, "    {}", visible_line(&finding.message));
    if !finding.path.is_empty() {
        let path: Vec<&str> = finding.path.iter().map(|key| key.id.as_str()).collect();
        let _ = writeln!(
            text,
            "    {} {}",
            style.dim("path:"),
            visible_line(&path.join(" > "))
        );
    }
    for fix in &finding.fixes {
        let kind = if fix.safe {
            "fix:"
        } else {
            "fix, your decision:"
        };
        let _ = writeln!(text, "    {} {}", style.dim(kind), visible_line(&fix.title));
    }
}

fn describe(report: &CheckReport, style: Style) -> String {
    let mut text = wrong_in(&report.custom, style);
    for told in &report.ignored {
        let place = style.dim(&visible_line(&told.path));
        let _ = writeln!(
            text,
            "{} {place}: {}",
            style.strong("ignored:"),
            visible_line(&told.message)
        );
    }
    for finding in &report.findings {
        describe_finding(&mut text, finding, style);
    }
    let counts = report.counts;
    let summary = format!(
        "{}, {}, {} advice{}",
        counted(counts.errors, "error", "errors"),
        counted(counts.warnings, "warning", "warnings"),
        counts.advice,
        if counts.silenced > 0 {
            format!(", {} silenced", counts.silenced)
        } else {
            String::new()
        }
    );
    let clean = report.findings.is_empty();
    let _ = writeln!(
        text,
        "{}",
        if clean { style.good(&summary) } else { summary }
    );
    text
}
