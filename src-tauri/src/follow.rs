//! News from the registry: what other programs committed, told to the window within a moment.

use crate::desk::Desk;
use crate::log;
use crate::open::{DeskReply, Open};
use baton_app::{AppError, ErrorCode, ErrorReply};
use baton_model::Document;
use serde::Serialize;
use std::time::Duration;
use tauri::{AppHandle, Manager, Runtime};
use tauri_specta::Event;

/// How long an edit of another program may stay unseen.
const PERIOD: Duration = Duration::from_millis(250);
/// The same while the server of a registry cannot be asked, so that it is not stormed when it is back.
const AWAY_PERIOD: Duration = Duration::from_secs(2);
/// Commits read at a time.
const PAGE: u32 = 500;

/// Somebody changed the registry.
#[derive(Clone, Debug, Serialize, specta::Type, Event)]
pub struct RegistryChanged {
    /// Who, without repetition.
    pub authors: Vec<String>,
    /// What the newest commit did. Where several came at once the revision leaps, and a snapshot tells the rest.
    #[serde(flatten)]
    pub reply: DeskReply,
}

/// Another registry lies open, or the same one in another state: all that windows know of it is void.
#[derive(Clone, Debug, Serialize, specta::Type, Event)]
pub struct RegistryTurned {
    /// As in `OpenRegistry`; a window that knows this turn already has nothing to do.
    pub turn: u32,
}

/// The server of the open registry cannot be asked any more, or can be asked again.
#[derive(Clone, Debug, Serialize, specta::Type, Event)]
pub struct RegistryAway {
    /// Why it cannot be asked; none once it is back.
    pub away: Option<ErrorReply>,
    /// As in `OpenRegistry`: which registry it is about.
    pub turn: u32,
}

/// Opens the first registry and follows whichever is open, until the program ends.
pub fn start<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let desk = app.state::<Desk>();
        desk.open_first().await;
        let mut failing = false;
        let mut turn = desk.turn();
        loop {
            let period = if desk.is_away() { AWAY_PERIOD } else { PERIOD };
            let woken = tokio::time::timeout(period, desk.audience.wake.notified());
            // Both ways out are the same: it is time to look.
            let _ = woken.await;
            let Ok(open) = desk.open().await else {
                continue;
            };
            if turn != desk.turn() {
                turn = desk.turn();
                // Windows that are gone hear nothing.
                let _ = RegistryTurned { turn }.emit(&app);
            }
            let news = news(&open).await;
            let away = why_away(&news);
            if desk.note_away(turn, away.clone()) {
                let _ = RegistryAway { away, turn }.emit(&app);
            }
            let told = match news {
                Ok(None) => Ok(()),
                Ok(Some(news)) => news.emit(&app).map_err(|error| error.to_string()),
                Err(error) => Err(error.to_string()),
            };
            // A registry that cannot be read for a while is tried again; the terminal hears of it once.
            if let Err(message) = &told
                && !failing
            {
                eprintln!("The registry cannot be followed just now: {message}");
                log::error("follow", message);
            }
            failing = told.is_err();
        }
    });
}

/// Why the server of a registry cannot be asked, where that is so.
pub fn why_away<T>(news: &Result<T, AppError>) -> Option<ErrorReply> {
    let error = news.as_ref().err()?;
    (error.code == ErrorCode::Unreachable).then(|| error.reply())
}

/// What happened since the window was last told.
pub async fn news(open: &Open) -> Result<Option<RegistryChanged>, AppError> {
    let registry = &open.registry;
    registry.follow().await?;
    let since = open.told();
    if registry.read(Document::revision) == since {
        return Ok(None);
    }
    let step = registry.last_step().await?;
    let mut authors: Vec<String> = Vec::new();
    let mut read = since;
    while read < step.revision {
        let entries = registry.store().changes_since(read, PAGE).await?;
        let Some(last) = entries.last() else {
            break;
        };
        read = last.revision;
        for entry in entries {
            if entry.revision <= step.revision && !authors.contains(&entry.author) {
                authors.push(entry.author);
            }
        }
    }
    // The reply to an edit may have told the window in the meantime; hearing it twice does no harm.
    open.tell(step.revision);
    Ok(Some(RegistryChanged {
        authors,
        reply: step.into(),
    }))
}
