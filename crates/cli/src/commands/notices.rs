//! `baton notices`.

use super::counted;
use crate::args::{Global, Notices};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::notice::allow::AllowedWords;
use baton_app::notice::list::{NoticeRow, notices};
use baton_app::notice::send::{Delivery, SendOptions, SendReport, send_notices};
use baton_app::notice::sunset::remind;
use baton_app::{AppError, ErrorCode};
use baton_model::NoticeState;
use serde_json::json;
use std::fmt::Write;
use std::time::Duration;

/// Lists the outbox; with `--send` takes it out first. Exits with 1 when something was tried in vain.
pub async fn run(global: &Global, out: &Output, words: &Notices) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    match remind(&registry, words.sunset_days).await {
        // What is there can be listed all the same.
        Err(error) if error.code == ErrorCode::ReadOnly && !words.send => {}
        done => done?,
    }
    if !words.send {
        let rows = notices(&registry, words.all);
        out.result(|| json!({"notices": rows}), |style| listed(&rows, style));
        return Ok(Outcome::Fine);
    }
    let options = SendOptions {
        allowed: allowed(words)?,
        timeout: Duration::from_secs(words.timeout.into()),
        retry: words.retry,
    };
    let report = send_notices(&registry, &options).await?;
    let rows = notices(&registry, words.all);
    out.result(
        || {
            let mut value = json!(report);
            value["notices"] = json!(rows);
            value
        },
        |style| reported(&report, style),
    );
    Ok(if report.failed.is_empty() {
        Outcome::Fine
    } else {
        Outcome::Findings
    })
}

fn allowed(words: &Notices) -> Result<baton_app::notice::allow::Allowed, AppError> {
    let named = AllowedWords {
        hosts: words.allow_host.clone(),
        commands: words.allow_command.clone(),
        folders: words.allow_folder.clone(),
        mail_folder: words.mail_folder.clone(),
    };
    AllowedWords::read(words.allow_file.as_deref())?
        .with(named)
        .understood()
}

fn listed(rows: &[NoticeRow], style: Style) -> String {
    let mut text = String::new();
    for row in rows {
        let state = match row.state {
            NoticeState::Pending if row.attempts > 0 => {
                let next = row.next_try.as_ref().map(ToString::to_string);
                style.warning(&format!(
                    "failed {}, next try {}",
                    counted(row.attempts as usize, "time", "times"),
                    next.unwrap_or_default()
                ))
            }
            NoticeState::Pending => "pending".to_owned(),
            NoticeState::Sent => style.good("sent"),
            NoticeState::Failed => style.error("given up"),
            NoticeState::Dismissed => style.dim("put away"),
        };
        let _ = writeln!(
            text,
            "{}  {}  {state}",
            style.strong(&visible(&row.team_name)),
            visible(row.text.lines().next().unwrap_or_default()),
        );
        let _ = writeln!(text, "    {}", style.dim(row.id.as_str()));
        if !row.last_error.is_empty() {
            let _ = writeln!(text, "    {}", visible(&row.last_error));
        }
    }
    let _ = writeln!(
        text,
        "{}",
        style.dim(&counted(rows.len(), "notice", "notices"))
    );
    text
}

fn reported(report: &SendReport, style: Style) -> String {
    let mut text = String::new();
    let mut list = |word: &str, deliveries: &[Delivery]| {
        for delivery in deliveries {
            let _ = writeln!(
                text,
                "{word} {}  {}{}{}",
                style.strong(delivery.notice.as_str()),
                visible(&delivery.channel),
                if delivery.reason.is_empty() { "" } else { ": " },
                visible(&delivery.reason)
            );
        }
    };
    list(&style.good("sent"), &report.sent);
    list(&style.error("failed"), &report.failed);
    list(&style.warning("not sent"), &report.held);
    let _ = writeln!(
        text,
        "{} sent, {} failed, {} not sent",
        report.sent.len(),
        report.failed.len(),
        report.held.len()
    );
    text
}
