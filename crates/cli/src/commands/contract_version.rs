//! `baton contract versions`, `check`, `draft`, `verdict`, `publish`, `deprecate`, `retire`.

use super::apply::{ReplyJson, described, reply_json};
use super::counted;
use crate::args::{
    ContractCheck, ContractDeprecate, ContractDraft, ContractNumber, ContractPublish,
    ContractRetire, ContractVerdict, Global,
};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::contract::check::{self, check_file, check_version};
use baton_app::contract::compare::read_schema;
use baton_app::contract::deprecate::DeprecateRequest;
use baton_app::contract::draft::DraftRequest;
use baton_app::contract::number::NumberRequest;
use baton_app::contract::publish::PublishRequest;
use baton_app::contract::renumber::RenumberRequest;
use baton_app::contract::retire::RetireRequest;
use baton_app::contract::timeline::{TimelineVersion, contract_versions};
use baton_app::contract::verdict::{draft_verdict, version_verdict};
use baton_app::contract::{deprecate, draft, number, publish, renumber, retire};
use baton_app::registry::EditReply;
use baton_app::{AppError, ErrorCode};
use baton_contract::{Bump, Judgement, Verdict, VersionComparison, VersionDirection};
use baton_model::{ContractState, Date, Json, Level};
use serde_json::json;
use std::fmt::Write;
use std::path::Path;

pub async fn versions(global: &Global, out: &Output, contract: &str) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    let rows = contract_versions(&registry, contract)?;
    out.result(
        || json!({"contract": contract, "versions": rows}),
        |style| rows.iter().map(|row| line(row, style)).collect::<String>(),
    );
    Ok(Outcome::Fine)
}

fn line(row: &TimelineVersion, style: Style) -> String {
    let mut facts = vec![word(row.state).to_owned()];
    facts.extend(row.bump.map(|bump| format!("{} step", bump_word(bump))));
    facts.extend(
        row.changes
            .map(|count| counted(count as usize, "change", "changes")),
    );
    facts.extend(
        row.sunset_date
            .as_ref()
            .map(|sunset| format!("ends {sunset}")),
    );
    if row.holds == Some(false) {
        facts.push(style.warning("does not keep the contract's mode"));
    }
    let note = visible(row.note.lines().next().unwrap_or_default());
    format!(
        "{}  {}  {}\n",
        style.strong(&row.version),
        facts.join(", "),
        style.dim(&note)
    )
}

/// A file that is there counts before a version of the same name.
pub async fn check(
    global: &Global,
    out: &Output,
    arguments: &ContractCheck,
) -> Result<Outcome, AppError> {
    let target = arguments.target.as_str();
    let path = Path::new(target);
    let found = match target.split_once('@') {
        Some((contract, version)) if !path.exists() => {
            check_version(&open::existing(global).await?, contract, version)?
        }
        _ => check_file(path)?,
    };
    out.result(|| json!(found), |style| problems(&found, style));
    Ok(verdict_of(found.holds))
}

fn problems(found: &check::ContractCheck, style: Style) -> String {
    let mut text = String::new();
    for problem in &found.problems {
        let level = match problem.level {
            Level::Error => style.error("error"),
            Level::Warning => style.warning("warning"),
            Level::Info => style.dim("info"),
        };
        let _ = writeln!(
            text,
            "{level} {} {}",
            style.dim(&visible(&problem.path)),
            visible(&problem.message)
        );
    }
    let subject = visible(&found.subject);
    let sum = if found.problems.is_empty() {
        style.good(&format!("{subject}: nothing is wrong"))
    } else {
        format!(
            "{subject}: {}",
            counted(found.problems.len(), "problem", "problems")
        )
    };
    format!("{text}{sum}")
}

pub async fn draft(
    global: &Global,
    out: &Output,
    arguments: &ContractDraft,
) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    if let (Some(version), Some(number)) = (&arguments.number, &arguments.renumber) {
        let request = RenumberRequest {
            contract: arguments.contract.clone(),
            version: version.clone(),
            number: number.clone(),
            dry_run: arguments.dry_run,
        };
        written(
            out,
            &renumber::renumber(&registry, &request).await?,
            arguments.dry_run,
        );
        return Ok(Outcome::Fine);
    }
    let schema = arguments.schema.as_deref().map(read_schema).transpose()?;
    let request = DraftRequest {
        contract: arguments.contract.clone(),
        version: arguments.number.clone(),
        from: arguments.from.clone(),
        schema: schema.map(Json),
        note: arguments.note.clone(),
        dry_run: arguments.dry_run,
    };
    let drafted = draft::draft(&registry, &request).await?;
    out.result(
        || {
            let mut value = reply_json(&drafted.reply);
            value["contract"] = json!(drafted.version.contract);
            value["version"] = json!(drafted.version.version);
            value["state"] = json!(drafted.version.state);
            value["judgement"] = json!(drafted.judgement);
            value
        },
        |style| {
            let verb = if arguments.dry_run {
                "would draft"
            } else {
                "drafted"
            };
            format!(
                "{verb} {}\n{}",
                style.strong(drafted.version.id.as_str()),
                judged(&drafted.judgement, style)
            )
        },
    );
    Ok(Outcome::Fine)
}

pub async fn verdict(
    global: &Global,
    out: &Output,
    arguments: &ContractVerdict,
) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    let judgement = match (&arguments.schema, &arguments.number) {
        (Some(file), _) => {
            draft_verdict(&registry, &arguments.contract, &Json(read_schema(file)?))?
        }
        (None, version) => {
            let version = version.as_deref().unwrap_or_default();
            version_verdict(&registry, &arguments.contract, version)?
        }
    };
    out.result(|| json!(judgement), |style| judged(&judgement, style));
    Ok(verdict_of(judgement.holds))
}

pub async fn publish(
    global: &Global,
    out: &Output,
    arguments: &ContractPublish,
) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    let request = PublishRequest {
        contract: arguments.contract.clone(),
        version: arguments.number.clone(),
        number: arguments.renumber.clone(),
        acknowledged: arguments.acknowledge_rename.clone(),
        override_reason: arguments.override_reason.clone(),
        override_team: arguments.team.clone(),
        dry_run: arguments.dry_run,
    };
    let published = publish::publish(&registry, &request).await?;
    out.result(
        || {
            let mut value = reply_json(&published.reply);
            value["contract"] = json!(arguments.contract);
            value["version"] = json!(published.version.version);
            value["state"] = json!(if arguments.dry_run {
                "draft"
            } else {
                "published"
            });
            value["bump"] = json!(published.judgement.needed);
            value["clearance"] = json!(published.clearance);
            value["judgement"] = json!(published.judgement);
            value
        },
        |style| {
            let verb = if arguments.dry_run {
                "would publish"
            } else {
                "published"
            };
            let mut text = format!(
                "{} {}\n{}",
                style.good(verb),
                published.version.id,
                judged(&published.judgement, style)
            );
            for note in &published.reply.notes {
                let _ = writeln!(text, "{}", visible(note));
            }
            text
        },
    );
    Ok(Outcome::Fine)
}

pub async fn number(
    global: &Global,
    out: &Output,
    arguments: &ContractNumber,
) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    let request = NumberRequest {
        contracts: arguments.contracts.clone(),
        dry_run: arguments.dry_run,
    };
    let reply = number::number(&registry, &request).await?;
    written(out, &reply, arguments.dry_run);
    Ok(Outcome::Fine)
}

pub async fn deprecate(
    global: &Global,
    out: &Output,
    arguments: &ContractDeprecate,
) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    let request = DeprecateRequest {
        contract: arguments.contract.clone(),
        version: arguments.number.clone(),
        notice: arguments.notice.as_deref().map(date).transpose()?,
        sunset: date(&arguments.sunset)?,
        dry_run: arguments.dry_run,
    };
    let reply = deprecate::deprecate(&registry, &request).await?;
    written(out, &reply, arguments.dry_run);
    Ok(Outcome::Fine)
}

pub async fn retire(
    global: &Global,
    out: &Output,
    arguments: &ContractRetire,
) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    let request = RetireRequest {
        contract: arguments.contract.clone(),
        version: arguments.number.clone(),
        anyway: global.yes,
        dry_run: arguments.dry_run,
    };
    let reply = retire::retire(&registry, &request).await?;
    written(out, &reply, arguments.dry_run);
    Ok(Outcome::Fine)
}

/// Tells what was written, or would be.
fn written(out: &Output, reply: &EditReply, dry_run: bool) {
    let verb = if dry_run { "would change" } else { "changed" };
    out.result(
        || ReplyJson::of(reply),
        |style| described(reply, verb, style),
    );
}

fn date(text: &str) -> Result<Date, AppError> {
    Date::new(text).map_err(|message| {
        AppError::new(ErrorCode::InvalidInput, message, "write it as YYYY-MM-DD")
    })
}

fn verdict_of(holds: bool) -> Outcome {
    if holds {
        Outcome::Fine
    } else {
        Outcome::Findings
    }
}

/// A judgement for people: each comparison, and what the number needs.
fn judged(judgement: &Judgement, style: Style) -> String {
    let mut text = String::new();
    for comparison in &judgement.against {
        text.push_str(&compared(comparison, style));
    }
    let shown = judgement.before.iter().filter(|before| {
        judgement
            .against
            .iter()
            .all(|other| other.old != before.old)
    });
    for comparison in shown {
        let _ = writeln!(
            text,
            "{}",
            style.dim(&format!(
                "since {}, which the mode does not name:",
                comparison.old
            ))
        );
        text.push_str(&changes(comparison, style));
    }
    let _ = match judgement.needed {
        None => writeln!(text, "{}", style.dim("no version to be compared with")),
        Some(bump) => writeln!(
            text,
            "needs a {} step: {} or higher",
            bump_word(bump),
            judgement.lowest
        ),
    };
    if let Some(refused) = &judgement.refused {
        let _ = writeln!(
            text,
            "{} {}",
            style.error("refused:"),
            visible(&refused.message)
        );
    }
    for rename in &judgement.renames {
        let _ = writeln!(
            text,
            "{} {}",
            style.warning("to acknowledge:"),
            visible(&rename.message)
        );
    }
    text
}

fn compared(comparison: &VersionComparison, style: Style) -> String {
    let mut text = format!("{} -> {}\n", comparison.old, style.strong(&comparison.new));
    for (name, direction) in [
        ("backward", &comparison.backward),
        ("forward", &comparison.forward),
    ] {
        let _ = writeln!(text, "  {name}: {}", directed(direction, style));
        if let Some(shown) = &direction.counterexample {
            let _ = writeln!(text, "    {}", visible(&shown.0.to_string()));
        }
    }
    text.push_str(&changes(comparison, style));
    text
}

fn directed(direction: &VersionDirection, style: Style) -> String {
    let reason = visible(direction.reason.as_deref().unwrap_or_default());
    match direction.verdict {
        Verdict::Safe => style.good("safe"),
        Verdict::Breaking => format!("{} {reason}", style.error("breaking")),
        Verdict::Undecided => format!("{} {reason}", style.warning("undecided")),
    }
}

fn changes(comparison: &VersionComparison, style: Style) -> String {
    let line = |change: &baton_contract::Change| {
        format!(
            "  - {} {}\n",
            visible(&change.message),
            style.dim(&visible(&change.pointer))
        )
    };
    comparison.changes.iter().map(line).collect()
}

fn bump_word(bump: Bump) -> &'static str {
    match bump {
        Bump::Patch => "patch",
        Bump::Minor => "minor",
        Bump::Major => "major",
    }
}

fn word(state: ContractState) -> &'static str {
    match state {
        ContractState::Draft => "draft",
        ContractState::InReview => "in review",
        ContractState::Published => "published",
        ContractState::Deprecated => "deprecated",
        ContractState::Retired => "retired",
    }
}
