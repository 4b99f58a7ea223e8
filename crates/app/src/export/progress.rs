//! How far an export is, and ending it.

use crate::{AppError, ErrorCode};
use serde::Serialize;

/// What an export is busy with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ExportPhase {
    /// Making the files, kind by kind.
    Making,
    /// Comparing them with what is there, file by file.
    Comparing,
    /// Writing and deleting, file by file.
    Writing,
}

/// How far an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct ExportStep {
    /// What it is busy with.
    pub phase: ExportPhase,
    /// Kinds or files that are done.
    pub done: u32,
    /// How many there are.
    pub of: u32,
}

/// Whoever is told, and whether they want it to go on. Once they have said no they are not asked again.
pub(super) struct Progress<'a> {
    go_on: &'a mut dyn FnMut(ExportStep) -> bool,
    is_over: bool,
}

impl<'a> Progress<'a> {
    pub fn new(go_on: &'a mut dyn FnMut(ExportStep) -> bool) -> Self {
        Self {
            go_on,
            is_over: false,
        }
    }

    /// Tells how far it is; whether it goes on.
    pub fn at(&mut self, phase: ExportPhase, done: usize, of: usize) -> bool {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let step = ExportStep {
            phase,
            done: count(done),
            of: count(of),
        };
        self.is_over = self.is_over || !(self.go_on)(step);
        !self.is_over
    }

    pub const fn is_over(&self) -> bool {
        self.is_over
    }
}

/// It was ended before the first file.
pub(super) fn nothing_written() -> AppError {
    AppError::new(
        ErrorCode::Cancelled,
        "the export was ended",
        "nothing was written",
    )
}

/// It was ended between two files.
pub(super) fn ended_after(done: usize, of: usize) -> AppError {
    AppError::new(
        ErrorCode::Cancelled,
        format!("the export was ended after {done} of {of} files"),
        "those are new, the others are as they were; export again to go on",
    )
}
