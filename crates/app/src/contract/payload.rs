//! Payloads and messages against a contract version, line by line.

use super::lines::{LONGEST_LINE, Line, Lines};
use super::verdict::find;
use crate::{AppError, ErrorCode, Registry};
use baton_contract::{Boundary, Form, Passage, Replay, Replayer, Violation};
use baton_model::{Contract, Invariant};
use serde::Serialize;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// What became of the lines. Each line that is not empty is counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PayloadSummary {
    /// Went through.
    pub accepted: u64,
    /// Stayed here.
    pub rejected: u64,
    /// Messages that had gone through before; they go through once.
    pub duplicates: u64,
}

/// Which version, and where lines come from and go to.
#[derive(Clone, Copy, Debug)]
pub struct PayloadCheck<'a> {
    /// The contract.
    pub contract: &'a str,
    /// The version.
    pub version: &'a str,
    /// What a line holds.
    pub form: Form,
    /// The lines; standard input when left out.
    pub input: Option<&'a Path>,
    /// Where rejected lines go, with the reason: JSON lines `{line, reasons, message}`. The file is written anew.
    pub dead_letters: Option<&'a Path>,
}

/// Checks lines. Accepted ones are written to `out` as they came; memory does not grow with their number.
pub fn check_payloads(
    registry: &Registry,
    check: &PayloadCheck<'_>,
    out: &mut dyn Write,
) -> Result<PayloadSummary, AppError> {
    let mut boundary = boundary(registry, check)?;
    let mut lines = Lines::open(check.input)?;
    let mut dead = check.dead_letters.map(DeadLetters::create).transpose()?;
    let mut summary = PayloadSummary::default();
    let mut number = 0_u64;
    while let Some(line) = lines.next_line()? {
        number += 1;
        let (passage, line) = match line {
            Line::Text(text) if text.trim().is_empty() => continue,
            Line::Text(text) => (boundary.judge(text), Raw::Text(text)),
            Line::NotText(bytes) => (
                refused("the line is not UTF-8".to_owned()),
                Raw::Bytes(bytes),
            ),
            Line::TooLong(bytes) => (
                refused(format!(
                    "the line is longer than {} MiB",
                    LONGEST_LINE >> 20
                )),
                Raw::Bytes(&bytes[..1_000]),
            ),
        };
        match (passage, line) {
            (Passage::Accepted, Raw::Text(text)) => {
                summary.accepted += 1;
                if let Err(error) = writeln!(out, "{text}") {
                    // A reader that has gone away, as `head` does, is no error.
                    if error.kind() == io::ErrorKind::BrokenPipe {
                        break;
                    }
                    return Err(AppError::io(Path::new("standard output"), error));
                }
            }
            (Passage::Accepted, Raw::Bytes(_)) => {}
            (Passage::Duplicate { .. }, _) => summary.duplicates += 1,
            (Passage::Rejected { is_json, reasons }, line) => {
                summary.rejected += 1;
                if let Some(dead) = &mut dead {
                    dead.add(number, &reasons, &line, is_json)?;
                }
            }
        }
    }
    if let Some(dead) = dead {
        dead.finish()?;
    }
    Ok(summary)
}

/// Runs a draft over recorded payloads, as [`Replayer`] does, from a file of lines or standard input.
pub fn replay_lines(
    schema: &Value,
    invariants: &[Invariant],
    form: Form,
    input: &Path,
) -> Result<Replay, AppError> {
    let mut replayer = Replayer::new(schema, invariants, form).map_err(|problem| {
        AppError::new(
            ErrorCode::InvalidInput,
            format!("the draft cannot be used: {problem}"),
            "mend it first",
        )
    })?;
    let mut lines = Lines::open(Some(input))?;
    while let Some(line) = lines.next_line()? {
        match line {
            Line::Text(text) => replayer.take(text),
            Line::NotText(_) | Line::TooLong(_) => replayer.take_unreadable(),
        }
    }
    Ok(replayer.finish())
}

fn boundary(registry: &Registry, check: &PayloadCheck<'_>) -> Result<Boundary, AppError> {
    registry.read(|document| {
        let version = find(document, check.contract, check.version)?;
        let contract = document.find::<Contract>(&version.contract);
        Boundary::of(version, contract, check.form).map_err(|problem| {
            AppError::new(
                ErrorCode::InvalidInput,
                format!("{} cannot judge payloads: {problem}", version.id),
                "mend its schema and its invariants first",
            )
            .in_terminal(format!(
                "`baton contract check {}` tells what is wrong with it",
                version.id
            ))
        })
    })
}

fn refused(message: String) -> Passage {
    Passage::Rejected {
        is_json: false,
        reasons: vec![Violation {
            instance_pointer: String::new(),
            schema_pointer: String::new(),
            message,
        }],
    }
}

/// A line as it came.
enum Raw<'a> {
    Text(&'a str),
    Bytes(&'a [u8]),
}

/// The file of rejected lines.
struct DeadLetters<'a> {
    path: &'a Path,
    file: BufWriter<File>,
}

impl<'a> DeadLetters<'a> {
    fn create(path: &'a Path) -> Result<Self, AppError> {
        let file = File::create(path).map_err(|error| AppError::io(path, error))?;
        Ok(Self {
            path,
            file: BufWriter::new(file),
        })
    }

    /// A line that is JSON is kept as it was written, to the letter; anything else as a text.
    fn add(
        &mut self,
        number: u64,
        reasons: &[Violation],
        line: &Raw<'_>,
        is_json: bool,
    ) -> Result<(), AppError> {
        let told: Vec<Value> = reasons
            .iter()
            .map(|reason| {
                json!({"pointer": reason.instance_pointer, "schema_pointer": reason.schema_pointer, "message": reason.message})
            })
            .collect();
        let told = Value::from(told);
        let first = json!(reasons.first().map(|reason| &reason.message));
        let written = match line {
            Raw::Text(text) if is_json => {
                let text = text.trim_start_matches('\u{feff}');
                writeln!(
                    self.file,
                    r#"{{"line":{number},"reason":{first},"reasons":{told},"message":{text}}}"#
                )
            }
            Raw::Text(text) => {
                let text = json!(text);
                writeln!(
                    self.file,
                    r#"{{"line":{number},"reason":{first},"reasons":{told},"text":{text}}}"#
                )
            }
            Raw::Bytes(bytes) => {
                let text = json!(String::from_utf8_lossy(bytes));
                writeln!(
                    self.file,
                    r#"{{"line":{number},"reason":{first},"reasons":{told},"text":{text}}}"#
                )
            }
        };
        written.map_err(|error| AppError::io(self.path, error))
    }

    fn finish(mut self) -> Result<(), AppError> {
        self.file
            .flush()
            .map_err(|error| AppError::io(self.path, error))
    }
}
