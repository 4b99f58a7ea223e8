//! `baton templates`: the list, one of them, and one of them added to the registry.

use super::apply;
use crate::args::{Global, Templates};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::AppError;
use baton_app::template::add::add;
use baton_app::template::{self, TemplateInfo};
use serde_json::json;
use std::fmt::Write;

pub async fn run(global: &Global, out: &Output, asked: &Templates) -> Result<Outcome, AppError> {
    match &asked.id {
        None => list(out),
        Some(id) if asked.add => added(global, out, id, asked.dry_run).await,
        Some(id) => one(out, id),
    }
}

fn list(out: &Output) -> Result<Outcome, AppError> {
    let all = template::list()?;
    out.result(
        || json!({"templates": all}),
        |style| all.iter().map(|info| described(info, style)).collect(),
    );
    Ok(Outcome::Fine)
}

fn described(info: &TemplateInfo, style: Style) -> String {
    let about = &info.about;
    format!(
        "{}  {}\n    {}\n    {}\n",
        style.strong(&info.id),
        info.name,
        info.summary,
        style.dim(&format!(
            "{} agents, {} handoffs, {} teams, {} contracts; {}{}",
            about.agents,
            about.handoffs,
            about.teams,
            about.contracts,
            about.languages.join(", "),
            if about.regulated { "; regulated" } else { "" }
        ))
    )
}

/// The README as it was written, and what is inside.
fn one(out: &Output, id: &str) -> Result<Outcome, AppError> {
    let found = template::find(id)?;
    let page = template::page(id)?;
    out.result(
        || {
            let mut value = json!(page);
            value["id"] = json!(id);
            value["text"] = json!(found.readme);
            value
        },
        |style| {
            let mut text = format!("{}\n", found.readme);
            let _ = writeln!(text, "{}", described(&page.info, style));
            for seam in &page.handoffs {
                let gate = if seam.gate { ", with a gate" } else { "" };
                let _ = writeln!(
                    text,
                    "  {} -> {}  {}{gate}",
                    seam.from,
                    seam.to,
                    style.dim(&seam.contract)
                );
            }
            let _ = write!(text, "\nbegin: baton init --template {id}");
            text
        },
    );
    Ok(Outcome::Fine)
}

async fn added(
    global: &Global,
    out: &Output,
    id: &str,
    dry_run: bool,
) -> Result<Outcome, AppError> {
    let registry = open::for_edits(global, dry_run).await?;
    let done = add(&registry, id, dry_run).await?;
    out.result(
        || {
            let mut value = apply::reply_json(&done.reply);
            value["outline"] = json!(done.outline);
            value
        },
        |style| {
            let verb = if dry_run { "would change" } else { "changed" };
            let mut text = apply::described(&done.reply, verb, style);
            for renamed in &done.outline.renamed {
                let _ = write!(
                    text,
                    "\n{} {} {} is {} here",
                    style.dim("renamed:"),
                    renamed.kind,
                    visible(&renamed.from),
                    visible(&renamed.to)
                );
            }
            text
        },
    );
    Ok(Outcome::Fine)
}
