//! Changing records.

use super::{Desk, Reply};
use crate::open::DeskReply;
use baton_app::edit;
use baton_app::registry::EditRequest;
use baton_model::{EditCommand, RecordKey};

/// Applies a group of edits, all or nothing. Commits with the same mark are undone together; a dry run writes nothing.
#[tauri::command]
#[specta::specta]
pub async fn apply_edits(
    desk: Desk<'_>,
    edits: Vec<EditCommand>,
    dry_run: bool,
    mark: Option<String>,
) -> Reply<DeskReply> {
    let open = desk.open().await?;
    let request = EditRequest {
        dry_run,
        mark,
        ..EditRequest::edit(edits)
    };
    open.answer(open.registry.edit(request).await, dry_run)
        .await
}

/// Deletes records with everything that cannot stand without them.
#[tauri::command]
#[specta::specta]
pub async fn remove_with_dependents(
    desk: Desk<'_>,
    keys: Vec<RecordKey>,
    dry_run: bool,
) -> Reply<DeskReply> {
    let open = desk.open().await?;
    let done = edit::remove::remove_with_dependents(&open.registry, &keys, dry_run).await;
    open.answer(done, dry_run).await
}

/// Takes back the author's last edit.
#[tauri::command]
#[specta::specta]
pub async fn undo(desk: Desk<'_>) -> Reply<DeskReply> {
    let open = desk.open().await?;
    open.answer(edit::undo::undo(&open.registry).await, false)
        .await
}

/// Takes back the author's last undo.
#[tauri::command]
#[specta::specta]
pub async fn redo(desk: Desk<'_>) -> Reply<DeskReply> {
    let open = desk.open().await?;
    open.answer(edit::redo::redo(&open.registry).await, false)
        .await
}

/// Makes the records what they were at a revision, as one edit that can be undone. What was published stays; the notes say so.
#[tauri::command]
#[specta::specta]
pub async fn rewind(desk: Desk<'_>, revision: u32, dry_run: bool) -> Reply<DeskReply> {
    let open = desk.open().await?;
    let done = edit::rewind::rewind(&open.registry, revision, dry_run).await;
    open.answer(done, dry_run).await
}
