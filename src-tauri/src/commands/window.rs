//! Windows: one more of them, where each of them was, and what they tell while nobody looks.

use super::asked::Asker;
use super::{Desk, Reply};
use crate::desk::OpenRegistry;
use crate::finished::Finished;
use crate::parts::{Parts, SnapshotStart};
use crate::remembered::{KeptSession, is_small};
use crate::windows::Windows;
use baton_app::presence::{Present, Whereabouts};
use baton_model::Json;
use serde::Serialize;
use tauri::State;

/// Opens one more window, at a place in the words of [`keep_place`].
#[tauri::command]
#[specta::specta]
pub async fn open_window(windows: State<'_, Windows>, place: Option<Json>) -> Reply<()> {
    Ok(windows.open(place.filter(is_small))?)
}

/// What a window needs to show itself for the first time, in one answer.
#[derive(Debug, Serialize, specta::Type)]
pub struct FirstLook {
    /// What is open.
    info: OpenRegistry,
    /// All of its records and findings, or the first of them.
    snapshot: SnapshotStart,
    /// Where this window was when it was kept last.
    place: Option<Json>,
}

/// What this window shows first.
#[tauri::command]
#[specta::specta]
pub async fn first_look(desk: Desk<'_>, parts: State<'_, Parts>, asker: Asker) -> Reply<FirstLook> {
    let (info, snapshot) = desk.info_and_snapshot().await?;
    let remembered = desk.remembered();
    let window = remembered
        .windows
        .iter()
        .find(|known| known.label == asker.0);
    Ok(FirstLook {
        info,
        snapshot: parts.start(snapshot),
        place: window.and_then(|window| window.place.clone()),
    })
}

/// Keeps where this window is, for a start after whatever end. What is larger than 16 KiB is not kept.
#[tauri::command]
#[specta::specta]
pub async fn keep_place(desk: Desk<'_>, asker: Asker, place: Json) -> Reply<()> {
    if is_small(&place) {
        desk.remember(|remembered| {
            let windows = &mut remembered.windows;
            if let Some(window) = windows.iter_mut().find(|known| known.label == asker.0) {
                window.place = Some(place);
            }
        });
    }
    Ok(())
}

/// Keeps how the windows look, for a start after whatever end. What is larger than 128 KiB is not kept.
#[tauri::command]
#[specta::specta]
pub async fn keep_session(desk: Desk<'_>, session: Json) -> Reply<()> {
    let session = KeptSession::new(session);
    if !session.is_none() {
        desk.remember(|remembered| remembered.session = session);
    }
    Ok(())
}

/// Tells by a notification of the system that long work has finished. Where the system has none, nothing happens.
#[tauri::command]
#[specta::specta]
pub async fn tell_finished(
    finished: State<'_, Finished>,
    title: String,
    body: String,
) -> Reply<()> {
    finished.tell(&title, &body);
    Ok(())
}

/// Says where this window looks, and tells who else has the registry open; `None` where nobody else can. Nothing comes of it failing.
#[tauri::command]
#[specta::specta]
pub async fn meet(desk: Desk<'_>, asker: Asker, place: Whereabouts) -> Reply<Option<Vec<Present>>> {
    let open = desk.open().await?;
    Ok(open.registry.meet(&asker.0, place).await)
}
