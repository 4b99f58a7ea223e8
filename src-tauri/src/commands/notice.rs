//! What teams are told.

use super::{Desk, Reply};
use baton_app::notice::list::{NoticeRow, notices as list};

/// Notices, the newest first; only those that are not done with unless `all`. The window sends none: `baton notices --send` does.
#[tauri::command]
#[specta::specta]
pub async fn notices(desk: Desk<'_>, all: bool) -> Reply<Vec<NoticeRow>> {
    let open = desk.open().await?;
    Ok(list(&open.registry, all))
}
