//! Undo: the author's own last group, reversed as a new edit.

use super::history::{Group, UndoStack};
use crate::registry::{EditReply, Plan};
use crate::{AppError, ErrorCode, Registry};
use baton_model::{RecordChange, combine, revert};
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
    let (revisions, changes, summary) = next_effective(registry, way).await?;
    let plan = |document: &baton_model::Document| {
        Ok(Plan {
            edits: revert(document, &changes)?,
            action: match way {
                Way::Undo => Action::Undo(revisions.clone()),
                Way::Redo => Action::Redo(revisions.clone()),
            },
            summary: summary.clone(),
            mark: None,
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

/// The newest group that still has something to take back. Groups that somebody else has taken back by hand
/// are settled with it; each would stand in the way of all the earlier ones.
async fn next_effective(
    registry: &Registry,
    way: Way,
) -> Result<(Vec<u32>, Vec<RecordChange>, String), AppError> {
    let mut revisions = Vec::new();
    let mut depth = 0;
    while let Some(group) = next(registry, way, depth).await? {
        let (changes, summary) = changes_of(registry, &group).await?;
        revisions.extend(group.revisions);
        if !registry
            .read(|document| revert(document, &changes))?
            .is_empty()
        {
            return Ok((revisions, changes, summary));
        }
        depth += 1;
    }
    let what = match way {
        Way::Undo => "undo",
        Way::Redo => "redo",
    };
    Err(AppError::new(
        ErrorCode::NothingToUndo,
        format!("{} has nothing to {what} here", registry.host().author()),
        "`baton log` shows who did what",
    ))
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
