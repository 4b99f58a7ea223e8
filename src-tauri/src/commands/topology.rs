//! Drawings.

use super::{Desk, Reply};
use baton_app::topology::drawing;
use baton_model::TopologyId;
use tauri::ipc::Response;

/// Where everything of a topology is drawn, in the bytes of `baton_layout::packed`.
#[tauri::command]
pub async fn drawing(desk: Desk<'_>, topology: TopologyId) -> Reply<Response> {
    let registry = &desk.open().await?.registry;
    Ok(Response::new(drawing::packed(registry, &topology)))
}

/// The same as it was at a revision.
#[tauri::command]
pub async fn drawing_at(desk: Desk<'_>, topology: TopologyId, revision: u32) -> Reply<Response> {
    let registry = &desk.open().await?.registry;
    let bytes = drawing::packed_at(registry, &topology, revision).await?;
    Ok(Response::new(bytes))
}
