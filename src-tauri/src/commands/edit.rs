//! Changing records.

use super::{Desk, Reply};
use baton_app::edit;
use baton_app::registry::{EditReply, EditRequest};
use baton_model::{EditCommand, RecordKey};

/// Applies a group of edits, all or nothing. Commits with the same mark are undone together; a dry run writes nothing.
#[tauri::command]
#[specta::specta]
pub async fn apply_edits(
    desk: Desk<'_>,
    edits: Vec<EditCommand>,
    dry_run: bool,
    mark: Option<String>,
) -> Reply<EditReply> {
    let open = desk.open().await?;
    open.reply(
        open.registry
            .edit(EditRequest {
                dry_run,
                mark,
                ..EditRequest::edit(edits)
            })
            .await,
    )
}

/// Deletes records with everything that cannot stand without them.
#[tauri::command]
#[specta::specta]
pub async fn remove_with_dependents(
    desk: Desk<'_>,
    keys: Vec<RecordKey>,
    dry_run: bool,
) -> Reply<EditReply> {
    let open = desk.open().await?;
    open.reply(edit::remove::remove_with_dependents(&open.registry, &keys, dry_run).await)
}

/// Takes back the author's last edit.
#[tauri::command]
#[specta::specta]
pub async fn undo(desk: Desk<'_>) -> Reply<EditReply> {
    let open = desk.open().await?;
    open.reply(edit::undo::undo(&open.registry).await)
}

/// Takes back the author's last undo.
#[tauri::command]
#[specta::specta]
pub async fn redo(desk: Desk<'_>) -> Reply<EditReply> {
    let open = desk.open().await?;
    open.reply(edit::redo::redo(&open.registry).await)
}
