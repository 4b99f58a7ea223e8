//! Drawings.

use super::{Chosen, Desk, Reply};
use baton_app::topology::drawing;
use baton_app::topology::picture::{self, Shown};
use baton_model::{RecordKey, TopologyId};
use std::path::Path;
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

/// A picture of a drawing, or of the records in `only`, in the bytes of a file with that extension.
#[tauri::command]
pub async fn picture(
    desk: Desk<'_>,
    topology: TopologyId,
    only: Vec<RecordKey>,
    at: Option<u32>,
    extension: String,
) -> Reply<Response> {
    let shown = Shown {
        topology: &topology,
        only: &only,
        at,
    };
    let registry = &desk.open().await?.registry;
    let bytes = picture::picture(registry, shown, &extension).await?;
    Ok(Response::new(bytes))
}

/// Writes such a picture into a file that the user has chosen; its extension decides the format.
#[tauri::command]
#[specta::specta]
pub async fn save_picture(
    desk: Desk<'_>,
    chosen: Chosen<'_>,
    topology: TopologyId,
    only: Vec<RecordKey>,
    at: Option<u32>,
    path: String,
) -> Reply<()> {
    let path = Path::new(&path);
    chosen.require(path)?;
    let shown = Shown {
        topology: &topology,
        only: &only,
        at,
    };
    let registry = &desk.open().await?.registry;
    picture::draw(registry, shown, path).await?;
    Ok(())
}
