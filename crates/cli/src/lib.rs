//! The `baton` command line: the same operations as the desktop, for terminals and CI.
//!
//! It parses words, calls one operation of `baton-app`, prints the result and chooses the exit code. It decides nothing else.
#![allow(clippy::print_stdout, clippy::print_stderr)] // printing is what a command line does

mod args;
mod commands;
mod exit;
mod interrupt;
mod open;
mod output;
mod reference;

pub use reference::reference;

use clap::Parser;
use std::process::ExitCode;

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let words = std::env::args_os().map(|word| word.to_string_lossy().into_owned());
    let wants_json = output::asked_for_json(words);
    exit::tell_faults(wants_json);
    let cli = match args::Cli::try_parse_from(args::joined(std::env::args_os())) {
        Ok(cli) => cli,
        Err(error) => return exit::usage(&error, wants_json),
    };
    let out = output::Output::new(&cli.global);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .worker_threads(2)
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            let place = std::path::Path::new("the process");
            return exit::failed(&out, &baton_app::AppError::io(place, error));
        }
    };
    let done = runtime.block_on(async {
        let done = commands::run(&cli, &out).await;
        open::close_all().await;
        done
    });
    match done {
        Ok(outcome) => outcome.into(),
        Err(error) => exit::failed(&out, &error),
    }
}
