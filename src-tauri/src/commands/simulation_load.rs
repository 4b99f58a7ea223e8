//! How requests fare when many come at once.

use super::{Desk, Reply};
use baton_app::AppError;
use baton_app::simulation::load::{LoadRequest, SimulatedLoad, load};
use std::path::Path;

/// Puts a topology under load.
#[tauri::command]
#[specta::specta]
pub async fn simulate_load(desk: Desk<'_>, request: LoadRequest) -> Reply<SimulatedLoad> {
    let open = desk.open().await?;
    // Minutes of work are no reason for other commands to wait.
    let work = move || load(&open.registry, &request, |_| true);
    let done = tauri::async_runtime::spawn_blocking(work).await;
    Ok(done.map_err(|error| AppError::io(Path::new("a thread"), std::io::Error::other(error)))??)
}
