//! `baton-desktop [REGISTRY]`: opens the window.
#![cfg_attr(all(not(debug_assertions), windows), windows_subsystem = "windows")]

use std::{env, path::PathBuf, process::ExitCode};

/// The exit code for a machine that cannot open a window, as in `baton`.
const ENVIRONMENT: u8 = 4;

fn main() -> ExitCode {
    baton_desktop::choose_renderer();
    let registry = env::args_os().nth(1).map(PathBuf::from);
    match baton_desktop::run(registry) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Baton could not open its window: {error}");
            ExitCode::from(ENVIRONMENT)
        }
    }
}
