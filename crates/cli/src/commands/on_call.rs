//! `baton on-call`.

use super::who::{calls, moment};
use crate::args::{Global, OnCall};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::AppError;
use baton_app::on_call::ladder::{OnCallLadder, ladder, ladders};
use serde_json::json;
use std::fmt::Write;

pub async fn run(global: &Global, out: &Output, asked: &OnCall) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    let (at, zone) = (&asked.when.at, &asked.when.zone);
    let all = match &asked.path {
        Some(path) => vec![ladder(&registry, path, at, zone)?],
        None => ladders(&registry, at, zone)?,
    };
    out.result(
        || json!({"ladders": all}),
        |style| {
            if all.is_empty() {
                return "There is no escalation path yet.\n".to_owned();
            }
            all.iter().map(|one| described(one, style)).collect()
        },
    );
    Ok(Outcome::Fine)
}

fn described(ladder: &OnCallLadder, style: Style) -> String {
    let mut text = format!(
        "{}  {}\n{}",
        style.strong(&visible(&ladder.name)),
        style.dim(ladder.path.as_str()),
        moment(&ladder.moment, style)
    );
    let (now, next) = ladder.calls.split_at(ladder.calls.len().min(1));
    text.push_str(&calls(now, next, style));
    if ladder.repeat > 0 {
        let _ = writeln!(text, "then again, {} times", ladder.repeat);
    }
    text
}
