//! Looking at records.

use super::{Desk, Reply};
use baton_app::record::page::{self, RecordPage};
use baton_app::record::search::{self, SearchHit};
use baton_app::record::table::{self, RegistryTable, Sorting};
use baton_model::Kind;

/// Records that hold all words, best first.
#[tauri::command]
#[specta::specta]
pub async fn search(desk: Desk<'_>, text: String, limit: u32) -> Reply<Vec<SearchHit>> {
    let open = desk.open().await?;
    Ok(search::search(&open.registry, &text, limit as usize))
}

/// The records of a kind that fulfil a query, as a table. Sorted by name where no column is given.
#[tauri::command]
#[specta::specta]
pub async fn table(
    desk: Desk<'_>,
    kind: Kind,
    query: String,
    sort: Option<String>,
    descending: bool,
) -> Reply<RegistryTable> {
    let sorting = Sorting {
        column: sort,
        descending,
    };
    let open = desk.open().await?;
    Ok(table::table(&open.registry, kind, &query, &sorting)?)
}

/// Everything that touches a record.
#[tauri::command]
#[specta::specta]
pub async fn record_page(desk: Desk<'_>, kind: Kind, id: String) -> Reply<RecordPage> {
    let open = desk.open().await?;
    Ok(page::record_page(&open.registry, kind, &id).await?)
}
