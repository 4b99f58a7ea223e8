//! Repository tasks: generate, check, stub. `cargo xtask` without a task lists them.
#![allow(clippy::print_stdout, reason = "what a task finds is its output")]

mod generate;
mod source;
mod stub;
mod tidy;

use std::{
    env, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

const USAGE: &str =
    "cargo xtask tidy                          check the house rules and generated files
cargo xtask gen [--check]                 write generated files, or list those that are out of date
cargo xtask new-rule FAMILY CODE name     stub a rule: new-rule own OWN005 joint-without-escalation
cargo xtask new-exporter NAME             stub an exporter: new-exporter codeowners
cargo xtask new-importer NAME             stub an importer: new-importer crewai";

/// The exit code for wrong use, as in `baton`.
const WRONG_USE: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = workspace_root().and_then(|root| perform(&root, &words));
    outcome.unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::FAILURE
    })
}

fn perform(root: &Path, words: &[&str]) -> io::Result<ExitCode> {
    match words {
        ["tidy"] => tidy(root),
        ["gen"] => {
            for change in generate::write(root, generate::GENERATORS)? {
                println!("{} was {}", change.path, change.state);
            }
            Ok(ExitCode::SUCCESS)
        }
        ["gen", "--check"] => {
            let stale = generate::stale(root, generate::GENERATORS)?;
            for stale in &stale {
                println!("{} is {}", stale.path, stale.state);
            }
            Ok(if stale.is_empty() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            })
        }
        ["new-rule", family, code, name] => Ok(told(stub::rule(root, family, code, name))),
        ["new-exporter", name] => Ok(told(stub::exporter(root, name))),
        ["new-importer", name] => Ok(told(stub::importer(root, name))),
        _ => {
            eprintln!("{USAGE}");
            Ok(ExitCode::from(WRONG_USE))
        }
    }
}

fn tidy(root: &Path) -> io::Result<ExitCode> {
    let findings = tidy::run(root)?;
    for finding in &findings {
        println!("{finding}");
    }
    if findings.is_empty() {
        println!("tidy: {} house rules hold", tidy::CHECKS.len() + 1);
        return Ok(ExitCode::SUCCESS);
    }
    println!("tidy: places to mend: {}", findings.len());
    Ok(ExitCode::FAILURE)
}

fn told(outcome: Result<Vec<String>, stub::Refused>) -> ExitCode {
    match outcome {
        Ok(done) => {
            for line in done {
                println!("{line}");
            }
            ExitCode::SUCCESS
        }
        Err(refused) => {
            eprintln!("{refused}");
            ExitCode::from(WRONG_USE)
        }
    }
}

/// The nearest folder, from the current one upwards, whose manifest declares a workspace.
fn workspace_root() -> io::Result<PathBuf> {
    let here = env::current_dir()?;
    here.ancestors()
        .find(|folder| {
            std::fs::read_to_string(folder.join("Cargo.toml"))
                .is_ok_and(|manifest| manifest.contains("[workspace]"))
        })
        .map(Path::to_path_buf)
        .ok_or_else(|| {
            io::Error::other("Not inside Baton's repository: no workspace manifest here or above.")
        })
}
