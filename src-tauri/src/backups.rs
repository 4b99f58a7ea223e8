//! A copy of the open registry for every day on which something changed, while the program runs.

use crate::desk::Desk;
use crate::log;
use baton_app::AppError;
use baton_app::backup::daily;
use std::sync::PoisonError;
use std::time::Duration;
use tauri::{AppHandle, Manager, Runtime};

/// The first look comes when the window has long been shown.
const FIRST: Duration = Duration::from_secs(10);
/// A look costs as much as listing a folder.
const BETWEEN: Duration = Duration::from_mins(10);

/// Looks again and again, until the program ends.
pub fn start<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let desk = app.state::<Desk>();
        let mut pause = FIRST;
        loop {
            tokio::time::sleep(pause).await;
            pause = BETWEEN;
            if desk.remembered().settings.daily_backups {
                look(&desk).await;
            }
        }
    });
}

/// Copies the open registry if there is no copy of today. A failure is shown beside the copies.
pub async fn look(desk: &Desk) {
    let Ok(open) = desk.open().await else { return };
    let Ok(place) = desk.place().await else {
        return;
    };
    let made = daily(&open.registry, &desk.backups_of(&place)).await;
    match &made {
        Ok(Some(copy)) => log::info("backup", &format!("copied to {}", copy.path.display())),
        Ok(None) => {}
        Err(error) => log::error("backup", &error.message),
    }
    let mut problem = desk
        .backup_problem
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    *problem = made.err().map(|error: AppError| error.reply());
}
