//! Undo: the author's own last group, reversed as a new edit.

use super::history::{Group, UndoStack};
use super::published::revert_unpublished;
use crate::registry::{EditReply, Plan};
use crate::{AppError, ErrorCode, Registry};
use baton_model::{Document, RecordChange, combine};
use baton_store::Action;

/// Takes back the author's last group. Later work of others on other fields stays; on the same field it is a conflict.
pub async fn undo(registry: &Registry) -> Result<EditReply, AppError> {
    take_back(registry, Way::Undo).await
}

/// Which way along the history.
#[derive(Clone, Copy)]
pub(super) enum Way {
    Undo,
    Redo,
}

pub(super) async fn take_back(registry: &Registry, way: Way) -> Result<EditReply, AppError> {
    registry.follow().await?;
    let next = next_effective(registry, way).await?;
    let plan = |document: &Document| {
        let (edits, kept) = revert_unpublished(document, &next.changes)?;
        Ok(Plan {
            edits,
            action: match way {
                Way::Undo => Action::Undo(next.revisions.clone()),
                Way::Redo => Action::Redo(next.revisions.clone()),
            },
            summary: next.summary.clone(),
            mark: None,
            notes: next.passed_over.iter().cloned().chain(kept).collect(),
        })
    };
    registry.commit(None, false, plan).await.map_err(refused)
}

/// Taking back is an edit like any other, and refused like one; the reason is told as what it is.
fn refused(mut error: AppError) -> AppError {
    let of_the_edit = [
        ErrorCode::InvalidInput,
        ErrorCode::MissingReference,
        ErrorCode::Referenced,
    ];
    if of_the_edit.contains(&error.code) {
        error.message = format!("this cannot be taken back: {}", error.message);
    }
    error
}

/// What is taken back next.
struct Next {
    /// Of the group and of those that were passed over.
    revisions: Vec<u32>,
    changes: Vec<RecordChange>,
    summary: String,
    /// Why groups before it were passed over, in sentences.
    passed_over: Vec<String>,
}

/// The newest group that still has something to take back. Groups that somebody else has taken back by hand, or of which
/// everything is published, are settled with it; each would stand in the way of all the earlier ones.
async fn next_effective(registry: &Registry, way: Way) -> Result<Next, AppError> {
    let mut revisions = Vec::new();
    let mut passed_over = Vec::new();
    let mut depth = 0;
    while let Some(group) = next(registry, way, depth).await? {
        let (changes, summary) = changes_of(registry, &group).await?;
        revisions.extend(group.revisions);
        let (edits, kept) = registry.read(|document| revert_unpublished(document, &changes))?;
        if !edits.is_empty() {
            return Ok(Next {
                revisions,
                changes,
                summary,
                passed_over,
            });
        }
        passed_over.extend(kept.filter(|kept| !passed_over.contains(kept)));
        depth += 1;
    }
    let what = match way {
        Way::Undo => "undo",
        Way::Redo => "redo",
    };
    let mut error = AppError::new(
        ErrorCode::NothingToUndo,
        format!("{} has nothing to {what} here", registry.host().author()),
        "`baton log` shows who did what",
    );
    error.hints.splice(0..0, passed_over);
    Err(error)
}

async fn next(registry: &Registry, way: Way, depth: usize) -> Result<Option<Group>, AppError> {
    let look = |stack: &UndoStack| match way {
        Way::Undo => stack.undo_at(depth),
        Way::Redo => stack.redo_at(depth),
    };
    if let Some(group) = registry.undo_stack(look) {
        return Ok(Some(group));
    }
    registry.reload_undo_stack().await?;
    Ok(registry.undo_stack(look))
}

async fn changes_of(
    registry: &Registry,
    group: &Group,
) -> Result<(Vec<RecordChange>, String), AppError> {
    let mut all = Vec::new();
    let mut summary = String::new();
    for revision in &group.revisions {
        let entries = registry.store().changes_since(revision - 1, 1).await?;
        let Some(entry) = entries
            .into_iter()
            .next()
            .filter(|entry| entry.revision == *revision)
        else {
            return Err(AppError::new(
                ErrorCode::Damaged,
                format!("revision {revision} is missing in the change log"),
                "run `baton doctor`",
            ));
        };
        summary = entry.summary;
        all.push(entry.changes);
    }
    Ok((combine(&all), summary))
}
