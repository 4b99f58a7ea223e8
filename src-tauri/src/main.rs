//! `baton-desktop [REGISTRY|LINK]`: opens the window.
#![cfg_attr(all(not(debug_assertions), windows), windows_subsystem = "windows")]

use baton_desktop::Asked;
use std::{env, process::ExitCode};

/// The exit code for a machine that cannot open a window, as in `baton`.
const ENVIRONMENT: u8 = 4;

fn main() -> ExitCode {
    baton_desktop::choose_renderer();
    match baton_desktop::run(Asked::read(env::args_os().nth(1))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Baton could not open its window: {error}");
            ExitCode::from(ENVIRONMENT)
        }
    }
}
