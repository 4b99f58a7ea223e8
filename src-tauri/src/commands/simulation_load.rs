//! How requests fare when many come at once.

use super::{Desk, Reply};
use baton_app::simulation::load::{LoadRequest, SimulatedLoad, load};

/// Puts a topology under load.
#[tauri::command]
#[specta::specta]
pub async fn simulate_load(desk: Desk<'_>, request: LoadRequest) -> Reply<SimulatedLoad> {
    let open = desk.open().await?;
    Ok(load(&open.registry, &request, |_| true)?)
}
