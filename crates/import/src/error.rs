//! Why a file could not be read at all.

use crate::text::visible;
use baton_model::InvalidId;

/// A file was refused: where, why, and what to do. Nothing was imported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {place}{message}", place = if place.is_empty() { String::new() } else { format!("{place}: ") })]
pub struct ImportError {
    /// The file as the caller named it.
    pub file: String,
    /// JSON pointer, or line and column; empty for the file as a whole.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl ImportError {
    /// An error at a place of a file. Control characters in the file's name are made visible.
    pub fn new(
        file: &str,
        place: impl Into<String>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self {
            file: visible(file, 300),
            place: place.into(),
            message: message.into(),
            hint: hint.into(),
        }
    }
}

impl ImportError {
    /// Whether it is about the file of that name.
    pub(crate) fn is_about(&self, name: &str) -> bool {
        self.file == visible(name, 300)
    }
}

impl From<InvalidId> for ImportError {
    fn from(error: InvalidId) -> Self {
        Self::new("", "", error.to_string(), "rename the file or the node")
    }
}
