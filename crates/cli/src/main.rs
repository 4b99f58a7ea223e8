//! The `baton` command line: the same operations as the desktop, for terminals and CI.
#![allow(clippy::print_stdout, clippy::print_stderr)] // printing is what a command line does

mod args;
mod commands;
mod exit;
mod open;
mod output;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let wants_json = output::asked_for_json(std::env::args());
    let cli = match args::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return exit::usage(&error, wants_json),
    };
    let out = output::Output::new(&cli.global);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(2).build() {
        Ok(runtime) => runtime,
        Err(error) => return exit::failed(&out, &baton_app::AppError::io("tokio".as_ref(), error)),
    };
    match runtime.block_on(commands::run(&cli, &out)) {
        Ok(outcome) => outcome.into(),
        Err(error) => exit::failed(&out, &error),
    }
}
