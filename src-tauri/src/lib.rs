//! The Baton desktop: one window, native dialogs, and one-line adapters into `baton-app`.
//!
//! Nothing here decides anything about records. What the window may call is listed in `build.rs`, allowed in
//! `capabilities/main.json` and typed in `ui/src/platform/bindings.ts`, which is generated from `bindings`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod bindings;
mod chosen;
mod commands;
mod desk;
mod follow;
mod open;
mod places;
mod refused;
mod remembered;
mod renderer;
mod start_signal;
mod test_delay;
mod window;

pub use renderer::choose_renderer;

use chosen::Chosen;
use commands::simulation::Runs;
use desk::Desk;
use std::path::PathBuf;
use tauri::{App, Context, Manager, Runtime};
use tauri_plugin_fs::FsExt;
use tauri_specta::Event;

/// Opens the window on a registry and returns when it is closed. Without a path, `BATON_REGISTRY` decides, then the user's own registry.
pub fn run(registry: Option<PathBuf>) -> tauri::Result<()> {
    let app = assemble(
        tauri::Builder::default(),
        context(),
        Desk::new(places::first(registry)),
    )?;
    window::open(&app)?;
    app.run(window::remember);
    Ok(())
}

/// The configuration, permissions and the UI's bundle, as they were at build time.
fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

/// Everything but the window.
fn assemble<R: Runtime>(
    builder: tauri::Builder<R>,
    context: Context<R>,
    desk: Desk,
) -> tauri::Result<App<R>> {
    let bindings = bindings::builder::<R>();
    let app = builder
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_fs::init())
        .invoke_handler(bindings::handler(bindings.invoke_handler()))
        .manage(desk)
        .build(context)?;
    bindings.mount_events(&app);
    app.manage(Chosen::new(app.fs_scope()));
    let handle = app.handle().clone();
    app.manage(Runs::new(move |progress| {
        // A window that is gone hears nothing, and the run goes on.
        let _ = progress.emit(&handle);
    }));
    follow::start(app.handle());
    Ok(app)
}

#[cfg(test)]
mod tests;
