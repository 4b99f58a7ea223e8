//! Payloads and messages against a contract version, line by line.

mod judge;
mod letters;
mod pieces;
mod stream;
#[cfg(test)]
mod tests;

use super::lines::{Line, Lines};
use super::verdict::find;
use crate::{AppError, ErrorCode, Registry};
use baton_contract::{Boundary, Form, Replay, Replayer};
use baton_model::{Contract, Invariant};
use letters::DeadLetters;
use serde::Serialize;
use serde_json::Value;
use std::fs::File;
use std::io::{self, Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use stream::{Input, judge_lines};

/// How many rejected lines the summary tells.
pub const MOST_TOLD: usize = 10;

/// What became of the lines. Each line that is not empty is counted once as accepted, rejected or a duplicate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PayloadSummary {
    /// Went through.
    pub accepted: u64,
    /// Stayed here.
    pub rejected: u64,
    /// Messages that had gone through before; they go through once.
    pub duplicates: u64,
    /// Of the rejected ones: lines that are no JSON, no UTF-8, or too long.
    pub unreadable: u64,
    /// The first rejected lines, [`MOST_TOLD`] at most.
    pub first_rejected: Vec<RejectedLine>,
}

/// A rejected line, and the first reason for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RejectedLine {
    /// Its number, from 1.
    pub line: u64,
    /// Where it begins, in bytes.
    pub offset: u64,
    /// JSON pointer of what is wrong in it; empty for the whole.
    pub pointer: String,
    /// What is wrong.
    pub reason: String,
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
    /// Where rejected lines go: JSON lines `{line, offset, reason, pointer, reasons, message}`, with `text` in place of `message` for what is no
    /// JSON. The file is written anew.
    pub dead_letters: Option<&'a Path>,
}

/// A check of which everything is there: the version can judge, the lines and the file for dead letters are open. What goes wrong from
/// here on goes wrong among lines that were handed on.
pub struct PreparedCheck<'a> {
    boundary: Arc<Boundary>,
    input: Input,
    letters: Option<DeadLetters<'a>>,
}

/// Opens what a check needs.
pub fn prepare<'a>(
    registry: &Registry,
    check: &PayloadCheck<'a>,
) -> Result<PreparedCheck<'a>, AppError> {
    let boundary = Arc::new(boundary(registry, check)?);
    let file = check.input.filter(|path| path.as_os_str() != "-");
    let input = open(file)?;
    let letters = check
        .dead_letters
        .map(|path| DeadLetters::create(path, file));
    Ok(PreparedCheck {
        boundary,
        input,
        letters: letters.transpose()?,
    })
}

impl PreparedCheck<'_> {
    /// Checks lines on all processors. Accepted ones are written to `out` in their order, byte by byte as they came with their line
    /// breaks; memory does not grow with their number. A message whose `handoff_id` went through among the last million is not written
    /// again.
    pub fn run(self, out: &mut dyn Write) -> Result<PayloadSummary, AppError> {
        let mut letters = self.letters;
        let workers = std::thread::available_parallelism().map_or(1, NonZero::get);
        let summary = judge_lines(&self.boundary, self.input, out, letters.as_mut(), workers)?;
        letters.map(DeadLetters::finish).transpose()?;
        Ok(summary)
    }
}

/// A file, or standard input.
fn open(file: Option<&Path>) -> Result<Input, AppError> {
    let Some(path) = file else {
        return Ok(Input {
            stream: Box::new(io::stdin()),
            name: PathBuf::from("standard input"),
        });
    };
    let opened = File::open(path).map_err(|error| AppError::io(path, error))?;
    Ok(Input {
        stream: Box::new(opened),
        name: path.to_owned(),
    })
}

/// Judges a stream against a boundary on `workers` threads: what [`PreparedCheck::run`] does with the version of a registry.
pub fn check_stream(
    boundary: &Arc<Boundary>,
    stream: impl Read + Send + 'static,
    out: &mut dyn Write,
    workers: NonZero<usize>,
) -> Result<PayloadSummary, AppError> {
    let input = Input {
        stream: Box::new(stream),
        name: PathBuf::from("the stream"),
    };
    judge_lines(boundary, input, out, None, workers.get())
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
