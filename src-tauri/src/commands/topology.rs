//! Drawings.

use super::{Desk, Reply};
use baton_layout::topology::TopologyDrawing;
use baton_model::TopologyId;

/// Where everything of a topology is drawn.
#[tauri::command]
#[specta::specta]
pub async fn drawing(desk: Desk<'_>, topology: TopologyId) -> Reply<TopologyDrawing> {
    Ok(baton_app::topology::drawing::drawing(
        &desk.open().await?.registry,
        &topology,
    ))
}
