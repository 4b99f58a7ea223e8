//! How a refusal reaches the window.

use crate::log;
use baton_app::{AppError, ErrorReply};
use serde::Serialize;

/// An error in its travelling form. Boxed, because it may hold two whole records.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(transparent)]
pub struct Refused(Box<ErrorReply>);

impl From<AppError> for Refused {
    fn from(error: AppError) -> Self {
        log::error("refused", &format!("{} ({})", error.message, code(&error)));
        Self(Box::new(error.reply()))
    }
}

/// The code as clients know it.
fn code(error: &AppError) -> String {
    serde_json::to_value(error.code)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}
