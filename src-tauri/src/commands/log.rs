//! What the program did.

use super::{Desk, Reply};
use crate::log::{LogEntry, entries};
use crate::runs::off_the_way;

/// Entries that are shown at most.
const MOST: usize = 2000;

/// The last entries of the log, the newest first.
#[tauri::command]
#[specta::specta]
pub async fn log_entries(_desk: Desk<'_>) -> Reply<Vec<LogEntry>> {
    off_the_way(|| Ok(entries(MOST))).await
}
