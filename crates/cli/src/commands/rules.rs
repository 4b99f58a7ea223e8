//! `baton rules`.

use super::check::wrong_in;
use crate::args::Global;
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::AppError;
use baton_app::check::custom::{CustomState, file_beside, read};
use baton_app::check::run::explain;
use baton_rules::{CustomRule, RuleInfo, catalogue};
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;

/// The catalogue, and the rules of the file that is named or stands beside the registry.
pub fn run(
    global: &Global,
    out: &Output,
    code: Option<&str>,
    file: Option<&Path>,
) -> Result<Outcome, AppError> {
    let custom = own(global, file)?;
    match code {
        Some(code) => {
            let is_meant = |rule: &&CustomRule| {
                rule.code.eq_ignore_ascii_case(code) || rule.name.eq_ignore_ascii_case(code)
            };
            match custom.rules.iter().find(is_meant) {
                Some(rule) => out.result(
                    || json!({"rules": [custom_in_full(rule, &custom)]}),
                    |style| custom_in_words(rule, &custom, style),
                ),
                None => explained(out, explain(code)?),
            }
        }
        None => out.result(
            || {
                let own = custom.rules.iter().map(custom_info);
                let all = catalogue().iter().map(info).chain(own);
                json!({"rules": all.collect::<Vec<_>>(), "problems": custom.problems})
            },
            |style| listed(&custom, style),
        ),
    }
    Ok(if custom.problems.is_empty() {
        Outcome::Fine
    } else {
        Outcome::BadInput
    })
}

fn own(global: &Global, file: Option<&Path>) -> Result<CustomState, AppError> {
    if let Some(file) = file {
        // Whoever names a file wants to hear that it is not there.
        baton_app::read_input(file)?;
        return Ok(read(file));
    }
    // The catalogue can be told without any registry.
    let registry = open::path(global).ok();
    let beside = registry.and_then(|path| file_beside(&path.display().to_string()));
    Ok(beside.map(|file| read(&file)).unwrap_or_default())
}

fn explained(out: &Output, rule: &RuleInfo) {
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

fn listed(custom: &CustomState, style: Style) -> String {
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
    for rule in &custom.rules {
        let _ = writeln!(
            text,
            "{}  {:<28} {}  {}{}",
            style.strong(&rule.code),
            rule.name,
            style.severity(rule.severity),
            visible(&summary(rule)),
            style.dim(" [custom]")
        );
    }
    text + &wrong_in(custom, style)
}

fn custom_in_words(rule: &CustomRule, custom: &CustomState, style: Style) -> String {
    let head = format!("{} {}", rule.code, rule.name);
    let place = rule
        .topology
        .as_ref()
        .map_or_else(String::new, |topology| format!(" of topology {topology}"));
    let why = if rule.why.is_empty() {
        String::new()
    } else {
        format!("\n\n{}", visible(&rule.why))
    };
    format!(
        "{} ({})\n\nA custom rule of {}, line {}.\n\nFinds every {}{place} for which\n\n    {}\n\nand says: {}{why}",
        style.strong(&head),
        style.severity(rule.severity),
        visible(custom.file.as_deref().unwrap_or_default()),
        rule.line,
        rule.on.name(),
        visible(&rule.when).replace('\n', "\n    "),
        visible(&rule.message),
    )
}

/// The first line of why it matters, else of what it says.
fn summary(rule: &CustomRule) -> String {
    let text = if rule.why.is_empty() {
        &rule.message
    } else {
        &rule.why
    };
    text.lines().next().unwrap_or_default().to_owned()
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

fn custom_info(rule: &CustomRule) -> Value {
    json!({
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "summary": summary(rule),
        "fix": false,
        "custom": true,
    })
}

fn custom_in_full(rule: &CustomRule, custom: &CustomState) -> Value {
    let mut value = custom_info(rule);
    value["file"] = json!(custom.file);
    for (name, field) in [
        ("on", json!(rule.on)),
        ("topology", json!(rule.topology)),
        ("when", json!(rule.when)),
        ("message", json!(rule.message)),
        ("why", json!(rule.why)),
        ("line", json!(rule.line)),
    ] {
        value[name] = field;
    }
    value
}

fn with_explanation(rule: &RuleInfo) -> Value {
    let mut value = info(rule);
    value["explanation"] = json!(rule.explanation);
    value
}
