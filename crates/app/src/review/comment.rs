//! Remarks anchored to records.

use crate::record::words::called;
use crate::registry::{EditReply, Plan};
use crate::{AppError, ErrorCode, Registry};
use baton_model::{Comment, CommentId, Document, EditCommand, Kind, RecordKey, Timestamp};
use baton_store::Action;
use serde::Serialize;

/// A remark as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct CommentRow {
    /// Its id.
    pub id: CommentId,
    /// The record.
    pub subject: RecordKey,
    /// What the record is called.
    pub subject_name: String,
    /// The words, in Markdown; to be shown inert.
    pub text: String,
    /// Who wrote it; claimed, not proven, on an embedded registry.
    pub by: String,
    /// When.
    pub at: Option<Timestamp>,
    /// JSON pointer in the record.
    pub pointer: Option<String>,
    /// Whether it is settled.
    pub resolved: bool,
}

/// Remarks on one record or on all, oldest first.
pub fn comments(registry: &Registry, subject: Option<&RecordKey>) -> Vec<CommentRow> {
    registry.read(|document| rows(document, |key| subject.is_none_or(|subject| key == subject)))
}

/// Remarks on the records that are meant, oldest first.
pub(super) fn rows(document: &Document, meant: impl Fn(&RecordKey) -> bool) -> Vec<CommentRow> {
    let mut rows: Vec<CommentRow> = document
        .comments()
        .filter(|comment| meant(&comment.subject))
        .map(|comment| CommentRow {
            id: comment.id.clone(),
            subject: comment.subject.clone(),
            subject_name: called(document, &comment.subject),
            text: comment.text.clone(),
            by: comment.by.clone(),
            at: comment.at.clone(),
            pointer: comment.pointer.clone(),
            resolved: comment.resolved,
        })
        .collect();
    rows.sort_by(|a, b| (&a.at, &a.id).cmp(&(&b.at, &b.id)));
    rows
}

/// A remark to be written.
#[derive(Clone, Debug)]
pub struct NewComment {
    /// The record.
    pub subject: RecordKey,
    /// The words.
    pub text: String,
    /// JSON pointer in the record; it must lead somewhere.
    pub pointer: Option<String>,
}

/// Writes a remark. Its id is among the reply's changes.
pub async fn comment(registry: &Registry, new: &NewComment) -> Result<EditReply, AppError> {
    if new.text.trim().is_empty() {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            "a remark needs words",
            "write what is to be said",
        ));
    }
    registry.follow().await?;
    let (by, at) = (registry.host().author(), registry.host().now());
    let plan = |document: &Document| {
        check_anchor(document, new)?;
        let name = serde_json::json!([by, at, new.text, new.subject, new.pointer]);
        let name = baton_contract::content_hash(&name);
        let id = super::free_id(&format!("comment-{}", &name[..10]), |id| {
            document.contains(Kind::Comment, id)
        })?;
        let comment = Comment {
            by: by.clone(),
            at: Some(at.clone()),
            pointer: new.pointer.clone().filter(|pointer| !pointer.is_empty()),
            ..Comment::new(id, new.subject.clone(), new.text.clone())
        };
        Ok(Plan {
            edits: vec![EditCommand::put(comment)],
            action: Action::Edit,
            summary: format!("Comment on {}", new.subject),
            mark: None,
            notes: Vec::new(),
        })
    };
    registry.commit(None, false, plan).await
}

/// Settles a remark, or opens it again.
pub async fn resolve_comment(
    registry: &Registry,
    id: &str,
    resolved: bool,
) -> Result<EditReply, AppError> {
    registry.follow().await?;
    let plan = |document: &Document| {
        let comment = document.find::<Comment>(id).ok_or_else(|| {
            AppError::new(
                ErrorCode::NotFound,
                format!("there is no remark {id:?}"),
                "it was deleted meanwhile",
            )
            .in_terminal("`baton review-comment` lists all")
        })?;
        let word = if resolved { "Settle" } else { "Open again" };
        Ok(Plan {
            edits: vec![EditCommand::put(Comment {
                resolved,
                ..comment.clone()
            })],
            action: Action::Edit,
            summary: format!("{word} {id}"),
            mark: None,
            notes: Vec::new(),
        })
    };
    registry.commit(None, false, plan).await
}

fn check_anchor(document: &Document, new: &NewComment) -> Result<(), AppError> {
    let Some(held) = document.get(&new.subject) else {
        return Err(AppError::new(
            ErrorCode::NotFound,
            format!("{} does not exist", new.subject),
            "check its kind and id",
        ));
    };
    match &new.pointer {
        Some(pointer) if held.record.to_json().pointer(pointer).is_none() => Err(AppError::new(
            ErrorCode::NotFound,
            format!("{} has nothing at {pointer:?}", new.subject),
            "name a JSON pointer such as /name",
        )
        .in_terminal(format!(
            "`baton show {} {}` shows the fields",
            new.subject.kind, new.subject.id
        ))),
        _ => Ok(()),
    }
}
