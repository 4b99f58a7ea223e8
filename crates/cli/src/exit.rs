//! Exit codes: 0 fine, 1 findings, 2 wrong use, 3 conflict, 4 environment, 5 a bug in Baton.

use crate::output::Output;
use baton_app::{AppError, ErrorCode, ErrorKind};
use baton_store::StoreError;
use clap::error::ErrorKind as ErrorKindOfWords;
use serde_json::json;
use std::process::ExitCode;

/// How a command ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything is fine.
    Fine,
    /// There are findings, or something does not hold.
    Findings,
    /// Some of the input was bad; what is wrong with it stands among the results.
    BadInput,
    /// It failed, and that was told where the results do not go.
    Told(ErrorKind),
    /// A merge driver failed. Git takes codes up to 128 for conflicts, whose file it leaves in place.
    DriverFailed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Fine => ExitCode::SUCCESS,
            Outcome::Findings => ExitCode::from(1),
            Outcome::BadInput => ExitCode::from(2),
            Outcome::Told(kind) => of_kind(kind),
            Outcome::DriverFailed => ExitCode::from(129),
        }
    }
}

/// Tells an error and gives its code.
pub fn failed(out: &Output, error: &AppError) -> ExitCode {
    out.error(error);
    of_kind(error.code.kind())
}

fn of_kind(kind: ErrorKind) -> ExitCode {
    ExitCode::from(match kind {
        ErrorKind::User => 2,
        ErrorKind::Conflict => 3,
        ErrorKind::Environment => 4,
        ErrorKind::Bug => 5,
    })
}

/// Tells wrong use. Help and version are no errors.
pub fn usage(error: &clap::Error, wants_json: bool) -> ExitCode {
    if wants_json && error.use_stderr() {
        let (message, mut hints) = usage_in_words(error);
        hints.push("run the command with --help".to_owned());
        println!(
            "{}",
            json!({"error": {"code": "usage", "message": message, "hints": hints}})
        );
        return ExitCode::from(2);
    }
    // Nobody is left to be told when writing fails.
    let _ = error.print();
    if error.use_stderr() {
        ExitCode::from(2)
    } else {
        ExitCode::SUCCESS
    }
}

/// What is wrong in one line, and the tips that come with it; the usage lines are left out.
fn usage_in_words(error: &clap::Error) -> (String, Vec<String>) {
    if error.kind() == ErrorKindOfWords::DisplayHelpOnMissingArgumentOrSubcommand {
        return ("a command is missing".to_owned(), Vec::new());
    }
    let text = error.render().to_string();
    let mut message: Vec<&str> = Vec::new();
    let mut hints = Vec::new();
    for line in text
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("Usage:"))
    {
        match line.strip_prefix("tip: ") {
            Some(tip) => hints.push(tip.to_owned()),
            None if line.is_empty() || line.starts_with("For more information") => {}
            None => message.push(line.trim_start_matches("error: ")),
        }
    }
    (message.join(" "), hints)
}

/// Tells a fault of Baton itself like any other error, and ends the process with its code.
pub fn tell_faults(wants_json: bool) {
    std::panic::set_hook(Box::new(move |fault| {
        let error = of_fault(&fault.to_string());
        // Told with nothing but the standard streams: what the fault has broken is not known.
        if wants_json {
            println!(
                "{}",
                json!({"error": {"code": error.code, "message": error.message, "hints": error.hints}})
            );
        } else {
            eprintln!(
                "error: {}\n  -> {}",
                error.message,
                error.hints.join("\n  -> ")
            );
        }
        std::process::exit(match error.code.kind() {
            ErrorKind::Environment => 4,
            _ => 5,
        });
    }));
}

/// What a panic means. Libraries panic where the system refuses them memory; nobody has to report that.
fn of_fault(fault: &str) -> AppError {
    let refused = ["out of memory", "Cannot allocate memory"];
    // What the system says to whoever asks for a thread; of a full pipe it says the same.
    let no_thread = fault.contains("spawn") && fault.contains("Resource temporarily unavailable");
    if no_thread || refused.iter().any(|words| fault.contains(words)) {
        AppError::from(StoreError::NoMemory)
    } else {
        AppError::new(
            ErrorCode::Internal,
            format!("a fault of Baton: {fault}").replace('\n', ": "),
            "nothing was half-written; please report this with the command that you ran",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_refused_memory_is_nobodys_fault() {
        let refused =
            of_fault("panicked at value.rs:70:14:\nSQLite failed to allocate: \"out of memory\"");
        assert_eq!(refused.code, ErrorCode::NoMemory);
        let pipe = of_fault("failed printing to stdout: Resource temporarily unavailable");
        assert_eq!(pipe.code, ErrorCode::Internal);
        let fault = of_fault("panicked at lib.rs:1:1:\nindex out of bounds");
        assert_eq!(fault.code, ErrorCode::Internal);
        assert!(fault.message.contains("lib.rs:1:1:: index"));
    }
}
