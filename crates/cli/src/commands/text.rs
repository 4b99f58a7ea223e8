//! `baton pull`, `baton push`.

use super::{counted, describe_diff};
use crate::args::Global;
use crate::exit::Outcome;
use crate::open;
use crate::output::Output;
use baton_app::AppError;
use baton_app::text::{pull as write, push as read};
use serde_json::json;
use std::path::Path;

pub async fn pull(global: &Global, out: &Output, folder: &Path) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    let report = write::pull(&registry, folder)?;
    out.result(
        || json!(report),
        |style| {
            format!(
                "{} {} to {}, {} unchanged, {} removed",
                style.good("wrote"),
                counted(report.written.len(), "file", "files"),
                folder.display(),
                report.unchanged,
                report.removed.len()
            )
        },
    );
    Ok(Outcome::Fine)
}

pub async fn push(
    global: &Global,
    out: &Output,
    folder: &Path,
    dry_run: bool,
    prune: bool,
) -> Result<Outcome, AppError> {
    let registry = open::for_edits(global, dry_run).await?;
    let reply = read::push(&registry, folder, prune, dry_run).await?;
    out.result(
        || json!({"revision": reply.revision, "diff": reply.diff, "notes": reply.notes}),
        |style| {
            let mut notes = reply.notes.join("\n");
            if !notes.is_empty() {
                notes.push('\n');
            }
            format!(
                "{}{notes}{} {}, revision {}",
                describe_diff(&reply.diff, style),
                if dry_run { "would change" } else { "changed" },
                counted(reply.diff.len(), "record", "records"),
                reply.revision
            )
        },
    );
    Ok(Outcome::Fine)
}
