//! `baton rules`.

use crate::exit::Outcome;
use crate::output::Output;
use baton_app::AppError;
use baton_app::check::run::explain;
use baton_rules::{RuleInfo, catalogue};
use serde_json::{Value, json};
use std::fmt::Write;

pub fn run(out: &Output, code: Option<&str>) -> Result<Outcome, AppError> {
    match code {
        Some(code) => {
            let rule = explain(code)?;
            out.result(
                || json!({"rules": [with_explanation(rule)]}),
                |style| {
                    let head = format!("{} {}", rule.code, rule.name);
                    format!(
                        "{} ({})\n\n{}",
                        style.strong(&head),
                        style.severity(rule.severity),
                        rule.explanation
                    )
                },
            );
        }
        None => out.result(
            || json!({"rules": catalogue().iter().map(info).collect::<Vec<_>>()}),
            |style| {
                let mut text = String::new();
                for rule in catalogue() {
                    let fix = if rule.has_fix {
                        style.dim(" [fix]")
                    } else {
                        String::new()
                    };
                    let _ = writeln!(
                        text,
                        "{}  {:<28} {}  {}{fix}",
                        style.strong(rule.code),
                        rule.name,
                        style.severity(rule.severity),
                        rule.summary
                    );
                }
                text
            },
        ),
    }
    Ok(Outcome::Fine)
}

fn info(rule: &RuleInfo) -> Value {
    json!({
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "summary": rule.summary,
        "fix": rule.has_fix,
    })
}

fn with_explanation(rule: &RuleInfo) -> Value {
    let mut value = info(rule);
    value["explanation"] = json!(rule.explanation);
    value
}
