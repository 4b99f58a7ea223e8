//! `baton undo`, `baton redo`, `baton rewind`, `baton log`.

use super::apply::print;
use crate::args::Global;
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, visible};
use baton_app::{AppError, edit};
use serde_json::json;
use std::fmt::Write;

pub async fn undo(global: &Global, out: &Output) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    print(out, &edit::undo::undo(&registry).await?, "took back");
    Ok(Outcome::Fine)
}

pub async fn redo(global: &Global, out: &Output) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    print(out, &edit::redo::redo(&registry).await?, "did again");
    Ok(Outcome::Fine)
}

pub async fn rewind(
    global: &Global,
    out: &Output,
    revision: u32,
    dry_run: bool,
) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    let reply = edit::rewind::rewind(&registry, revision, dry_run).await?;
    print(
        out,
        &reply,
        if dry_run {
            "would put back"
        } else {
            "put back"
        },
    );
    Ok(Outcome::Fine)
}

pub async fn log(
    global: &Global,
    out: &Output,
    limit: u32,
    before: Option<u32>,
) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    let entries = registry.history(limit, before).await?;
    out.result(
        || json!({"entries": entries}),
        |style| {
            let mut text = String::new();
            for entry in &entries {
                let _ = writeln!(
                    text,
                    "{:>6}  {}  {}  {}",
                    style.strong(&entry.revision.to_string()),
                    style.dim(&entry.at),
                    visible(&entry.author),
                    visible(&format!("[{}] {}", entry.action, entry.summary))
                );
            }
            text
        },
    );
    Ok(Outcome::Fine)
}
