//! Links to records.

use super::Reply;
use crate::link::{Arrival, Links};
use baton_app::record::link::link;
use baton_model::RecordKey;
use tauri::State;

/// Where the link leads that came in first of those that no window has taken.
#[tauri::command]
#[specta::specta]
pub async fn take_link(links: State<'_, Links>) -> Reply<Option<Arrival>> {
    Ok(links.take())
}

/// The link to a record.
#[tauri::command]
#[specta::specta]
pub async fn record_link(key: RecordKey) -> Reply<String> {
    Ok(link(&key))
}
