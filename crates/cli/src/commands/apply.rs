//! `baton apply`.

use super::check::FindingJson;
use super::{counted, describe_diff};
use crate::args::Global;
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::check::run::ignored_in;
use baton_app::registry::EditReply;
use baton_app::{AppError, edit};
use baton_model::RecordChange;
use serde::Serialize;
use serde_json::{Value, json};
use std::path::PathBuf;

pub async fn run(
    global: &Global,
    out: &Output,
    files: &[PathBuf],
    dry_run: bool,
) -> Result<Outcome, AppError> {
    let registry = open::for_edits(global, dry_run).await?;
    let mut reply = edit::apply::apply_files(&registry, files, dry_run).await?;
    if !dry_run {
        reply.notes.extend(ignored_in(&registry, &reply.diff));
    }
    print(
        out,
        &reply,
        if dry_run { "would change" } else { "changed" },
    );
    Ok(Outcome::Fine)
}

/// What an edit did, and how many findings there are now.
pub(super) fn print(out: &Output, reply: &EditReply, verb: &str) {
    out.result(
        || ReplyJson::of(reply),
        |style| described(reply, verb, style),
    );
}

/// The same for programs.
pub(super) fn reply_json(reply: &EditReply) -> Value {
    json!(ReplyJson::of(reply))
}

/// The same, told piece by piece: with the findings of a large registry.
#[derive(Serialize)]
pub(super) struct ReplyJson<'r> {
    revision: u32,
    diff: &'r [RecordChange],
    findings: Vec<FindingJson<'r>>,
    notes: &'r [String],
}

impl<'r> ReplyJson<'r> {
    pub(super) fn of(reply: &'r EditReply) -> Self {
        let open = reply.findings.iter().filter(|f| f.silenced.is_none());
        Self {
            revision: reply.revision,
            diff: &reply.diff,
            findings: open.map(|finding| FindingJson::of(finding)).collect(),
            notes: &reply.notes,
        }
    }
}

/// The same for people.
pub(super) fn described(reply: &EditReply, verb: &str, style: Style) -> String {
    let open = reply
        .findings
        .iter()
        .filter(|f| f.silenced.is_none())
        .count();
    let mut text = describe_diff(&reply.diff, style);
    for note in &reply.notes {
        text.push_str(&visible(note));
        text.push('\n');
    }
    format!(
        "{text}{verb} {}, revision {}, {}",
        counted(reply.diff.len(), "record", "records"),
        reply.revision,
        counted(open, "finding", "findings")
    )
}
