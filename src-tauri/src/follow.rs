//! News from the registry: what other programs committed, told to the window within a moment.

use crate::desk::{Desk, Open};
use baton_app::AppError;
use baton_app::registry::EditReply;
use baton_model::{Document, RecordChange, combine};
use serde::Serialize;
use std::time::Duration;
use tauri::{AppHandle, Manager, Runtime};
use tauri_specta::Event;

/// How long an edit of another program may stay unseen.
const PERIOD: Duration = Duration::from_millis(250);
/// Commits read at a time.
const PAGE: u32 = 500;

/// Somebody changed the registry.
#[derive(Clone, Debug, Serialize, specta::Type, Event)]
pub struct RegistryChanged {
    /// Who, without repetition.
    pub authors: Vec<String>,
    /// The joined changes with what the rules say now.
    #[serde(flatten)]
    pub reply: EditReply,
}

/// Opens the first registry and follows whichever is open, until the program ends.
pub fn start<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let desk = app.state::<Desk>();
        desk.open_first().await;
        let mut failing = false;
        loop {
            let woken = tokio::time::timeout(PERIOD, desk.wake.notified());
            // Both ways out are the same: it is time to look.
            let _ = woken.await;
            let Ok(open) = desk.open().await else {
                continue;
            };
            let told = match news(&open).await {
                Ok(None) => Ok(()),
                Ok(Some(news)) => news.emit(&app).map_err(|error| error.to_string()),
                Err(error) => Err(error.to_string()),
            };
            // A registry that cannot be read for a while is tried again; the terminal hears of it once.
            if let Err(message) = &told
                && !failing
            {
                eprintln!("The registry cannot be followed just now: {message}");
            }
            failing = told.is_err();
        }
    });
}

/// What happened since the window was last told.
pub async fn news(open: &Open) -> Result<Option<RegistryChanged>, AppError> {
    let registry = &open.registry;
    registry.follow().await?;
    let since = open.told();
    if registry.read(Document::revision) == since {
        return Ok(None);
    }
    let mut authors: Vec<String> = Vec::new();
    let mut groups: Vec<Vec<RecordChange>> = Vec::new();
    let snapshot = registry.snapshot();
    let mut read = since;
    while read < snapshot.revision {
        let entries = registry.store().changes_since(read, PAGE).await?;
        let Some(last) = entries.last().map(|entry| entry.revision) else {
            break;
        };
        read = last;
        for entry in entries
            .into_iter()
            .filter(|entry| entry.revision <= snapshot.revision)
        {
            if !authors.contains(&entry.author) {
                authors.push(entry.author);
            }
            groups.push(entry.changes);
        }
    }
    // The reply to an edit may have told the window in the meantime; hearing it twice does no harm.
    open.tell(snapshot.revision);
    Ok(Some(RegistryChanged {
        authors,
        reply: EditReply {
            revision: snapshot.revision,
            diff: combine(&groups),
            findings: snapshot.findings,
            can_undo: snapshot.can_undo,
            can_redo: snapshot.can_redo,
        },
    }))
}
