//! The Baton desktop: windows, native dialogs, and one-line adapters into `baton-app`.
//!
//! Nothing here decides anything about records. What the window may call is listed in `build.rs`, allowed in
//! `capabilities/main.json` and typed in `ui/src/platform/bindings.ts`, which is generated from `bindings`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod arguments;
mod backups;
mod bindings;
mod chosen;
mod commands;
mod desk;
mod file_manager;
mod finished;
mod follow;
mod link;
mod log;
mod open;
mod parts;
mod passwords;
mod places;
mod refused;
mod remembered;
mod renderer;
mod runs;
mod start_signal;
mod test_delay;
mod windows;

pub use arguments::Asked;
pub use renderer::choose_renderer;

use chosen::Chosen;
use commands::export::ExportProgress;
use commands::import::ImportProgress;
use commands::simulation::SimulationProgress;
use desk::Desk;
use finished::Finished;
use link::Links;
use parts::Parts;
use runs::Runs;
use serde::Serialize;
use std::ffi::OsString;
use tauri::{App, AppHandle, Context, Manager, Runtime};
use tauri_plugin_fs::FsExt;
use tauri_specta::Event;
use windows::Windows;

/// Opens the windows and returns when the last one is closed. Without a registry, `BATON_REGISTRY` decides, then the one that was
/// open last, then the user's own. A link goes to the program that runs already, if one does.
pub fn run(asked: Asked) -> tauri::Result<()> {
    let registry = match asked {
        Asked::Link(link) if link::hand_over(&link) => return Ok(()),
        Asked::Link(link) => {
            return start(None, Some(&link));
        }
        Asked::Registry(given) => Some(given),
        Asked::Nothing => None,
    };
    start(registry, None)
}

fn start(registry: Option<OsString>, link: Option<&str>) -> tauri::Result<()> {
    if let Some(folder) = places::log() {
        log::begin(folder);
    }
    log::info("start", concat!("Baton ", env!("CARGO_PKG_VERSION")));
    let app = assemble(tauri::Builder::default(), context(), Desk::new(registry))?;
    if let Some(link) = link {
        app.state::<Links>().put(link);
    }
    link::listen(app.handle());
    windows::open_all(&app)?;
    backups::start(app.handle());
    app.run(windows::follow);
    Ok(())
}

/// What a system hands to a program that runs: a link, or a registry's file.
#[cfg(target_os = "macos")]
fn opened<R: Runtime>(app: &AppHandle<R>, address: &str) {
    match Asked::read(Some(address.into())) {
        Asked::Link(link) => link::arrive(app, &link),
        Asked::Registry(path) => {
            let app = app.clone();
            let place = baton_place::Place::File(path.into());
            tauri::async_runtime::spawn(async move {
                if let Err(error) = app.state::<Desk>().change(&place).await {
                    log::error("registry", &format!("{error:?}"));
                }
            });
        }
        Asked::Nothing => {}
    }
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
        .plugin(tauri_plugin_notification::init())
        .invoke_handler(bindings::handler(bindings.invoke_handler()))
        .manage(desk)
        .manage(Links::default())
        .manage(Parts::default())
        .build(context)?;
    bindings.mount_events(&app);
    app.manage(Chosen::new(app.fs_scope()));
    app.manage(Windows::new(app.handle()));
    app.manage(Finished::new(app.handle()));
    app.manage(told::<SimulationProgress, R>(app.handle()));
    app.manage(told::<ExportProgress, R>(app.handle()));
    app.manage(told::<ImportProgress, R>(app.handle()));
    follow::start(app.handle());
    Ok(app)
}

/// Runs of which the window hears.
fn told<N: Event + Serialize + Clone + 'static, R: Runtime>(app: &AppHandle<R>) -> Runs<N> {
    let app = app.clone();
    Runs::new(move |news: N| {
        // Windows that are gone hear nothing, and the run goes on.
        let _ = news.emit(&app);
    })
}

#[cfg(test)]
mod tests;
