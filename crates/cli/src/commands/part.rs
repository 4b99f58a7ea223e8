//! `baton parts`, `baton part insert`.

use super::apply;
use crate::args::{Global, PartInsert};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::part::insert::{InsertRequest, insert};
use baton_app::part::{self, PartInfo};
use baton_app::{AppError, ErrorCode, topology};
use baton_model::AgentId;
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write;

pub fn list(out: &Output) -> Result<Outcome, AppError> {
    let all = part::all()?;
    let infos: Vec<&PartInfo> = all.iter().map(part::Part::info).collect();
    out.result(|| json!({"parts": infos}), |style| described(&infos, style));
    Ok(Outcome::Fine)
}

fn described(infos: &[&PartInfo], style: Style) -> String {
    let mut text = String::new();
    for info in infos {
        let _ = writeln!(
            text,
            "{}  {}\n    {}\n    {} {}",
            style.strong(&info.id),
            info.name,
            info.summary,
            style.dim("when:"),
            info.when
        );
        for count in &info.counts {
            let _ = writeln!(
                text,
                "    {} {}={} ({} to {})",
                style.dim("--set"),
                count.key,
                count.default,
                count.least,
                count.most
            );
        }
    }
    text
}

pub async fn run(global: &Global, out: &Output, asked: &PartInsert) -> Result<Outcome, AppError> {
    let agent = asked.at.as_deref().map(AgentId::new).transpose();
    let request_settings = settings(&asked.settings)?;
    let registry = open::existing(global).await?;
    let request = InsertRequest {
        topology: topology::choose(&registry, asked.topology.as_deref())?,
        agent: agent.map_err(|error| {
            AppError::new(ErrorCode::InvalidInput, error.to_string(), "check the id")
        })?,
        at: None,
        settings: request_settings,
        dry_run: asked.dry_run,
    };
    let done = insert(&registry, &asked.part, &request).await?;
    out.result(
        || {
            let mut value = apply::reply_json(&done.reply);
            value["boxes"] = json!(done.boxes);
            value
        },
        |style| {
            let verb = if asked.dry_run {
                "would change"
            } else {
                "changed"
            };
            let mut text = apply::described(&done.reply, verb, style);
            for agent in &done.boxes {
                let _ = write!(text, "\n{} {}", style.dim("drawn:"), visible(&agent.id));
            }
            text
        },
    );
    Ok(Outcome::Fine)
}

fn settings(words: &[String]) -> Result<BTreeMap<String, String>, AppError> {
    words
        .iter()
        .map(|word| {
            let (key, value) = word.split_once('=').ok_or_else(|| {
                AppError::new(
                    ErrorCode::InvalidInput,
                    format!("{word:?} sets nothing"),
                    "write KEY=VALUE, for example --set team=payments",
                )
            })?;
            Ok((key.trim().to_owned(), value.trim().to_owned()))
        })
        .collect()
}
