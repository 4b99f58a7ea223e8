//! Redo: the author's own last undo, reversed as a new edit.

use super::undo::{Way, take_back};
use crate::registry::EditReply;
use crate::{AppError, Registry};

/// Takes back the author's last undo, as long as no edit came after it.
pub async fn redo(registry: &Registry) -> Result<EditReply, AppError> {
    take_back(registry, Way::Redo).await
}
