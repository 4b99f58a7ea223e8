//! Exit codes: 0 fine, 1 findings, 2 wrong use, 3 conflict, 4 environment, 5 a bug in Baton.

use crate::output::Output;
use baton_app::{AppError, ErrorKind};
use serde_json::json;
use std::process::ExitCode;

/// How a command ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything is fine.
    Fine,
    /// There are findings, or something does not hold.
    Findings,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Fine => ExitCode::SUCCESS,
            Outcome::Findings => ExitCode::from(1),
        }
    }
}

/// Tells an error and gives its code.
pub fn failed(out: &Output, error: &AppError) -> ExitCode {
    out.error(error);
    ExitCode::from(match error.code.kind() {
        ErrorKind::User => 2,
        ErrorKind::Conflict => 3,
        ErrorKind::Environment => 4,
        ErrorKind::Bug => 5,
    })
}

/// Tells wrong use. Help and version are no errors.
pub fn usage(error: &clap::Error, wants_json: bool) -> ExitCode {
    if wants_json && error.use_stderr() {
        let message = error.render().to_string();
        let first = message.lines().next().unwrap_or_default().trim_start_matches("error: ");
        println!(
            "{}",
            json!({"error": {"code": "usage", "message": first, "hints": ["run the command with --help"]}})
        );
        return ExitCode::from(2);
    }
    // Nobody is left to be told when writing fails.
    let _ = error.print();
    if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
}
