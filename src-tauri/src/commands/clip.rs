//! Copying and pasting parts of drawings.

use super::{Desk, Reply};
use crate::open::DeskReply;
use baton_app::clip;
use baton_app::clip::paste::PasteOptions;
use baton_model::{RecordKey, TopologyId};
use serde::{Deserialize, Serialize};

/// A place in a drawing.
#[derive(Debug, Deserialize, specta::Type)]
pub struct Place {
    /// Distance from the left.
    pub(super) x: f64,
    /// Distance from the top.
    pub(super) y: f64,
}

/// What pasting did.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct PasteReply {
    /// As of any edit; its notes say what could not come along.
    reply: DeskReply,
    /// What stands on the drawing because of it, to be selected.
    pasted: Vec<RecordKey>,
}

/// The records as text that `paste_records` takes, in this registry or another one.
#[tauri::command]
#[specta::specta]
pub async fn copy_records(
    desk: Desk<'_>,
    topology: TopologyId,
    keys: Vec<RecordKey>,
) -> Reply<String> {
    let open = desk.open().await?;
    Ok(clip::copy::copy(&open.registry, &topology, &keys).await?)
}

/// Pastes a clip. `at` is the upper left corner of what is pasted; `as_copies` makes new agents even where the same ones could be drawn.
#[tauri::command]
#[specta::specta]
pub async fn paste_records(
    desk: Desk<'_>,
    topology: TopologyId,
    clip: String,
    at: Option<Place>,
    as_copies: bool,
) -> Reply<PasteReply> {
    let options = PasteOptions {
        at: at.map(|at| (at.x, at.y)),
        as_copies,
        dry_run: false,
    };
    let open = desk.open().await?;
    let done = clip::paste::paste(&open.registry, &topology, &clip, options).await?;
    Ok(PasteReply {
        reply: open.answer(Ok(done.reply), false).await?,
        pasted: done.keys,
    })
}
