//! Copying and pasting parts of drawings.

use super::{Desk, Reply};
use crate::open::DeskReply;
use baton_app::clip;
use baton_app::clip::outside::ReadAs;
use baton_app::clip::paste::PasteOptions;
use baton_model::{Diagnostic, RecordKey, TopologyId};
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

/// What pasting a text from elsewhere did, or would do.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct PasteTextReply {
    /// What the text was taken for.
    read_as: ReadAs,
    /// The same in words.
    told: String,
    /// As of any edit.
    reply: DeskReply,
    /// What was guessed, and what could not be carried.
    notes: Vec<Diagnostic>,
    /// What stands on the drawing because of it, to be selected.
    pasted: Vec<RecordKey>,
}

/// Pastes a text that may come from anywhere: a clip, edits, a file of another tool, or words that become a note at `at`.
#[tauri::command]
#[specta::specta]
pub async fn paste_text(
    desk: Desk<'_>,
    topology: TopologyId,
    text: String,
    at: Option<Place>,
    dry_run: bool,
) -> Reply<PasteTextReply> {
    let options = PasteOptions {
        at: at.map(|at| (at.x, at.y)),
        as_copies: false,
        dry_run,
    };
    let open = desk.open().await?;
    let done = clip::outside::paste_text(&open.registry, &topology, &text, options).await?;
    Ok(PasteTextReply {
        read_as: done.read_as,
        told: done.told,
        reply: open.answer(Ok(done.reply), dry_run).await?,
        notes: done.notes,
        pasted: done.keys,
    })
}
