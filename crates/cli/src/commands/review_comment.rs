//! `baton review-comment`.

use super::apply::reply_json;
use super::counted;
use crate::args::{Global, ReviewComment};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::registry::EditReply;
use baton_app::review::comment::{CommentRow, NewComment, comment, comments, resolve_comment};
use baton_app::review::pull_request::{document_in, pull_request};
use baton_app::review::record;
use baton_app::{AppError, Registry};
use baton_model::{Document, Kind};
use serde_json::json;
use std::fmt::Write;

pub async fn run(
    global: &Global,
    out: &Output,
    words: &ReviewComment,
) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    if let Some(base) = &words.base {
        let base = if base.is_file() {
            open::other(global, base).await?.read(Document::clone)
        } else {
            document_in(base)?
        };
        let pull = pull_request(&registry, &base);
        out.result(|| json!(pull), |_| pull.markdown.clone());
        return Ok(Outcome::Fine);
    }
    let settle = words.resolve.as_ref().map(|id| (id, true));
    if let Some((id, resolved)) = settle.or(words.reopen.as_ref().map(|id| (id, false))) {
        let reply = resolve_comment(&registry, id, resolved).await?;
        print(&registry, out, id, &reply);
        return Ok(Outcome::Fine);
    }
    let about = words
        .record
        .as_ref()
        .map(|text| registry.read(|document| record(document, text)))
        .transpose()?;
    if let (Some(subject), Some(text)) = (&about, &words.text) {
        let new = NewComment {
            subject: subject.clone(),
            text: text.clone(),
            pointer: words.pointer.clone(),
        };
        let reply = comment(&registry, &new).await?;
        let made = reply
            .diff
            .iter()
            .find(|change| change.kind == Kind::Comment);
        let id = made.map(|change| change.id.clone()).unwrap_or_default();
        print(&registry, out, &id, &reply);
        return Ok(Outcome::Fine);
    }
    let mut rows = comments(&registry, about.as_ref());
    rows.retain(|row| words.all || !row.resolved);
    out.result(
        || json!({"comments": rows}),
        |style| {
            let mut text: String = rows.iter().map(|row| described(row, style)).collect();
            let count = counted(rows.len(), "remark", "remarks");
            let _ = writeln!(text, "{}", style.dim(&count));
            text
        },
    );
    Ok(Outcome::Fine)
}

fn print(registry: &Registry, out: &Output, id: &str, reply: &EditReply) {
    let rows = comments(registry, None);
    let row = rows.iter().find(|row| row.id.as_str() == id);
    out.result(
        || {
            let mut value = reply_json(reply);
            value["comment"] = json!(row);
            value
        },
        |style| row.map(|row| described(row, style)).unwrap_or_default(),
    );
}

fn described(row: &CommentRow, style: Style) -> String {
    format!(
        "{}  {} {}{}  {}\n    {}{}\n",
        style.strong(row.id.as_str()),
        row.subject.kind,
        visible(&row.subject_name),
        visible(row.pointer.as_deref().unwrap_or_default()),
        style.dim(&format!("{} (claimed)", visible(&row.by))),
        visible(&row.text).replace('\n', "\n    "),
        if row.resolved {
            style.good("  settled")
        } else {
            String::new()
        }
    )
}
