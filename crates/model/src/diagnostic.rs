//! What reading user content has to say besides its value.

use crate::reference::RecordKey;
use serde::{Deserialize, Serialize};

/// How grave a diagnostic is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
    specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Good to know: a guess, something left out on purpose.
    Info,
    /// Something could not be carried.
    Warning,
    /// Something is wrong with the file.
    Error,
}

/// A remark about a place in user content.
#[derive(
    Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, specta::Type,
)]
pub struct Diagnostic {
    /// How grave it is.
    pub level: Level,
    /// File and JSON pointer, or whatever names the place best.
    pub path: String,
    /// What it is, and what to do.
    pub message: String,
    /// The record that it is about, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<RecordKey>,
}

impl Diagnostic {
    /// A remark without a subject.
    pub fn new(level: Level, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            level,
            path: path.into(),
            message: message.into(),
            subject: None,
        }
    }
}
