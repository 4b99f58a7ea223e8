//! How a refusal reaches the window.

use baton_app::{AppError, ErrorReply};
use serde::Serialize;

/// An error in its travelling form. Boxed, because it may hold two whole records.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(transparent)]
pub struct Refused(Box<ErrorReply>);

impl From<AppError> for Refused {
    fn from(error: AppError) -> Self {
        Self(Box::new(error.reply()))
    }
}
