//! How far an import is.

use serde::Serialize;

/// What an import is busy with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ImportPhase {
    /// Reading the files, and giving what they hold its place in the registry.
    Reading,
    /// Writing records.
    Storing,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct ImportStep {
    /// What it is busy with.
    pub phase: ImportPhase,
    /// Parts of a drawing that have their place, or records that are written.
    pub done: u32,
    /// How many there are; 0 while nobody knows.
    pub of: u32,
}

impl ImportStep {
    pub(super) fn new(phase: ImportPhase, done: usize, of: usize) -> Self {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            phase,
            done: count(done),
            of: count(of),
        }
    }
}
