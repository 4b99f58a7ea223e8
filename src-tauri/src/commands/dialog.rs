//! Native dialogs cannot be driven by tests, so tests of the window may answer beforehand.

use super::{Chosen, Reply};
use std::path::Path;

/// The answer to every dialog, from `BATON_TEST_DIALOG_PATH`; always null in a release.
#[tauri::command]
#[specta::specta]
pub async fn test_dialog_path(chosen: Chosen<'_>) -> Reply<Option<String>> {
    if !cfg!(debug_assertions) {
        return Ok(None);
    }
    let answer = std::env::var("BATON_TEST_DIALOG_PATH").ok();
    if let Some(path) = &answer {
        chosen.add(Path::new(path))?;
    }
    Ok(answer)
}
